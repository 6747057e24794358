"""Settings of the project; everything that differs between installations comes from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from qiao import environment

PACKAGE = Path(__file__).resolve().parent
DATA = Path(environment.text("QIAO_DATA", "data")).expanduser().resolve()

DEBUG = environment.flag("QIAO_DEBUG")
SECRET_KEY = environment.secret_key(DATA)
PORT = environment.number("QIAO_PORT", 8000, 1, 65535)
BIND = environment.text("QIAO_BIND", "127.0.0.1")
PUBLIC_URL = environment.address("QIAO_URL", f"http://127.0.0.1:{PORT}")
BEHIND_TLS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [
    *environment.words("QIAO_HOSTS", "127.0.0.1 localhost [::1]"),
    urlsplit(PUBLIC_URL).hostname or "",
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if BEHIND_TLS else []
# Throttling counts by address: behind proxies the address is the one that the last trusted one saw.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("QIAO_PROXIES", 1 if BEHIND_TLS else 0, 0, 9)

INSTALLED_APPS = [
    "qiao.web",
    "qiao.search",
    "qiao.shopfloor",
    "qiao.kiosk",
    "qiao.offline",
    "qiao.sample",
    "qiao.imports",
    "qiao.logimport",
    "qiao.ticketimport",
    "qiao.audit",
    "qiao.webhooks",
    "qiao.notify",
    "qiao.pulse",
    "qiao.schedules",
    "qiao.roles",
    "qiao.escalation",
    "qiao.approvals",
    "qiao.desk",
    "qiao.attainment",
    "qiao.agreements",
    "qiao.catalogue",
    "qiao.places",
    "qiao.drafts",
    "qiao.accounts",
    "qiao.org",
    "qiao.files",
    "qiao.ui",
    "qiao.ops",
    "qiao.rest",
    "qiao.ledger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qiao.accounts.middleware.PersonMiddleware",
    "qiao.kiosk.middleware.KioskMiddleware",
    "qiao.offline.middleware.OfflineMiddleware",
    "qiao.accounts.middleware.LanguageMiddleware",
    "qiao.rest.middleware.ProblemMiddleware",
    "qiao.ops.uploads.BodyLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "qiao.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "qiao.urls"
WSGI_APPLICATION = "qiao.wsgi.application"

_loaders = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "qiao.ui.templatetags.qiao"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qiao.web.context.shell",
            ],
        },
    }
]

DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["qiao.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS

ACCOUNT_ADAPTER = "qiao.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # sign-up is closed; allauth wants the list anyway
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # the address is the person's
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# Per address limits are wide: a whole shift signs in from behind one router within minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    # Wrong PINs: of one tablet, of one badge, of a badge that nobody has.
    "kiosk_device": "30/5m/key",
    "kiosk_badge": "4/m/key",
    "kiosk_unknown": "5/d/key",
}
ACCOUNT_FORMS = {
    "login": "qiao.accounts.forms.SignInForm",
    "reset_password": "qiao.accounts.forms.ForgottenForm",
    "reset_password_from_key": "qiao.accounts.forms.NewPasswordForm",
    "set_password": "qiao.accounts.forms.FirstPasswordForm",
    "change_password": "qiao.accounts.forms.ChangePasswordForm",
    "reauthenticate": "qiao.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "qiao.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "qiao.accounts.forms.CodeForm",
    "reauthenticate": "qiao.accounts.forms.ConfirmCodeForm",
    "activate_totp": "qiao.accounts.forms.ActivateAppForm",
    "add_webauthn": "qiao.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "qiao.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_TOTP_ISSUER = "Qiao"
MFA_TOTP_TOLERANCE = 1  # one step either way: phones' clocks are not exact
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "qiao_cache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = environment.zone("QIAO_ZONE", "Asia/Shanghai")
USE_TZ = True
CSRF_FAILURE_VIEW = "qiao.ui.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = BEHIND_TLS

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Contents of files by their hash, outside the web root; a whole form may be a little larger than one file.
FILES_ROOT = DATA / "files"
UPLOAD_LIMIT = environment.number("QIAO_FILE_MB", 10, 1, 60) * 1024 * 1024
FILES_MOST = environment.number("QIAO_FILES", 10, 1, 50)
# Whether webhooks may call private networks; they never may unless somebody says so.
WEBHOOK_PRIVATE = environment.flag("QIAO_WEBHOOK_PRIVATE")

SCANNER = environment.text("QIAO_SCANNER")
SCANNER_DOWN = environment.one_of("QIAO_SCANNER_DOWN", "refuse", ("refuse", "accept"))
BODY_LIMIT = 64 * 1024 * 1024
# What administrators may upload to import, all files together; nobody else's form may be so large.
IMPORT_LIMIT = environment.number("QIAO_IMPORT_MB", 512, 1, 16384) * 1024 * 1024
LARGE_BODIES = "/administration/imports/new/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Calls of one person through the API, whatever token they use.
API_CALLS_PER_MINUTE = environment.number("QIAO_API_CALLS_PER_MINUTE", 600, 1, 1_000_000)
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if environment.text("QIAO_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = environment.text("QIAO_SMTP_HOST")
EMAIL_PORT = environment.number("QIAO_SMTP_PORT", 587, 1, 65535)
EMAIL_HOST_USER = environment.text("QIAO_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("QIAO_SMTP_PASSWORD")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("QIAO_MAIL_FROM", "qiao@localhost")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

ORGANISATION = environment.text("QIAO_NAME", "")
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
