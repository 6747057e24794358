"""Programs that act as one of the cast, with a token."""

import json
from datetime import timedelta

from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from qiao.accounts import actions as accounts
from qiao.accounts.models import Account
from qiao.org.models import Person
from qiao.rest import scopes

EVERYTHING = ("requests:read", "requests:write", "catalogue:read", "organisation:read", "organisation:write")


class Program(Client):
    """Speaks JSON to the API as one person. ``secret`` "": a stranger."""

    def __init__(self, secret: str = "", language: str = "en") -> None:
        super().__init__()
        self.secret, self.language = secret, language

    def call(self, method, path, body=None, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Accept-Language", self.language)
        if self.secret:
            sent["Authorization"] = f"Bearer {self.secret}"
        more = {"content_type": "application/json"} if body is not None else {}
        data = json.dumps(body) if body is not None else ""
        return self.generic(method, f"/api/v1{path}", data, headers=sent, **more)

    def ask(self, path, **headers):
        return self.call("GET", path, **headers)

    def do(self, path, body=None, **headers):
        return self.call("POST", path, body, **headers)


def token_for(person: Person, *allowed: str) -> str:
    """A fresh token of this person, who gets a login if they have none."""
    account = Account.objects.filter(person=person).first() or Account.objects.create_user(
        person.number, person
    )
    assert get_resolver().url_patterns  # with the addresses the packages make their scopes known
    now = timezone.now()
    _token, secret = accounts.make_token(
        account=account,
        name="test",
        scopes=allowed or EVERYTHING,
        known=scopes.known(),
        expires_at=now + timedelta(days=1),
        at=now,
    )
    return secret


def program_of(person: Person, *allowed: str) -> Program:
    return Program(token_for(person, *allowed))
