"""What a person who typed ``make run`` reads, and the sample that greets them."""

from collections.abc import Iterator

import click
from django.conf import settings

from qiao.ops import packages


def load_sample(context: click.Context) -> None:
    """Runs ``qiao sample`` with its usual size."""
    command = packages.commands().get("sample")
    if command is None:
        click.echo(" ".join(["The sample organisation is missing here; starting empty.", *packages.problems]))
        return
    context.invoke(command)


def show() -> None:
    """Where to go and as whom."""
    click.echo(f"\nQiao 桥  {settings.PUBLIC_URL}\n")
    for line in _cast():
        click.echo(f"  {line}")
    click.echo("\nCtrl-C stops it. 按 Ctrl-C 停止。\n")


def _cast() -> Iterator[str]:
    return iter(())
