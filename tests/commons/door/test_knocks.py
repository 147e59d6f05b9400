"""Asking for help to get in, and a neighbour's word."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from django.db import DatabaseError, transaction

from letgo.commons.door import actions, queries, rules
from letgo.commons.door.knocks import actions as knocks
from letgo.commons.door.models import Knock, Vouch
from letgo.commons.people.models import Person
from letgo.commons.places.actions import add_standing
from letgo.commons.places.models import Standing
from letgo.commons.places.queries import today
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Doer, Line, Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from tests.commons.door.conftest import key

LONDON = ZoneInfo("Europe/London")
ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2026, 2028))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-23 09:00", "2026-11-25"),  # Monday
        ("2026-11-26 23:30", "2026-11-30"),  # Thursday
        ("2026-11-27 09:00", "2026-12-01"),  # Friday
        ("2026-11-28 12:00", "2026-12-01"),  # Saturday
        ("2026-12-24 12:00", "2026-12-30"),  # Thursday: Christmas is a Friday, Boxing Day is kept on the Monday
        ("2026-04-02 12:00", "2026-04-08"),  # before Good Friday and Easter Monday
        ("2026-12-31 12:00", "2027-01-05"),  # Thursday before New Year, over the year's end
    ],
)
def test_help_is_due_at_the_end_of_the_second_working_day(asked, due):
    at = rules.help_due(datetime.fromisoformat(asked).replace(tzinfo=LONDON), ENGLAND)
    assert at.date() == date.fromisoformat(due)
    assert (at.hour, at.minute) == (23, 59)


def ask(way="ring", name="Canary Caller", reach="07700900009", words="Canary words"):
    return knocks.ask_for_help(way, name, reach, words, key=key())


@pytest.mark.django_db
def test_a_lost_phone_and_a_lost_mail_have_a_way_within_two_working_days(world, actor_of):
    """Anyone asks without an account; the desk shows it with its day; an officer reads a code aloud; the person is in."""
    with travel(datetime(2026, 11, 23, 10, tzinfo=UTC)):
        ask()
    with travel(datetime(2026, 11, 25, 10, tzinfo=UTC)):
        [knock] = queries.waiting_knocks(officer(world, strong=datetime(2026, 11, 25, 9, tzinfo=UTC)))
        assert queries.overdue() == 0
    assert knock.due.date() == date(2026, 11, 25)
    with travel(datetime(2026, 11, 26, 1, tzinfo=UTC)):
        assert queries.overdue() == 1
    _, letters = actions.give_code(world.person("subject"), "call", "questions", by=world.actor("officer"), key=key())
    assert actor_of(actions.come_in(letters, "", key()).secret).person == world.person("subject").pk
    knocks.answer(knock.pk, by=world.actor("officer"), key=key())
    assert queries.overdue() == 0


def officer(world, strong):
    from letgo.commons.door.models import Session

    Session.objects.filter(person=world.person("officer")).update(strong_until=strong + timedelta(hours=12))
    return world.actor("officer")


@pytest.mark.django_db
def test_the_public_line_says_that_someone_asked_and_nothing_else(world):
    knock = ask()
    knocks.answer(knock.pk, by=world.actor("officer"), key=key())
    for line in Line.objects.filter(verb__in=["door.ask-for-help", "door.answer"]):
        assert line.audience_kind == "public"
        assert "anary" not in str(Words.objects.get(line=line).body)
        assert "07700" not in str(Words.objects.get(line=line).body)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"way": "fly"}, {"name": " "}, {"reach": ""}, {"way": "letter", "reach": "x"}])
def test_what_cannot_be_answered_is_refused_at_once(wrong):
    with pytest.raises(Refused):
        ask(**wrong)


@pytest.mark.django_db
def test_a_visit_needs_no_number():
    assert ask(way="visit", reach="").pk


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["anyone", "resident", "officer-weak", "outreach", "board"])
def test_only_doorkeepers_read_and_answer(who, world):
    knock = ask()
    assert queries.waiting_knocks(world.actor(who)) == []
    with pytest.raises(Refused):
        knocks.answer(knock.pk, by=world.actor(who), key=key())


@pytest.mark.django_db
def test_what_was_written_is_forgotten(world):
    knock = ask()
    knocks.answer(knock.pk, by=world.actor("officer"), key=key())
    with travel(by=rules.KEPT + timedelta(hours=1)):
        actions.tidy(None)
    assert not Knock.objects.exists()


def vouch(world, name="Canary New", by="resident", at="here"):
    place = world.places[at]
    return knocks.vouch(Ref("place", place.pk), place, name, by=world.actor(by), key=key())


@pytest.mark.django_db
def test_a_neighbours_word_opens_the_door_and_gives_no_standing_until_an_officer_agrees(world, actor_of):
    row, letters = vouch(world)
    entry = actions.come_in(letters, "", key())
    someone = actor_of(entry.secret)
    assert someone.person == row.person_id
    assert not someone.grants
    knocks.agree(row.pk, by=world.actor("officer-here"), key=key())
    assert {grant.role for grant in actor_of(entry.secret).grants} == {"resident"}
    standing = Standing.objects.get(person=row.person_id)
    assert "neighbour" in standing.evidence
    assert Doer.objects.get(line=standing.line).body["person"] == str(world.person("officer-here").pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "at"), [("neighbour", "here"), ("stranger", "here"), ("anyone", "here"), ("officer", "here")]
)
def test_only_who_lives_there_long_enough_gives_their_word(by, at, world):
    with pytest.raises(Refused):
        vouch(world, by=by, at=at)


@pytest.mark.django_db
def test_a_new_neighbour_cannot_vouch_yet(world):
    today = now().date()
    standing = Standing.objects.get(person=world.person("resident"))
    Standing.objects.filter(pk=standing.pk).update(
        start=today - rules.VOUCHER_SINCE + timedelta(days=1), line=other_line(standing)
    )
    with pytest.raises(Refused):
        vouch(world)


def other_line(standing):
    from letgo.commons.record.actions import write
    from tests.world import TEST

    return write("places.add-standing", Ref("place", standing.place_id), by=TEST)


@pytest.mark.django_db
def test_one_neighbour_vouches_three_times_in_ninety_days(world):
    for number in range(rules.VOUCHES):
        vouch(world, name=f"Canary {number}")
    with pytest.raises(Refused):
        vouch(world, name="Canary Four")
    assert Vouch.objects.count() == rules.VOUCHES


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["officer-here", "resident"])
def test_a_word_that_is_taken_back_closes_the_account_at_once(who, world, actor_of):
    row, letters = vouch(world)
    entry = actions.come_in(letters, "", key())
    knocks.take_back(row.pk, by=world.actor(who), key=key())
    assert actor_of(entry.secret).person is None
    assert not Standing.objects.filter(person=row.person_id).exists()
    with pytest.raises(Refused):
        knocks.agree(row.pk, by=world.actor("officer-here"), key=key())


@pytest.mark.django_db
def test_a_word_that_is_taken_back_closes_no_account_that_an_officer_has_confirmed(world, actor_of):
    """The neighbour who gave their word is angry later: the person lives there by an officer's evidence, or was seen by one."""
    officer = world.actor("officer-here")
    row, letters = vouch(world)
    entry = actions.come_in(letters, "", key())
    add_standing(row.person_id, world.places["here"], "lives-here", None, today(), "lease", by=officer, key=key())
    knocks.take_back(row.pk, by=world.actor("resident"), key=key())
    assert actor_of(entry.secret).person == row.person_id
    Person.objects.get(pk=row.person_id, ended__isnull=True)


@pytest.mark.django_db
def test_nor_one_to_whom_an_officer_gave_a_code(world):
    row, _ = vouch(world)
    actions.give_code(row.person, "person", "library card", by=world.actor("officer"), key=key())
    knocks.take_back(row.pk, by=world.actor("resident"), key=key())
    assert Person.objects.get(pk=row.person_id).ended is None


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["resident", "officer-there", "officer-weak", "administrator", "neighbour"])
def test_only_an_officer_of_that_place_agrees(who, world):
    row, _ = vouch(world)
    with pytest.raises(Refused):
        knocks.agree(row.pk, by=world.actor(who), key=key())


@pytest.mark.django_db
def test_the_database_refuses_a_word_that_changes_without_a_line(world):
    row, _ = vouch(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        Vouch.objects.filter(pk=row.pk).update(state="agreed")


@pytest.mark.django_db
def test_a_call_for_help_starts_the_clock_of_its_rule_and_help_meets_it(world):
    """The rule stands in the house's own pack; its day is the day that the page said."""
    from letgo.commons.promises.queries import of
    from tests.commons.promises.made import bring_in, rule

    bring_in(rule("2 working days", name="test.help", starts_on="door.help-asked", role="officer"))
    for asked in (datetime(2026, 11, 27, 10, tzinfo=UTC), datetime(2026, 11, 28, 10, tzinfo=UTC)):
        with travel(asked):
            knock = ask()
        [owed] = of(Ref("knock", knock.pk))
        assert owed.due.astimezone(LONDON).date() in (knock.due.date(), knock.due.date() + timedelta(days=1))
        assert not owed.closed
        knocks.answer(knock.pk, by=world.actor("officer"), key=key())
        [met] = of(Ref("knock", knock.pk))
        assert met.closed
