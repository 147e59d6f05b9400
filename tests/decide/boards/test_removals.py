"""From a concern to a vote: no step is left out, no vote without a hearing, and at the end an instruction, never a dismissal."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.people.models import Person
from letgo.commons.places.models import Role
from letgo.commons.promises.queries import of as promises_about
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import office_rules as rules
from letgo.decide.boards.meeting_models import Item
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Removal
from letgo.decide.boards.removals import actions, effects, queries
from letgo.decide.boards.resolutions import actions as resolutions
from tests.decide.boards import offices, sittings
from tests.decide.boards.offices import DAY, HOUR, MINUTE, key

pytestmark = pytest.mark.django_db
REASONS, ORDER = "41 of 60 repairs were late.", "End the contract by its terms."


def refused(act, *given_, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given_, **({"key": key()} | named))
    return no.value.sentence


def test_no_vote_without_a_hearing_whoever_asks_for_it(of):
    """Each step is refused until the one before it is done, in the act and in the database."""
    held, who = offices.manager(of)
    row = offices.concern(of, held)
    vote = lambda: actions.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key())  # noqa: E731
    assert "no vote without a hearing" in refused(lambda key: vote())
    assert "plan still runs" in refused(
        actions.call_hearing, row.pk, "Facts.", now() + 30 * DAY, "The hall", by=of.members[0]
    )
    for state in ("hearing", "vote", "removed"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Removal.objects.filter(pk=row.pk).update(state=state, line=held.line)
    actions.agree_plan(row.pk, "Catch up.", offices.today() + 21 * DAY, by=of.members[0], key=key())
    with travel(by=21 * DAY):
        assert "14 days before" in refused(
            actions.call_hearing, row.pk, "Facts.", now() + 13 * DAY, "Here", by=of.members[0]
        )
        at = now() + 15 * DAY
        row = actions.call_hearing(row.pk, "41 of 60 were late.", at, "The hall", by=of.members[0], key=key())
        actions.reply(row.pk, "The contractor left.", by=who, key=key())
        assert "still to come" in refused(
            actions.give_reasons, row.pk, REASONS, ORDER, by=of.members[0]
        )  # a reply does not shorten it
        with pytest.raises(DatabaseError), transaction.atomic():
            Removal.objects.filter(pk=row.pk).update(state="vote", voted_from=now(), line=held.line)
    with travel(at + HOUR):
        assert "has not read the reasons" in refused(lambda key: vote())
        actions.give_reasons(row.pk, REASONS, ORDER, by=of.members[0], key=key())
        assert "Somebody else" in refused(actions.read_reasons, row.pk, by=of.members[0])
        actions.read_reasons(row.pk, by=of.members[1], key=key())
        assert vote().method == "yes-no"


def test_whom_it_is_about_sees_the_facts_replies_and_decides_nothing(of):
    held, who = offices.manager(of)
    row = offices.hearing(of, held)
    inside = offices.replace(who, grants=who.grants | of.members[0].grants)
    seen = queries.find(row.pk, who)
    assert seen.private["facts"] == "41 of 60 repairs were late."
    assert queries.find(row.pk, of.people[7]) is None
    assert not queries.at(of.body, of.people[7])
    with travel(row.hearing_at - DAY):
        for act in (
            lambda key: actions.drop(row.pk, "It is nothing.", by=inside, key=key),
            lambda key: actions.give_reasons(row.pk, "x", "y", by=inside, key=key),
        ):
            assert "never who it is about" in refused(act)
        assert "Only who it is about" in refused(actions.reply, row.pk, "I say.", by=of.members[0])
        actions.reply(row.pk, "The contractor left.", public=True, by=who, key=key())
        for changes in ({"reply": "I am sorry."}, {"facts": "59 of 60."}, {"hearing_at": row.hearing_at - 3 * DAY}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Removal.objects.filter(pk=row.pk).update(line=held.line, **changes)
    offices.reasoned(of, row)
    with travel(row.hearing_at + 2 * HOUR):
        poll = actions.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key())
    assert "The contractor left." in poll.words
    public = str([*Words.objects.filter(line__audience_kind="public").values_list("body", flat=True)])
    for private in (
        "Three weeks to catch up",
        "Repairs are late each month",
        "The contractor left",
        "Manager M",
        str(who.person),
    ):
        assert private not in public


def test_a_yes_ends_the_office_and_gives_the_employer_an_instruction_and_dismisses_nobody(of):
    held, who = offices.manager(of)
    other = Role.objects.create(
        person_id=who.person, name="carer", place=of.body.place, start=offices.today(), line=held.line
    )
    row = offices.reasoned(of, offices.hearing(of, held, employer=of.board.estate.world.authority.pk))
    with travel(row.hearing_at + 2 * HOUR):
        poll = actions.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key())
    offices.through(of, poll, [["Yes"]] * 4 + [["No"]] * 2)
    row.refresh_from_db()
    held.refresh_from_db()
    [owed] = promises_about(row.ref)
    assert (row.state, held.state, held.ended_why) == ("removed", "ended", "removed")
    assert (owed.holder, owed.rule.name, owed.state) == (
        Ref("organisation", of.board.estate.world.authority.pk), "boards.carry-out-removal", "waiting",
    )  # fmt: skip
    assert row.line.said["instruction"] == ORDER
    assert (owed.due - owed.start).days >= 27
    other.refresh_from_db()
    assert other.end is None  # nothing else of theirs changes
    assert Person.objects.get(pk=who.person).ended is None
    with travel(offices.after(poll)):
        effects.remove_undo(Ref("poll", poll.pk), {"removal": str(row.pk)})
        again = Mandate.objects.get(person=who.person, state="serving")
    assert (again.end, again.title, Removal.objects.get(pk=row.pk).state) == (held.end, "manager", "kept")


def test_a_no_or_too_few_leave_them_in_office(of):
    held, _ = offices.manager(of)
    row = offices.reasoned(of, offices.hearing(of, held))
    with travel(row.hearing_at + 2 * HOUR):
        poll = actions.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key())
    offices.through(of, poll, [["Yes"]] * 2)  # a quarter of twelve are three
    row.refresh_from_db()
    held.refresh_from_db()
    assert (row.state, held.state) == ("kept", "serving")
    assert "Too few" in row.why
    assert not promises_about(row.ref)


def test_an_employer_who_lets_the_day_pass_has_it_on_the_boards_agenda_and_nothing_is_said_of_the_person(of):
    """By the ladder of the house's pack, a week after the instruction was due."""
    held, _who = offices.manager(of)
    row = offices.reasoned(of, offices.hearing(of, held, employer=of.board.estate.world.authority.pk))
    with travel(row.hearing_at + 2 * HOUR):
        poll = actions.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key())
    offices.through(of, poll, [["Yes"]] * 6)
    [owed] = promises_about(row.ref)
    with travel(owed.due + 6 * DAY):
        assert offices.climb(of) == []
    with travel(owed.due + 8 * DAY):
        [item] = offices.climb(of)
    assert (item.about_id, item.kept, item.source) == (owed.pk, True, "escalation")
    assert item.title == "Not kept: Do what the vote on an office asks of the employer"
    assert item.words == ""


def test_the_board_removes_by_names_at_a_meeting_and_whom_it_is_about_has_no_vote(of):
    held = offices.seating.fill(
        of.body, of.members[2].person, name="Manager M", source=("appointment", None), start=offices.today(),
        end=offices.today() + 700 * DAY, title="manager", by=offices.TEST, key=key(),
    )  # fmt: skip
    row = offices.reasoned(of, offices.hearing(of, held, decides="board"))
    with travel(row.hearing_at + 2 * HOUR):
        actions.put_to_board(row.pk, by=of.members[0], key=key())
        meeting = sittings.called(of)
        item = Item.objects.get(about_id=row.pk)
        assert (item.kept, item.closed) == (True, True)  # the chair cannot hide it
    with travel(meeting.at):
        sittings.opened(of, meeting, 3)
    with travel(meeting.at + 31 * MINUTE):
        sittings.actions.count(meeting.pk, by=of.secretary, key=key())
        vote = sittings.put(of, item)
        assert refused(resolutions.vote, vote.pk, "no", by=of.members[2])
        for who in of.members[:2]:
            resolutions.vote(vote.pk, "yes", by=who, key=key())
        resolutions.close(vote.pk, by=of.secretary, key=key())
        offices.tick()
    row.refresh_from_db()
    held.refresh_from_db()
    assert (row.state, held.ended_why) == ("removed", "removed")
    [owed] = promises_about(row.ref)
    assert owed.rule.name == "boards.carry-out-removal-here"


def test_who_was_elected_is_never_removed_by_the_board(of):
    assert "those who elected them" in refused(
        actions.raise_concern, of.mandates[2].pk, "Never comes.", decides="board", by=of.members[0]
    )
    assert rules.deciders(seated=True, coopted=False) == ("members",)


def test_reasons_that_may_tell_something_private_are_asked_about_and_read_by_a_second(of):
    held, _ = offices.manager(of)
    row = offices.hearing(of, held)
    with travel(row.hearing_at + HOUR):
        assert "depressed, wife" in refused(
            actions.give_reasons, row.pk, "He is depressed since his wife left.", ORDER, by=of.members[0]
        )
        actions.give_reasons(
            row.pk, "The doctor’s surgery wall was left wet.", ORDER, sure=True, by=of.members[0], key=key()
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Removal.objects.filter(pk=row.pk).update(
                read_by=of.members[0].person, state="vote", voted_from=now(), line=held.line
            )


def test_a_vote_that_does_not_hold_leaves_the_hearing_and_can_be_called_again(of):
    held, _ = offices.manager(of)
    row = offices.reasoned(of, offices.hearing(of, held))
    with travel(row.hearing_at + 2 * HOUR):
        poll = actions.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key())
        type(poll).objects.filter(pk=poll.pk).update(state="void", line=held.line)
        offices.tick()
        row.refresh_from_db()
        assert (row.state, row.poll) == ("hearing", None)
        assert actions.put_to_members(row.pk, offices.asked(of), by=of.members[0], key=key()).pk != poll.pk


MOMENT = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOURS = st.integers(-2_000, 2_000)


@given(
    shown=HOURS,
    at=HOURS,
    then=HOURS,
    days=st.integers(1, 60),
    facts=st.sampled_from(["", " ", "Late."]),
    reply=st.text(max_size=5),
)
def test_a_vote_needs_facts_shown_in_time_and_the_hour_of_the_hearing_behind_it(shown, at, then, days, facts, reply):
    moment = lambda hours: MOMENT + timedelta(hours=hours)  # noqa: E731
    heard = rules.Hearing(facts, moment(shown), moment(at), reply)
    can = not rules.vote_fault(heard, moment(then), days)
    assert can == (bool(facts.strip()) and at - shown >= 24 * days and then >= at)
    assert rules.vote_fault(rules.Hearing(), moment(then), days)


@given(st.lists(st.sampled_from(sorted(rules.REMOVAL_MOVES)), max_size=8))
def test_there_is_no_way_to_removed_that_leaves_out_the_hearing(path):
    walked = ["concern"]
    for state in path:
        if state in rules.REMOVAL_MOVES[walked[-1]]:
            walked.append(state)
    if "removed" in walked:
        assert [s for s in walked if s in ("plan", "hearing", "vote", "removed")][:1] == ["plan"]
        assert walked.index("plan") < walked.index("hearing") < walked.index("vote") < walked.index("removed")


@given(st.text(max_size=200))
def test_a_question_about_private_words_never_breaks_and_finds_only_words_that_are_there(text):
    for words in rules.private_words(text).values():
        assert all(word in text.casefold() for word in words)


def test_nobody_without_a_seat_is_written_off_as_gone(of):
    """The secretary cannot be rid of a manager, or of the chair, by writing down that they moved away: that takes a hearing."""
    from letgo.decide.boards.vacancies.actions import end_office

    held, _ = offices.manager(of)
    for mandate, why in ((held, "moved-away"), (held, "died"), (of.body.mandates.get(title="chair"), "died")):
        with pytest.raises(Refused, match="not tied to a home"):
            end_office(mandate.pk, why, by=of.secretary, key=key())


def test_no_public_line_tells_of_a_removal_before_its_vote(of):
    """Nor does the register of interests, where a member says that they gain by it."""
    from letgo.commons.record.models import Line
    from letgo.decide.boards.interests.actions import declare
    from letgo.decide.boards.interests.queries import register

    held, _ = offices.manager(of)
    before = set(Line.objects.values_list("pk", flat=True))
    row = offices.concern(of, held)
    declare(of.body.pk, row.ref, "We are friends.", by=of.members[2], key=key())
    assert not Line.objects.exclude(pk__in=before).filter(audience_kind="public").exists()
    assert register(of.body) == []


def test_a_hearing_ends_with_the_office_it_is_about(of):
    """Who leaves before the vote is not asked any more, and nobody calls a vote about them."""
    held, _ = offices.manager(of)
    row = offices.hearing(of, held)
    offices.seating.end(held.pk, "resigned", by=offices.TEST, key=key())
    with pytest.raises(Refused, match="has ended"):
        actions.give_reasons(row.pk, "41 were late.", "End it.", by=of.members[0], key=key())
    offices.tick()
    row.refresh_from_db()
    assert (row.state, row.why) == ("dropped", "This office has ended.")


@pytest.mark.parametrize(
    ("shown", "before"), [((2027, 3, 20), 1), ((2027, 10, 23), -1), ((2026, 12, 15), 0), ((2027, 3, 19), 1)]
)
def test_days_before_a_hearing_are_days_of_the_place_whatever_the_night_was(of, shown, before):
    """Shown at ten, heard at ten a fortnight later: over a change of clocks, over Christmas and over Easter. A minute less is refused."""
    from zoneinfo import ZoneInfo

    ten = datetime(*shown, 10, tzinfo=ZoneInfo("Europe/London"))
    at = ten + 14 * DAY  # the same hour there
    assert (at.astimezone(UTC) - ten.astimezone(UTC)) == 14 * DAY - before * HOUR
    with travel(ten):
        held, _ = offices.manager(of)
        row = offices.concern(of, held)
        actions.agree_plan(row.pk, "Catch up.", ten.date() + DAY, by=of.members[0], key=key())
    with travel(ten + DAY):
        begins = queries.hearing_from(of.body)
        with pytest.raises(Refused, match="14 days"):
            actions.call_hearing(row.pk, "41 were late.", at + DAY - MINUTE, "The hall", by=of.members[0], key=key())
    with travel(ten + DAY):
        row = actions.call_hearing(row.pk, "41 were late.", at + DAY + MINUTE, "The hall", by=of.members[0], key=key())
    row.refresh_from_db()
    assert begins <= row.hearing_at
    with travel(at + DAY + HOUR):
        assert queries.missing(Removal.objects.select_related("mandate__body").get(pk=row.pk)) == ""
