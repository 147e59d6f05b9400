"""What follows from days, terms and reserved seats, whoever stands: plain values."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letgo.commons.promises.tables import calendar_of, rule_of
from letgo.decide.boards.elections.rules import (
    Days,
    ballot_order,
    contested,
    days_fault,
    days_of,
    fit,
    members_of,
    retiring,
    seats_for,
)
from letgo.decide.boards.lengths import in_a_row, months_after, months_between, too_long
from letgo.decide.boards.rules import Approver, BodyTerms, Reserved, board_of, seats_kept, terms_fault
from letgo.decide.boards.weights import says
from letgo.house.pack_files import load

PACK = load("boards")
CALENDAR = calendar_of(PACK.calendar)
RULES = {table["name"]: rule_of(table) for table in PACK.rules}
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
GROUPS = st.sampled_from(["tenant", "leaseholder", "freeholder"])
PEOPLE = st.lists(GROUPS.map(lambda word: {"tenure": word}), max_size=12)


def _reserved(draw: st.DrawFn) -> tuple[Reserved, ...]:
    words = draw(st.lists(GROUPS, unique=True, max_size=3))
    made = []
    for word in words:
        least = draw(st.integers(0, 3))
        most = draw(st.none() | st.integers(least, 5))
        made.append(Reserved("tenure", (word,), least, most, f"{word}s"))
    return tuple(made)


RESERVED = st.composite(_reserved)()


@given(MOMENTS)
def test_days_lie_in_order_and_are_whole_clear_days(called: datetime) -> None:
    found = days_of(
        called, *((RULES[name], CALENDAR) for name in ("boards.nominations", "boards.notice", "boards.voting"))
    )
    first, names, opens, closes = (
        CALENDAR.day_of(at) for at in (called, found.nominations_close, found.opens, found.closes)
    )
    assert ((names - first).days, (opens - names).days, (closes - opens).days) == (14, 8, 14)
    assert found.nominations_open == called
    assert days_fault(found, found) == ""
    for name in ("nominations_close", "opens", "closes"):
        shorter = Days(**{**vars(found), name: getattr(found, name) - timedelta(hours=25)})
        assert days_fault(shorter, found)


def test_the_golden_days_of_an_election() -> None:
    called = datetime(2026, 12, 14, 10, tzinfo=UTC)
    found = days_of(
        called, *((RULES[name], CALENDAR) for name in ("boards.nominations", "boards.notice", "boards.voting"))
    )
    assert [CALENDAR.day_of(at).isoformat() for at in (found.nominations_close, found.opens, found.closes)] == [
        "2026-12-28", "2027-01-05", "2027-01-19",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("called", "wanted"),
    [
        (
            (2026, 3, 20, 23, 30),
            ["2026-04-03", "2026-04-11", "2026-04-25"],
        ),  # over the night of 29 March and over Easter
        ((2026, 10, 20, 23, 30), ["2026-11-03", "2026-11-11", "2026-11-25"]),  # over the night of 25 October
        ((2027, 3, 15, 0, 15), ["2027-03-29", "2027-04-06", "2027-04-20"]),  # Easter Monday is the last day
        ((2026, 12, 11, 9, 0), ["2026-12-25", "2027-01-02", "2027-01-16"]),  # Christmas Day is the last day: it counts
    ],
)
def test_days_of_an_election_are_days_there_over_each_change_of_clocks(
    called: tuple[int, ...], wanted: list[str]
) -> None:
    """Called late or early by the clock of the place. The last day is whole, to its last second there."""
    zone = ZoneInfo("Europe/London")
    at = datetime(*called, tzinfo=zone).astimezone(UTC)  # type: ignore[misc]
    found = days_of(at, *((RULES[name], CALENDAR) for name in ("boards.nominations", "boards.notice", "boards.voting")))
    ends = [found.nominations_close, found.opens, found.closes]
    assert [moment.astimezone(zone).date().isoformat() for moment in ends] == wanted
    assert [moment.astimezone(zone).strftime("%H:%M") for moment in (ends[0], ends[2])] == ["23:59", "23:59"]


@settings(deadline=None, max_examples=150)
@given(RESERVED, PEOPLE, st.integers(1, 8), st.sampled_from(["leave-empty", "fill-any"]))
def test_reserved_seats_are_never_filled_by_others_without_the_written_fallback(
    reserve: tuple[Reserved, ...], people: list[dict[str, str]], seats: int, fallback: str
) -> None:
    """Of the seats that can be filled, so many stay free of others as no member of the group can take; a maximum is never lifted."""
    if sum(row.minimum for row in reserve) > seats:
        return
    found = fit(reserve, people, seats, fallback)
    assert 0 <= found.seats <= seats
    short = sum(max(0, row.minimum - len(members_of(row, people))) for row in reserve)
    if fallback == "leave-empty":
        assert found.seats <= seats - short
    if short:
        assert found.said or found.clash or not people
    for row in reserve:
        group = next((each for each in found.groups if each.name == row.words), None)
        if group:
            assert (group.candidates, group.maximum) == (members_of(row, people), row.maximum)
            assert group.minimum <= len(group.candidates)
    if not contested(found, len(people)):
        for row in reserve:
            assert row.maximum is None or len(members_of(row, people)) <= row.maximum


@given(RESERVED, PEOPLE, st.integers(1, 8))
def test_each_winner_has_one_seat_and_a_kept_seat_its_own_where_that_can_be(
    reserve: tuple[Reserved, ...], people: list[dict[str, str]], spare: int
) -> None:
    kept = [row.words for row in reserve for _ in range(row.minimum)]
    winners = people[: len(kept) + spare]
    seats = [(number, words) for number, words in enumerate([*kept, *[""] * spare], 1)]
    given_seats = seats_for(winners, seats, reserve)
    assert len(set(given_seats)) == len(winners)
    words = dict(seats)
    for row in reserve:
        held = sum(
            words[n] == row.words and w["tenure"] in row.values for n, w in zip(given_seats, winners, strict=True)
        )
        assert held == min(row.minimum, sum(w["tenure"] in row.values for w in winners))


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 1, 1)), min_size=1, max_size=15), st.text(max_size=9))
def test_a_third_retires_the_longest_first_whatever_the_order_of_rows(days: list[date], seed: str) -> None:
    holders = list(enumerate(days, 1))
    gone = retiring(holders, seed)
    assert gone == retiring(holders[::-1], seed)
    assert len(gone) == max(1, round(len(days) / 3))
    stays = [day for seat, day in holders if seat not in gone]
    assert not stays or max(days[seat - 1] for seat in gone) <= min(stays)
    assert retiring([], seed) == []


def test_the_order_on_the_paper_is_a_lot_and_not_the_alphabet() -> None:
    election = UUID(int=7)
    names = [uuid5(election, str(n)) for n in range(4)]
    assert {tuple(ballot_order(election, order)) for order in permutations(names)} == {
        tuple(ballot_order(election, names))
    }


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_there_and_back(day: date, months: int) -> None:
    later = months_after(day, months)
    assert months - 1 <= months_between(day, later) <= months
    assert later.day == day.day or months_after(later, 0) == later


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([(date(2018, 1, 1), date(2021, 1, 1)), (date(2021, 1, 1), date(2024, 1, 1))], 72),
        ([(date(2015, 1, 1), date(2018, 1, 1)), (date(2020, 1, 1), date(2024, 1, 1))], 48),  # a year out starts anew
        (
            [(date(2018, 1, 1), date(2021, 1, 2)), (date(2022, 1, 1), date(2024, 1, 1))],
            60,
        ),  # a day less, and it does not
        ([], 0),
        ([(date(2015, 1, 1), date(2018, 1, 1))], 0),
    ],
)
def test_how_long_someone_sat_in_a_row(spans: list[tuple[date, date]], said: int) -> None:
    on = date(2024, 1, 1)
    assert in_a_row(spans, on) == said
    assert bool(too_long(spans, on, 36, 72)) == (said + 36 > 72 and said > 0)
    assert too_long(spans, on, 36, 0) == ""


@given(st.integers(1, 20), RESERVED, st.sampled_from(["countback", "by-election", "next"]))
def test_terms_come_back_from_their_data(seats: int, reserve: tuple[Reserved, ...], vacancy: str) -> None:
    terms = BodyTerms(seats=seats, board_quorum=1, reserve=reserve, vacancy=vacancy, approvers=(Approver("The MP", 9),))
    assert BodyTerms.from_data(terms.as_data()) == terms
    if not terms_fault(terms):
        assert board_of({"name": "x", "title": "y", **terms.as_data()}) == terms
        assert len(seats_kept(terms)) == seats


@pytest.mark.parametrize(
    "wrong",
    [
        {"seats": 0}, {"kings": 1}, {"seats": "9"}, {"seats": True}, {"method": "lot"}, {"fallback": "ask me"},
        {"vacancy": "co-option"}, {"method": "approval"}, {"coopted_most": 4}, {"board_quorum": 10},
        {"recall_percent": 80}, {"reserve": [{"words": "x"}]}, {"reserve": ["x"]}, {"approvers": [{"who": "x"}]},
        {"method": "av", "vacancy": "next"}, {"term_months": 0}, {"seconders": -1}, {"second_meeting": "again"},
        {"reserve": [{"group": "a", "values": ["b"], "minimum": 12, "words": "c"}]},
        {"reserve": [{"group": "a", "values": ["b"], "minimum": 2, "maximum": 1, "words": "c"}]},
    ],
)  # fmt: skip
def test_terms_that_no_body_can_have_are_named(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".{10,}"):
        board_of({"name": "x", "title": "y", "seats": 9, **wrong})


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_parts_of_the_say_are_all_of_it(weights: list[int]) -> None:
    found = says(weights)
    assert sum(say.part for say in found) == 1
    assert any(say.all for say in found) == (2 * max(weights) > sum(weights))
