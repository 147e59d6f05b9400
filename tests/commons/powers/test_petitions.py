"""Names under a demand: once each, never shown, counted to the threshold, and then an answer is owed once."""

from datetime import timedelta

import pytest
from django.db import transaction

from letgo.commons.people.queries import may, visible
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Membership
from letgo.commons.places.queries import today
from letgo.commons.places.rules import Eligibility
from letgo.commons.powers.jobs import tick
from letgo.commons.powers.models import Petition, Signature
from letgo.commons.powers.petitions import actions, queries
from letgo.commons.record.actions import write
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import later, run_waiting
from letgo.commons.record.models import Job, Line, Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from tests.commons.powers.made import demand, key, petition
from tests.world import TEST

pytestmark = pytest.mark.django_db


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given, key=key(), **named)
    return no.value.sentence


def test_the_starter_is_the_first_name_and_is_never_shown(world):
    found = petition(world)
    assert queries.asked(found.pk).names == 1
    public = Words.objects.filter(line__audience_kind="public").values_list("body", flat=True)
    assert str(world.person("resident").pk) not in str([*public])
    assert "Canary" not in str([*public])
    [line] = Line.objects.filter(verb="powers.sign")
    assert (line.audience_kind, line.audience_id) == ("person", world.person("resident").pk)


@pytest.mark.parametrize("who", ["anyone", "stranger", "neighbour", "gone", "officer", "leaver"])
def test_only_people_of_the_place_sign(world, who):
    found = petition(world)
    refused(actions.sign, found.pk, by=world.actor(who))
    refused(actions.start_petition, world.places["here"].pk, "x", "y", by=world.actor(who))
    assert queries.asked(found.pk).names == 1


def test_one_person_signs_once(world):
    found = petition(world)
    assert "counts once" in refused(actions.sign, found.pk, by=world.actor("resident"))
    same, subject = key(), world.actor("subject")
    for _ in range(2):
        actions.sign(found.pk, by=subject, key=same)
    assert queries.asked(found.pk).names == 2


def test_a_name_is_taken_off_as_easily_and_leaves_no_row(world):
    found = petition(world)
    actions.withdraw_name(found.pk, by=world.actor("resident"), key=key())
    assert not Signature.objects.exists()
    assert not queries.signed(world.actor("resident"), found.pk)
    assert "not under" in refused(actions.withdraw_name, found.pk, by=world.actor("resident"))
    assert actions.sign(found.pk, by=world.actor("resident"), key=key())


def test_the_last_name_needed_sets_the_effect_going_once(world):
    found = petition(world, names=2)
    actions.sign(found.pk, by=world.actor("subject"), key=key())
    found.refresh_from_db()
    assert (found.state, found.names, (found.due - found.opens).days) == ("reached", 2, 14)
    assert Job.objects.filter(name="record.effect").count() == 1
    actions.withdraw_name(found.pk, by=world.actor("subject"), key=key())
    actions.sign(found.pk, by=world.actor("subject"), key=key())
    assert Job.objects.filter(name="record.effect").count() == 1


def test_an_outreach_worker_puts_down_a_name_from_the_door(world):
    found = petition(world)
    person = world.person("subject").pk
    for who in ("resident", "secretary", "stranger", "officer-there"):
        refused(actions.sign_for, found.pk, person, "door", by=world.actor(who))
    actions.sign_for(found.pk, person, "door", by=world.actor("outreach"), key=key())
    assert "counts once" in refused(actions.sign, found.pk, by=world.actor("subject"))
    refused(actions.sign_for, found.pk, world.person("neighbour").pk, "paper", by=world.actor("outreach"))
    assert queries.named(world.places["here"], "canary subject")


def test_names_are_taken_until_the_last_day_and_then_it_closes_by_itself(world):
    found = petition(world)
    subject = world.actor("subject")
    with travel(by=timedelta(days=31)):
        assert "Names were taken until" in refused(actions.sign, found.pk, by=subject)
        later("powers.tick", "now")
        run_waiting()
    found.refresh_from_db()
    assert (found.state, found.names) == ("closed", 1)


def test_a_tick_with_nothing_due_writes_nothing(world):
    petition(world)
    before = Line.objects.count()
    tick(None)
    assert Line.objects.count() == before


def test_an_answer_is_written_by_whoever_is_asked_and_meets_the_promise(world, promised):
    found = petition(world, names=1)
    run_waiting()
    [owed] = promised(Ref("petition", found.pk))
    assert owed.state == "waiting"
    for who in ("anyone", "resident", "secretary", "officer-there", "officer-weak"):
        assert "must answer" in refused(actions.answer, found.pk, "Yes.", by=world.actor(who))
    assert "Write the answer" in refused(actions.answer, found.pk, " ", by=world.actor("councillor"))
    actions.answer(found.pk, "The boiler comes on 3 May.", by=world.actor("councillor"), key=key())
    [met] = promised(Ref("petition", found.pk))
    assert met.state == "kept"
    assert Petition.objects.get(pk=found.pk).line.words.body["answer"] == "The boiler comes on 3 May."


def test_an_answer_that_comes_before_the_worker_leaves_no_promise_behind(world, promised):
    found = petition(world, names=1)
    actions.answer(found.pk, "Yes, on Monday.", by=world.actor("councillor"), key=key())
    run_waiting()
    assert promised(Ref("petition", found.pk)) == []


def test_a_ward_is_answered_for_by_its_councillor_alone(world):
    demand(world, names=1, answers=Ref("place", world.places["council"].pk), answers_words="The councillor")
    found = actions.start_petition(
        world.places["here"].pk, "A crossing", "Please.", by=world.actor("resident"), key=key()
    )
    refused(actions.answer, found.pk, "Yes.", by=world.actor("officer"))
    assert actions.answer(found.pk, "Yes.", by=world.actor("councillor"), key=key()).state == "answered"


def test_a_boards_question_is_owed_an_answer_at_once(world):
    demand(world)
    here, board = world.places["here"].pk, world.board.pk
    for who in ("resident", "officer", "stranger"):
        refused(actions.ask_question, here, board, "Why late?", "We asked.", by=world.actor(who))
    asked = actions.ask_question(here, board, "Why late?", "We asked.", by=world.actor("board"), key=key())
    assert asked.state == "reached"
    assert [found.petition for found in queries.owed_in(world.places["council"])] == [asked]


def test_only_its_starter_takes_a_demand_back(world):
    found = petition(world)
    refused(actions.withdraw_petition, found.pk, "Done.", by=world.actor("subject"))
    assert (
        actions.withdraw_petition(found.pk, "It is mended.", by=world.actor("resident"), key=key()).state == "withdrawn"
    )


def test_a_demand_with_an_effect_that_is_unknown_is_refused(world):
    with pytest.raises(Refused):
        demand(world, effect="roads.close")
    with pytest.raises(Refused):
        actions.set_demand(
            world.places["here"].pk, 1, 1, Ref("place", world.places["here"].pk), "x", 1, "powers.owe-an-answer", {},
            by=world.actor("officer"), key=key(),
        )  # fmt: skip


def test_without_a_rule_nobody_is_promised_an_answer(world):
    assert "Nobody has said" in refused(
        actions.start_petition, world.places["here"].pk, "x", "y", by=world.actor("resident")
    )
    assert TEST


def for_above(world, **more) -> actions.Asked:
    """A petition as a room above starts one: its own number of names, and its own effect."""
    usual = {
        "place": world.places["here"].pk, "title": "Vote on the board", "words": "It has not met for a year.", "names": 2,
        "days": 60, "answers": Ref("organisation", world.board.pk), "answers_words": "Tansy Row board", "answer_days": 14,
        "effect": "powers.owe-an-answer", "args": {"rule": "council.answer-a-petition"},
    }  # fmt: skip
    return actions.Asked(**(usual | more))


def test_a_room_above_starts_a_petition_with_its_own_number_and_effect(world):
    made = actions.start_for(for_above(world), by=world.actor("resident"), key=key())
    assert (made.threshold, made.effect, queries.asked(made.pk).names) == (2, "powers.owe-an-answer", 1)
    actions.sign(made.pk, by=world.actor("subject"), key=key())
    assert Job.objects.filter(name="record.effect").count() == 1
    assert "cannot do" in refused(actions.start_for, for_above(world, effect="no.such"), by=world.actor("subject"))


def test_only_people_on_the_list_sign_where_a_petition_names_one(world):
    members = set_electorate(
        world.places["here"],
        "Members",
        Eligibility(members=world.board.pk),
        world.actor("secretary"),
        key(),
        world.board.pk,
    )
    for who in ("neighbour", "resident"):
        line = write("places.add-member", Ref("organisation", world.board.pk), by=TEST)
        Membership.objects.create(
            person=world.person(who), organisation=world.board, start=today() - timedelta(days=9), line=line
        )
    asked = for_above(world, electorate=members.pk)
    assert "can vote here" in refused(actions.start_for, asked, by=world.actor("subject"))
    made = actions.start_for(asked, by=world.actor("resident"), key=key())
    assert "can vote here" in refused(actions.sign, made.pk, by=world.actor("subject"))  # lives here, is no member
    assert "can vote here" in refused(
        actions.sign_for, made.pk, world.person("subject").pk, "door", by=world.actor("outreach")
    )
    assert (
        actions.sign(made.pk, by=world.actor("neighbour"), key=key()).state == "reached"
    )  # a member who lives elsewhere
    rows = Petition.objects.all()
    for who in world.who:
        actor = world.actor(who)
        listed = set(visible(actor, "powers.sign", rows))
        assert listed == {row for row in rows.select_related("place", "electorate") if may(actor, "powers.sign", row)}


def test_what_a_petition_asked_for_is_done_and_nobody_owes_another_answer(world, promised):
    made = actions.start_for(for_above(world, names=1), by=world.actor("resident"), key=key())
    run_waiting()
    [owed] = promised(Ref("petition", made.pk))
    same = key()
    for _ in range(2):
        done = actions.settle(made.pk, "A vote is called.", by=TEST, key=same)
    owed.refresh_from_db()
    assert (done.state, done.answer, owed.state) == ("answered", "A vote is called.", "kept")
    assert "No answer is owed" in refused(actions.settle, made.pk, "Again.", by=TEST)
