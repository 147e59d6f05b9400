"""Leaving at once, and the pages about oneself: for everyone, on a phone too."""

import pytest
from django.urls import reverse

from tests.journeys.conftest import NARROW, WIDE
from tests.web.people.addresses import ADDRESSES
from tests.web.people.test_pages import SHOWN

WEATHER = "https://www.bbc.co.uk/weather"
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture
def world(transactional_db):
    from tests.world import make

    return make()


@pytest.fixture
def signed_in(browser, live_server, world):
    """signed_in("subject", script=True): a page of who is signed in. What lies outside is answered here, with one word."""
    contexts = []

    def open_page(who: str, script: bool = True, **options):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=script, **options)
        context.set_default_timeout(60_000)
        context.route(f"{WEATHER}**", lambda route: route.fulfill(content_type="text/html", body="<h1>Weather</h1>"))
        context.add_cookies([{"name": "letgo", "value": world.secrets[who], "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("way", ["link", "key"])
def test_leaving_takes_the_page_the_session_and_the_way_back(way, signed_in):
    page = signed_in("subject")
    page.goto("/me/details")
    page.goto("/me/safe-contact")
    if way == "link":
        page.get_by_role("link", name="Exit this page").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(f"{WEATHER}**")
    for _ in range(100):  # what takes the cookie is asked for while leaving, and not waited for
        if "letgo" not in {cookie["name"] for cookie in page.context.cookies()}:
            break
        page.wait_for_timeout(100)
    assert "letgo" not in {cookie["name"] for cookie in page.context.cookies()}
    page.go_back()
    assert "Canary" not in page.content()


def test_without_a_script_the_link_still_leaves(signed_in):
    page = signed_in("subject", script=False)
    page.goto("/me/details")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(f"{WEATHER}**")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1200"])
def test_axe_finds_nothing_and_nothing_runs_over(size, signed_in, world, axe):
    pages = {who: signed_in(who, viewport=size) for who in set(SHOWN.values())}
    for name, who in SHOWN.items():
        needs = ADDRESSES[name].needs
        page = pages[who]
        page.goto(reverse(name, kwargs=dict(needs(world)) if needs else {}))
        assert axe(page) == [], name
        wide, narrow = page.evaluate(WIDTHS)
        assert wide <= narrow, name
