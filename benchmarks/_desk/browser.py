"""A browser of the measured process itself: it speaks WSGI, keeps cookies and counts processor time."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from time import process_time
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from qiao.accounts.actions import make_token
from qiao.accounts.models import Account

DAY = timedelta(days=1)


@dataclass
class Answer:
    status: int
    location: str
    text: str
    seconds: float


@dataclass
class Browser:
    """Calls an application as a server does, from the environment to the last byte of the answer."""

    application: Any
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    @classmethod
    def signed_in(cls, application: Any, username: str) -> Browser:
        """With the session that signing in would have made."""
        client = Client()
        client.force_login(Account.objects.get(username=username))
        return cls(application, {name: morsel.value for name, morsel in client.cookies.items()})

    @classmethod
    def program(cls, application: Any, username: str) -> Browser:
        """One that speaks to the API with a token of that person."""
        account, at = Account.objects.select_related("person").get(username=username), timezone.now()
        scopes = ["requests:read", "requests:write"]
        _token, secret = make_token(
            account=account, name="bench", scopes=scopes, known=scopes, expires_at=at + DAY, at=at
        )
        return cls(application, token=secret)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"")

    def send(self, path: str, **said: Any) -> Answer:
        """A call of the API, with the key that makes it happen once."""
        return self._ask("POST", path, json.dumps(said).encode())

    def post(self, path: str, page: Answer, **data: str) -> Answer:
        """Sends a form with the token of the page that it stood on."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token, "the page has no form"
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **data}).encode())

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            told.update(status=int(status[:3]), headers=headers)

        environ = self._environ(method, path, body)
        begun = process_time()
        answer = self.application(environ, start)
        text = b"".join(answer)
        answer.close()
        seconds = process_time() - begun
        self._keep(told["headers"])
        location = dict(told["headers"]).get("Location", "")
        return Answer(told["status"], location, text.decode(), seconds)

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        where, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "zh-CN,zh;q=0.9,en;q=0.8",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            **self._of_a_program(),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }

    def _of_a_program(self) -> dict[str, str]:
        if not self.token:
            return {}
        return {
            "HTTP_AUTHORIZATION": f"Bearer {self.token}",
            "HTTP_ACCEPT": "application/json",
            "HTTP_IDEMPOTENCY_KEY": str(uuid4()),
            "CONTENT_TYPE": "application/json",
        }

    def _keep(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
