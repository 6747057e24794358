"""Sending mail beside the request.

Whether an address is known must not show in how long an answer takes, and a mail server that is down
must not turn a page into an error. One thread per process sends; what fails is logged.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)


@cache
def _postman() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


def send(message: EmailMessage) -> Future[None]:
    """Sends ``message`` soon; the caller does not wait."""
    return _postman().submit(_deliver, message)


def flush() -> None:
    """Waits until everything handed over so far was tried. For tests and for commands that end."""
    _postman().submit(lambda: None).result()


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        log.exception("A mail to %d recipient(s) could not be sent: %s", len(message.to), message.subject)
