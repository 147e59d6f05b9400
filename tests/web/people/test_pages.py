"""The pages of people: whole, plain, quick, and quiet about what they hold."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letgo.commons.people import actions
from letgo.commons.people.models import Agreement, Concern, ConcernWords, Person, Route, SafeContact, Wording
from letgo.commons.record.clock import now
from letgo.house.logs import Formatter
from tests.web.html import Page, sentences
from tests.web.people.addresses import ADDRESSES, wording
from tests.web.people.walking import hidden, walk
from tests.web.test_words import BANNED, LONGEST, MIDDLE, words

CANARY = "Canary words in no log"
SHOWN = {  # address: who looks at it
    name: "subject"
    if "subject" in address.lets_in("GET")
    else "safeguarding"
    if "safeguarding" in address.lets_in("GET")
    else "officer"
    for name, address in ADDRESSES.items()
    if "GET" in address.verbs and name != "leave"
}


def where(world, name: str) -> str:
    needs = ADDRESSES[name].needs
    return reverse(name, kwargs=dict(needs(world)) if needs else {})


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_is_whole_and_its_first_links_are_exit_and_worried(name, world):
    source = world.client(SHOWN[name]).get(where(world, name)).content.decode()
    page = Page(source)
    assert page.wrong() == []
    assert page.links[1:3] == ["https://www.bbc.co.uk/weather", reverse("worried")]
    assert page.loads
    assert all(load.startswith(("/static/", "data:")) for load in page.loads)


def test_the_words_are_plain(world):
    said = set()
    for name, who in SHOWN.items():
        page = world.client(who).get(where(world, name)).content.decode()
        said |= {sentence for sentence in sentences(page) if "Canary" not in sentence}
    assert [sentence for sentence in said if words(sentence) > LONGEST] == []
    whole = {s for s in said if s.endswith((".", "?", "!")) and words(s) > 2}
    assert sum(map(words, whole)) / len(whole) <= MIDDLE
    assert [(word, s) for s in said for word in BANNED if f" {word}" in f" {s.lower()}"] == []


def test_the_number_of_queries_does_not_grow(world):
    counts = []
    for n in (1, 40):
        fill(world, n)
        found = {}
        for name, who in (
            ("my-details", "subject"),
            ("acting", "subject"),
            ("agreements", "subject"),
            ("concerns", "answerer"),
            ("acting-leads", "safeguarding"),
        ):
            client = world.client(who)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(reverse(name)).status_code == 200
            found[name] = len(caught)
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 6


def fill(world, n: int) -> None:
    subject, admin = world.person("subject"), world.actor("administrator")
    for i in range(n):
        key = f"{n} {i}"
        Route.objects.create(person=subject, kind="email", address=f"{n}.{i}@example.org", proved=now(), made=now())
        other = Person.objects.create(name="", made=now())
        actions.give_acting(other.pk, subject.pk, "friend", ["homes"], by=world.actor("subject"), key=key)
        row = actions.add_wording(f"made.{n}.{i}", "A", "B", "C", by=admin, key=key)
        actions.give_agreement(subject.pk, row.pk, by=world.actor("subject"), key=key)
        actions.raise_concern(f"Words {n} {i}", by=world.actor("resident"), key=key)


def test_a_name_is_changed_after_it_was_checked(world):
    client, at = world.client("subject"), reverse("change-details", kwargs={"what": "name"})
    first = client.get(at)
    check = client.post(at, {**hidden(first), "name": "محمد"})
    assert "Check your answers" in check.content.decode()
    assert not Person.objects.filter(name="محمد").exists()
    again = client.post(at, {**hidden(check), "go": "change-0"})
    assert 'value="محمد"' in again.content.decode()
    done = client.post(at, {**hidden(check), "go": "send"})
    assert "What happens next" in done.content.decode()
    assert Person.objects.filter(name="محمد").exists()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(world):
    client, at = world.client("subject"), reverse("add-route")
    first = client.post(at, {**hidden(client.get(at)), "kind": "email"})
    wrong = client.post(at, {**hidden(first), "address": "no at sign"})
    assert wrong.status_code == 422
    assert "Type an e-mail address with an @ in it." in wrong.content.decode()
    assert "no at sign" in wrong.content.decode()
    assert wrong.content.decode().count("Type an e-mail address with an @ in it.") == 2
    right = client.post(at, {**hidden(wrong), "address": "a@example.org"})
    client.post(at, {**hidden(right), "go": "send"})
    assert Route.objects.get(person=world.person("subject")).address == "a@example.org"


def test_safe_contact_is_one_page_and_careful_before_anything_is_said(world):
    client, at = world.client("subject"), reverse("safe-contact")
    page = client.get(at).content.decode()
    assert 'value="leave-a-message" checked' in page
    answers = {"kinds": ["text"], "days": ["0", "1"], "start": "10", "end": "12", "never": ["ring"]}
    assert "We reach you as you said" in walk(client, at, answers).content.decode()
    assert SafeContact.objects.get().as_safe().never == frozenset({"ring"})
    late = client.post(at, {**hidden(client.get(at)), **answers, "end": "9"})
    assert late.status_code == 422


def test_a_yes_and_a_no_are_alike_and_taking_back_is_one_button(world):
    row = Wording.objects.get(pk=wording(world)["wording"])
    client, at = world.client("subject"), reverse("agreement", kwargs={"wording": row.pk})
    page = client.get(at).content.decode()
    yes, no = (page.partition(f'name="answer" value="{word}"')[0].rpartition("<button")[2] for word in ("yes", "no"))
    assert yes == no
    assert "checked" not in page
    client.post(at, {**hidden(client.get(at)), "answer": "no"})
    assert not Agreement.objects.exists()
    client.post(at, {**hidden(client.get(at)), "answer": "yes"})
    given = Agreement.objects.get()
    back = client.get(reverse("agreements"))
    assert "Take my yes back" in back.content.decode()
    client.post(reverse("withdraw-agreement", kwargs={"agreement": given.pk}), {"form_key": "k" * 22})
    given.refresh_from_db()
    assert given.withdrawn


def test_easy_read_is_shown_to_who_needs_it_and_to_who_asks(world):
    at = reverse("agreement", kwargs=wording(world))
    client = world.client("subject")
    easy = "<span>The school.</span>"
    assert easy not in client.get(at).content.decode()
    assert easy in client.get(f"{at}?words=easy").content.decode()
    Person.objects.filter(pk=world.person("subject").pk).update(needs=["easy-read"])
    assert easy in client.get(at).content.decode()
    assert easy not in client.get(f"{at}?words=all").content.decode()


def test_a_worry_is_told_without_signing_in_and_without_a_name(world):
    client, at = Client(), reverse("worried")
    page = client.get(at)
    text = page.content.decode()
    assert "999" in text.partition("<form")[0].partition("<main")[2]
    assert 'name="named"' not in text
    told = client.post(at, {**hidden(page), "said": CANARY, "about": "", "reply": ""})
    assert told.status_code == 200
    assert "We have it" in told.content.decode()
    assert CANARY not in told.content.decode()
    row = ConcernWords.objects.get()
    assert (row.said, row.person) == (CANARY, None)


def test_a_worry_from_who_is_signed_in_names_them_only_if_they_say_so(world):
    at, client = reverse("worried"), world.client("resident")
    for n, (answer, person) in enumerate({"": None, "no": None, "yes": world.person("resident")}.items()):
        page = client.get(at)
        assert "checked" not in page.content.decode()
        client.post(at, {**hidden(page), "said": f"Words {n}", "named": answer})
        assert ConcernWords.objects.get(said=f"Words {n}").person == person


def test_a_worry_from_a_places_page_is_read_there(world):
    place = world.places["here"]
    page = Client().get(f"{reverse('worried')}?at={place.slug}")
    assert f"at {place.name}" in page.content.decode()
    Client().post(reverse("worried"), {**hidden(page), "said": CANARY})
    assert Concern.objects.get().reach == place.lineage
    assert Client().get(f"{reverse('worried')}?at=nowhere-at-all").status_code == 200


def test_an_empty_worry_is_asked_for_again_and_a_long_one_keeps_its_words(world):
    assert Client().post(reverse("worried"), {"form_key": "k" * 22, "said": " "}).status_code == 422
    long = Client().post(reverse("worried"), {"form_key": "k" * 22, "said": "word " * 2_000})
    assert long.status_code == 422
    assert "word word" in long.content.decode()


def test_an_answerer_takes_it_writes_a_line_and_closes_it(world):
    row = actions.raise_concern(CANARY, by=world.actor("resident"), key="tell")
    client, at = world.client("answerer"), reverse("concern", kwargs={"concern": row.pk})
    assert CANARY in client.get(reverse("concerns")).content.decode()
    empty = client.post(reverse("concern-answer", kwargs={"concern": row.pk}), {"form_key": "k" * 22, "words": ""})
    assert empty.status_code == 422
    client.post(
        reverse("concern-answer", kwargs={"concern": row.pk}), {**hidden(client.get(at)), "words": "Rang them."}
    )
    assert "Canary Answerer has it" in client.get(at).content.decode()
    client.post(reverse("concern-close", kwargs={"concern": row.pk}), {**hidden(client.get(at)), "words": "All well."})
    page = client.get(at).content.decode()
    assert "It is closed." in page
    assert "Rang them." in page


def test_no_name_and_no_word_reaches_a_log_an_address_or_an_error(world, monkeypatch):
    """Every form is sent with planted words, some of them to pages that then break: what is logged holds none of them."""
    heard = Heard()
    logging.getLogger().addHandler(heard)
    try:
        answers = {
            "said": CANARY, "about": CANARY, "reply": CANARY, "name": CANARY, "address": CANARY, "words": CANARY, "code": CANARY,
            "their_name": CANARY, "their_address": CANARY, "form_key": "k" * 22, "go": "send",
        }  # fmt: skip
        for name, address in ADDRESSES.items():
            if "POST" in address.verbs:
                at = where(world, name)
                for who in ("anyone", "subject", "officer"):
                    client = world.client(who, raise_request_exception=False)
                    answer = client.post(at, answers)
                    assert "Canary" not in answer.headers.get("Location", "")
        monkeypatch.setattr(actions, "raise_concern", broken)
        answer = Client(raise_request_exception=False).post(reverse("worried"), answers)
        assert answer.status_code == 500
        assert "Canary" not in answer.content.decode()
        assert heard.lines
        assert not [line for line in heard.lines if "Canary" in line]
    finally:
        logging.getLogger().removeHandler(heard)


def broken(said: str, **more) -> None:
    raise RuntimeError("it broke")


class Heard(logging.Handler):
    """All that is logged, as it would be written."""

    def __init__(self):
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(Formatter("%(message)s").format(record))


def test_leaving_signs_this_browser_out_but_only_for_our_own_page(world):
    client = world.client("subject")
    client.get(reverse("leave"), headers={"sec-fetch-site": "cross-site"})
    assert client.get(reverse("my-details")).status_code == 200
    client.get(reverse("leave"), headers={"sec-fetch-site": "same-origin"})
    assert client.cookies["letgo"].value == ""
    assert client.get(reverse("my-details")).status_code == 404


def test_who_is_asking_is_one_query_of_a_page(world):
    with CaptureQueriesContext(connection) as caught:
        world.client("subject").get(reverse("safe-contact"))
    asking = [
        query["sql"]
        for query in caught
        if "door_session" in query["sql"] and query["sql"].lstrip("(").startswith("SELECT")
    ]
    assert len(asking) == 1


def test_where_nobody_answers_the_page_says_so(world):
    at = reverse("worried")
    assert "Nobody is named yet" not in Client().get(at).content.decode()
    Person.objects.filter(pk__in=[world.person(who).pk for who in ("answerer", "safeguarding")]).update(ended=now())
    assert "Nobody is named yet" in Client().get(at).content.decode()
