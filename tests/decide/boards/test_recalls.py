"""Those who elect take an office back: names, a vote, and never a board without anybody who could call the next election."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.places.models import Standing
from letgo.commons.places.queries import today
from letgo.commons.powers.jobs import tick as petitions_tick
from letgo.commons.powers.petitions import actions as petitions
from letgo.commons.record.actions import write
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import office_rules as rules
from letgo.decide.boards import seating
from letgo.decide.boards.caretaking import end_early
from letgo.decide.boards.models import Election, Mandate, Vacancy
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.recalls import actions, effects, queries
from tests.decide.boards import offices, sittings
from tests.decide.boards.offices import DAY, key
from tests.world import TEST

pytestmark = pytest.mark.django_db


def refused(act, *given_, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given_, **({"key": key()} | named))
    return no.value.sentence


def asked(of, mandate=None) -> Recall:
    """A recall with the names it takes: of twelve electors three, the starter one of them."""
    row = actions.start_recall(of.body.pk, mandate, "They have not met for a year.", by=of.people[5], key=key())
    for who in of.people[6:8]:
        petitions.sign(row.petition_id, by=who, key=key())
    run_waiting()
    return queries.find(row.pk)


def test_names_are_asked_of_those_who_elect_as_many_as_the_terms_say_and_never_shown(of):
    takes = queries.takes(of.body)
    assert (takes.names, takes.electors) == (3, 12)
    assert "can vote here" in refused(
        actions.start_recall, of.body.pk, None, "Go.", by=of.board.estate.world.actor("stranger")
    )
    row = actions.start_recall(of.body.pk, None, "They have not met for a year.", by=of.people[5], key=key())
    assert (row.state, row.petition.threshold, row.petition.electorate_id) == ("signing", 3, of.body.electorate_id)
    assert "asked for already" in refused(actions.start_recall, of.body.pk, None, "Again.", by=of.people[6])
    public = str([*Words.objects.filter(line__audience_kind="public").values_list("body", flat=True)])
    assert str(of.people[5].person) not in public
    with travel(by=61 * DAY):
        petitions_tick(None)
        offices.tick()
    row.refresh_from_db()
    assert (row.state, row.why) == ("lapsed", "Too few names came in time.")


def test_enough_names_open_a_vote_run_from_outside_once(of):
    row = asked(of, of.mandates[1].pk)
    poll = row.poll
    assert (row.state, row.petition.state, poll.method, poll.quorum) == ("voting", "answered", "yes-no", 3)
    assert poll.officer_id not in {who.person for who in of.people}
    assert (poll.roll_size, poll.effect) == (12, "boards.recall")
    offices.tick()
    assert Recall.objects.get().poll_id == poll.pk
    public = str([*Words.objects.filter(line__audience_kind="public").values_list("body", flat=True)])
    assert "Member 1" not in public  # the record keeps the seat, and the page the name
    assert "Member 1" in poll.words
    stakes = set(poll.stakes.values_list("person", flat=True))
    assert stakes == {of.members[1].person}  # no scrutineer of this vote


def test_a_board_that_is_recalled_does_not_make_its_recall_harder_on_the_way(of):
    """Neither a change asked for before it nor one after it moves the threshold; other terms can be changed."""
    from letgo.decide.boards.founding.actions import agree_terms, change_terms

    before = change_terms(of.body.pk, {"recall_quorum_percent": 100}, "Why.", by=of.members[0], key=key())
    actions.start_recall(of.body.pk, None, "They have not met for a year.", by=of.people[5], key=key())
    assert "stays as it is" in refused(agree_terms, before.pk, by=of.members[1])
    agree_terms(before.pk, False, by=of.members[1], key=key())
    assert "stays as it is" in refused(
        change_terms, of.body.pk, {"recall_quorum_percent": 90}, "Why.", by=of.members[0]
    )
    agree_terms(
        change_terms(of.body.pk, {"minutes_days": 10}, "Why.", by=of.members[0], key=key()).pk,
        by=of.members[1],
        key=key(),
    )


def test_a_recall_of_the_board_leaves_alone_whoever_was_elected_since(of):
    poll = asked(of).poll
    with travel(poll.opens + DAY):
        begun, over = today(), today() + 400 * DAY
        for held in of.mandates:
            seating.end(held.pk, "term", vacant=False, by=TEST, key=key())
        for number, held in enumerate(of.mandates):
            seating.fill(
                of.body, of.people[8 + number].person, name=f"New {number}", source=("election", None), start=begun, end=over,
                seat=held.seat, by=TEST, key=key(),
            )  # fmt: skip
    offices.through(of, poll, [["Yes"]] * 6)
    assert Mandate.objects.filter(state="serving", start=begun, seat__isnull=False).count() == 3
    row = Recall.objects.get()
    assert (row.state, row.why) == (
        "kept", "Everybody it was about had left. Who sits now came after the vote was called."
    )  # fmt: skip


def test_a_yes_ends_one_members_office_and_its_seat_is_filled_by_the_way_written_before(of):
    row = asked(of, of.mandates[0].pk)  # who is in the chair
    offices.through(of, row.poll, [["Yes"]] * 4 + [["No"]] * 2)
    row.refresh_from_db()
    ended = Mandate.objects.filter(person=of.members[0].person)
    assert {(one.title, one.ended_why) for one in ended} == {("member", "recalled"), ("chair", "recalled")}
    assert (row.state, row.election) == ("recalled", None)
    assert Vacancy.objects.get().seat_id == of.mandates[0].seat_id
    assert Mandate.objects.filter(state="serving").count() == 2
    with travel(offices.after(row.poll)):
        effects.recall_undo(Ref("poll", row.poll_id), {"recall": str(row.pk)})
    back = Mandate.objects.filter(person=of.members[0].person, state="serving")
    assert set(back.values_list("title", flat=True)) == {"member", "chair"}
    again = back.get(title="member")
    assert (again.seat_id, again.end) == (of.mandates[0].seat_id, of.mandates[0].end)
    assert Recall.objects.get().state == "kept"


def test_a_no_or_too_few_leave_them_where_they_are(of):
    row = asked(of, of.mandates[1].pk)
    offices.through(of, row.poll, [["Yes"]] * 2)  # a quarter of twelve are three
    row.refresh_from_db()
    assert row.state == "kept"
    assert Mandate.objects.filter(state="serving", title="member").count() == 3
    with travel(offices.after(row.poll)):
        again = asked(of, of.mandates[1].pk)
    offices.through(of, again.poll, [["No"]] * 4 + [["Yes"]] * 2)
    again.refresh_from_db()
    assert (again.state, again.why) == ("kept", "The vote said no.")


def test_what_failed_is_not_asked_for_again_before_its_day(of):
    """After a no, or too few names, the same waits as long as the terms say; another member, and the whole board, do not."""
    sittings.terms(of, recall_again_days=183)
    row = asked(of, of.mandates[1].pk)
    offices.through(of, row.poll, [["No"]] * 4)
    row.refresh_from_db()
    with travel(offices.after(row.poll)):
        assert (row.state, row.again_from) == ("kept", today() + 183 * DAY)
        sentence = refused(actions.start_recall, of.body.pk, of.mandates[1].pk, "Again.", by=of.people[6])
        assert f"asked for again from {row.again_from:%-d %B %Y}" in sentence
        assert [one.pk for one in queries.resting(of.body)] == [row.pk]
        other = actions.start_recall(of.body.pk, of.mandates[2].pk, "Why.", by=of.people[6], key=key())
        actions.start_recall(of.body.pk, None, "Why.", by=of.people[6], key=key())
        sittings.terms(of, recall_again_days=600)  # what the board makes longer later does not count for this one
        with travel(by=61 * DAY):
            petitions_tick(None)
            offices.tick()
            other.refresh_from_db()
            assert (other.state, other.again_from) == ("lapsed", today() + 600 * DAY)
        with travel(by=184 * DAY):
            again = actions.start_recall(of.body.pk, of.mandates[1].pk, "Again.", by=of.people[6], key=key())
            assert again.state == "signing"


def test_who_takes_it_back_shuts_out_nobody_else(of):
    """A friend of the board who asks first and takes it back wins no time for them."""
    sittings.terms(of, recall_again_days=183)
    row = actions.start_recall(of.body.pk, None, "They have not met.", by=of.people[5], key=key())
    petitions.withdraw_petition(row.petition_id, "I thought again.", by=of.people[5], key=key())
    offices.tick()
    row.refresh_from_db()
    assert (row.state, row.why, row.again_from) == ("lapsed", "Who asked for it took it back.", None)
    assert actions.start_recall(of.body.pk, None, "They have not met.", by=of.people[6], key=key()).state == "signing"


def test_nobody_is_brought_in_to_sign_or_to_vote_once_names_are_asked_for(of):
    """On the list on the day on which it began, and still: for the names, and for the vote that they open."""
    row = actions.start_recall(of.body.pk, None, "They have not met.", by=of.people[5], key=key())
    with travel(by=2 * DAY):
        late = replace(sittings.made.votes.person("Person L"), grants=of.people[9].grants)
        home(of, late)
        assert "can vote here" in refused(petitions.sign, row.petition_id, by=late)
        for who in of.people[6:8]:
            petitions.sign(row.petition_id, by=who, key=key())
        run_waiting()
        poll = queries.find(row.pk).poll
    roll = set(poll.roll.values_list("person", flat=True))
    assert (poll.as_of, late.person in roll) == (row.petition.opens, False)
    assert poll.roll_size == 12


def home(of, who) -> None:
    """They live at the place of the board from today on."""
    line = write("places.add-standing", of.body.ref, audience=Ref("person", who.person), by=TEST)
    Standing.objects.create(person_id=who.person, place=of.body.place, kind="lives-here", start=today(), line=line)


def test_the_whole_board_leaves_only_with_an_election_of_those_who_follow(of):
    """The last seat emptied by a recall: the caretaker election is called in the same transaction, for every seat."""
    row = asked(of)
    offices.through(of, row.poll, [["Yes"]] * 6)
    row.refresh_from_db()
    election = row.election
    assert not Mandate.objects.filter(state="serving").exists()
    assert (row.state, election.state, sorted(election.places)) == ("recalled", "nominating", [1, 2, 3])
    assert election.officer_id not in {who.person for who in of.people}
    assert set(Vacancy.objects.values_list("state", "election")) == {("filling", election.pk)}


def test_where_nobody_could_run_that_election_nothing_ends_until_somebody_can(of, monkeypatch):
    row = asked(of)
    from letgo.decide.boards.elections import queries as reading

    with monkeypatch.context() as none:
        none.setattr(reading, "outsiders", lambda body: ())
        offices.through(of, row.poll, [["Yes"]] * 6)
        row.refresh_from_db()
        assert row.state == "voting"
        assert Mandate.objects.filter(state="serving", title="member").count() == 3
        assert not Election.objects.exists()
    with travel(offices.after(row.poll)):
        offices.tick()
    row.refresh_from_db()
    assert (row.state, row.election.state) == ("recalled", "nominating")


def test_the_database_refuses_to_empty_the_last_seat_before_an_election_is_called(of):
    for held in of.mandates[:2]:
        seating.end(held.pk, "recalled", by=TEST, key=key())
    with pytest.raises(DatabaseError, match="never empties the last seat"), transaction.atomic():
        seating.end(of.mandates[2].pk, "recalled", by=TEST, key=key())
    election = end_early(of.body.pk, {of.mandates[2].pk}, "recalled", "The last leaves.", by=TEST, key=key())
    assert election.state == "nominating"


def test_who_holds_an_office_by_appointment_is_not_recalled(of):
    held, _ = offices.manager(of)
    assert "Nobody voted for this office" in refused(
        actions.start_recall, of.body.pk, held.pk, "Late.", by=of.people[5]
    )


def test_without_anybody_from_outside_a_recall_waits_and_says_so(of, monkeypatch):
    with monkeypatch.context() as none:
        none.setattr(effects, "outsiders", lambda body: ())
        row = asked(of, of.mandates[1].pk)
        assert (row.state, row.poll) == ("reached", None)
        assert "so the vote waits" in row.why
    offices.tick()
    row = queries.find(row.pk)
    assert (row.state, row.why) == ("voting", "")


def test_an_effect_that_could_not_happen_at_once_is_tried_again_by_the_clock(of, monkeypatch):
    def broken(row):
        raise Refused("Two people on the list may be one.")

    with monkeypatch.context() as none:
        none.setattr(effects, "call_recall", broken)
        assert asked(of, of.mandates[1].pk).state == "signing"
    offices.tick()
    assert Recall.objects.get().state == "voting"


def test_a_poll_called_by_hand_with_this_effect_recalls_nobody(of):
    row = asked(of, of.mandates[1].pk)
    with pytest.raises(Refused, match="no declared result"), transaction.atomic():
        effects.recall(Ref("poll", of.body.pk), {"recall": str(row.pk)})
    with pytest.raises(Refused, match="something else"), transaction.atomic():
        effects.open_recall(Ref("petition", of.body.pk), {"recall": str(row.pk)})


def test_lists_cost_the_same_with_one_recall_and_with_many(of, django_assert_num_queries):
    for held in of.mandates:
        actions.start_recall(of.body.pk, held.pk, "Go.", by=of.people[5], key=key())
    with django_assert_num_queries(1):
        assert len(queries.at(of.body)) == 3


@given(percent=st.integers(1, 50), least=st.integers(0, 500), roll=st.integers(1, 5_000))
def test_names_are_never_more_than_the_list_nor_fewer_than_the_terms_ask(percent, least, roll):
    names = rules.names_needed(percent, least, roll)
    assert 1 <= names <= roll
    assert names == roll or (100 * names >= percent * roll and names >= least)
    assert names in (1, least, roll) or 100 * (names - 1) < percent * roll


@given(serving=st.integers(0, 40), ending=st.integers(0, 40))
def test_it_is_known_when_nobody_would_be_left(serving, ending):
    assert rules.leaves_nobody(serving, ending) == (ending >= serving)
