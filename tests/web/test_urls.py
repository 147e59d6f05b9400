"""Every address × who asks × method, from the resolver itself: an address that is not in the table fails until it is."""

from secrets import token_urlsafe

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from letgo.commons.people.queries import policies
from tests.web.addresses import Address, everything
from tests.web.standing import for_each

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
TABLE = everything()
GETS = [name for name, address in TABLE.items() if "GET" in address.verbs]
POSTS = [name for name, address in TABLE.items() if "POST" in address.verbs]
SECRET = [name for name, address in TABLE.items() if address.secret]
NO, YES = {403, 404}, {200, 302, 303, 400, 409, 410, 422}
KEY = "k" * 22


def patterns():
    """Every pattern, however deep it is included."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if hasattr(pattern, "url_patterns"):
            waiting += pattern.url_patterns
        else:
            yield pattern


def ask(client: Client, method: str, at: str, **more) -> HttpResponse:
    return client.generic(method, at, **more)


def send(client: Client, address: Address, at: str, world, who: str) -> HttpResponse:
    """Each with a form of their own: nobody may use another's."""
    return client.post(at, {"form_key": f"{KEY}{who}", **(address.form(world) if address.form else {})})


def says_nothing_of(world, response: HttpResponse) -> None:
    said = (b"".join(response.streaming_content) if response.streaming else response.content).decode("utf-8", "replace")
    assert "Canary" not in said


def test_every_address_is_in_the_table_and_only_those():
    assert {pattern.name for pattern in patterns()} == set(TABLE)
    assert len(list(patterns())) == len(TABLE)


def test_every_address_names_its_verbs_and_each_verb_has_a_policy():
    for pattern in patterns():
        verbs = {method: verb for method, verb in pattern.callback.verbs.items() if method != "HEAD"}
        assert verbs == TABLE[pattern.name].verbs, pattern.name
        assert set(verbs.values()) <= set(policies())


@for_each(GETS)
def test_a_page_opens_for_whom_it_is_meant_and_for_nobody_else(spot):
    name, at, world, allowed = spot.name, spot.at, spot.world, TABLE[spot.name].lets_in("GET")
    for who in world.who:
        response = ask(world.client(who), "GET", at)
        assert response.status_code in (YES if who in allowed else NO), (name, who, response.status_code)
        if who not in allowed:
            says_nothing_of(world, response)
        if who in (min(allowed, default=""), min(set(world.who) - allowed, default="")):  # HEAD is GET without its body
            assert ask(world.client(who), "HEAD", at).status_code == response.status_code, (name, who)


@for_each(POSTS)
def test_a_form_is_taken_from_whom_it_is_meant_for_and_from_nobody_else(spot):
    name, world, address = spot.name, spot.world, TABLE[spot.name]
    allowed = address.lets_in("POST")
    if address.secret:  # what it deletes is on disk
        spot.again()
    at = spot.at
    refused = [who for who in world.who if who not in allowed]
    for who in [*refused, *(who for who in world.who if who in allowed)]:  # those who may come last: they change things
        if address.secret and who in allowed:  # whoever came before may have deleted it
            spot.again()
            at = spot.at
        response = send(world.client(who), address, at, world, who)
        assert response.status_code in (YES if who in allowed else NO), (name, who, response.status_code)
        if who not in allowed:
            says_nothing_of(world, response)


@for_each(SECRET)
def test_without_the_address_nothing_is_there(spot):
    """Another address, an address in other letters, and one out of time look the same, whatever is asked."""
    client, name, right = Client(), spot.name, spot.words
    key = max(right, key=lambda word: len(str(right[word])))
    for wrong in (token_urlsafe(16), str(right[key]).swapcase()):
        for method in TABLE[name].verbs:
            response = ask(client, method, reverse(name, kwargs={**right, key: wrong}))
            assert response.status_code == 404
            assert "There is nothing at this address" in response.content.decode()


@pytest.mark.parametrize("name", ["result", "progress", "whole", "proof", "delete"])
def test_a_check_out_of_time_is_not_there(name, client, out_of_time):
    assert client.get(reverse(name, kwargs={"address": out_of_time.address})).status_code == 404


@pytest.mark.look
@for_each(TABLE)
def test_any_other_method_is_405(spot):
    allowed = set(TABLE[spot.name].verbs)
    for method in METHODS:
        if method in allowed or (method == "HEAD" and "GET" in allowed):
            continue
        response = ask(Client(enforce_csrf_checks=True), method, spot.at)
        assert response.status_code == 405, method
        assert set(response.headers["Allow"].split(", ")) == allowed | ({"HEAD"} if "GET" in allowed else set())


@pytest.mark.look
@for_each(POSTS)
def test_a_form_from_elsewhere_is_403(spot):
    for who in ("anyone", "resident", "administrator"):
        response = spot.world.client(who, enforce_csrf_checks=True).post(spot.at, {"form_key": KEY})
        assert response.status_code == 403
        assert "Nothing was done" in response.content.decode()


@pytest.mark.look
@for_each(TABLE)
def test_a_poisoned_host_is_400(client, spot):
    for poison in ("evil.example", "localhost.evil.example", "localhost@evil.example"):
        response = client.get(spot.at, headers={"host": poison})
        assert response.status_code == 400
        assert b"evil.example" not in response.content


@pytest.mark.look
@for_each(TABLE)
def test_nothing_leads_away(client, spot):
    """No address and no parameter of it sends people to another site."""
    for trap in ("?next=https://evil.example/", "?from=https://evil.example", "?url=//evil.example"):
        response = client.get(spot.at + trap)
        assert not response.headers.get("Location", "/").startswith(("http", "//"))
        assert response.streaming or b"evil.example" not in response.content


def test_an_address_that_is_none_is_404_and_leads_nowhere(client):
    for trap in ("//evil.example/", "//evil.example/check", "/%2fevil.example/", "/check/", "/check//evil.example"):
        response = client.get("/", PATH_INFO=trap)
        assert response.status_code == 404
        assert "Location" not in response.headers


@for_each(["result"])
def test_no_name_of_a_project_stands_in_an_address(client, spot):
    assert client.get(f"{spot.at}/why/Skwer").status_code == 404
    assert client.get(f"{spot.at}/why/999999").status_code == 404


@pytest.mark.look
@for_each(GETS)
def test_every_answer_says_how_to_be_safe(spot):
    name = spot.name
    for who in ("anyone", "administrator"):
        headers = spot.world.client(who).get(spot.at).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        if who != "anyone" or TABLE[name].secret:
            assert "no-store" in headers["Cache-Control"], who
        if TABLE[name].secret:
            assert "noindex" in headers["X-Robots-Tag"]
