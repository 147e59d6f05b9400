"""When a promise is due, and how it stands: weekends, holidays, clock changes, pauses and extensions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.promises import rules
from letgo.commons.promises.rules import Calendar, Event, Extension, Length, OutOfCalendar, Owed, Rule, Rung
from tests.commons.promises.made import ENGLAND, rule

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    """A moment on London's clock: "2026-12-21" (10 in the morning) or "2026-12-21 15:30"."""
    day, _, hour = text.partition(" ")
    return datetime.fromisoformat(f"{day}T{hour or '10:00'}").replace(tzinfo=LONDON)


def due(within: str, start: str, **more) -> str:
    """The day on which it is due, by the end of it."""
    standing = rules.begin(rule(within, **more), ENGLAND, Event("start", at(start)))
    assert standing.due == ENGLAND.end_of(ENGLAND.day_of(standing.due))
    return ENGLAND.day_of(standing.due).isoformat()


def after(written: Rule, *events: Event) -> rules.Standing:
    return rules.replay(written, ENGLAND, events)


@pytest.mark.parametrize(
    ("within", "start", "expected"),
    [
        ("1 working day", "2026-12-18", "2026-12-21"),  # a Friday
        ("1 working day", "2026-12-19", "2026-12-21"),  # a Saturday: Monday is the first
        ("1 working day", "2026-12-20 23:59", "2026-12-21"),
        ("1 working day", "2026-12-24", "2026-12-29"),  # Friday is Christmas Day, Monday stands in for Boxing Day
        ("2 working days", "2026-12-24", "2026-12-30"),
        ("5 working days", "2026-12-21", "2026-12-30"),
        ("3 working days", "2026-12-29", "2027-01-04"),  # over New Year's Day, a Friday
        ("1 day", "2026-12-24", "2026-12-25"),
        ("28 days", "2026-02-01", "2026-03-01"),
        ("2 weeks", "2026-10-20", "2026-11-03"),  # over the night on which clocks go back
        ("12 weeks", "2027-01-06", "2027-03-31"),
        ("1 month", "2026-01-31", "2026-02-28"),
        ("1 month", "2028-01-31", "2028-02-29"),
        ("12 months", "2028-02-29", "2029-02-28"),
        ("1 month", "2026-12-31", "2027-01-31"),
        ("3 months", "2026-11-30", "2027-02-28"),
        ("1 day", "2028-02-28", "2028-02-29"),
    ],
)
def test_the_day_of_the_start_is_day_0(within, start, expected):
    assert due(within, start) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-28T14:30:00+00:00", "2026-03-29T15:30:00+01:00"),
        ("2026-10-24T14:30:00+01:00", "2026-10-25T13:30:00+00:00"),
        ("2026-12-24T23:00:00+00:00", "2026-12-25T23:00:00+00:00"),
    ],
)
def test_24_hours_are_24_hours_on_every_night(start, expected):
    standing = rules.begin(rule("24 hours", ends="instant"), ENGLAND, Event("start", datetime.fromisoformat(start)))
    assert standing.due == datetime.fromisoformat(expected)


def test_the_last_second_of_the_day_is_the_places_own():
    assert ENGLAND.end_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)
    assert ENGLAND.end_of(date(2026, 12, 30)) == datetime(2026, 12, 30, 23, 59, 59, tzinfo=UTC)


def test_done_at_the_last_second_is_kept_and_one_later_is_not():
    written = rule("5 working days", broken_after="2 days")
    begun = after(written, Event("start", at("2026-12-21")))
    for moment, word in {
        "2026-12-30T23:59:59.900000+00:00": "kept",
        "2026-12-31T00:00:00+00:00": "late",
        "2027-01-01T23:59:59+00:00": "late",
        "2027-01-02T00:00:00+00:00": "broken",
    }.items():
        done = datetime.fromisoformat(moment)
        assert rules.word(written, ENGLAND, begun, done) == ("waiting" if word == "kept" else word)
        met = rules.after(written, ENGLAND, begun, Event("meet", done))
        assert rules.word(written, ENGLAND, met, at("2030-01-01")) == word


def test_a_day_counts_when_the_clock_runs_as_it_begins():
    written = rule("2 working days", pauses=("no access",))
    start = Event("start", at("2026-11-05"))  # a Thursday: due Monday 9
    friday, monday = Event("pause", at("2026-11-06"), "no access"), Event("resume", at("2026-11-09"))
    assert ENGLAND.day_of(after(written, start, friday, monday).due).isoformat() == "2026-11-10"
    saturday, sunday = Event("pause", at("2026-11-07"), "no access"), Event("resume", at("2026-11-08 23:00"))
    assert ENGLAND.day_of(after(written, start, saturday, sunday).due).isoformat() == "2026-11-09"


def test_hours_stand_still_to_the_second():
    written = rule("24 hours", ends="instant", pauses=("no access",))
    events = Event("start", at("2026-11-05")), Event("pause", at("2026-11-05 12:00"), "no access")
    assert after(written, *events).due is None
    assert rules.word(written, ENGLAND, after(written, *events), at("2027-01-01")) == "waiting"
    assert after(written, *events, Event("resume", at("2026-11-05 12:30"))).due == at("2026-11-06 10:30")


def test_an_extension_counts_from_the_date_that_was():
    written = rule("10 working days", extension=Extension(Length(10, "working-days"), 1, ("more facts are needed",)))
    start = Event("start", at("2026-12-30"))
    moved = after(written, start, Event("extend", at("2027-01-14"), "more facts are needed"))
    assert ENGLAND.day_of(moved.due).isoformat() == "2027-01-28"
    assert after(
        written, start, Event("extend", at("2027-01-14"), "x", Length(1, "working-days"))
    ).due == ENGLAND.end_of(date(2027, 1, 15))


def refused(written: Rule, *events: Event) -> str:
    return rules.refusal(written, ENGLAND, after(written, *events[:-1]), events[-1])


def test_what_the_rule_does_not_allow_is_refused_with_a_reason():
    plain = rule("5 days")
    start, later = Event("start", at("2026-11-02")), at("2026-11-03")
    assert refused(plain, start, Event("pause", later, "x")) == "The clock of this promise never stands still."
    assert refused(plain, start, Event("extend", later, "x")) == "The date of this promise cannot be moved."
    assert refused(plain, start, Event("resume", later)) == "The clock is running."
    assert "nothing to excuse" in refused(plain, start, Event("excuse", later, "x"))
    assert refused(plain, start, Event("excuse", at("2026-12-01"), "x")) == ""
    assert "is over" in refused(plain, start, Event("meet", later), Event("meet", later))
    assert "is over" in refused(plain, start, Event("cancel", later), Event("excuse", at("2026-12-01"), "x"))
    assert refused(plain, start, Event("meet", at("2026-12-01")), Event("excuse", at("2026-12-02"), "x")) == ""

    soft = rule("5 days", pauses=("no access",), extension=Extension(Length(3, "days"), 1, ()))
    assert "only for: no access" in refused(soft, start, Event("pause", later, "lunch"))
    paused = Event("pause", later, "no access")
    assert refused(soft, start, paused) == ""
    assert "already" in refused(soft, start, paused, paused)
    assert "run out" in refused(soft, start, Event("pause", at("2026-12-01"), "no access"))
    assert "at most 3 days" in refused(soft, start, Event("extend", later, "x", Length(4, "days")))
    assert "at most 3 days" in refused(soft, start, Event("extend", later, "x", Length(1, "weeks")))
    assert "Say why" in refused(soft, start, Event("extend", later, " "))
    assert "as often as the rule allows" in refused(
        soft, start, Event("extend", later, "x"), Event("extend", later, "x")
    )
    assert "Only a date to come" in refused(soft, start, Event("extend", at("2026-12-01"), "x"))


def test_broken_stays_broken_when_it_is_done_or_excused_at_last():
    written = rule("5 days")
    start, done = Event("start", at("2026-11-02")), Event("meet", at("2026-12-01"))
    assert rules.word(written, ENGLAND, after(written, start, done), at("2027-01-01")) == "broken"
    excused = after(written, start, done, Event("excuse", at("2026-12-02"), "snow"))
    assert rules.word(written, ENGLAND, excused, at("2027-01-01")) == "late"
    called_off = after(written, start, Event("cancel", at("2026-12-01"), "x"))
    assert rules.word(written, ENGLAND, called_off, at("2027-01-01")) == "broken"


def test_the_ladder_climbs_from_the_date_and_stops_when_it_is_over():
    written = rule(
        "5 days",
        broken_after="3 days",
        ladder=(
            Rung(Length(0, "hours"), "a", "x"),
            Rung(Length(2, "days"), "b", "y"),
            Rung(Length(1, "weeks"), "c", "z"),
        ),
    )
    begun = after(written, Event("start", at("2026-11-02")))
    days = [ENGLAND.day_of(moment).isoformat() for _, moment in rules.ladder(written, ENGLAND, begun)]
    assert days == ["2026-11-07", "2026-11-09", "2026-11-14"]
    nexts = [
        rules.next_change(written, ENGLAND, begun, rungs=rungs, state=word)
        for rungs, word in [(0, "waiting"), (1, "late"), (2, "late"), (2, "broken"), (3, "broken")]
    ]
    assert [moment and ENGLAND.day_of(moment).day for moment in nexts] == [7, 9, 10, 14, None]
    met = rules.after(written, ENGLAND, begun, Event("meet", at("2026-11-03")))
    assert rules.next_change(written, ENGLAND, met) is None


def test_beyond_the_calendar_nobody_guesses():
    with pytest.raises(OutOfCalendar):
        due("5 working days", "2028-12-29")


def test_what_is_owed_grows_by_the_day_and_stops_at_the_cap():
    owed = Owed(first=1000, a_day=200, most=5000)
    assert [owed.pence(day) for day in (0, 1, 19, 20, 40)] == [1000, 1200, 4800, 5000, 5000]


def test_why_says_the_dates_and_what_does_not_count():
    written = rule("5 working days")
    begun = after(written, Event("start", at("2026-12-21")))
    assert begun.steps == (
        "5 working days after Monday 21 December 2026 is the end of Wednesday 30 December 2026; "
        "Friday 25 December 2026 and Monday 28 December 2026 do not count.",
    )
    assert rules.why(written, ENGLAND, begun, at("2026-12-22")) == "Due by the end of Wednesday 30 December 2026."
    assert rules.why(written, ENGLAND, begun, at("2027-01-02")).endswith("It is 3 days over.")


def test_a_rule_counts_from_its_first_day_to_its_last():
    written = rule("5 days", valid_from=date(2026, 4, 1), valid_to=date(2026, 4, 30))
    assert [written.in_force(date(2026, m, d)) for m, d in ((3, 31), (4, 1), (4, 30), (5, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert not rule("5 days", valid_from=None).in_force(date(2026, 4, 1))


# Properties

LENGTHS = st.builds(Length, st.integers(1, 60), st.sampled_from(rules.UNITS)).filter(
    lambda length: length.unit != "months" or length.number <= 12
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 30)).map(lambda moment: moment.replace(tzinfo=UTC))


@st.composite
def written_rules(draw):
    within = draw(LENGTHS)
    ends = draw(st.sampled_from(["instant", "end-of-day"])) if within.unit == "hours" else "end-of-day"
    extension = Extension(draw(LENGTHS.filter(lambda length: length.number <= 20)), 3)
    return rule(within, ends=ends, pauses=("no access",), extension=extension)


@st.composite
def histories(draw):
    """Events in order, each of them allowed."""
    written, moment = draw(written_rules()), draw(MOMENTS)
    events = [Event("start", moment)]
    for kind in draw(st.lists(st.sampled_from(["pause", "resume", "extend", "meet", "cancel", "excuse"]), max_size=8)):
        moment += timedelta(minutes=draw(st.integers(0, 4000)))
        event = Event(kind, moment, "no access")
        if not rules.refusal(written, ENGLAND, rules.replay(written, ENGLAND, events), event):
            events.append(event)
    return written, events


@given(written_rules(), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_later_start_is_never_due_earlier(written, start, later):
    first, second = (rules.begin(written, ENGLAND, Event("start", moment)).due for moment in (start, start + later))
    assert first <= second


@given(written_rules(), MOMENTS, st.integers(0, 3000))
def test_a_pause_of_no_length_changes_nothing(written, start, minutes):
    begun = [Event("start", start)]
    moment = start + timedelta(minutes=minutes)
    still = [*begun, Event("pause", moment, "no access"), Event("resume", moment)]
    assert rules.replay(written, ENGLAND, still).due == rules.replay(written, ENGLAND, begun).due


@given(histories(), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_standing_still_for_longer_is_never_due_earlier(history, longer):
    written, events = history
    last = events[-1].at
    if rules.replay(written, ENGLAND, events).closed:
        events = events[:1]
    if not rules.replay(written, ENGLAND, events).paused:
        events = [*events, Event("pause", last, "no access")]
    dues = [
        rules.replay(written, ENGLAND, [*events, Event("resume", last + length)]).due
        for length in (timedelta(0), longer)
    ]
    assert dues[0] <= dues[1]


@given(histories(), st.data())
def test_replaying_a_part_and_then_the_rest_is_replaying_all(history, data):
    written, events = history
    cut = data.draw(st.integers(1, len(events)))
    standing = rules.replay(written, ENGLAND, events[:cut])
    for event in events[cut:]:
        standing = rules.after(written, ENGLAND, standing, event)
    whole = rules.replay(written, ENGLAND, events)
    assert (standing, standing.steps) == (whole, whole.steps)


@given(histories())
def test_what_the_clock_notes_changes_no_date(history):
    written, events = history
    noted = [events[0]]
    for event in events[1:]:
        noted += [Event("late", event.at), Event("break", event.at), Event("told", event.at), event]
    assert rules.replay(written, ENGLAND, noted) == rules.replay(written, ENGLAND, events)


@given(st.integers(1, 60), MOMENTS)
def test_no_working_day_falls_on_a_weekend_or_a_holiday(number, start):
    ends = ENGLAND.day_of(rules.begin(rule(Length(number, "working-days")), ENGLAND, Event("start", start)).due)
    assert ENGLAND.works(ends)
    begins = ENGLAND.day_of(start)
    between = (begins + timedelta(days=n) for n in range(1, (ends - begins).days + 1))
    assert sum(ENGLAND.works(day) for day in between) == number


@given(histories(), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_no_word_gets_better_with_time(history, later):
    written, events = history
    standing = rules.replay(written, ENGLAND, events)
    order = ["kept", "waiting", "late", "broken"]
    first, second = (rules.word(written, ENGLAND, standing, events[-1].at + length) for length in (timedelta(0), later))
    assert order.index(first) <= order.index(second)
    assert standing.closed is None or first == second


@given(histories())
def test_the_next_change_is_never_before_the_date_and_none_when_over(history):
    written, events = history
    standing = rules.replay(written, ENGLAND, events)
    moment = rules.next_change(written, ENGLAND, standing)
    assert moment == (None if standing.closed else standing.due)


def test_another_zone_has_its_own_midnight():
    warsaw = Calendar("PL", 2024, 2028, {}, "Europe/Warsaw")
    standing = rules.begin(
        rule("1 day"), warsaw, Event("start", datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    )  # the 2nd there
    assert standing.due == datetime(2026, 7, 3, 21, 59, 59, tzinfo=UTC)
