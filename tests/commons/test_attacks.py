"""What someone with a small right tries, to get a large one: each test is an attack that worked once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from letgo.commons.door import actions as door_actions
from letgo.commons.door import codes
from letgo.commons.door import queries as door
from letgo.commons.door.actions import entry_of
from letgo.commons.door.models import Code, Message, Session
from letgo.commons.people import actions as people
from letgo.commons.people.models import Person
from letgo.commons.people.queries import everyone_acting, may, visible
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places import actions, queries
from letgo.commons.places.models import Membership, Organisation, Role
from letgo.commons.places.rules import HANDLERS
from letgo.commons.powers.petitions import actions as petitions
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from tests.commons.places.made import hold, key, line
from tests.commons.powers.made import petition
from tests.world import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return make()


@pytest.fixture
def firm(world):
    return Organisation.objects.create(name="A firm", kind="provider", place=world.places["council"], line=line())


def staff_of(world, body: Organisation, role: str) -> Actor:
    """The world's safeguarding lead (second step taken) without that role, holding `role` in `body` alone."""
    Role.objects.filter(person=world.person("safeguarding")).update(end=now().date(), line=line())
    hold(world, Role, "safeguarding", name=role, organisation=body, evidence="letter")
    return world.actor("safeguarding")


VERBS = {
    "officer": ("people.help", "people.add-person", "people.open-paper", "door.answer", "door.read-messages"),
    "safeguarding-lead": ("people.suspend", "people.read-concerns", "record.redact"),
    "answerer": ("people.read-concerns",),
    "outreach": ("people.help", "people.add-person", "people.open-paper"),
}


@pytest.mark.parametrize("role", VERBS)
def test_staff_of_a_firm_are_staff_of_nobody_else(world, firm, role):
    actor = staff_of(world, firm, role)
    assert [grant.role for grant in actor.grants] == [role]
    assert [verb for verb in VERBS[role] if may(actor, verb)] == []
    assert not may(actor, "door.give-code", Person.objects.create(name="Canary New", made=now()))
    assert not may(actor, "people.give-acting", world.person("subject"))
    assert not may(actor, "people.restore", None)
    assert not may(actor, "record.redact", Line.objects.first())


def test_a_secretary_makes_nobody_an_outreach_worker(world):
    for by in ("secretary", "board"):
        with pytest.raises(Refused):
            actions.give_role(
                world.person("stranger"), "outreach", world.board, queries.today(), None, "we say so",
                by=world.actor(by), key=key(),
            )  # fmt: skip


def test_nobody_helps_without_the_second_step(world):
    hold(world, Role, "stranger", name="outreach", place=world.places["here"])
    assert not may(world.actor("stranger"), "people.help")
    assert may(world.actor("outreach"), "people.help")


def helping(world) -> Actor:
    row = people.start_help(world.person("subject").pk, "phone", by=world.actor("outreach"), key=key())
    return queries.actor_of(world.secrets["outreach"], row.pk)


def test_a_helper_gives_themselves_no_lasting_right_over_who_is_helped(world):
    by, subject = helping(world), world.person("subject")
    with pytest.raises(Refused):
        people.give_acting(world.person("outreach").pk, subject.pk, "attorney", ["everything"], by=by, key=key())
    other = world.person("helper").pk
    assert people.give_acting(other, subject.pk, "friend", ["homes"], by=by, key=key()).person_id == other


def test_an_officer_writes_down_no_right_for_themselves(world):
    for who in ("officer", "officer-there"):
        with pytest.raises(Refused):
            people.give_acting(
                world.person(who).pk, world.person("subject").pk, "attorney", ["everything"],
                by=world.actor(who), key=key(), evidence="letter of authority",
            )  # fmt: skip


def test_a_helper_adds_no_way_in_to_an_account_that_stood_before(world):
    subject = world.person("subject")
    Person.objects.filter(pk=subject.pk).update(made=now() - timedelta(days=1))
    by = helping(world)
    with pytest.raises(Refused) as no:
        people.add_route(subject.pk, "email", "mine@example.org", by=by, key=key())
    assert no.value.cure
    assert not subject.routes.exists()


def test_who_acts_for_someone_in_one_thing_does_nothing_else_for_them(world):
    """Narrow scopes: no name under a demand or off it, none of the papers and pots of the bodies they belong to."""
    found = petition(world)  # the resident's
    hold(world, Membership, "resident", organisation=world.board)
    resident, helper = world.person("resident"), world.person("helper")
    row = people.give_acting(helper.pk, resident.pk, "carer", ["details"], by=world.actor("resident"), key=key())
    narrow = queries.actor_of(world.secrets["helper"], row.pk)
    assert narrow.acting.person == resident.pk
    assert narrow.grants == frozenset()
    assert not may(narrow, "powers.start-petition", world.places["here"])
    with pytest.raises(Refused):
        petitions.withdraw_name(found.pk, by=narrow, key=key())
    with pytest.raises(Refused):
        petitions.withdraw_petition(found.pk, "I say so", by=narrow, key=key())


def test_the_answer_to_a_second_step_is_only_for_whose_it_is(world):
    """Someone who saw another's form key and code gets no session of theirs."""
    from letgo.commons.door.factors import actions as factors
    from letgo.commons.record.actions import once

    officer, same = world.actor("officer"), key()
    with once("door.give-second", same) as done:
        from letgo.commons.door.actions import strengthen

        done.with_result({"session": str(strengthen(officer, same)[0].pk)})
    row = Session.objects.get(pk=officer.session)
    assert entry_of(row, same).secret == codes.session_secret(row.pk, same)
    with pytest.raises(Refused):
        factors.give_second("123456", by=world.actor("resident"), key=same)


def test_an_administrator_of_one_estate_reads_no_codes_of_the_whole_house(world, settings):
    settings.LETGO_DEMONSTRATION = False
    small = Actor(frozenset({"anyone", "person"}), person=uuid4(), strong=True,
                  grants=frozenset({Grant("administrator", world.places["here"].lineage)}))  # fmt: skip
    assert not door.OUTBOX.one(small, None)
    assert may(world.actor("administrator"), "door.read-outbox")


# A role over people holds over the people of its place, and over nobody else's.

ABOUT_PEOPLE = {
    "officer": ("people.help", "people.give-acting", "door.give-code"),
    "outreach": ("people.help",),
    "administrator": ("people.end-person", "door.give-code", "door.give-enrolment"),
}


def acting_in(world, role: str, where: str) -> Actor:
    """The world's safeguarding lead (second step taken) without that role, holding `role` at one place alone."""
    Role.objects.filter(person=world.person("safeguarding")).update(end=now().date(), line=line())
    hold(world, Role, "safeguarding", name=role, place=world.places[where], evidence="letter")
    return world.actor("safeguarding")


@pytest.mark.parametrize("role", ABOUT_PEOPLE)
def test_a_role_at_one_estate_is_none_over_people_of_another(world, role):
    actor, theirs, others = acting_in(world, role, "here"), world.person("subject"), world.person("neighbour")
    for verb in ABOUT_PEOPLE[role]:
        assert may(actor, verb, theirs), verb
        assert not may(actor, verb, others), verb
        found = visible(actor, verb, Person.objects.filter(pk__in=[theirs.pk, others.pk]))
        assert list(found) == [theirs], verb


def test_an_officer_of_one_estate_proves_no_address_of_another(world):
    routes = [
        world.person(who).routes.create(kind="email", address=f"{who}@example.org", made=now())
        for who in ("subject", "neighbour")
    ]
    assert [may(world.actor("officer-here"), "people.prove-route", row) for row in routes] == [True, False]
    with pytest.raises(Refused):
        people.prove_route(routes[1].pk, by=world.actor("officer-here"), key=key())


def test_a_safeguarding_lead_of_one_estate_stops_nobody_who_acts_for_people_of_another(world):
    helper, rows = world.person("helper").pk, []
    for who in ("subject", "neighbour"):
        subject = world.person(who).pk
        rows.append(people.give_acting(helper, subject, "carer", ["homes"], by=world.actor(who), key=key()))
    lead = acting_in(world, "safeguarding-lead", "here")
    for verb in ("people.suspend", "people.restore", "people.end-acting", "people.read-acting"):
        assert [may(lead, verb, row) for row in rows] == [True, False], verb
    assert everyone_acting(lead) == rows[:1]
    with pytest.raises(Refused):
        people.suspend(rows[1].pk, by=lead, key=key())
    assert people.suspend(rows[0].pk, by=lead, key=key()).state == "suspended"


def test_who_is_nowhere_yet_is_for_the_top_and_for_two_hours_for_who_wrote_them_down(world):
    adds, other = world.actor("outreach"), world.actor("officer-here")
    new = people.add_person("Canary New", by=adds, key=key())
    assert may(adds, "people.help", new)
    assert may(world.actor("officer"), "people.help", new)
    assert not may(other, "people.help", new)
    assert not may(other, "door.give-code", new)
    with travel(now() + timedelta(hours=2, minutes=1)):
        assert not may(adds, "people.help", new)
        assert may(world.actor("officer"), "people.help", new)


def test_a_paper_is_opened_where_its_person_is(world):
    papers = [people.print_form("my-details", {}, by=world.actor(who), key=key()) for who in ("subject", "neighbour")]
    assert [may(world.actor("outreach"), "people.open-paper", row) for row in papers] == [True, False]


def test_messages_are_seen_by_doorkeepers_of_those_they_went_to(world):
    at = now()
    rows = [
        Message.objects.create(person=who and world.person(who), template="news", made=at, due=at)
        for who in ("subject", "neighbour", None)
    ]
    assert door.messages_seen_by(world.actor("officer-here")) == rows[:1]
    assert set(door.messages_seen_by(world.actor("officer"))) == set(rows)


def test_whether_a_role_reaches_someone_costs_one_query(world, django_assert_num_queries):
    actor, subject = world.actor("outreach"), world.person("subject")
    with django_assert_num_queries(1):
        assert may(actor, "people.help", subject)
    with django_assert_num_queries(1):
        list(visible(actor, "people.help", Person.objects.all()))


# A code in another's hand is not that other's office.


def test_an_officer_alone_hands_nobody_the_treasurers_office(world):
    """The officer makes a code “for the treasurer”, types it themselves and pays: it went through once."""
    treasurer, giver, second = world.person("treasurer"), world.actor("officer-here"), world.actor("officer")
    row, letters = door_actions.give_code(treasurer, "person", "known to me", by=giver, key=key())
    assert row.waits
    with pytest.raises(Refused, match="second person"):
        door_actions.come_in(letters, "", key())
    for who in ("officer-here", "treasurer", "secretary", "resident", "officer-there", "officer-weak"):
        with pytest.raises(Refused):
            door_actions.confirm_code(row.pk, by=world.actor(who), key=key())
    assert [found.pk for found in door.codes_to_confirm(second)] == [row.pk]
    assert door.codes_to_confirm(giver) == []
    door_actions.confirm_code(row.pk, by=second, key=key())
    entry = door_actions.come_in(letters, "", key())
    assert queries.actor_of(entry.secret).person == treasurer.pk
    assert door.codes_to_confirm(second) == []


@pytest.mark.parametrize("role", sorted(HANDLERS))
def test_every_office_that_moves_money_or_votes_takes_two_people_for_a_code(world, role):
    hold(world, Role, "subject", name=role, organisation=world.board)
    for way in ("letter", "call", "person"):
        row, _ = door_actions.give_code(world.person("subject"), way, "known", by=world.actor("officer"), key=key())
        assert row.waits


def test_who_holds_no_such_office_gets_a_code_from_one_person(world):
    row, letters = door_actions.give_code(
        world.person("subject"), "person", "known", by=world.actor("officer-here"), key=key()
    )
    assert not row.waits
    assert door_actions.come_in(letters, "", key()).session


def test_the_database_lets_nobody_be_the_second_person_to_themselves(world):
    row, _ = door_actions.give_code(world.person("treasurer"), "person", "known", by=world.actor("officer"), key=key())
    with pytest.raises(IntegrityError), transaction.atomic():
        Code.objects.filter(pk=row.pk).update(second=world.person("officer"))
