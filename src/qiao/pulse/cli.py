"""``qiao check-pulse``."""

import click

from qiao.pulse import reads


@click.command("check-pulse")
def check_pulse() -> None:
    """Draw once more what was drawn: every lot of every month whose salt is known by now."""
    wrong = 0
    for month in reads.checked():
        wrong += len(month.wrong)
        click.echo(f"{month.month}: {month.lots} lots, {len(month.wrong)} differ")
        for number in month.wrong:
            click.echo(f"  {number}")
    if wrong:
        raise click.ClickException("some lots are not what the sealed salt gives")


commands = [check_pulse]
