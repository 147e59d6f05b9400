"""Every address × who asks × method, from the resolver itself: an address that is not in the table fails until it is."""

from secrets import token_urlsafe

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from letgo.house.policies import POLICIES
from tests.web import reports

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

# name: (the verb of each method, what the address needs)
TABLE = {
    "front": ({"GET": "pages.read"}, ()),
    "how": ({"GET": "pages.read"}, ()),
    "worried": ({"GET": "pages.read"}, ()),
    "paper": ({"GET": "pages.read"}, ()),
    "ease": ({"GET": "pages.read"}, ()),
    "privacy": ({"GET": "pages.read"}, ()),
    "check": ({"GET": "checks.start", "POST": "checks.start"}, ()),
    "sample": ({"POST": "checks.start"}, ()),
    "deleted": ({"GET": "pages.read"}, ()),
    "verifier": ({"GET": "pages.read"}, ()),
    "result": ({"GET": "checks.read"}, ("address",)),
    "progress": ({"GET": "checks.read"}, ("address",)),
    "whole": ({"GET": "checks.read"}, ("address",)),
    "proof": ({"GET": "checks.read"}, ("address",)),
    "delete": ({"GET": "checks.delete", "POST": "checks.delete"}, ("address",)),
    "more": ({"GET": "checks.read"}, ("address", "part")),
    "why": ({"GET": "checks.read", "POST": "checks.explain"}, ("address", "place")),
    "why-progress": ({"GET": "checks.read"}, ("address", "place")),
}
PARTS = {"part": "not-funded", "place": "7"}


def patterns():
    """Every pattern, however deep it is included."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if hasattr(pattern, "url_patterns"):
            waiting += pattern.url_patterns
        else:
            yield pattern


def address_of(name: str, address: str) -> str:
    return reverse(name, kwargs={key: {**PARTS, "address": address}[key] for key in TABLE[name][1]})


def ask(client: Client, method: str, where: str, **more) -> HttpResponse:
    return client.generic(method, where, **more)


@pytest.fixture
def address(checked):
    return checked(report=reports.left_out()).address


def test_every_address_is_in_the_table_and_only_those():
    assert {pattern.name for pattern in patterns()} == set(TABLE)
    assert len(list(patterns())) == len(TABLE)


def test_every_address_names_its_verbs_and_each_verb_has_a_policy():
    for pattern in patterns():
        verbs = {method: verb for method, verb in pattern.callback.verbs.items() if method != "HEAD"}
        assert verbs == TABLE[pattern.name][0]
        assert set(verbs.values()) <= set(POLICIES)


@pytest.mark.parametrize("name", TABLE)
def test_anyone_with_the_address_is_answered(name, client, address):
    for method in TABLE[name][0]:
        if method == "GET":
            response = ask(client, method, address_of(name, address))
            assert response.status_code == 200
            assert ask(client, "HEAD", address_of(name, address)).status_code == 200


@pytest.mark.parametrize("name", [name for name, (_, needs) in TABLE.items() if "address" in needs])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_the_address_nothing_is_there(name, method, client, address):
    """Another address, an address in other letters, and one out of time look the same, whatever is asked."""
    if method not in TABLE[name][0]:
        return
    for wrong in (token_urlsafe(16), address.swapcase()):
        response = ask(client, method, address_of(name, wrong))
        assert response.status_code == 404
        assert "There is nothing at this address" in response.content.decode()


@pytest.mark.parametrize("name", [name for name, (_, needs) in TABLE.items() if needs == ("address",)])
def test_a_check_out_of_time_is_not_there(name, client, out_of_time):
    if "GET" in TABLE[name][0]:
        assert client.get(address_of(name, out_of_time.address)).status_code == 404


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("method", METHODS)
def test_any_other_method_is_405(name, method, client, address):
    allowed = set(TABLE[name][0])
    if method in allowed or (method == "HEAD" and "GET" in allowed):
        return
    response = ask(client, method, address_of(name, address))
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == allowed | ({"HEAD"} if "GET" in allowed else set())


@pytest.mark.parametrize("name", [name for name, (verbs, _) in TABLE.items() if "POST" in verbs])
def test_a_form_from_elsewhere_is_403(name, address):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(address_of(name, address), {"form_key": "k" * 22})
    assert response.status_code == 403
    assert "Nothing was done" in response.content.decode()


@pytest.mark.parametrize("name", TABLE)
def test_a_poisoned_host_is_400(name, client, address):
    for poison in ("evil.example", "localhost.evil.example", "localhost@evil.example"):
        response = client.get(address_of(name, address), headers={"host": poison})
        assert response.status_code == 400
        assert b"evil.example" not in response.content


@pytest.mark.parametrize("name", TABLE)
def test_nothing_leads_away(name, client, address):
    """No address and no parameter of it sends people to another site."""
    where = address_of(name, address)
    for trap in ("?next=https://evil.example/", "?from=https://evil.example", "?url=//evil.example"):
        response = client.get(where + trap)
        assert not response.headers.get("Location", "/").startswith(("http", "//"))
        assert b"evil.example" not in response.content
    for trap in ("//evil.example/", "//evil.example/check", "/%2fevil.example/", "/check/", "/check//evil.example"):
        response = client.get("/", PATH_INFO=trap)
        assert response.status_code == 404
        assert "Location" not in response.headers


def test_no_name_of_a_project_stands_in_an_address(client, address):
    assert client.get(f"/check/{address}/why/Skwer").status_code == 404
    assert client.get(f"/check/{address}/why/999999").status_code == 404


@pytest.mark.parametrize("name", TABLE)
def test_every_answer_says_how_to_be_safe(name, client, address):
    if "GET" not in TABLE[name][0]:
        return
    headers = client.get(address_of(name, address)).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    if "address" in TABLE[name][1]:
        assert "no-store" in headers["Cache-Control"]
        assert "noindex" in headers["X-Robots-Tag"]
