"""What terms are worth, where a power may go, and the arithmetic of days."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.people.rules import Actor, Grant
from letgo.commons.powers import rules
from letgo.commons.powers.rules import DECIDES, MOVES, SIDES, Rung, Terms, VetoTerm, rung

COUNCIL, BOARD = UUID(int=1), UUID(int=2)
WHOLE = Terms(decides="holder", money="holder")
TERMS = st.builds(
    Terms,
    decides=st.sampled_from(sorted(DECIDES)),
    agenda=st.sampled_from(SIDES),
    options=st.sampled_from(SIDES),
    information=st.sampled_from(SIDES),
    money=st.sampled_from([*SIDES, ""]),
    changes=st.sampled_from(SIDES),
    notice_days=st.integers(0, 400),
    vetoes=st.lists(
        st.builds(VetoTerm, st.just(COUNCIL), st.sampled_from([(), ("It breaks the law",)]), st.integers(1, 60)),
        max_size=2,
    ).map(tuple),
)
DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))


def test_whole_terms_are_worth_what_they_say():
    for decides, step in DECIDES.items():
        assert rung(replace(WHOLE, decides=decides)).rung == step


def test_who_picks_the_options_decides():
    """An estate was told it would decide, and the option it wanted was taken off the list."""
    judged = rung(replace(WHOLE, options="giver"))
    assert (judged.rung, judged.because) == (Rung.ASKED, ("options",))


def test_a_bounded_veto_with_grounds_takes_nothing_away():
    assert rung(replace(WHOLE, vetoes=(VetoTerm(COUNCIL, ("It breaks the law",), 14),))).rung == Rung.RESIDENTS


def test_a_veto_on_any_ground_or_for_ever_takes_a_step_away():
    assert rung(replace(WHOLE, vetoes=(VetoTerm(COUNCIL, (), 14),))).because == ("veto-any",)
    assert rung(replace(WHOLE, vetoes=(VetoTerm(COUNCIL, ("x",), 60),))).because == ("veto-days",)


@given(TERMS)
def test_terms_never_earn_more_than_who_decides(terms):
    assert rung(terms).rung <= DECIDES[terms.decides]


@given(TERMS, st.sampled_from(["agenda", "options", "information", "money", "changes"]))
def test_giving_the_holder_more_never_lowers_the_rung(terms, name):
    assert rung(replace(terms, **{name: "holder"})).rung >= rung(terms).rung


@given(TERMS, st.integers(0, 400))
def test_a_longer_notice_never_lowers_the_rung(terms, more):
    assert rung(replace(terms, notice_days=terms.notice_days + more)).rung >= rung(terms).rung


@given(TERMS)
def test_what_holds_it_down_is_named_just_when_it_is_held_down(terms):
    judged = rung(terms)
    assert bool(judged.because) == (judged.rung < DECIDES[terms.decides])


def test_a_power_ends_only_out_of_a_notice_or_by_both_and_never_comes_back():
    assert not MOVES["ended"]
    assert all("ended" not in MOVES[state] for state in ("kept", "offered", "declined"))
    assert set().union(*MOVES.values()) <= set(MOVES)


def test_taking_back_climbs_step_by_step_and_each_step_leads_back():
    assert "helped" not in MOVES["held"]
    assert "supervised" not in MOVES["held"] | MOVES["warned"]
    assert all("held" in MOVES[state] for state in ("warned", "helped", "supervised", "noticed", "lapsed"))


def test_past_its_end_a_power_is_still_with_its_holder():
    assert rules.in_force("lapsed", date(2026, 1, 1), date(2030, 1, 1))
    assert not rules.in_force("ended", date(2026, 1, 1), date(2030, 1, 1))
    assert not rules.in_force("held", date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, DAYS)
def test_the_year_of_money_holds_today_and_is_one_year(start, today):
    begins = rules.year_of(start, max(start, today))
    assert begins <= max(start, today) < begins + timedelta(days=367)
    assert (begins.month, begins.day) in {(start.month, start.day), (3, 1)}


def test_another_landlords_officer_does_not_speak_for_the_council():
    actor = Actor(grants=frozenset({Grant("officer", "/a/", BOARD)}))
    assert not rules.gives(actor, COUNCIL, "/a/b/")
    assert rules.gives(Actor(grants=frozenset({Grant("officer", "/a/")})), COUNCIL, "/a/b/")
    assert not rules.gives(Actor(grants=frozenset({Grant("officer", "/a/c/")})), COUNCIL, "/a/b/")


def test_who_lives_in_a_block_lives_on_its_estate_and_not_the_other_way():
    actor = Actor(grants=frozenset({Grant("resident", "/estate/block/")}))
    assert rules.lives_in(actor, "/estate/")
    assert not rules.lives_in(Actor(grants=frozenset({Grant("resident", "/estate/")})), "/estate/block/")
