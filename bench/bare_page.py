"""`python -m bench.bare_page FOLDER`: the page that ours are measured beside, as anyone would begin one with Django and Jinja.

Nine usual middlewares, two queries by the ORM over 5,000 rows (how many, and the newest 20), a table of 20 rows in a frame: 4.8 kB of
HTML. Nobody is signed in, nothing is kept. For each line that comes in it answers with the processor seconds of one whole request.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

ROWS, SHOWN = 5_000, 20
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
FRAME = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{% block title %}{% endblock %} | A bare page</title><link rel="stylesheet" href="/static/site.css"></head>
<body>
<header><a href="{{ url('payments') }}">A bare page</a><nav><ul><li><a href="{{ url('payments') }}">Payments</a></li></ul></nav></header>
<main>{% block main %}{% endblock %}</main>
<footer><p>Nothing else stands here.</p></footer>
</body>
</html>"""
PAGE = """{% extends "frame.html" %}
{% block title %}Payments{% endblock %}
{% block main %}
<h1>Payments</h1>
<p>{{ many }} payments in all. The newest come first.</p>
<table class="payments">
<thead><tr><th scope="col">What for</th><th scope="col">To whom</th><th scope="col">When</th><th scope="col">Pence</th></tr></thead>
<tbody>
{% for row in rows %}
<tr class="payments__row"><th scope="row"><a class="link" href="{{ url('payments') }}?payment={{ row.pk }}">{{ row.title }}</a></th><td>{{ row.whom }}</td><td>{{ row.day }}</td><td class="number">{{ row.pence }}</td></tr>
{% endfor %}
</tbody>
</table>
{% endblock %}"""


def environment(**options: Any) -> Any:
    """Jinja's environment, as the setting below names it."""
    from django.urls import reverse
    from jinja2 import Environment

    made = Environment(**options)
    made.globals["url"] = reverse
    return made


def _set_up(folder: Path) -> None:
    import django
    from django.conf import settings

    (folder / "static").mkdir()
    (folder / "frame.html").write_text(FRAME, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    settings.configure(
        SECRET_KEY="a bench", ALLOWED_HOSTS=["testserver"], ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE, USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "rows.sqlite3"}},
        INSTALLED_APPS=[f"django.contrib.{name}" for name in ("contenttypes", "auth", "sessions", "messages")],
        STATIC_URL="/static/", STATIC_ROOT=folder / "static",
        TEMPLATES=[{
            "BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [folder],
            "OPTIONS": {"environment": f"{__name__}.environment"},
        }],
    )  # fmt: skip
    django.setup()


def _view(folder: Path) -> Any:
    """The page, with its table made and filled."""
    from django.db import connection, models
    from django.shortcuts import render

    class Payment(models.Model):
        title = models.CharField(max_length=80)
        whom = models.CharField(max_length=80)
        day = models.DateField()
        pence = models.BigIntegerField()

        class Meta:
            app_label = "bench"

    with connection.schema_editor() as editor:
        editor.create_model(Payment)
    first = date(2026, 1, 1)
    rows = (
        Payment(title=f"Grass cutting {n}", whom=f"Firm {n % 7}", day=first + timedelta(n % 300), pence=n)
        for n in range(ROWS)
    )
    Payment.objects.bulk_create(rows)

    def payments(request: Any) -> Any:
        shown = {"many": Payment.objects.count(), "rows": Payment.objects.order_by("-pk")[:SHOWN]}
        return render(request, "page.html", shown)

    return payments


urlpatterns: list = []


def main() -> None:
    """Set up, then answer."""
    folder = Path(sys.argv[1])
    _set_up(folder)
    from django.test import Client
    from django.urls import path

    urlpatterns.append(path("", _view(folder), name="payments"))
    client = Client()
    for _ in sys.stdin:
        began = process_time()
        answer = client.get("/")
        spent = process_time() - began
        assert answer.status_code == 200
        assert answer.content.count(b"<tr") == SHOWN + 1
        print(spent, flush=True)


if __name__ == "__main__":
    sys.modules["bench.bare_page"] = sys.modules["__main__"]  # what the settings name is this very module
    main()
