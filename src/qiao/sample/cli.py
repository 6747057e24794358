"""``qiao sample``: a simulated manufacturer to try everything on."""

import time

import click
from django.utils import timezone


@click.command()
@click.option(
    "--people",
    default=400,
    show_default=True,
    type=click.IntRange(60, 5000),
    help="How many people work there.",
)
@click.option(
    "--months",
    default=6,
    show_default=True,
    type=click.IntRange(1, 36),
    help="How many months they have lived.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same organisation.")
def sample(people: int, months: int, seed: int) -> None:
    """Load the sample organisation into an empty database."""
    from qiao.ledger.refusals import Refused
    from qiao.sample import actions
    from qiao.sample.models import SampleRun

    if SampleRun.objects.exists():
        click.echo("The sample organisation is already there.")
        return
    began = time.monotonic()
    try:
        with click.progressbar(length=people + months * 30 * 4, label="Sample organisation") as bar:
            actions.make(
                people=people,
                months=months,
                seed=seed,
                at=timezone.now().replace(microsecond=0),
                built=bar.update,
                lived=lambda days: bar.update(days * 4),
            )
    except Refused as refused:
        raise click.ClickException(refused.sentence) from refused
    click.echo(f"Made in {time.monotonic() - began:.0f} s.")


commands = [sample]
