"""Rules of meetings on plain values: clear days, quorum, majorities, proxies, weights."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.promises.rules import Length
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.meeting_rules import Told, Votes
from letgo.decide.boards.minutes.rules import clock_from
from letgo.decide.boards.proxies.rules import barred, free_slot
from tests.commons.promises.made import ENGLAND

DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2028, 6, 30))
few = st.integers(0, 60)


@given(given_on=days, number=st.integers(1, 60))
def test_so_many_whole_days_lie_between_notice_and_meeting_and_not_one_fewer(given_on, number):
    first = rules.earliest(given_on, Length(number, "days"), ENGLAND)
    assert rules.clear_days(given_on, first) == number
    assert rules.clear_days(given_on, first - DAY) == number - 1


@given(given_on=days, number=st.integers(1, 30))
def test_working_days_between_are_all_working_days(given_on, number):
    first = rules.earliest(given_on, Length(number, "working-days"), ENGLAND)
    between = [given_on + n * DAY for n in range(1, (first - given_on).days)]
    assert sum(ENGLAND.works(day) for day in between) == number
    assert ENGLAND.works(between[-1])


def test_christmas_counts_as_days_and_not_as_working_days():
    """Notice on 18 December 2026, a Friday: 25 and 28 December are days off."""
    notice = date(2026, 12, 18)
    assert rules.earliest(notice, Length(7, "days"), ENGLAND) == date(2026, 12, 26)
    assert rules.earliest(notice, Length(7, "working-days"), ENGLAND) == date(2027, 1, 1)
    assert rules.earliest(notice, Length(14, "days"), ENGLAND) == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("notice", "days", "working"),
    [
        (
            date(2026, 12, 24),
            date(2027, 1, 1),
            date(2027, 1, 8),
        ),  # Friday 25 and Monday 28 December, and New Year's Day
        (date(2026, 12, 25), date(2027, 1, 2), date(2027, 1, 8)),
        (date(2026, 12, 28), date(2027, 1, 5), date(2027, 1, 8)),
        (date(2027, 3, 25), date(2027, 4, 2), date(2027, 4, 8)),  # Good Friday 26 and Easter Monday 29 March
        (date(2027, 3, 26), date(2027, 4, 3), date(2027, 4, 8)),
        (date(2027, 10, 28), date(2027, 11, 5), date(2027, 11, 9)),  # the clocks go back on the 31st
    ],
)
def test_seven_days_of_notice_over_the_days_off_and_the_changes_of_clocks(notice, days, working):
    """Counted by hand, from the bank holidays of data/promises/vectors.json: whole days between, then the meeting."""
    assert rules.earliest(notice, Length(7, "days"), ENGLAND) == days
    assert rules.earliest(notice, Length(7, "working-days"), ENGLAND) == working


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_night_on_which_clocks_change_makes_no_day_longer(day):
    """A notice late in the evening counts as of its own local day, whatever the day in UTC."""
    late = datetime(day.year, day.month, day.day, 23, 30, tzinfo=ZoneInfo("Europe/London"))
    assert ENGLAND.day_of(late.astimezone(UTC)) == day
    assert rules.earliest(ENGLAND.day_of(late), Length(7, "days"), ENGLAND) == day + 8 * DAY


def test_a_notice_in_hours_is_no_notice():
    with pytest.raises(ValueError, match="in days"):
        rules.earliest(date(2026, 1, 1), Length(48, "hours"), ENGLAND)


@given(people=few, percent=st.integers(0, 100), roll=st.integers(0, 3_000), more=few)
def test_a_quorum_is_the_greater_of_both_never_one_person_and_never_falls_with_the_list(people, percent, roll, more):
    needed = rules.quorum("general", 4, people, percent, roll)
    assert needed >= max(rules.LEAST, people)
    assert 100 * needed >= percent * roll
    assert needed <= max(rules.LEAST, people, percent * roll // 100 + 1)
    assert rules.quorum("general", 4, people, percent, roll + more) >= needed


@given(present=few, needed=few)
def test_below_the_quorum_nothing_is_quorate(present, needed):
    assert (rules.judged(present, needed) == "quorate") == (needed > 0 and present >= needed)


@given(needed=st.integers(2, 60))
def test_those_present_at_a_second_meeting_are_one_in_the_chair_and_two_who_count(needed):
    assert rules.second_quorum(needed, "those-present") == min(needed, 3)
    assert rules.second_quorum(needed, "none") == needed


def test_after_two_meetings_with_too_few_nobody_decides():
    assert [rules.after_inquorate(second, words) for second in (False, True) for words in ("none", "those-present")] == [
        "again", "those-present", "nobody", "nobody",
    ]  # fmt: skip
    assert rules.may_decide("three-quarters", False, ())
    assert not rules.may_decide("three-quarters", True, ("ordinary",))


@given(yes=few, no=few)
def test_a_larger_majority_is_never_easier(yes, no):
    ordinary, two, three = (rules.has_majority(kind, yes, no) for kind in rules.MAJORITIES)
    assert ordinary == (yes > no)
    assert two == (yes > 0 and 3 * yes >= 2 * (yes + no))
    assert three == (yes > 0 and 4 * yes >= 3 * (yes + no))
    assert ordinary >= two >= three


@given(yes=few, no=few, abstained=few, present=few, quorum=few)
def test_nothing_is_carried_below_the_quorum_whatever_the_votes(yes, no, abstained, present, quorum):
    votes = Votes(yes, no, abstained)
    for kind in rules.MAJORITIES:
        carried = rules.carried(kind, votes, present, quorum)
        assert carried == (0 < quorum <= present and rules.has_majority(kind, yes, no))
        said = rules.sentence(kind, votes, present, quorum)
        assert said.startswith("Carried") == carried
        assert ("Nothing was decided" in said) == (not 0 < quorum <= present)


@given(hands=st.lists(st.tuples(st.sampled_from(rules.CHOICES), st.integers(1, 9))))
def test_weights_are_added_and_nobody_is_lost(hands):
    votes = rules.added(hands)
    assert votes.all == sum(weight for _, weight in hands)
    assert rules.added(reversed(hands)) == votes


votes_of = st.builds(Votes, few, few, few, few)


@given(counts=st.lists(st.builds(Told, st.sampled_from("abc"), votes_of), max_size=5))
def test_a_count_stands_when_two_different_tellers_have_the_same(counts):
    found = rules.agreed(counts)
    if found is not None:
        assert len({one.teller for one in counts if one.votes == found}) >= 2


def test_one_teller_twice_is_no_agreement():
    votes = Votes(5, 2)
    assert rules.agreed([Told("a", votes), Told("a", votes)]) is None
    assert rules.agreed([Told("a", votes), Told("b", Votes(5, 3))]) is None
    assert rules.agreed([Told("a", votes), Told("b", votes)]) == votes


@given(votes=votes_of, present=few, proxies=few)
def test_a_count_never_has_more_votes_than_people_and_proxies(votes, present, proxies):
    if not rules.count_fault(votes, present, proxies):
        assert votes.all <= present + proxies
        assert votes.by_proxy <= proxies


@given(taken=st.sets(st.integers(1, 6)), cap=st.integers(0, 6))
def test_a_holder_gets_proxies_up_to_the_cap_and_none_above(taken, cap):
    slot = free_slot(taken, cap)
    assert slot <= cap
    assert slot not in taken
    assert (slot == 0) == (set(range(1, cap + 1)) <= taken)


def test_who_is_paid_or_cares_holds_no_proxy():
    assert barred(["manager"], [])
    assert barred(["carer"], [])
    assert barred(["secretary"], ["landlord"])
    assert not barred(["board-member", "secretary"], ["board"])


@pytest.mark.parametrize("source", rules.KEPT)
def test_what_others_put_there_cannot_be_struck_off(source):
    assert rules.why_not_struck(True, "listed", mine=True) != ""
    assert rules.why_not_struck(False, "listed", mine=True) == ""
    assert rules.why_not_struck(False, "listed", mine=False) != ""
    assert rules.why_not_struck(False, "heard", mine=True) != ""


@given(day=days)
def test_the_clock_of_a_day_ends_with_that_day(day):
    """A rule of one day that starts then is due at the end of the day that was agreed."""
    assert ENGLAND.day_of(clock_from(day)) == day - DAY
