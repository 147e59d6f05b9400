"""Every page of the table of addresses, on a narrow phone, with twice the text, details open; and its form left empty."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import NARROW
from tests.journeys.test_access import OPEN, WIDTHS
from tests.web.sights import FORMS, PAGES, is_page, sights

LARGE = {"width": 640, "height": 900}  # with text twice as large: as narrow as 320 px


def faults(page: Page, axe, within: str = "html") -> list[str]:
    """What axe finds, and where the page is wider than the phone."""
    page.set_viewport_size(NARROW)
    page.evaluate(OPEN)
    narrow, found = page.evaluate(WIDTHS), axe(page, within)
    page.set_viewport_size(LARGE)
    page.evaluate("() => document.documentElement.style.fontSize = '200%'")
    large = page.evaluate(WIDTHS)
    return found + [f"{wide} px in {seen}" for wide, seen in (narrow, large) if wide > seen]


def left_empty(page: Page) -> bool:
    """Send the page's form as it is, past what the browser itself would say; False where it has none."""
    form = page.locator("main form[method=post]")
    if not form.count():
        return False
    with page.expect_navigation():
        form.first.evaluate("form => { form.noValidate = true; form.submit(); }")
    return True


@pytest.mark.parametrize("half", [0, 1])
def test_everyone_can_use_every_page(half, visit, transactional_db, axe):
    """Each address in a made-up world of its own, seen by who sees most of it."""
    from tests.world import make

    page, wrong = visit("/", viewport=NARROW), {}
    for number, name in enumerate(PAGES[half::2]):
        world = make(tail=f"-{number}")
        sight = next(sights(name, world, most=1))
        if not is_page(world.client(sight.who).get(sight.at)):
            continue
        page.context.clear_cookies()
        if sight.who != "anyone":
            page.context.add_cookies([{"name": "letgo", "value": world.secrets[sight.who], "url": page.url}])
        page.goto(sight.at)
        wrong[name] = faults(page, axe)
        if name in FORMS and left_empty(page):
            wrong[f"{name}, left empty"] = faults(page, axe, "main")
    assert {name: found for name, found in wrong.items() if found} == {}
