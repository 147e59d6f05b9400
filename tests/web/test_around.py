"""What stands around every form of the house: a paper with its code, Easy Read where a yes is asked for, and doing it with someone."""

import re
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse

from letgo.commons.people.models import Route
from letgo.commons.people.queries import paper_form
from letgo.commons.people.rules import AGREED_HOW
from letgo.commons.powers.models import Petition
from letgo.commons.record.clock import now
from letgo.commons.record.models import Doer
from letgo.web.ui.easy import PICTURES, pictured
from letgo.web.ui.helping import FOR_A_PERSON, MINE, way_on
from letgo.web.ui.journeys import Journey
from letgo.web.ui.papers import sheet, with_boxes
from tests.web.html import Page, sentences
from tests.web.sights import PAGES, TABLE, is_page
from tests.web.standing import for_each
from tests.web.test_words import banned, words
from tests.world import make

pytestmark = pytest.mark.look

KEY = "k" * 22
ACTION = re.compile(r'<form\b[^>]*?>|\bformaction="[^"]*"')
AROUND = {"print-form", "help"}  # the forms that stand around each page, not in it
YES = re.compile(r"^(Yes\b|We agree|I agree|Add my name|I know them, and they live here)")
WORDS = re.compile(r"<(?:button|label)\b[^>]*>\s*(.*?)\s*</(?:button|label)>", re.DOTALL)
# Pages whose forms are on no paper, and why.
NO_PAPER = {
    **dict.fromkeys(("sign-in-code", "sign-in-sent", "sign-in-link", "sign-in-who", "sign-in-passkey", "pin", "passkeys"), "a secret"),
    **dict.fromkeys(("second", "second-start", "second-app", "desk-person"), "a secret"),
    **dict.fromkeys(("check", "lists"), "a file"),
    **dict.fromkeys(("again", "delete", "why", "result"), "the address itself is the key"),
    **dict.fromkeys(("acting", "sign-out", "sessions", "change-key"), "one button, for this browser or one person"),
    **dict.fromkeys(("paper-codes", "paper-form", "poll-paper", "poll-papers", "paper-settle", "paper-type"), "they type in papers"),
    **dict.fromkeys(("confidence", "confidence-say", "confidence-slip"), "a code or a helper would tell who it was"),
    **dict.fromkeys(("meeting-desk", "vote", "vote-hands"), "done in the hall while the meeting lasts: its own sheets are printed"),
    "stage-show": "a photo",
    "poll-slips": "a check slip is looked up, and nothing is sent in",
    "poll-vote": "a vote has its own voting paper, with nobody behind it",
}  # fmt: skip


@pytest.fixture
def world(db):
    return make()


def acts(source: str, here: str) -> set[str]:
    """The names of the addresses to which the forms of a page are sent."""
    found = set()
    for tag in ACTION.findall(source):
        if "formaction" not in tag and 'method="post"' not in tag:
            continue
        where = re.search(r'action="([^"]*)"', tag)
        try:
            found.add(resolve(urlsplit(where[1]).path if where and where[1] else here).url_name)
        except Resolver404:
            continue
    return found


@for_each(PAGES)
def test_every_form_goes_on_paper_whose_code_opens_the_same_page_again(spot):
    """Each page with a form prints it, whoever looks, or the table above says why no paper can carry it."""
    lost, printable = set(), None
    for sight in spot.sights():
        response = spot.world.client(sight.who).get(sight.at)
        if not is_page(response):
            continue
        source = response.content.decode()
        if acts(source, sight.at) - AROUND:
            if "lg-topaper" in source:
                printable = printable or sight
            else:
                lost.add(sight.who)
    assert not lost or spot.name in NO_PAPER, lost
    if printable:
        comes_back(spot.world, printable)


def comes_back(world, sight):
    """Printed by who sees it, and opened by an officer from its code."""
    who, at, name = sight.who, sight.at, sight.name
    given = {f"word-{word}": str(value) for word, value in resolve(at).kwargs.items()}
    sent = world.client(who).post(reverse("print-form"), {"form_key": KEY, "page": name, **given})
    where = sent.headers["Location"]
    code = where.partition("paper=")[2]
    printed = world.client(who).get(f"{where}&size=large").content.decode()
    assert f"Paper code {code}" in printed
    assert "lg-paper lg-large" in printed
    assert Page(printed).wrong() == []
    row = paper_form(code)
    assert reverse(row.page, kwargs=row.words) == at
    back = world.client("officer").post(reverse("paper-form", kwargs={"code": code}), {"form_key": f"{KEY}b"})
    assert (back.status_code, back.headers.get("Location")) == (302, at), who


def test_a_code_of_another_page_is_not_shown(world):
    client = world.client("resident")
    sent = client.post(reverse("print-form"), {"form_key": KEY, "page": "safe-contact"})
    code = sent.headers["Location"].partition("paper=")[2]
    assert "Paper code" not in client.get(f"{reverse('add-route')}?paper={code}").content.decode()


def test_a_stranger_prints_only_what_strangers_may_send_and_makes_no_more_papers_than_pages(world):
    client = world.client("anyone")
    first, second = (
        client.post(reverse("print-form"), {"form_key": f"{KEY}{n}", "page": "sign-in-help"}).headers["Location"]
        for n in (1, 2)
    )
    assert first == second
    refused = client.post(reverse("print-form"), {"form_key": KEY, "page": "power-next", "word-power": "0" * 32})
    assert refused.status_code in (403, 404)


def test_nobodys_name_stands_behind_the_paper_of_a_worry(world):
    sent = world.client("resident").post(reverse("print-form"), {"form_key": KEY, "page": "worried"})
    assert paper_form(sent.headers["Location"].partition("paper=")[2]).person is None


def test_a_list_to_choose_from_has_a_box_for_each_on_paper():
    page = '<select name="a"><option value="">One</option><option value="2">Two</option></select>'
    assert with_boxes(page).count('class="lg-tick"') == 2
    long = "<select>" + "<option>x</option>" * 24 + "</select>"
    assert with_boxes(long) == long


def asks_for_a_yes(source: str) -> bool:
    return any(YES.match(re.sub(r"<[^>]+>", "", text).strip()) for text in WORDS.findall(source.partition("<main")[2]))


# Their yes says a fact (whose words it is, what an officer gains by an idea) or is a returning officer's ruling, and asks nobody to agree.
OWN_YES = {
    "worried",
    "sign-in-help",
    "idea-cost",
    "idea-check",
    "idea-declare",
    "idea-estimate",
    "cut-declare",
    "poll-challenge",
}
ASKS = {"agreement", "payment-answer", "power-accept", "promise-meet"}


@for_each(name for name in PAGES if name not in OWN_YES)
def test_every_page_that_asks_for_a_yes_has_its_easy_read(spot):
    asked, name = False, spot.name
    for seen in spot.sights():
        client = spot.world.client(seen.who)
        response = client.get(seen.at)
        if not is_page(response) or not asks_for_a_yes(response.content.decode()):
            continue
        asked = True
        assert "?words=easy" in response.content.decode() or "lg-easy__line" in response.content.decode()
        easy = client.get(f"{seen.at}?words=easy").content.decode()
        lines = re.findall(r'lg-easy__line"><svg.*?<span>(.*?)</span>', easy, re.DOTALL)
        assert len(lines) >= (1 if name == "agreement" else 3), lines
        assert [line for line in lines if words(line) > 12 or banned(line)] == []
        assert Page(easy).wrong() == []
    assert asked or name not in ASKS


def journeys():
    """Every journey of the house, by its module."""
    for module in (
        "people.acting",
        "people.views",
        "powers.handing",
        "places.belonging",
        "places.electorates",
        "money.keeping",
    ):
        try:
            found = import_module(f"letgo.web.{module}")
        except ImportError:
            continue
        for value in vars(found).values():
            yield from ([value] if isinstance(value, Journey) else value.values() if isinstance(value, dict) else [])


def test_a_journey_that_ends_in_a_yes_says_it_in_easy_words():
    seen = [one for one in journeys() if isinstance(one, Journey)]
    assert len(seen) > 4
    for journey in seen:
        assert not YES.match(str(journey.button)) or len(journey.easy) >= 3, journey.name
        assert all(words(str(line)) <= 12 for _, line in journey.easy)


def test_pictures_are_found_for_words_that_somebody_wrote():
    found = pictured("We pay you.\n\nYou live here.\nSomething else.")
    assert [name for name, _ in found] == ["money", "home", "you"]
    assert set(PICTURES) >= {"yes", "no"}


# Doing it with someone.


def begun(world, helper: str, to: str):
    """The helper's client, who helps the subject from the page `to` on."""
    Route.objects.create(person=world.person("subject"), kind="text", address="+447700900777", made=now(), proved=now())
    client = world.client(helper)
    asked = {"form_key": KEY, "everything": "1", "to": to, "their_address": "07700 900777", "how": "phone"}
    check = client.post(reverse("help"), asked)
    assert "Check your answers" in check.content.decode()
    done = client.post(reverse("help"), {**asked, "go": "send"})
    assert f'href="{to}"' in done.content.decode()
    return client


def test_a_page_that_says_no_to_the_helper_offers_to_do_it_with_someone(world):
    at = reverse("petition-start", kwargs={"slug": world.places["there"].slug})
    page = world.client("outreach").get(at)
    assert page.status_code == 403
    assert f'name="to" value="{at}"' in page.content.decode()
    assert 'name="to"' not in world.client("resident").get(at).content.decode()


def test_a_demand_is_started_at_the_door_in_the_persons_name_and_says_who_helped(world):
    from tests.commons.powers import made

    made.demand(world)
    at = reverse("petition-start", kwargs={"slug": world.places["here"].slug})
    client = begun(world, "outreach", at)
    made = client.post(at, {"form_key": f"{KEY}2", "title": "A lamp", "words": "It is dark."})
    assert made.status_code == 302, made.content.decode()
    row = Petition.objects.get()
    assert row.starter == world.person("subject")
    doer = Doer.objects.get(line=row.line)
    assert doer.body["person"] == str(world.person("subject").pk)
    assert doer.body["helper"] == str(world.person("outreach").pk)


def test_safe_contact_is_set_with_a_helper_by_phone(world):
    at = reverse("safe-contact")
    client = begun(world, "officer", at)
    given = {"kinds": ["phone"], "days": ["0"], "start": "9", "end": "12", "never": []}
    done = client.post(at, {"form_key": f"{KEY}3", "everything": "1", **given, "go": "send"})
    assert "We reach you as you said" in done.content.decode()
    doer = Doer.objects.filter(line__verb="people.set-safe-contact").get()
    assert (doer.body["person"], doer.body["helper"]) == (
        str(world.person("subject").pk), str(world.person("officer").pk),
    )  # fmt: skip


def test_a_neighbours_word_is_given_by_phone_and_judged_by_another_officer(world):
    from letgo.commons.door.models import Vouch

    at = reverse("neighbour")
    client = begun(world, "officer", at)
    told = client.post(at, {"form_key": f"{KEY}4", "name": "Someone New", "place": str(world.places["here"].pk)})
    assert "Give your neighbour this code" in told.content.decode()
    row = Vouch.objects.get()
    assert row.voucher == world.person("subject")
    agree = reverse("desk-agree", kwargs={"vouch": row.pk})
    assert world.client("officer").post(agree, {"form_key": KEY}).status_code == 404
    assert world.client("officer-here").post(agree, {"form_key": KEY}).status_code == 302


@pytest.mark.parametrize("how", AGREED_HOW)
def test_a_worry_and_a_call_for_help_that_someone_told_say_so(how, world):
    from letgo.commons.people.models import Concern

    client = world.client("outreach")
    client.post(reverse("worried"), {"form_key": KEY, "said": f"Told {how}", "named": "yes", "how": how})
    row = Concern.objects.select_related("words", "line").get()
    assert row.words.person is None
    assert row.line.words.body["words"].startswith(AGREED_HOW[how])
    assert Doer.objects.get(line=row.line).body["person"] == str(world.person("outreach").pk)
    given = {"way": "ring", "name": "Someone", "reach": "07700 900123", "words": ""}
    helped = client.post(reverse("sign-in-help"), {"form_key": f"{KEY}5", **given, "how": how})
    assert helped.status_code == 200
    from letgo.commons.door.models import Knock

    knock = Knock.objects.select_related("line").get()
    assert knock.line.said["told"] == how
    own = world.client("resident").get(reverse("sign-in-help")).content.decode()
    assert 'name="how"' not in own


def test_the_way_on_leads_nowhere_else():
    for trap in ("//evil.example", "https://evil.example/", "/nowhere", "", "/petition"):
        assert way_on(trap) == ("my-details", {})
    assert way_on("/me/safe-contact") == ("safe-contact", {})
    assert MINE not in AGREED_HOW


def test_every_verb_that_is_for_a_person_is_a_verb_of_the_house():
    from letgo.commons.people.queries import policies

    assert set(policies()) >= FOR_A_PERSON


def test_a_page_without_a_form_has_no_paper(world, rf):
    request = rf.get("/")
    request.resolver_match = resolve("/")
    assert sheet(request, "<p>No form.</p>") is None
    assert TABLE["front"].verbs == {"GET": "pages.read"}
    assert sentences("<body><p>One.</p></body>") == ["One."]
