"""Who was really there: nobody makes a quorum alone, and whoever was written down says that they were not."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.people.rules import Grant
from letgo.commons.places.queries import today
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import jobs
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards import queries as bodies
from letgo.decide.boards.meeting_models import Attendance, Meeting, Resolution
from letgo.decide.boards.meeting_rules import Votes
from letgo.decide.boards.meetings import actions
from letgo.decide.boards.presence import actions as presence
from letgo.decide.boards.presence import queries

pytestmark = pytest.mark.django_db
DAY = rules.timedelta(days=1)


def refused(act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given, **named)
    return no.value.sentence


def checker(at: Any) -> Any:
    """The outside checker of the estate."""
    world = at.of.board.estate.world
    found = world.actor("checker")
    return found if queries.may(found, "boards.settle-presence", at.of.body) else outside(at, found)


def outside(at: Any, who: Any) -> Any:
    from dataclasses import replace

    grant = Grant("outside-checker", at.of.body.place.lineage, at.of.body.organisation_id)
    return replace(who, grants=frozenset({*who.grants, grant}))


def general(at: Any, there: int = 3, kind: str = "general") -> Meeting:
    """A meeting of all that is on, where so many were written down by the secretary and two counted: three are needed."""
    row = at.called(at.of, kind)
    at.item(at.of, row)
    return at.counted(at.of, row, there)


def carried(at: Any, row: Meeting) -> Resolution:
    """A vote of it that two tellers counted as carried."""
    for number in (1, 2):
        actions.mark(row.pk, at.of.people[number].person, "present", True, by=at.of.secretary, key=at.key())
    vote = at.put(at.of, row.items.get())
    at.told(at.of, vote, Votes(2, 0), 1, 2)
    return at.resolutions.close(vote.pk, by=at.of.secretary, key=at.key())


# Two count.


def test_nobody_alone_makes_a_quorum_of_a_meeting_of_all(at):
    """The secretary writes down who is not there, and counts: it holds for nothing, however often they press."""
    row = at.called(at.of, "general")
    with travel(row.at):
        at.opened(at.of, row, 5)
        first = actions.count(row.pk, by=at.of.secretary, key="a")
        assert (first.state, first.counted, first.present) == ("open", 5, None)
        assert "somebody else counts the same" in refused(actions.count, row.pk, by=at.of.secretary, key="b")
        for fields in ({"confirmed_by": first.counted_by_id}, {}):
            with pytest.raises(DatabaseError), transaction.atomic():
                line = Line.objects.exclude(pk=first.line_id).first()
                Meeting.objects.filter(pk=row.pk).update(line=line, state="quorate", present=5, proxies=0, **fields)
        assert actions.count(row.pk, by=at.of.members[0], key="c").state == "quorate"


def test_a_list_that_changed_between_two_counts_is_counted_anew(at):
    row = at.called(at.of, "general")
    with travel(row.at):
        at.opened(at.of, row, 3)
        actions.count(row.pk, by=at.of.secretary, key="a")
        actions.mark(row.pk, at.of.people[9].person, "present", by=at.of.secretary, key="m")
        again = actions.count(row.pk, by=at.of.members[0], key="b")
        assert (again.state, again.counted) == ("open", 4)
        assert actions.count(row.pk, by=at.of.secretary, key="c").present == 4


def test_a_teller_or_an_outside_checker_counts_too_and_a_neighbour_does_not(at):
    row, teller = at.called(at.of, "general"), at.of.people[4]
    with travel(row.at):
        at.opened(at.of, row, 5)
        actions.count(row.pk, by=at.of.secretary, key="a")
        for who in (at.of.people[5], at.of.board.estate.world.actor("stranger")):
            assert "Only the board" in refused(actions.count, row.pk, by=who, key=at.key())
        assert queries.may_count(at.fresh(row), checker(at))
        actions.mark(row.pk, teller.person, "present", True, by=at.of.secretary, key="t")
        assert actions.count(row.pk, by=teller, key="b").state == "quorate"


def test_a_board_of_few_counts_as_before(at):
    """Its members stand there by name, in public, and vote by name."""
    assert at.board_meeting(at.of).state == "quorate"


def test_what_only_one_counted_is_called_off_by_the_clock_and_by_nobody_else(at):
    row = at.called(at.of, "general")
    with travel(row.at):
        at.opened(at.of, row, 5)
        actions.count(row.pk, by=at.of.secretary, key="a")
        assert "has begun" in refused(actions.cancel, row.pk, "No.", by=at.of.secretary, key="x")
    with travel(row.at + 2 * DAY):
        jobs.tick()
        row = at.fresh(row)
    assert (row.state, row.reason) == ("cancelled", actions.NEVER_TWO)


# "I was not there."


def test_who_was_written_down_says_that_they_were_not_and_the_vote_is_under_question(at):
    row = general(at)
    with travel(row.at + 40 * at.MINUTE):
        vote = carried(at, row)
        assert vote.stands
        absent = at.of.people[0]
        assert [one.meeting_id for one in queries.marked(absent, today())] == [row.pk]
        presence.deny(row.pk, by=absent, key="d")
        vote.refresh_from_db()
        assert (vote.carried, vote.doubt, vote.stands) == (True, "asked", False)
        assert bodies.carried(at.of.body) == []
        assert not queries.marked(absent, today())
        assert [one.person_id for one in queries.asked(checker(at))] == [absent.person]
        assert "it stands" in refused(presence.deny, row.pk, by=absent, key="e")


@pytest.mark.parametrize(("was_there", "doubt", "stands"), [(True, "", True), (False, "fell", False)])
def test_somebody_from_outside_settles_it_once(at, was_there, doubt, stands):
    row = general(at)
    with travel(row.at + 40 * at.MINUTE):
        vote = carried(at, row)
        said = presence.deny(row.pk, by=at.of.people[0], key="d")
        for who in (at.of.secretary, at.of.members[0], at.of.people[0], outside(at, at.of.secretary)):
            assert "outside checker" in refused(presence.settle, said.pk, was_there, by=who, key=at.key())
        presence.settle(said.pk, was_there, by=checker(at), key="s")
        vote.refresh_from_db()
        assert (vote.doubt, vote.stands) == (doubt, stands)
        assert len(bodies.carried(at.of.body)) == int(stands)
        assert "settled" in refused(presence.settle, said.pk, not was_there, by=checker(at), key="t")
    with pytest.raises(DatabaseError, match="settled once"), transaction.atomic():
        line = Line.objects.exclude(pk=said.line_id).first()
        Attendance.objects.filter(pk=said.pk).update(line=line, doubt="asked")


def test_a_vote_with_enough_others_stands_and_after_the_days_it_is_too_late(at):
    row = general(at, 5)
    with travel(row.at + 40 * at.MINUTE):
        vote = carried(at, row)
        presence.deny(row.pk, by=at.of.people[0], key="d")
        vote.refresh_from_db()
        assert vote.stands
        with pytest.raises(Refused, match="wrote you down"):
            presence.deny(row.pk, by=at.of.people[9], key="e")
    with travel(row.at + 15 * DAY):
        assert "over" in refused(presence.deny, row.pk, by=at.of.people[3], key="f")


def test_minutes_that_are_published_at_once_do_not_cut_the_days_short(at):
    from letgo.decide.boards.minutes import actions as minutes

    row = general(at)
    with travel(row.at + 40 * at.MINUTE):
        carried(at, row)
        at.agenda.hear(row.items.get().pk, "Done.", by=at.of.secretary, key="h")
        at.held(at.of, row)
        minutes.write_notes(row.pk, "We met.", by=at.of.secretary, key="n")
        minutes.publish(row.pk, by=at.of.secretary, key="p")
    with travel(row.at + 13 * DAY):
        assert presence.deny(row.pk, by=at.of.people[0], key="d").doubt == "asked"
    assert rules.deny_until(row.day, 0) == row.day + 7 * DAY


def test_who_says_it_while_the_meeting_is_on_is_not_counted(at):
    row = at.called(at.of, "general")
    with travel(row.at):
        at.opened(at.of, row, 3)
        actions.count(row.pk, by=at.of.secretary, key="a")
        presence.deny(row.pk, by=at.of.people[2], key="d")
    with travel(row.at + 31 * at.MINUTE):
        actions.count(row.pk, by=at.of.members[0], key="b")
        assert actions.count(row.pk, by=at.of.secretary, key="c").state == "inquorate"


@pytest.mark.parametrize(
    ("present", "quorum", "asked", "out", "said"),
    [
        (3, 3, 0, 0, ""),
        (3, 3, 1, 0, "asked"),
        (3, 3, 0, 1, "fell"),
        (5, 3, 2, 0, ""),
        (5, 3, 1, 2, "asked"),
        (5, 3, 0, 3, "fell"),
    ],
)
def test_a_doubt_counts_only_where_it_reaches_the_quorum(present, quorum, asked, out, said):
    assert rules.in_doubt(present, quorum, asked, out) == said
