"""Messages: short, nothing personal, by safe ways, tried again, their fate known."""

from datetime import UTC, datetime, timedelta

import pytest

from letgo.commons.door import actions
from letgo.commons.door.messages import actions as messages
from letgo.commons.door.messages.actions import receive, send_one, tell
from letgo.commons.door.messages.templates import LONGEST_TEXT, PLAIN, TEMPLATES, rendered
from letgo.commons.door.models import Message
from letgo.commons.people.models import Person, SafeContact
from letgo.commons.record import jobs
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Job
from letgo.commons.record.refs import Ref
from tests.commons.door.conftest import key
from tests.commons.door.doubles import Mail, Notify, Web, serving

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TWO = [("text", "07700900001"), ("email", "a@example.org")]


@pytest.fixture(autouse=True)
def by_day():
    """Everybody may be reached at noon."""
    with travel(NOON):
        yield


@pytest.fixture
def mail(settings):
    with serving(Mail()) as server:
        settings.LETGO_SMTP = server.address
        settings.LETGO_CARRIERS = {"email": "smtp"}
        yield server


@pytest.fixture
def notify(settings):
    double = Notify()
    with serving(Web(double.answer)) as server:
        templates = {"text": "t-text", "email": "t-email", "letter": "t-letter"}
        settings.LETGO_NOTIFY = {
            "key": double.key,
            "templates": templates,
            "address": server.url,
            "receipts": "sesame-bearer",
        }
        settings.LETGO_CARRIERS = dict.fromkeys(templates, "notify")
        yield double


def news(someone) -> Message:
    row = tell(someone.pk, "news", Ref("person", someone.pk), key=key())
    jobs.run_waiting()
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_text_fits_into_one_with_its_longest_values(name):
    _, words = rendered(name, "text", TEMPLATES[name].values)
    assert len(words) <= LONGEST_TEXT, f"{len(words)}: {words}"
    assert set(words) <= PLAIN


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("kind", ["text", "email", "letter"])
def test_no_message_says_who_or_what(name, kind):
    """No place in a template can take a name or a subject: only codes, days and this site's own address."""
    assert set(TEMPLATES[name].values) <= {"code", "link", "site", "day"}
    subject, body = rendered(name, kind, {**TEMPLATES[name].values, "name": "Canary", "about": "Canary"})
    assert "Canary" not in subject + body


@pytest.mark.django_db
def test_a_message_goes_by_the_way_that_the_person_wants_first(person):
    row = news(person("Canary Person", *TWO))
    assert (row.state, row.kind) == ("sent", "text")
    assert "Canary" not in row.shown


@pytest.mark.django_db
def test_safe_contact_is_obeyed(person):
    someone = person("Person A", *TWO)
    safe = {"days": list(range(7)), "start": 9, "end": 17, "never": []}
    SafeContact.objects.create(person=someone, kinds=["email"], **safe)
    assert news(someone).kind == "email"
    SafeContact.objects.update(kinds=["letter"])
    assert news(someone).state == "failed"


@pytest.mark.django_db
def test_outside_their_hours_a_message_waits_until_they_begin(person):
    someone = person("Person A", *TWO)
    with travel(NOON + timedelta(hours=10)):
        row = news(someone)
        assert row.state == "queued"
        assert row.tries == 0
    with travel(row.due + timedelta(minutes=1)):
        send_one(row.pk)
        row.refresh_from_db()
    assert row.state == "sent"
    assert 8 <= row.sent.hour < 20


@pytest.mark.django_db
def test_the_same_key_tells_once(person):
    someone, same = person("Person A", *TWO), key()
    for _ in range(2):
        tell(someone.pk, "news", Ref("person", someone.pk), key=same)
    jobs.run_waiting()
    assert Message.objects.count() == 1


JOBS = {
    "door.send": "letgo.commons.door.messages.actions.send",
    "tests.tell": "tests.commons.door.test_messages.tell_everybody_here",
}


def tell_everybody_here(job):
    people = Person.objects.filter(pk__in=job.args["people"]).values_list("pk", flat=True)
    messages.tell_next(job, people)


@pytest.mark.django_db
def test_many_are_told_in_portions_each_once_and_a_portion_stands_with_its_job_or_not_at_all(
    person, settings, monkeypatch
):
    settings.LETGO_JOBS = "tests.commons.door.test_messages.JOBS"
    monkeypatch.setattr(messages, "AT_ONCE", 2)
    people = sorted(person().pk for _ in range(5))
    about = Ref("person", people[0])
    for _ in range(2):
        messages.tell_all("tests.tell", about, "news", {"people": [str(pk) for pk in people]})
    waiting = Job.objects.filter(name="tests.tell", state="waiting")
    for told in (2, 4):
        jobs.perform(waiting.get().pk)
        assert set(Message.objects.values_list("person", flat=True)) == set(people[:told])
    killed = waiting.get()
    with monkeypatch.context() as broken, pytest.raises(LookupError):
        broken.setattr(messages, "TEMPLATES", {})
        messages.tell_next(jobs._take(killed.pk), people)
    assert Message.objects.count() == 4
    assert Job.objects.get(pk=killed.pk).state == "running"
    Job.objects.filter(pk=killed.pk).update(lease_until=now() - timedelta(minutes=1))
    jobs.sweep()
    jobs.run_waiting()
    assert sorted(Message.objects.values_list("person", flat=True)) == people
    assert Job.objects.filter(name="tests.tell", state="done").count() == 3


@pytest.mark.django_db
def test_a_message_with_a_code_or_unknown_words_cannot_be_told(person):
    someone = person()
    for name in ("code", "letter-code", "no-such"):
        with pytest.raises(LookupError):
            tell(someone.pk, name, Ref("person", someone.pk), key=key())


@pytest.mark.django_db
def test_a_code_is_erased_once_it_is_sent(person, mail):
    person("Person A", TWO[1])
    actions.ask_code(*TWO[1], key=key())
    assert Message.objects.get().values["code"]
    jobs.run_waiting()
    row = Message.objects.get()
    assert (row.state, row.values, row.address, row.shown) == ("sent", {}, "", "")
    [(to, words)] = mail.got
    assert to == "a@example.org"
    assert "Content-Type: text/plain" in words
    assert "/sign-in/link/" in words.replace("=\n", "")


@pytest.mark.django_db
def test_links_are_built_from_our_own_name_whatever_a_request_says(person, settings, client, mail):
    settings.ALLOWED_HOSTS = ["*"]
    settings.LETGO_SITE = "https://right.example"
    person("Person A", TWO[1])
    page = client.get("/sign-in/email", headers={"host": "evil.example"})
    form = {"form_key": "k" * 22, "address": "a@example.org"}
    assert client.post("/sign-in/email", form, headers={"host": "evil.example"}).status_code == 302
    assert page.status_code == 200
    jobs.run_waiting()
    words = mail.got[0][1].replace("=\n", "")
    assert "https://right.example/sign-in/link/" in words
    assert "evil" not in words


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_leads_to_the_next_way(person, mail):
    someone = person("Person A", ("email", "gone@example.org"), ("email", "new@example.org"))
    mail.refuses["gone@example.org"] = "550 no such person"
    row = news(someone)
    assert row.state == "sent"
    assert [to for to, _ in mail.got] == ["new@example.org"]


@pytest.mark.django_db
def test_a_busy_server_is_tried_again_later_each_time_longer_then_the_next_way(person, mail):
    someone = person("Person A", TWO[1])
    mail.refuses["a@example.org"] = "451 busy"
    row = news(someone)
    waits, at = [], NOON
    for _ in range(4):
        row.refresh_from_db()
        assert row.state == "queued"
        waits.append(row.due - at)
        at = row.due + timedelta(seconds=1)
        with travel(at):
            send_one(row.pk)
    row.refresh_from_db()
    assert sorted(waits) == waits
    assert row.failed
    with travel(at + timedelta(seconds=1)):
        jobs.run_waiting()
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.django_db
def test_notify_carries_texts_e_mail_and_letters(person, notify, world):
    someone = person("Person A", ("letter", "1 Made-up Row\nWrenholt\nAA1 1AA"), *TWO)
    for route in TWO:
        actions.ask_code(*route, key=key())
    jobs.run_waiting()
    from letgo.commons.door.messages.actions import post_code

    code, letters = actions.give_code(someone, "letter", "own address", by=world.actor("officer"), key=key())
    post_code(code, someone, letters, by=world.actor("officer"), key=key())
    jobs.run_waiting()
    text, mail, letter = notify.got
    assert (text["phone_number"], text["template_id"]) == ("+447700900001", "t-text")
    assert "subject" in mail["personalisation"]
    assert letter["personalisation"]["address_line_2"] == "Wrenholt"
    assert letters[:4] in letter["personalisation"]["body"]
    assert Message.objects.filter(state="sent").exclude(receipt="").count() == 3


@pytest.mark.django_db
def test_when_notify_is_away_it_is_asked_again_and_its_answer_reaches_no_log(person, notify, caplog, capfd):
    notify.answers = [503, 429]
    row = news(person("Person A", TWO[0]))
    assert row.state == "queued"
    for _ in range(2):
        with travel(row.due + timedelta(seconds=1)):
            send_one(row.pk)
        row.refresh_from_db()
    assert row.state == "sent"
    assert "07700900001" not in caplog.text + "".join(capfd.readouterr())


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "state"), [("delivered", "delivered"), ("permanent-failure", "queued")])
def test_a_receipt_is_believed_only_with_its_token(status, state, person, notify, client):
    row = news(person("Person A", *TWO))
    told = {"id": row.receipt, "status": status}
    for head in ({}, {"authorization": "Bearer wrong"}, {"authorization": "sesame-bearer"}):
        assert client.post("/notify/receipts", told, content_type="application/json", headers=head).status_code == 403
    row.refresh_from_db()
    assert row.state == "sent"
    head = {"authorization": "Bearer sesame-bearer"}
    assert client.post("/notify/receipts", told, content_type="application/json", headers=head).status_code == 204
    row.refresh_from_db()
    assert row.state == state
    for body in (b"{", b"[]", b"\xff"):
        assert client.post("/notify/receipts", body, content_type="application/json", headers=head).status_code == 400


@pytest.mark.django_db
def test_a_lost_message_takes_the_next_way_and_a_lost_code_is_lost(person, notify):
    row = news(person("Person A", *TWO))
    assert receive(row.receipt, "permanent-failure")
    jobs.run_waiting()
    row.refresh_from_db()
    assert (row.state, row.kind) == ("sent", "email")
    actions.ask_code(*TWO[0], key=key())
    jobs.run_waiting()
    code = Message.objects.get(template="code")
    receive(code.receipt, "permanent-failure")
    code.refresh_from_db()
    assert code.state == "failed"
    assert not receive("no-such-receipt", "delivered")


@pytest.mark.django_db
def test_who_is_tried_by_one_worker_is_left_alone_by_another(person, notify):
    someone = person("Person A", TWO[0])
    row = tell(someone.pk, "news", Ref("person", someone.pk), key=key())
    Message.objects.update(due=now() + timedelta(minutes=2))  # another worker has it
    send_one(row.pk)
    assert notify.got == []
