"""The whole journey, as people make it: a file in, the result read, a reason asked for, the proof checked, all of it deleted."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from letgo.house.town.elections import alder_ward
from tests.journeys.conftest import NARROW, follow
from tests.journeys.town import made_up_town
from tests.web.elections import PREFLIB

SLOW = 60_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "alder vale.pb"
    path.write_text(made_up_town(), encoding="utf-8")
    return path


def count(page: Page, file: Path, *, script: bool = True) -> None:
    """From the form to the result; without a script, by looking again."""
    page.get_by_label("Your file of votes").set_input_files(file)
    follow(page.get_by_role("button", name="Count it"))
    until(page, page.get_by_role("heading", level=1, name="Alder Vale 2026"), script=script)


def until(page: Page, sight, *, script: bool = True) -> None:
    """The page's script looks by itself; someone without one looks again until it is there."""
    for _ in range(0 if script else 300):
        if sight.count():
            break
        page.wait_for_timeout(200)
        follow(page.get_by_role("link", name="Look again"))
    expect(sight).to_be_visible(timeout=SLOW)


def saved(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link, exact=True).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_file_to_a_checked_proof_and_nothing_left(script, visit, worker, file, tmp_path):
    page = visit("/", java_script_enabled=script)
    follow(page.get_by_role("button", name="Check a count"))
    count(page, file, script=script)
    address = page.url

    expect(page.locator("h1")).to_contain_text("a group of 100 got nothing")
    expect(page.locator("main")).to_contain_text("100 people, one voter in three, all voted for “North crossing”.")
    expect(page.locator("main")).to_contain_text("It costs £9,000. Their equal part of the money is £10,000.")
    expect(page.get_by_role("heading", name="Who paid for what")).to_be_visible()

    follow(page.get_by_role("link", name="Why not mine? A fountain: Find how many more votes would have been enough"))
    follow(page.get_by_role("button", name="Find how many"))
    until(page, page.get_by_role("heading", name="What would have been enough"), script=script)
    expect(page.locator("main")).to_contain_text("would have been enough")
    follow(page.get_by_role("link", name="Back to the result"))

    page.get_by_text("Check this result yourself").click()
    proof, program = saved(page, "proof", tmp_path), saved(page, "verify.py", tmp_path)
    told = subprocess.run(
        [sys.executable, "-I", program, proof], capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.strip().splitlines()[-1].endswith("all holds")

    follow(page.get_by_role("link", name="Delete it now"))
    follow(page.get_by_role("button", name="Yes, delete it now"))
    expect(page.get_by_role("heading", level=1)).to_have_text("It is deleted")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address")


def test_the_whole_journey_by_keyboard(visit, worker, file):
    """Tab and Enter only. What has the focus is always seen; nothing traps it."""
    page = visit("/")
    to(page, "Check a count")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check a count")
    page.get_by_label("Your file of votes").set_input_files(file)  # the system's own file window is not ours to test
    to(page, "Count it")
    page.keyboard.press("Enter")
    until(page, page.get_by_role("heading", level=1, name="Alder Vale 2026"))
    to(page, "Check this result yourself")
    page.keyboard.press("Enter")
    expect(page.get_by_text("python verify.py proof.json")).to_be_visible()
    to(page, "Why not mine? A fountain: Find how many more votes would have been enough", fresh=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/why/*")
    to(page, "Find how many")
    page.keyboard.press("Enter")
    until(page, page.get_by_role("heading", name="What would have been enough"))


FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return {tag: e.tagName, words: (e.innerText || e.value || e.getAttribute('aria-label') || '').replace(/\\s+/g, ' ').trim(),
    seen: s.outlineStyle !== 'none' && s.outlineWidth !== '0px' || s.boxShadow !== 'none'}; }"""


def to(page: Page, words: str, *, fresh: bool = False) -> None:
    """Press Tab until the thing with these words has the focus."""
    if fresh:
        page.reload()
    for _ in range(120):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUS)
        if now["tag"] != "BODY":
            assert now["seen"], f"the focus on {now['words']!r} is not seen"
        if now["words"] == words and now["tag"] != "BODY":
            return
    raise AssertionError(f"Tab never reaches {words!r}")


def test_the_way_of_tab_is_the_way_of_reading(visit):
    """Skip link, exit, worried, wordmark, place, pages, then the content."""
    page = visit("/check")
    way = []
    for _ in range(9):
        page.keyboard.press("Tab")
        way.append(page.evaluate(FOCUS)["words"])
    words = [
        "Skip to main content",
        "Exit this page , or press the Escape key three times",  # the second half is for screen readers
        "Worried about someone?",
        "letgo",
        "For any town",
        "Check a count",
        "How it works",
        "Public record",
        "Sign in",
    ]
    assert way == words


def test_no_file_is_told_in_words_and_the_words_lead_to_the_field(visit):
    page = visit("/check")
    follow(page.get_by_role("button", name="Count it"))
    expect(page).to_have_title("Error: Check a count | Letgo")
    follow(page.get_by_role("link", name="Choose a file first. Its name ends in .pb, .blt, .csv or .soi"))
    assert page.evaluate("document.activeElement.id") == "file"


def test_a_made_up_town_is_counted_without_a_file(visit, worker):
    page = visit("/check")
    follow(page.get_by_role("button", name="Count Port Alder 2025"))
    expect(page.locator("h1")).to_contain_text("Port Alder 2025: a group of", timeout=SLOW)
    expect(page.get_by_text("A made-up example")).to_be_visible()


def test_a_ward_is_read_counted_another_way_and_proved(visit, worker, tmp_path):
    """On a narrow phone without scripts: who is elected, why, how votes moved; then by another rule, and the proof."""
    path = tmp_path / "ward.csv"
    path.write_text(alder_ward(), encoding="utf-8")
    page = visit("/check", viewport=NARROW, java_script_enabled=False)
    page.get_by_label("Your file of votes").set_input_files(path)
    follow(page.get_by_role("button", name="Count it"))
    until(page, page.get_by_role("heading", level=1, name="Alder Ward 2027: Carys Mbeki"), script=False)
    main, address = page.locator("main"), page.url
    expect(main).to_contain_text("A seat takes 621 votes.")
    expect(main).to_contain_text("Elin Tarrow went out 10.07 votes behind Greta Sandeman.")
    expect(page.get_by_role("img", name="How votes moved")).to_be_visible()
    expect(page.get_by_role("region", name="Votes after each stage")).to_contain_text("339.10818")
    expect(main).to_contain_text("188 people, one voter in 16, ranked nobody who is elected.")

    page.get_by_text("Check this result yourself").click()
    proof, program = saved(page, "proof", tmp_path), saved(page, "verify.py", tmp_path)
    told = subprocess.run(
        [sys.executable, "-I", program, proof], capture_output=True, text=True, timeout=60, check=False
    )
    assert told.stdout.strip().splitlines()[-1].endswith("all holds"), told.stdout

    follow(page.get_by_role("link", name="Count it another way"))
    page.get_by_label("An X for each seat").check()
    page.get_by_label("Carys Mbeki").check()
    follow(page.get_by_role("button", name="Count it"))
    until(page, page.get_by_text("We counted by an X for each seat."), script=False)
    expect(main).to_contain_text("Withdrew. Papers that rank them went to the next one.")
    assert page.url != address


def test_a_file_without_seats_is_asked_for_them(visit, worker, tmp_path):
    path = tmp_path / "club.soi"
    path.write_text(PREFLIB, encoding="utf-8")
    page = visit("/check")
    page.get_by_label("Your file of votes").set_input_files(path)
    follow(page.get_by_role("button", name="Count it"))
    expect(page.locator("h1")).to_have_text("How many seats are there?", timeout=SLOW)
    follow(page.get_by_role("button", name="Count it"))
    follow(page.get_by_role("link", name="Write the number of seats, from 1 to 1,000."))
    page.get_by_label("How many seats?").fill("1")
    follow(page.get_by_role("button", name="Count it"))
    expect(page.locator("h1")).to_contain_text("is elected", timeout=SLOW)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ballot-of-nobody.blt", b"3 1\n1 9 0\n0\n"),
        ("cut.csv", b"3,2\n5,1,2\n"),
        ("zip.pb", b"PK\x03\x04" + bytes(500)),
        ("utf16.pb", made_up_town().encode("utf-16")),
        ("not-a-number.pb", made_up_town().replace("budget;30000", "budget;NaN").encode()),
        ("huge-cost.pb", made_up_town().replace(";14000;", ";1e30000;").encode()),
        ("below-nothing.pb", made_up_town().replace(";14000;", ";-1;").encode()),
        ("twice.pb", (made_up_town() + made_up_town()).encode()),
        ("unknown.pb", made_up_town().replace("299;3\n", "299;77\n").encode()),
        ("long-line.pb", b"META\nkey;value\n" + b"x" * 2_000_000),
    ],
)
def test_a_bad_file_gets_one_clear_line(name, data, visit, worker, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    page = visit("/check")
    page.get_by_label("Your file of votes").set_input_files(path)
    follow(page.get_by_role("button", name="Count it"))
    expect(page.locator("h1")).to_have_text("We could not count this file", timeout=SLOW)
    told = page.locator(".lg-plain").inner_text()
    assert 10 < len(told) < 400
    for bad in ("Traceback", "Error(", "/", "None"):
        assert bad not in told


def test_a_second_click_counts_once(visit, worker, file):
    from letgo.decide.checks.models import Check

    page = visit("/check")
    page.get_by_label("Your file of votes").set_input_files(file)
    page.evaluate("() => { const f = document.querySelector('form'); f.requestSubmit(); f.requestSubmit(); }")
    until(page, page.get_by_role("heading", level=1, name="Alder Vale 2026"))
    assert Check.objects.count() == 1


def test_a_script_in_a_name_never_runs(visit, worker, tmp_path):
    path = tmp_path / "evil.pb"
    path.write_text(
        made_up_town().replace("North crossing", "<img src=x onerror=document.title='owned'>"), encoding="utf-8"
    )
    page = visit("/check")
    page.get_by_label("Your file of votes").set_input_files(path)
    follow(page.get_by_role("button", name="Count it"))
    expect(page.locator("h1")).to_contain_text("Alder Vale 2026", timeout=SLOW)
    expect(page.locator("main")).to_contain_text("<img src=x onerror=document.title='owned'>")
    assert "owned" not in page.title()
    assert page.locator("main img").count() == 0
