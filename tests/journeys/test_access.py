"""Everyone can use every page: axe, narrow phones, twice the text, paper, own colours. In every state, details open too."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import NARROW, WIDE, follow
from tests.web import elections, reports

WORDS = (
    "/",
    "/how-it-works",
    "/worried",
    "/phone-or-paper",
    "/how-easy",
    "/what-we-keep",
    "/check",
    "/check/deleted",
    "/nowhere",
)
TAILS = (
    "",
    "/whole",
    "/whole?print=large",
    "/funded",
    "/not-funded",
    "/compared",
    "/why/7",
    "/why/8",
    "/why/9",
    "/why/0",
    "/delete",
)
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
OPEN = "() => document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture
def addresses(checked) -> list[str]:
    """Every page in every state."""
    from tests.web.made import make_reason

    made = [checked(report=make()) for make in reports.STATES.values()]
    asked = checked(report=reports.left_out())
    make_reason(asked, 7, "done", {"text": "One more vote would have been enough."})
    make_reason(asked, 8, "waiting")
    make_reason(asked, 9, "failed")
    problem = {"line": 12, "what": "The vote names idea 99.", "cure": "Take it out."}
    others = [checked("waiting"), checked("counting"), checked("failed", problem=problem)]
    made += [checked(report=elections.STATES[state]()) for state in ("ward", "hall", "lot", "shut-out", "many")]
    long = [f"/check/{check.address}" for check in [*made, *others]]
    long += [f"/check/{made[-1].address}/{tail}" for tail in ("stages", "not-elected", "again", "whole")]
    return [*WORDS, *long, *(f"/check/{asked.address}{tail}" for tail in TAILS)]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.evaluate(OPEN)
    return page


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1200"])
def test_axe_finds_nothing(size, visit, addresses, axe):
    page = visit(viewport=size)
    found = {address: axe(opened(page, address)) for address in addresses}
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_axe_finds_nothing_in_a_form_with_an_error(visit, axe):
    page = visit("/check")
    follow(page.get_by_role("button", name="Count it"))
    assert axe(page) == []


def test_axe_is_awake(visit, axe):
    """A planted fault is found, so that finding none means something."""
    page = visit("/check")
    page.evaluate("() => document.querySelector('label').remove()")
    assert any("label" in fault for fault in axe(page))


def test_no_page_scrolls_sideways_on_a_narrow_phone(visit, addresses):
    page = visit(viewport=NARROW)
    wide = {address: page.evaluate(WIDTHS) for address in addresses if opened(page, address)}
    assert {address: sizes for address, sizes in wide.items() if sizes[0] > sizes[1]} == {}


def test_no_page_scrolls_sideways_with_text_twice_as_large(visit, addresses):
    page = visit(viewport={"width": 640, "height": 900})
    wide = {}
    for address in addresses:
        opened(page, address)
        page.evaluate("() => document.documentElement.style.fontSize = '200%'")
        wide[address] = page.evaluate(WIDTHS)
    assert {address: sizes for address, sizes in wide.items() if sizes[0] > sizes[1]} == {}


def test_no_label_of_a_picture_runs_over(visit, addresses):
    """Measured by the browser, at 320 px, with the widest names that we could think of."""
    page = visit(viewport=NARROW)
    over = """() => [...document.querySelectorAll('.lg-svg')].flatMap(svg => [...svg.querySelectorAll('text')]
        .filter(t => t.getBoundingClientRect().right > svg.getBoundingClientRect().right + 1).map(t => t.textContent))"""
    found = {address: page.evaluate(over) for address in addresses if opened(page, address)}
    assert {address: labels for address, labels in found.items() if labels} == {}


def test_everything_that_is_pressed_is_large_enough(visit, addresses):
    """24 px each way, or a link within a sentence (WCAG 2.2, target size)."""
    page = visit(viewport=NARROW)
    small = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), summary')]
        .filter(e => !e.closest('p, li.plain, .lg-code') && !e.classList.contains('govuk-skip-link'))
        .map(e => [e.innerText || e.id, e.getBoundingClientRect()]).filter(([, r]) => r.width && (r.height < 24 || r.width < 24))
        .map(([words, r]) => words + ' ' + r.width + 'x' + r.height)"""
    found = {address: page.evaluate(small) for address in addresses if opened(page, address)}
    assert {address: words for address, words in found.items() if words} == {}


def test_paper_holds_the_result_and_nothing_to_press(visit, checked):
    check = checked(report=reports.left_out())
    page = visit(f"/check/{check.address}/whole")
    page.emulate_media(media="print")
    for gone in (".lg-safety", ".govuk-service-navigation", ".lg-list__do", ".govuk-back-link", ".govuk-footer__links"):
        assert not page.locator(gone).first.is_visible(), gone
    for there in ("h1", ".lg-plain", ".lg-svg >> nth=0", "text=python verify.py proof.json", "text=is deleted on"):
        assert page.locator(there).first.is_visible(), there
    assert page.evaluate("getComputedStyle(document.querySelector('.govuk-link'), '::after').content") in (
        "none",
        "normal",
    )
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"  # 12 pt
    assert check.address not in page.evaluate("document.body.innerText")
    assert page.pdf(format="A4")[:4] == b"%PDF"


def test_paper_opens_the_details_of_a_page_that_was_not_made_for_it(visit, checked):
    page = visit(f"/check/{checked(report=reports.left_out()).address}")
    page.emulate_media(media="print")
    assert page.get_by_text("python verify.py proof.json").bounding_box()["height"] > 0


def test_large_print_is_18_points(visit, checked):
    page = visit(f"/check/{checked(report=reports.left_out()).address}/whole?print=large")
    page.emulate_media(media="print")
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    for words in (
        ".govuk-body >> nth=0",
        ".lg-list__why >> nth=0",
        ".lg-section__note >> nth=0",
        ".lg-table td >> nth=0",
    ):
        assert page.locator(words).evaluate(size) >= 24, words  # 18 pt


def test_colours_chosen_by_the_reader_leave_every_sign(visit, checked):
    """In forced colours every bar and swatch keeps an outline, and what is near a colour has a word too."""
    page = visit(f"/check/{checked(report=reports.left_out()).address}", forced_colors="active")
    seen = """() => [...document.querySelectorAll('rect[class^=lg-m]')].map(e => getComputedStyle(e).stroke)"""
    strokes = page.evaluate(seen)
    assert strokes
    assert "none" not in strokes
    button = visit("/check", forced_colors="active").get_by_role("button", name="Count it")
    assert button.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_nothing_moves_for_who_wants_no_motion(visit):
    page = visit("/check", reduced_motion="reduce")
    moving = "() => [...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    assert page.evaluate(moving) == 0


def test_a_waiting_page_turns_into_the_result_by_itself(visit, checked):
    """With the script the words change as the count goes on, in a region that a screen reader follows."""
    import gzip
    import json

    from letgo.commons.record.models import Job
    from letgo.decide.checks import layout, store

    check = checked("waiting")
    page = visit(f"/check/{check.address}")
    assert page.locator("[role=status]").inner_text() == "Waiting for our turn."
    (store.of(check.pk) / layout.REPORT).write_bytes(gzip.compress(json.dumps(reports.left_out()).encode()))
    check.state = "done"
    check.save()
    Job.objects.all().delete()
    page.get_by_role("heading", level=1, name="Canal Street 2026: a group of 120 got nothing").wait_for()
