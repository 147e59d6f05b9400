"""The pages in every state: whole, light, cheap, and saying what is true."""

import gzip
import re
from pathlib import Path

import pytest

from letgo.web.ui import components
from tests.web import reports
from tests.web.html import Page

STATIC = Path(components.WEB / "ui" / "static" / "letgo")
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
    "/not-funded?from=20",
    "/why/0",
    "/delete",
)
KILOBYTE = 1024


def body(client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture(params=reports.STATES)
def state(request, checked):
    return checked(report=reports.STATES[request.param]())


@pytest.mark.parametrize("address", WORDS)
def test_pages_of_words_are_whole(address, client, db):
    assert Page(body(client, address)).wrong() == []


@pytest.mark.parametrize("tail", TAILS)
def test_every_state_is_a_whole_page(tail, client, state):
    response = client.get(f"/check/{state.address}{tail}")
    assert response.status_code == 200
    assert Page(response.content.decode()).wrong() == []


def test_waiting_and_failed_are_whole_pages(client, checked):
    problem = {"line": 12, "what": "The vote names <b>99</b>.", "cure": "Take it out."}
    for check in (checked("waiting"), checked("counting"), checked("failed", problem=problem)):
        assert Page(body(client, f"/check/{check.address}")).wrong() == []


def test_a_failed_file_is_told_in_one_line_with_its_cure(client, checked):
    check = checked("failed", problem={"line": 12, "what": "The vote names <b>99</b>.", "cure": "Take it out."})
    page = body(client, f"/check/{check.address}")
    assert "Line 12: The vote names &lt;b&gt;99&lt;/b&gt;." in page
    assert "Take it out." in page


@pytest.mark.parametrize(
    ("state", "news"),
    [
        ("left-out", "Canal Street 2026: a group of 120 got nothing"),
        ("partly-left-out", "Canal Street 2026: a group of 150 was left out"),
        ("town-kept", "Canal Street 2026: the town shut no group out"),
        ("no-record", "Canal Street 2026: no group is shut out"),
        ("most-votes", "Canal Street 2026: most votes first would leave out a group of 113"),
        ("nobody-voted", "Canal Street 2026: nobody voted"),
        ("no-money", "Canal Street 2026: there was no money to share"),
        ("many", "Duże Miasto: a group of 9,000 was left out"),
    ],
)
def test_the_heading_is_the_news(state, news, client, checked):
    page = body(client, f"/check/{checked(report=reports.STATES[state]()).address}")
    assert re.search(r"<h1[^>]*>(.*?)</h1>", page)[1] == news


def test_the_left_out_group_is_one_plain_sentence(client, checked):
    page = body(client, f"/check/{checked(report=reports.left_out()).address}")
    assert "<strong>120 people, one voter in four, all voted for “A kitchen for the hall”.</strong>" in page
    assert "It costs £11,900. Their equal part of the money is £15,000." in page
    assert "The town did not fund it, nor anything else that they voted for." in page
    assert "The same is true of a group behind one other idea: “Bin stores that shut”." in page


def test_a_group_that_got_something_is_told_how_much(client, checked):
    page = body(client, f"/check/{checked(report=reports.partly_left_out()).address}")
    assert "Of what they voted for, none of them got more than £3,900." in page


def test_the_town_is_never_cleared_without_its_audit(client, checked):
    """A recorded result of which no audit is there, or one that says nothing, is not said to be fair in any sense."""
    for nothing in (None, {"axiom": "none", "holds": None, "excluded": [], "left_with_nothing": 3}):
        report = reports.left_out()
        report["audit"]["recorded"] = nothing
        page = body(client, f"/check/{checked(report=report).address}")
        assert "the town shut no group out" not in page
        assert "the town’s result shut out" not in page


def test_fair_always_says_in_which_sense(client, state):
    """The word stands only where the same sentence says what it means."""
    for address in (*WORDS, f"/check/{state.address}"):
        for sentence in re.findall(r"[^.>]*\bfair(?:ly|er|ness)?\b[^.<]*", body(client, address)):
            assert "in one sense: " in sentence


def test_what_was_filled_is_marked_and_has_no_price_of_its_own(client, checked):
    page = body(client, f"/check/{checked(report=reports.left_out()).address}")
    assert page.count("From what was left.") == 1
    assert "A second gate on the canal side" not in page.split("<caption>Who paid for what")[1]


def test_twenty_at_a_time_and_every_row_can_be_reached(client, checked):
    report = reports.many()
    check = checked(report=report)
    seen, start = set(), 0
    while start is not None:
        page = body(client, f"/check/{check.address}/not-funded?from={start}")
        found = re.findall(r"/why/(\d+)\"", page)
        assert len(found) <= 20
        seen |= set(found)
        further = re.search(r"not-funded\?from=(\d+)\">Show the (?:next|last)", page)
        start = int(further[1]) if further else None
    assert len(seen) == len(report["election"]["projects"]) - len(report["winners"])
    assert len(set(re.findall(r"/why/(\d+)\"", body(client, f"/check/{check.address}/whole")))) == len(seen)


@pytest.mark.parametrize("start", ["-1", "x", "99999999999999999999", "21", "²", ""])
def test_a_strange_start_is_no_accident(start, client, checked):
    check = checked(report=reports.many())
    assert client.get(f"/check/{check.address}/compared", {"from": start}).status_code == 200


def test_a_script_in_a_name_stays_a_name(client, checked):
    """In the project, the title, the place, the currency, the reason, a note: everywhere that a file can write."""
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    report = reports.left_out()
    report["election"] |= {"title": evil, "place": evil, "currency": evil[:20], "vote_type": evil}
    for project in report["election"]["projects"]:
        project["name"] = evil
        report["reasons"][project["id"]]["text"] = evil
    report["notes"] = [{"code": evil, "line": 1, "text": evil}]
    check = checked(report=report)
    for tail in TAILS:
        page = Page(body(client, f"/check/{check.address}{tail}"))
        assert page.wrong() == []
        ours = {f"/static/letgo/{name}" for name in ("mark.svg", "govuk.css", "letgo.css", "exit.js")}
        assert set(page.loads) == ours


@pytest.mark.parametrize(
    "tail", ["", "/whole", "/not-funded", "/compared", "/why/0", "/delete", "/progress", "/proof.json"]
)
def test_the_number_of_queries_does_not_grow(tail, checked, queries_of):
    few, many = checked(report=reports.canal_street()), checked(report=reports.many())
    costs = [queries_of(f"/check/{check.address}{tail}") for check in (few, many)]
    assert costs[0] == costs[1] <= 8


def test_a_page_stays_cheap_with_many_reasons_asked_for(checked, queries_of):
    from tests.web.made import make_reason

    few, many = checked(report=reports.many()), checked(report=reports.many())
    for place in range(60, 90):
        make_reason(many, place, "done", {"text": "One more vote would have been enough."})
    make_reason(few, 60, "done", {"text": "One more vote would have been enough."})
    assert queries_of(f"/check/{few.address}") == queries_of(f"/check/{many.address}") <= 8


@pytest.mark.parametrize("address", WORDS[:-1])
def test_pages_of_words_cost_next_to_nothing(address, queries_of, db):
    """The front page lists places, and the page for worries says who answers them: one query each."""
    assert queries_of(address) == (1 if address in ("/", "/worried") else 0)


def weight(page: bytes) -> int:
    """Bytes on the wire of a first view: the page and all that it loads, packed as the server packs them."""
    loads = [load for load in Page(page.decode()).loads if load.startswith("/static/letgo/")]
    files = [(STATIC / load.rsplit("/", 1)[1]).read_bytes() for load in loads]
    return sum(len(gzip.compress(data)) for data in [page, *files])


def test_a_first_view_is_light(client, checked):
    check, waiting = checked(report=reports.many()), checked("waiting")
    for address in ("/", "/check", f"/check/{check.address}", f"/check/{waiting.address}"):
        assert weight(client.get(address).content) <= 60 * KILOBYTE


def test_nothing_is_loaded_from_elsewhere(client, state):
    for address in (*WORDS, *(f"/check/{state.address}{tail}" for tail in TAILS)):
        assert all(load.startswith("/static/letgo/") for load in Page(body(client, address)).loads)


def test_styles_and_script_load_nothing_from_elsewhere():
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\((?!#)|fetch\([\"'`]|import\b.*from", text), file.name
        if file.name != "govuk.css":  # it names http in a selector
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), file.name


def test_every_link_leads_somewhere(client, state):
    """Each link of each page, followed once: none is dead. The one way out is the weather."""
    seen, waiting = set(), ["/", f"/check/{state.address}"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if response.headers["Content-Type"].startswith("text/html"):
            links = [link.partition("#")[0] for link in Page(response.content.decode()).links]
            waiting += [link for link in links if link.startswith("/")]
            assert {link for link in links if link.startswith("http")} <= {"https://www.bbc.co.uk/weather"}


def test_no_page_shows_a_single_ballot(client, checked):
    """What is shown comes from the report, which holds no ballots: the proof does, and only its own address gives it."""
    check = checked(report=reports.left_out(), certificate=b'{"ballots":"4f0c"}')
    for tail in TAILS:
        assert "4f0c" not in body(client, f"/check/{check.address}{tail}")
    proof = client.get(f"/check/{check.address}/proof.json")
    assert proof.content == b'{"ballots":"4f0c"}'
    assert proof.headers["Content-Disposition"] == 'attachment; filename="proof.json"'


def test_the_progress_is_told_without_a_page(client, checked):
    assert client.get(f"/check/{checked('waiting').address}/progress").json() == {
        "over": False,
        "percent": 0,
        "words": "Waiting for our turn.",
    }
    assert client.get(f"/check/{checked(report=reports.left_out()).address}/progress").json()["over"] is True


@pytest.mark.parametrize(("state", "says"), [
    ("waiting", "We are counting. You can close this page"),
    ("done", "12 more votes would have been enough."),
    ("failed", "We could not find out."),
])  # fmt: skip
def test_a_full_reason_in_each_state(state, says, client, checked):
    from tests.web.made import make_reason

    check = checked(report=reports.left_out())
    make_reason(check, 7, state, {"text": "12 more votes would have been enough."} if state == "done" else None)
    page = body(client, f"/check/{check.address}/why/7")
    assert says in page
    assert "Find how many</button>" not in page
    assert Page(page).wrong() == []


def test_a_full_reason_does_not_say_the_short_one_again(client, checked):
    from tests.web.made import make_reason

    report = reports.left_out()
    short = report["reasons"]["8"]["text"]
    check = checked(report=report)
    make_reason(check, 7, "done", {"text": f"{short} One more vote would have been enough."})
    page = body(client, f"/check/{check.address}/why/7")
    assert page.count(short) == 1
    assert "<strong>One more vote would have been enough.</strong>" in page


def test_a_page_that_breaks_says_so_kindly(client, checked, monkeypatch):
    """No trace, no name of a file; a code to say on the phone, which stands in the log."""
    from letgo.web.checks import news

    check = checked(report=reports.left_out())
    monkeypatch.setattr(news, "headline", lambda report: 1 / 0)
    client.raise_request_exception = False
    response = client.get(f"/check/{check.address}")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something broke on our side" in page
    assert re.search(r"and say [A-Z0-9]{4}\.", page)
    assert "ZeroDivisionError" not in page
    assert "Traceback" not in page


def test_the_operator_is_named_when_there_is_one(client, db, settings):
    from letgo.web.ui.environment import operator

    settings.LETGO_OPERATOR, settings.LETGO_CONTACT = "Alder District", "0800 000 000"
    assert operator() == {"name": "Alder District", "contact": "0800 000 000", "made_up": False}
