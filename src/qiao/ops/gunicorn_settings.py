"""How gunicorn serves Qiao: threads, because pages are quick and mostly wait for the database."""

import os
from typing import Any

from qiao import environment
from qiao.ops.supervise import watch_supervisor

bind = f"fd://{os.environ.get('QIAO_SOCKET', '3')}"
worker_class = "gthread"
workers = environment.number("QIAO_WORKERS", min(os.cpu_count() or 1, 4), 1, 64)
threads = environment.number("QIAO_THREADS", 4, 1, 64)
preload_app = True  # one import for all workers, and memory shared between them
timeout = 120
graceful_timeout = 30
keepalive = 5
max_requests = 20000
max_requests_jitter = 2000
limit_request_line = 8190
control_socket_disable = True
loglevel = "warning"
accesslog = "-" if environment.flag("QIAO_ACCESS_LOG") else None
proc_name = "qiao"


def on_starting(server: Any) -> None:
    """Before anything else: do not outlive the supervisor."""
    watch_supervisor()
