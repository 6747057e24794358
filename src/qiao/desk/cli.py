"""``qiao check-clocks``: every request counted again from the ledger."""

from typing import Any

import click

SHOWN = 200


@click.command("check-clocks")
@click.argument("number", default="")
def check_clocks(number: str) -> None:
    """Count every request (or the one with this NUMBER) again from the ledger, and compare.

    State, holder, what is due, all clocks, hops and pauses. Changes nothing; exits with 1 when anything
    differs, and lists it.
    """
    from qiao.desk.models import Request
    from qiao.desk.reads.accounts import Difference, checked

    many = 1 if number else Request.objects.count()
    seen = untold = 0
    found: list[Difference] = []
    with click.progressbar(length=many, label="Counting") as bar:
        for part in checked(number):
            seen, untold = seen + part.requests, untold + part.untold
            found += part.differences
            bar.update(part.requests)
    if untold:
        click.echo(f"{untold} requests are older than their clocks' events: they cannot be counted again.")
    if number and not seen:
        raise click.ClickException(f"There is no request {number}.")
    for each in found[:SHOWN]:
        click.echo(
            f"{each.number} {each.column}: {_shown(each.stored)}, by the ledger {_shown(each.counted)}"
        )
    if len(found) > SHOWN:
        click.echo(f"… and {len(found) - SHOWN} more.")
    if found:
        wrong = len({each.number for each in found})
        raise click.ClickException(f"{len(found)} differences in {wrong} of {seen} requests.")
    click.echo(f"{seen - untold} requests counted again from the ledger: no difference.")


def _shown(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


commands = [check_clocks]
