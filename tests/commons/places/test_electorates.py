from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.places import actions
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.electorates.queries import eligible, freeze, is_eligible, newest
from letgo.commons.places.models import Electorate, Membership, Role, Standing
from letgo.commons.places.queries import today
from letgo.commons.places.rules import AGE_BANDS, GRANTED, ROLES, Eligibility, Held, unbroken_since
from letgo.commons.places.rules import eligible as rule_eligible
from letgo.commons.record import clock
from tests.commons.places.made import DAY, KEEPER, hold, key

ON = date(2026, 6, 15)
LIVES = Eligibility(standings=("lives-here",))


def held(what, start=-100, end=None, person=1, detail=""):
    last = None if end is None else ON + end * DAY
    return Held(UUID(int=person), what, ON + start * DAY, last, detail)


def grounds(rule, *rows):
    return [ground for _, ground in rule_eligible(rule, rows, ON)]


@pytest.mark.parametrize(("start", "end", "there"), [(0, None, 1), (1, None, 0), (-9, 1, 1), (-9, 0, 0), (-9, -1, 0)])
def test_the_day_counts(start, end, there):
    assert len(grounds(LIVES, held("lives-here", start, end))) == there


def test_a_person_on_two_grounds_counts_once_on_the_first():
    rule = Eligibility(standings=("uses-service", "lives-here"), members=UUID(int=7))
    rows = [held("lives-here"), held("member"), held("uses-service"), held("uses-service", -300)]
    assert grounds(rule, *rows) == ["uses-service"]
    assert grounds(rule, rows[1]) == ["member"]


@pytest.mark.parametrize(("start", "there"), [(-28, 1), (-27, 0)])
def test_days_of_standing_count_up_to_the_day(start, there):
    rule = Eligibility(standings=("lives-here",), days=28)
    assert len(grounds(rule, held("lives-here", start))) == there


def test_moving_house_inside_the_place_breaks_nothing_and_a_gap_does():
    rule = Eligibility(standings=("lives-here",), days=28)
    assert grounds(rule, held("lives-here", -400, -10), held("lives-here", -10)) == ["lives-here"]
    assert grounds(rule, held("lives-here", -400, -11), held("lives-here", -10)) == []


@pytest.mark.parametrize(
    ("band", "youngest", "oldest", "there"),
    [
        ("16-17", "16-17", "", 1),
        ("11-15", "16-17", "", 0),
        ("18-24", "", "18-24", 1),
        ("25-64", "", "18-24", 0),
        ("", "16-17", "", 0),
    ],
)
def test_an_age_limit_takes_in_who_has_shown_their_age(band, youngest, oldest, there):
    rule = Eligibility(standings=("lives-here",), youngest=youngest, oldest=oldest)
    rows = [held("lives-here"), *([held("age-band", detail=band)] if band else [])]
    assert len(grounds(rule, *rows)) == there


def test_who_holds_an_excluded_role_is_out_and_is_in_again_once_it_ended():
    rule = Eligibility(standings=("lives-here",), excludes=("manager",))
    assert grounds(rule, held("lives-here"), held("role", detail="manager")) == []
    assert grounds(rule, held("lives-here"), held("role", -50, 0, detail="manager")) == ["lives-here"]
    assert grounds(rule, held("lives-here"), held("role", detail="secretary")) == ["lives-here"]


def test_both_grounds_where_both_are_asked_for():
    rule = Eligibility(standings=("lives-here",), members=UUID(int=7), both=True)
    assert grounds(rule, held("lives-here")) == []
    assert grounds(rule, held("member")) == []
    assert grounds(rule, held("lives-here"), held("member")) == ["lives-here"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"standings": ("age-band",)},
        {"standings": ("lives-here",), "days": -1},
        {"standings": ("lives-here",), "youngest": "17"},
        {"standings": ("lives-here",), "both": True},
        {"standings": ("lives-here",), "excludes": ("king",)},
    ],
)
def test_a_rule_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="ground"):
        Eligibility(**wrong)


RULES = st.builds(
    Eligibility,
    standings=st.lists(st.sampled_from(list(GRANTED)), min_size=1, unique=True).map(tuple),
    members=st.sampled_from([None, UUID(int=7)]),
    days=st.integers(0, 40),
    youngest=st.sampled_from(["", *AGE_BANDS]),
    excludes=st.lists(st.sampled_from(ROLES), max_size=2, unique=True).map(tuple),
)
ROWS = st.lists(
    st.builds(
        held,
        st.sampled_from([*GRANTED, "member", "age-band", "role"]),
        st.integers(-60, 5),
        st.none(),
        st.integers(1, 4),
        st.sampled_from([*AGE_BANDS, *ROLES]),
    ),
    max_size=12,
)


@given(rule=RULES, rows=ROWS, seed=st.randoms())
def test_the_order_of_rows_changes_nothing_and_nobody_is_there_twice(rule, rows, seed):
    found = rule_eligible(rule, rows, ON)
    mixed = list(rows)
    seed.shuffle(mixed)
    assert rule_eligible(rule, mixed, ON) == found
    assert [person for person, _ in found] == sorted({person for person, _ in found})
    assert Eligibility.from_data(rule.as_data()) == rule


@given(spans=st.lists(st.tuples(st.integers(-30, 5), st.none() | st.integers(1, 30)), max_size=6))
def test_unbroken_since_is_what_walking_back_day_by_day_finds(spans):
    rows = [held("x", start, None if length is None else start + length) for start, length in spans]
    day, found = ON, None
    while any(row.on(day) for row in rows):
        found, day = day, day - DAY
    assert unbroken_since(rows, ON) == found


@pytest.fixture
def residents(world):
    here = world.places["here"]
    return set_electorate(here, "Residents", Eligibility(standings=("lives-here",), days=28), KEEPER, key())


@pytest.mark.django_db
class TestLists:
    def test_people_of_the_place_and_below_it_and_nobody_else(self, world, residents):
        block = actions.add_place("House", "block", world.places["here"], KEEPER, key())
        hold(world, Standing, "stranger", -100, place=block, kind="lives-here")
        hold(world, Standing, "gone", -100, place=block, kind="lives-here")
        hold(world, Standing, "helper", -5, place=block, kind="lives-here")
        hold(world, Standing, "answerer", -100, place=block, kind="uses-service")
        names = {world.person(name).pk for name in ("resident", "subject", "stranger")}
        assert {person for person, _ in eligible(residents, today())} == names

    def test_who_comes_after_the_day_is_not_on_the_list_of_the_day(self, world, residents):
        before = freeze(residents, today())
        hold(world, Standing, "stranger", -100, place=world.places["here"], kind="lives-here")
        late = hold(world, Standing, "helper", 1, place=world.places["here"], kind="lives-here")
        assert world.person("helper").pk not in dict(freeze(residents, today()).people)
        assert freeze(residents, late.start + 28 * DAY).people != before.people
        assert freeze(residents, today()) != before  # and a list is what stood when it was frozen

    def test_the_same_rows_give_the_same_bytes(self, world, residents):
        one = freeze(residents, today())
        with clock.travel(by=timedelta(days=3)):
            assert freeze(residents, one_day := today() - 3 * DAY) == one
            assert freeze(residents, one_day + DAY).digest != one.digest
        assert len(one.digest) == 64

    def test_the_digest_names_the_version_too(self, world, residents):
        again = set_electorate(residents.place, "Residents", Eligibility.from_data(residents.rule), KEEPER, key())
        assert freeze(again, today()).people == freeze(residents, today()).people
        assert freeze(again, today()).digest != freeze(residents, today()).digest
        assert newest(Electorate.objects.filter(place=residents.place)) == [again]

    def test_members_and_their_roles(self, world):
        board = world.board
        rule = Eligibility(members=board.pk, excludes=("treasurer",))
        electorate = set_electorate(board.place, "Members", rule, world.actor("secretary"), key(), board)
        for name in ("stranger", "treasurer", "resident"):
            hold(world, Membership, name, organisation=board)
        found = eligible(electorate, today())
        assert dict(found) == {world.person(name).pk: "member" for name in ("stranger", "resident")}
        asked = {
            name: is_eligible(electorate, world.person(name).pk, today())
            for name in ("stranger", "treasurer", "helper")
        }
        assert asked == {"stranger": True, "treasurer": False, "helper": False}
        assert not is_eligible(electorate, None, today())

    def test_a_list_costs_a_few_queries_whatever_it_holds(self, world, residents, django_assert_num_queries):
        rule = Eligibility(
            standings=("lives-here", "uses-service"), members=world.board.pk, excludes=("manager",), oldest="25-64"
        )
        all_of_it = set_electorate(residents.place, "All", rule, KEEPER, key())
        for count in (1, 20):
            for number in range(count):
                hold(world, Standing, "stranger", -100 - number, -50 - number, place=residents.place, kind="lives-here")
                hold(world, Role, "helper", name="manager", place=residents.place)
            with django_assert_num_queries(1):
                eligible(all_of_it, today())
