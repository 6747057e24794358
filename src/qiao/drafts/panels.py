"""What drafts show on other packages' pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from qiao.drafts import reads
from qiao.org.models import Person


def mine(http: HttpRequest, person: Person) -> str:
    """On Me: what one has begun and not sent, with the way back; nothing when there is none. One query."""
    found = reads.unsent(person)
    return render_to_string("drafts/_mine.html", {"drafts": found}, http) if found else ""
