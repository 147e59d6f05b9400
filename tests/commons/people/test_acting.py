"""Acting for someone: given, chosen, ended; and stopped at once, without a word, by a safeguarding lead."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from letgo.commons.people import actions, queries
from letgo.commons.people.models import ActingFor
from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import HELPER, Acts
from letgo.commons.places.queries import actor_of
from letgo.commons.record import clock
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Doer, Line
from letgo.commons.record.refusals import Refused


def give(world, scopes=("details",), key="give", **more) -> ActingFor:
    helper, subject = world.person("helper"), world.person("subject")
    return actions.give_acting(helper.pk, subject.pk, "carer", scopes, by=world.actor("subject"), key=key, **more)


def as_helper(world, row):
    return actor_of(world.secrets["helper"], row.pk)


def test_who_was_given_it_acts_for_the_person_and_signs_for_both(world):
    row = give(world)
    actor = as_helper(world, row)
    subject = world.person("subject")
    assert actor.acting.person == subject.pk
    assert actor.subject == subject.pk
    assert may(actor, "people.change-details", subject)
    actions.change_details(subject.pk, by=actor, key="change", name="As they write it")
    said = Doer.objects.get(line__verb="people.change-details").body
    assert said == {"person": str(world.person("helper").pk), "for": str(subject.pk)}


def test_who_chose_nobody_acts_for_nobody(world):
    give(world)
    actor = world.actor("helper")
    assert actor.acting is None
    assert not may(actor, "people.change-details", world.person("subject"))


def test_a_choice_that_is_another_persons_gives_nothing(world):
    row = give(world)
    assert actor_of(world.secrets["neighbour"], row.pk).acting is None


def test_who_is_asking_costs_one_query_also_when_they_act_for_someone(world, django_assert_num_queries):
    row = give(world)
    with django_assert_num_queries(1):
        as_helper(world, row)


def test_only_the_scopes_that_were_given_and_never_contact_or_safe_contact(world):
    subject = world.person("subject")
    row = give(world, ["everything"])
    actor = as_helper(world, row)
    assert may(actor, "people.change-details", subject)
    for verb in ("people.add-route", "people.set-safe-contact", "people.give-acting", "people.give-agreement"):
        assert not may(actor, verb, subject), verb
    assert not may(as_helper(world, give(world, ["money"], key="again")), "people.change-details", subject)


def test_while_acting_what_counts_is_where_the_other_lives_and_no_role_of_ones_own(world):
    officer, subject = world.person("officer"), world.person("subject")
    row = actions.give_acting(officer.pk, subject.pk, "friend", ["everything"], by=world.actor("subject"), key="give")
    assert world.actor("officer").reaches("officer")
    actor = actor_of(world.secrets["officer"], row.pk)
    assert not actor.reaches("officer")
    assert actor.has("resident", world.places["here"].lineage)


def test_from_the_next_request_on_a_suspended_representative_is_nobody(world):
    row = give(world, ["everything"])
    assert as_helper(world, row).acting
    actions.suspend(row.pk, by=world.actor("safeguarding"), key="suspend")
    actor = as_helper(world, row)
    assert actor.acting is None
    assert not may(actor, "people.read-details", world.person("subject"))
    assert not visible(actor, "people.read-details", type(world.person("subject")).objects.all()).filter(
        pk=world.person("subject").pk
    )
    assert queries.acts_for(actor) == []
    assert queries.one_acting(actor, row.pk) is None


def test_no_line_that_a_suspended_representative_may_read_says_so(world):
    row = give(world, ["everything"])
    before = {
        line.pk
        for who in ("helper", "subject")
        for line in visible(world.actor(who), "record.read", Line.objects.all())
    }
    actions.suspend(row.pk, by=world.actor("safeguarding"), key="suspend")
    for who in ("helper", "subject", "neighbour", "officer", "anyone"):
        assert {line.pk for line in visible(world.actor(who), "record.read", Line.objects.all())} & set(
            Line.objects.filter(verb="people.suspend").values_list("pk", flat=True)
        ) == set(), who
    assert before
    with pytest.raises(Refused) as refusal:
        give(world, key="once more")
    assert "suspend" not in f"{refusal.value.sentence} {refusal.value.cure}".lower()


def test_what_has_ended_and_what_is_suspended_get_the_same_answer(world):
    stopped = give(world)
    actions.suspend(stopped.pk, by=world.actor("safeguarding"), key="suspend")
    other = world.person("neighbour")
    ended = actions.give_acting(
        world.person("helper").pk, other.pk, "carer", ["details"], by=world.actor("neighbour"), key="b"
    )
    actions.end_acting(ended.pk, by=world.actor("neighbour"), key="end")
    said = []
    for row in (stopped, ended):
        with pytest.raises(Refused) as refusal:
            actions.end_acting(row.pk, by=world.actor("helper"), key=f"end {row.pk}")
        said.append((refusal.value.sentence, refusal.value.cure, refusal.value.kind))
    assert said[0] == said[1]


def test_only_a_safeguarding_lead_suspends_and_restores(world):
    row = give(world)
    for who in world.who:
        if who in ("gone", "safeguarding"):
            continue
        with pytest.raises(Refused):
            actions.suspend(row.pk, by=world.actor(who), key=f"by {who}")
    actions.suspend(row.pk, by=world.actor("safeguarding"), key="suspend")
    actions.restore(row.pk, by=world.actor("safeguarding"), key="restore")
    assert as_helper(world, row).acting


def test_ending_is_one_act_for_either_and_holds_at_once(world):
    for who in ("subject", "helper"):
        row = give(world, key=f"give {who}")
        actions.end_acting(row.pk, by=world.actor(who), key=f"end {who}")
        assert as_helper(world, row).acting is None


def test_it_holds_from_its_start_until_its_end(world):
    at = now()
    row = give(world, start=at + timedelta(days=1), until=at + timedelta(days=2))
    seen = []
    for days in (0, 1.5, 2.5):
        with travel(at + timedelta(days=days)):
            seen.append(as_helper(world, row).acting is not None)
    assert seen == [False, True, False]


def test_an_officer_gives_it_only_with_what_they_saw(world):
    helper, subject = world.person("helper"), world.person("subject")
    with pytest.raises(Refused):
        actions.give_acting(helper.pk, subject.pk, "attorney", ["money"], by=world.actor("officer"), key="a")
    row = actions.give_acting(
        helper.pk,
        subject.pk,
        "attorney",
        ["money"],
        by=world.actor("officer"),
        key="b",
        evidence="Letter of authority, seen",
    )
    assert row.evidence
    for who in ("officer-weak", "helper", "neighbour", "councillor", "anyone"):
        with pytest.raises(Refused):
            actions.give_acting(
                helper.pk, subject.pk, "attorney", ["money"], by=world.actor(who), key=f"c {who}", evidence="I say so"
            )


def test_a_helper_does_it_in_the_persons_name_for_two_hours_and_is_written_under_it(world):
    subject = world.person("subject")
    row = actions.start_help(subject.pk, "phone", by=world.actor("outreach"), key="help")
    assert row.role == HELPER
    actor = actor_of(world.secrets["outreach"], row.pk)
    assert (actor.person, actor.helper) == (subject.pk, world.person("outreach").pk)
    assert actor.has("resident", world.places["here"].lineage)
    actions.change_details(subject.pk, by=actor, key="change", needs=["large-print"])
    said = Doer.objects.get(line__verb="people.change-details").body
    assert said == {"person": str(subject.pk), "helper": str(world.person("outreach").pk)}
    with travel(by=timedelta(hours=2, minutes=1)):
        assert actor_of(world.secrets["outreach"], row.pk).person == world.person("outreach").pk


def test_help_ends_with_the_role_of_who_helps(world):
    from letgo.commons.people.rules import Actor, standing_in

    choice = {"person": str(world.person("subject").pk), "role": HELPER, "scopes": "everything", "name": ""}
    outreach = world.person("outreach").pk
    assert standing_in(Actor(person=outreach), choice).person == outreach


def test_nobody_without_the_role_helps_and_how_is_asked(world):
    subject = world.person("subject")
    for who in ("neighbour", "councillor", "officer-weak", "administrator"):
        with pytest.raises(Refused):
            actions.start_help(subject.pk, "phone", by=world.actor(who), key=f"help {who}")
    with pytest.raises(Refused):
        actions.start_help(subject.pk, "", by=world.actor("outreach"), key="no how")


def test_the_database_refuses_a_silent_change(world):
    row = give(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActingFor.objects.filter(pk=row.pk).update(state=Acts.ENDED)


def test_nothing_about_who_acts_is_remembered_between_requests(world):
    row = give(world)
    with CaptureQueriesContext(connection) as caught:
        first, second = as_helper(world, row), as_helper(world, row)
    assert first == second
    assert len(caught) == 2
    assert clock.now() > row.start
