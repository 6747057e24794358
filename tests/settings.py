"""Settings of the tests: a folder of their own, and nothing slow that is not under test."""

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("QIAO_") and not name.startswith("QIAO_TEST_")]:
    del os.environ[_name]
_folder = tempfile.mkdtemp(prefix="qiao-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["QIAO_DATA"] = _folder

from qiao.settings import *  # noqa: E402, F403
from qiao.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
API_CALLS_PER_MINUTE = 1_000_000  # tests of the limit set their own
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A template database that is migrated already is copied in a blink; tools/databases.py makes it.
if os.environ.get("QIAO_TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["QIAO_TEST_TEMPLATE"]}
