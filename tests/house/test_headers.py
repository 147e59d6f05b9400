"""What every answer says to the browser, pages and style sheets alike."""

import json
import subprocess
import sys

import pytest

PLACES = ["/", "/nowhere", "/static/letgo/govuk.css"]


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_nothing_from_elsewhere_and_nothing_inline_may_run(client, place):
    policy = client.get(place).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_addresses_stay_here_and_pages_are_in_no_frame(client, place):
    headers = client.get(place).headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_shared_computer_keeps_no_page(client):
    assert "no-store" in client.get("/").headers["Cache-Control"]


def read_settings(tmp_path, **env: str) -> dict:
    code = (
        "import json, letgo.house.settings as s\n"
        "print(json.dumps({k: v for k, v in vars(s).items() if k.isupper() and isinstance(v, (str, int, bool, list))}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"LETGO_HOME": str(tmp_path), **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_strict_transport_is_promised_only_behind_https(tmp_path):
    plain, behind = read_settings(tmp_path), read_settings(tmp_path, LETGO_HTTPS="1", LETGO_HOSTS="letgo.example")
    assert "SECURE_HSTS_SECONDS" not in plain
    assert not plain["CSRF_COOKIE_SECURE"]
    assert behind["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert behind["CSRF_COOKIE_SECURE"]
    assert behind["ALLOWED_HOSTS"] == ["letgo.example"]


def test_nothing_is_ever_shown_of_our_insides(tmp_path):
    assert read_settings(tmp_path, DEBUG="1", DJANGO_DEBUG="1")["DEBUG"] is False


@pytest.mark.django_db
def test_another_host_name_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
