"""The ``qiao`` command: on failure one line with the reason and a non-zero exit."""

import os
import sys
from collections.abc import Sequence

import click

from qiao.ops import commands, packages
from qiao.ops.failures import sentence


class Qiao(click.Group):
    """Own commands first, then what the packages bring; the latter are loaded only when needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted({*super().list_commands(ctx), *packages.commands()})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """An own command needs no package to be healthy."""
        return super().get_command(ctx, name) or packages.commands().get(name)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Says what could not be loaded, if anything."""
        for problem in packages.problems:
            formatter.write_paragraph()
            formatter.write_text(f"Missing here: {problem}")


@click.group(cls=Qiao, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the whole traceback on failure.")
@click.version_option(package_name="qiao", message="Qiao %(version)s")
def cli(debug: bool) -> None:
    """Qiao (桥): internal customer service. Settings come from the environment; see docs/operations.md."""


for each in commands.ALL:
    cli.add_command(each)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments or os.environ.get("QIAO_DEBUG", "").lower() in {"1", "true", "yes", "on"}
    arguments = [each for each in arguments if each != "--debug"]
    try:
        result = cli.main(arguments, prog_name="qiao", standalone_mode=False)
        sys.exit(result if isinstance(result, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("qiao: stopped.", err=True)
        sys.exit(130)
    except Exception as error:
        if debug:
            raise
        click.echo(f"qiao: {sentence(error)}", err=True)
        sys.exit(error.exit_code if isinstance(error, click.ClickException) else 1)


if __name__ == "__main__":
    main()
