"""A request from raising to confirming, through the API. Needs nothing but Python.

    QIAO_URL=http://127.0.0.1:8000 CUSTOMER_TOKEN=qiao_… PROVIDER_TOKEN=qiao_… \\
        python request_life.py CODE-OF-A-SERVICE

Two people are at work here: a customer who asks, and a member of the unit that provides the service. Each has
a token with the scopes catalogue:read, requests:read and requests:write (made at /account/tokens/).
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid


class Refused(Exception):
    """The answer was a problem document: what it says, and its stable code."""

    def __init__(self, said):
        super().__init__(f"{said['code']}: {said['title']}")
        self.code = said["code"]
        self.errors = said.get("errors", [])


class Qiao:
    """The API as one person."""

    def __init__(self, url, token, language="en"):
        self.url, self.token, self.language = f"{url}/api/v1", token, language

    def call(self, method, path, body=None, **headers):
        """The answer and its ETag. Waits when there were too many calls; raises Refused for a problem."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Accept-Language": self.language,
                **({"Content-Type": "application/json"} if body is not None else {}),
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer), answer.headers["ETag"]
        except urllib.error.HTTPError as error:
            if error.code == 429:
                time.sleep(int(error.headers["Retry-After"]))
                return self.call(method, path, body, **headers)
            raise Refused(json.load(error)) from None

    def get(self, path):
        return self.call("GET", path)

    def once(self, path, body=None, **headers):
        """A POST that happens once: after a broken connection the same key is sent again."""
        key = str(uuid.uuid4())
        for pause in (1, 3, 10):
            try:
                return self.call("POST", path, body, Idempotency_Key=key, **headers)
            except (urllib.error.URLError, TimeoutError):
                time.sleep(pause)
        return self.call("POST", path, body, Idempotency_Key=key, **headers)

    def all(self, path):
        """Every item of a list, page by page."""
        cursor = ""
        while cursor is not None:
            page, _ = self.get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}" if cursor else path)
            yield from page["items"]
            cursor = page["next"]


def answers_for(service):
    """Something for every question that must be answered (a real program knows better)."""
    made = {"text": "R3", "long_text": "R3", "number": 1, "date": time.strftime("%Y-%m-%d")}
    return {
        question["key"]: question["options"][0]["value"] if question["options"] else made[question["kind"]]
        for question in service["questions"]
        if question["required"] and not question["when"] and (question["options"] or question["kind"] in made)
    }


def main(service_code):
    url = os.environ["QIAO_URL"]
    customer, provider = (Qiao(url, os.environ[f"{who}_TOKEN"]) for who in ("CUSTOMER", "PROVIDER"))

    service, _ = customer.get(f"/services/{service_code}")
    print(f"{service['name_en']} by {service['unit']['name_en']}")
    need = {"service": service_code, "title": "Through the API", "answers": answers_for(service)}
    request, _ = customer.once("/requests", need)
    path = f"/requests/{request['number']}"
    print(f"{request['number']} raised, to be done by {request['promised_at']}")

    # What the provider has seen goes along: nobody is overwritten.
    request, seen = provider.get(path)
    request, seen = provider.once(f"{path}/accept", If_Match=seen)
    print(f"accepted by {request['holder']['name_en'] or request['holder']['name']}")
    try:
        customer.once(f"{path}/deliver", {"note": "?"})
    except Refused as refused:
        print(f"the customer cannot deliver it ({refused.code})")

    provider.once(f"{path}/comments", {"body": "On my way."})
    _, seen = provider.get(path)
    waiting = {"kind": "parts", "counterpart": "the stores", "reason": "a seal 40 x 52"}
    request, seen = provider.once(f"{path}/pause", waiting, If_Match=seen)
    request, seen = provider.once(f"{path}/resume", {"note": "it is here"}, If_Match=seen)
    request, seen = provider.once(f"{path}/deliver", {"note": "Changed the seal."}, If_Match=seen)
    request, _ = customer.once(f"{path}/confirm", {"note": "Thank you."})
    print(f"{request['state']}, {request['used_seconds'] // 60} working minutes")

    for event in customer.all(f"{path}/timeline"):
        print(f"  {event['at'][:16]}  {(event['actor'] or {}).get('name', '')} {event['text']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
