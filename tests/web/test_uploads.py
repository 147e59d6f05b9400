"""Giving a file in: once for each showing of the form, never too much, and never under its own name."""

import re
from secrets import token_urlsafe

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from letgo.decide.checks import store
from letgo.decide.checks.models import Check
from tests.journeys.town import made_up_town

MB = 1024 * 1024
pytestmark = pytest.mark.django_db(transaction=True)


def send(client, data: bytes = b"META\n", key: str = "", name: str = "votes of Alder Vale.pb"):
    return client.post("/check", {"form_key": key or token_urlsafe(16), "file": SimpleUploadedFile(name, data)})


def test_a_file_gets_a_secret_address(client):
    response = send(client)
    assert response.status_code == 302
    assert re.fullmatch(r"/check/[A-Za-z0-9_-]{22}", response.headers["Location"])


def test_the_name_of_the_file_is_kept_nowhere(client):
    send(client)
    check = Check.objects.get()
    assert [path.name for path in store.of(check.pk).iterdir()] == ["votes"]
    assert "Alder" not in client.get(f"/check/{check.address}").content.decode()


def test_two_clicks_count_once_and_another_file_is_another_count(client):
    key = token_urlsafe(16)
    first, again = send(client, key=key), send(client, key=key)
    assert first.headers["Location"] == again.headers["Location"]
    other = send(client, b"META\nother\n", key=key)
    assert other.headers["Location"] != first.headers["Location"]
    corrected = send(client, b"NETA\n", key=key)  # of the same name and size
    assert corrected.headers["Location"] not in (first.headers["Location"], other.headers["Location"])
    assert Check.objects.count() == 3


@pytest.mark.parametrize("key", ["", "short", "k" * 65])
def test_a_form_without_its_key_is_refused_kindly(key, client):
    response = client.post("/check", {"form_key": key, "file": SimpleUploadedFile("a.pb", b"META\n")})
    assert response.status_code == 422
    assert "This form is not whole" in response.content.decode()
    assert Check.objects.count() == 0


@pytest.mark.parametrize(("sent", "says"), [({}, "Choose a file first"), ({"file": b""}, "This file is empty")])
def test_no_file_or_an_empty_one_is_told_beside_the_field(sent, says, client):
    files = {name: SimpleUploadedFile("a.pb", data) for name, data in sent.items()}
    response = client.post("/check", {"form_key": token_urlsafe(16), **files})
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert "There is a problem" in page
    assert "<title>Error: " in page


def test_a_file_that_is_too_large_is_turned_away_before_it_is_kept(client, settings):
    settings.LETGO_CHECKS = {"file_bytes": MB}
    response = send(client, b"x" * (2 * MB))
    assert response.status_code == 413
    assert "Your file is larger than 1 MB" in response.content.decode()
    assert Check.objects.count() == 0
    assert store.coming_in() == 0


def test_a_file_just_over_the_limit_is_told_beside_the_field(client, settings):
    settings.LETGO_CHECKS = {"file_bytes": MB}
    response = send(client, b"x" * (MB + 1))
    assert response.status_code == 413
    assert "There is a problem" in response.content.decode()
    assert Check.objects.count() == 0


def test_no_other_page_takes_a_large_form(client):
    response = client.post("/check/sample", {"sample": "x" * MB})
    assert response.status_code == 413


def test_a_full_house_says_when_to_come_back(client, settings):
    settings.LETGO_CHECKS = {"waiting": 1}
    send(client)
    response = send(client, b"other")
    assert response.status_code == 503
    assert "We are full just now." in response.content.decode()


def test_a_town_that_we_do_not_have_is_refused(client):
    response = client.post("/check/sample", {"form_key": token_urlsafe(16), "sample": "atlantis"})
    assert response.status_code == 422


def test_a_made_up_town_is_counted_by_name(client):
    page = client.get("/check").content.decode()
    name = re.search(r'name="sample" value="([^"]+)"', page)[1]
    assert client.post("/check/sample", {"form_key": token_urlsafe(16), "sample": name}).status_code == 302


def test_deleting_twice_is_harmless(client):
    where = send(client).headers["Location"]
    key = {"form_key": token_urlsafe(16)}
    assert client.post(f"{where}/delete", key).headers["Location"] == "/check/deleted"
    assert client.post(f"{where}/delete", key).status_code == 404
    assert Check.objects.count() == 0


def test_the_page_holds_what_the_engine_found(client):
    """The real engine, the real worker, the real page: no fixture between them."""
    from letgo.commons.record import jobs

    where = send(client, made_up_town().encode()).headers["Location"]
    jobs.run_waiting()
    page = client.get(where).content.decode()
    assert "Alder Vale 2026: a group of 100 got nothing" in page
    assert page.count("Why not mine?<span") == page.count("Find how many more votes would have been enough")
