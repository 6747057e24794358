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
    """The people of the sample in both languages, since nobody has chosen one yet; nothing elsewhere."""
    from django.utils.translation import override

    from qiao.sample.cast import CAST, PASSWORD
    from qiao.sample.mode import is_sample

    if not is_sample():
        return
    yield "Sign in by one click on the first page, or by name; the password of all is " + PASSWORD
    yield f"在首页点一下即可登录，也可输入用户名；统一密码 {PASSWORD}\n"
    for part in CAST:
        with override("zh-hans"):
            chinese = str(part.role)
        with override("en"):
            yield f"{part.username:<14} {part.name_en} {part.name} · {part.role} {chinese}"
