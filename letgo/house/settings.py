"""How one installation runs. Everything that differs from place to place is read from the environment; docs/operate.md lists it."""

import os
from pathlib import Path

from letgo.house import databases, home, logs, outside

PACKAGE = Path(__file__).resolve().parent.parent
LETGO_HOME = home.home()
MB = 1024 * 1024

SECRET_KEY = os.environ.get("LETGO_SECRET_KEY") or home.secret_key(LETGO_HOME)
DEBUG = False
HTTPS = os.environ.get("LETGO_HTTPS") == "1"
ALLOWED_HOSTS = [h for h in os.environ.get("LETGO_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]

DATABASES = {"default": databases.chosen(os.environ.get("LETGO_DATABASE_URL"), LETGO_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django_tasks",
    "django_tasks_db",
    "letgo.commons.record",
    "letgo.commons.people",
    "letgo.commons.door",
    "letgo.commons.places",
    "letgo.commons.money",
    "letgo.commons.promises",
    "letgo.commons.powers",
    "letgo.decide.ballots",
    "letgo.decide.boards",
    "letgo.decide.budgets",
    "letgo.decide.checks",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}

# The tables that wire rooms together, by name: no room imports the house.
LETGO_POLICIES = "letgo.house.policies.POLICIES"
LETGO_JOBS = "letgo.house.jobs.JOBS"
LETGO_JOBS_GIVEN_UP = "letgo.house.jobs.GIVEN_UP"
LETGO_KINDS = "letgo.house.kinds.KINDS"
LETGO_EFFECTS = "letgo.house.effects.EFFECTS"
LETGO_QUEUE = "letgo.house.jobs"
LETGO_MAY = "letgo.commons.people.queries.may"
LETGO_VISIBLE = "letgo.commons.people.queries.visible"
LETGO_VERIFIERS = "letgo.house.verifiers.VERIFIERS"

# The key that signs the record, as 64 hex digits, where several hosts share one. Else it is made once, in LETGO_HOME/seal-key.
LETGO_SEAL_KEY = os.environ.get("LETGO_SEAL_KEY", "")
LETGO_SAMPLES = "letgo.house.town.checks.SAMPLES"

# How much uploads may take; the room's own figures hold where nothing is said (decide/checks/rules.py, Limits).
LETGO_CHECKS = {
    field: home.whole_number(name) * MB
    for field, name in {
        "file_bytes": "LETGO_UPLOAD_MB",
        "all_bytes": "LETGO_UPLOADS_MB",
        "memory_bytes": "LETGO_COUNT_MB",
    }.items()
    if name in os.environ
}

ROOT_URLCONF = "letgo.house.urls"
WSGI_APPLICATION = "letgo.house.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "letgo.house.headers.add_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "letgo.web.ui.methods.TurnAwayOthers",
    "letgo.web.ui.uploads.TurnAwayLarge",
    "django.middleware.csrf.CsrfViewMiddleware",
    "letgo.web.ui.actors.keep_session",
    "letgo.web.ui.kept.note_sent",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "OPTIONS": {"environment": "letgo.web.ui.environment.environment"},
    },
]

# Who runs this site, and how people reach them: a name, a phone number. Shown on pages, empty until it is set.
LETGO_OPERATOR = os.environ.get("LETGO_OPERATOR", "")
LETGO_CONTACT = os.environ.get("LETGO_CONTACT", "")

# What it reaches out to (outside.py). A demonstration shows everybody what would have been sent; nothing in it is real.
LETGO_DEMONSTRATION = (LETGO_HOME / "made-up-town").exists()  # house/town/building.py leaves this mark
LETGO_SITE = outside.site(os.environ, HTTPS, ALLOWED_HOSTS)
LETGO_CARRIERS = outside.carriers(os.environ)
LETGO_SMTP = os.environ.get("LETGO_SMTP", "")
LETGO_MAIL_FROM = os.environ.get("LETGO_MAIL_FROM", "Letgo <no-reply@localhost>")
LETGO_NOTIFY = outside.notify(os.environ)
LETGO_ACCOUNTS = outside.accounts(os.environ)

# How old what is the same for everybody may be (web/ui/kept.py).
LETGO_PAGE_SECONDS = int(os.environ.get("LETGO_PAGE_SECONDS", "10"))

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "ui" / "static"
WHITENOISE_MAX_AGE = 3600

# A form is small. Only a file may be large, and it goes straight to disk, never into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = MB // 4
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = home.private_folder(LETGO_HOME / "uploads")
FILE_UPLOAD_PERMISSIONS = 0o600
MEDIA_ROOT = home.private_folder(LETGO_HOME / "files")

# "same-origin": a result's address is its key and must not reach another site; "no-referrer" would break our own forms.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "letgo.web.ui.errors.forbidden"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

LANGUAGE_CODE = "en-gb"
TIME_ZONE = os.environ.get("LETGO_TIME_ZONE", "Europe/London")
USE_TZ = True
USE_I18N = False

LOGGING = logs.config(os.environ.get("LETGO_LOG", "INFO"))
