"""The application as a web server wants it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiao.settings")
application = get_wsgi_application()
# Read now, before the server forks: else every worker reads all pages anew when its first one is asked for.
get_resolver().url_patterns  # noqa: B018
