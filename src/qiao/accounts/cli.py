"""``qiao createadmin``: the first administrator, or a way back in for one who is locked out."""

import click


@click.command()
@click.option("--number", required=True, help="Employee number; an existing person is used.")
@click.option("--name", default="", help="Name, for somebody who is not in the organisation yet.")
@click.option("--username", default="", help="User name to sign in with (the employee number).")
@click.option("--link", is_flag=True, help="Print a one-time link instead of asking for a password.")
def createadmin(number: str, name: str, username: str, link: bool) -> None:
    """Give somebody a login and the administrator's role."""
    from qiao.accounts import first

    account = first.administrator(number=number, name=name, username=username)
    if link:
        click.echo(first.link(account))
        return
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    first.set_password(account, password)
    click.echo(f"{account.username} can sign in and administers Qiao.")


commands = [createadmin]
