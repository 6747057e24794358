"""``qiao check-files``."""

from collections import Counter

import click

from qiao.files import reads
from qiao.files.models import Blob
from qiao.files.reads import Trouble


@click.command("check-files")
def check_files() -> None:
    """Compare the folder of files with the database: missing, damaged, and left-over ones.

    Ends with 1 when a file is missing or damaged. Left-over ones are taken away after a day by themselves.
    """
    counts: Counter[Trouble] = Counter()
    for found in reads.troubles():
        counts[found.trouble] += 1
        click.echo(f"{found.trouble:<12} {found.sha256} {found.detail}".rstrip())
    total = Blob.objects.count()
    click.echo(f"{total} files known: " + ", ".join(f"{counts[each]} {each}" for each in Trouble) + ".")
    if counts[Trouble.MISSING] or counts[Trouble.CORRUPT]:
        raise click.ClickException("some files are missing or damaged: restore them from a backup")


commands = [check_files]
