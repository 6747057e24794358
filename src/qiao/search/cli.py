"""``qiao reindex-search``."""

import click

from qiao.desk.models import Request
from qiao.search import actions


@click.command("reindex-search")
def reindex() -> None:
    """Read everything that can be found anew. Searching goes on meanwhile."""
    with click.progressbar(length=Request.objects.count(), label="Requests") as bar:
        done = actions.rebuild(tell=bar.update)
    click.echo(f"{done} requests can be found.")


commands = [reindex]
