"""Names, ways to reach someone, safe contact and agreements."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.people import actions, queries, rules
from letgo.commons.people.models import Person, Route, Wording
from letgo.commons.people.rules import Safe
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line, Words
from letgo.commons.record.refusals import Refused


def add(world, name="", key="add", **more) -> Person:
    return actions.add_person(name, by=world.actor("outreach"), key=key, **more)


@pytest.mark.parametrize("name", ["", "Ó", "محمد", "Ng", "李 小 明", "Jean-Marie d’Ile", "x" * 200])
def test_a_name_is_as_its_owner_writes_it(world, name):
    assert add(world, name).name == name


def test_a_name_is_never_printed_nor_written_in_a_line(world):
    row = add(world, "Canary Name", routes=[("email", "canary@example.org")])
    actions.change_details(row.pk, by=rules.Actor(person=row.pk), key="x", name="Canary Other")
    assert "Canary" not in f"{row!r}{row}{row.routes.first()!r}"
    assert not [words for words in Words.objects.all() if "canary" in str(words.body).lower()]
    assert not Line.objects.filter(about_id=row.pk, audience_kind="public").exists()


def test_needs_languages_and_addresses_that_we_do_not_know_are_refused_kindly(world):
    for more in (
        {"needs": ["a throne"]},
        {"language": "xx-none"},
        {"routes": [("email", "nobody")]},
        {"routes": [("pigeon", "x")]},
    ):
        with pytest.raises(Refused):
            add(world, key=str(more), **more)
    assert not Person.objects.filter(name="").exclude(pk__in=[p.pk for p in world.people.values()]).exists()


def test_an_address_may_belong_to_several_and_says_so(world):
    one = add(world, key="1", routes=[("text", "07700 900 111")], proved=True)
    other = add(world, key="2", routes=[("text", "+44 7700 900111")], proved=True)
    alone = add(world, key="3", routes=[("text", "07700 900 222")], proved=True)
    assert [queries.routes(person.pk)[0].shared for person in (one, other, alone)] == [True, True, False]
    assert queries.people_at("text", "+447700900111") == [one, other]


def test_nobody_else_touches_someones_ways_of_contact(world):
    subject = world.person("subject")
    route = actions.add_route(subject.pk, "email", "A@Example.org", by=world.actor("subject"), key="add")
    assert route.address == "a@example.org"
    for who in world.who:
        if who == "subject":
            continue
        with pytest.raises(Refused):
            actions.use_route(route.pk, by=world.actor(who), key=f"{who}", first=True)
        with pytest.raises(Refused):
            actions.remove_route(route.pk, by=world.actor(who), key=f"{who}")
        with pytest.raises(Refused):
            actions.add_route(subject.pk, "email", "b@example.org", by=world.actor(who), key=f"{who}")
    actions.remove_route(route.pk, by=world.actor("subject"), key="away")
    assert not Route.objects.filter(pk=route.pk).exists()


def test_routes_are_used_in_their_owners_order_when_proved_and_not_barred(world):
    me = world.person("subject")
    made = [actions.add_route(me.pk, *way, by=world.actor("subject"), key=str(way)) for way in WAYS]
    assert queries.safe_routes(me.pk) == []
    for route in made:
        actions.prove_route(route.pk, by=world.actor("subject"), key=f"prove {route.pk}")
    actions.use_route(made[2].pk, by=world.actor("subject"), key="first", first=True)
    actions.use_route(made[0].pk, by=world.actor("subject"), key="never", never=True)
    assert [route.kind for route in queries.safe_routes(me.pk)] == ["letter", "text", "phone"]
    set_safe(world, never=frozenset({"ring", "write-home"}))
    assert [route.kind for route in queries.safe_routes(me.pk)] == ["text"]
    set_safe(world, kinds=frozenset())
    assert queries.safe_routes(me.pk) == []


WAYS = (
    ("email", "a@example.org"),
    ("text", "07700 900 001"),
    ("letter", "1 Made-up Street\nWrenholt"),
    ("phone", "07700 900 002"),
)


def set_safe(world, **more):
    return actions.set_safe_contact(
        world.person("subject").pk, Safe(**more), by=world.actor("subject"), key=str(sorted(map(str, more.items())))
    )


def test_safe_routes_cost_two_queries(world, django_assert_num_queries):
    me = world.person("subject")
    for n in range(8):
        Route.objects.create(person=me, kind="email", address=f"{n}@example.org", proved=now(), made=now())
    with django_assert_num_queries(2):
        assert len(queries.safe_routes(me.pk)) == 8


def test_outside_their_hours_nobody_is_reached(world):
    me = world.person("subject")
    Route.objects.create(person=me, kind="email", address="a@example.org", proved=now(), made=now())
    set_safe(world, days=frozenset({0}), start=10, end=12)
    monday = datetime(2026, 11, 23, 11, tzinfo=ZoneInfo("Europe/London"))
    assert queries.safe_routes(me.pk, monday)
    for away in (timedelta(hours=-2), timedelta(hours=1), timedelta(days=1)):
        assert queries.safe_routes(me.pk, monday + away) == []


@given(
    days=st.frozensets(st.integers(0, 6), min_size=1),
    hours=st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda pair: pair[0] < pair[1]),
    minutes=st.integers(0, 60 * 24 * 14),
)
def test_the_next_open_moment_is_open_and_none_before_it_is(days, hours, minutes):
    safe = Safe(days=days, start=hours[0], end=hours[1])
    local = datetime(2026, 3, 20, tzinfo=ZoneInfo("Europe/London")) + timedelta(minutes=minutes)
    found = safe.next_open(local)
    assert found >= local
    assert safe.open_at(found)
    steps = range(0, int((found - local).total_seconds()), 1800)
    assert not any(safe.open_at(local + timedelta(seconds=step)) for step in steps)


def test_who_said_nothing_is_reached_carefully(world):
    safe = queries.safe_contact(world.person("subject").pk)
    assert not safe.says("leave-a-message")
    assert not safe.says("name-the-service")


def test_safe_contact_is_their_own_to_say_and_nobody_reads_that_they_did(world):
    for who in world.who:
        if who != "subject":
            with pytest.raises(Refused):
                actions.set_safe_contact(world.person("subject").pk, Safe(), by=world.actor(who), key=who)
    set_safe(world, start=9)
    with pytest.raises(Refused):
        set_safe(world, days=frozenset())


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("email", " A@B.example ", "a@b.example"),
        ("email", "a b@c", ""),
        ("email", "a@b\nBcc: c@d", ""),
        ("text", "07700 900 111", "+447700900111"),
        ("phone", "0044 (7700) 900-111", "+447700900111"),
        ("text", "12", ""),
        ("text", "٠٧٧٠٠٩٠٠١١١", ""),
        ("letter", " 1  Made-up Street \n\n Wrenholt", "1 Made-up Street\nWrenholt"),
        ("letter", "x", ""),
        ("pigeon", "a long enough address", ""),
    ],
)
def test_an_address_is_kept_in_one_form_or_not_at_all(kind, given, kept):
    assert rules.tidy_address(kind, given) == kept


def words(world, key="1", **more) -> Wording:
    return actions.add_wording("made.up", "A", "B", "C", by=world.actor("administrator"), key=key, **more)


def yes(world, wording, key="yes", **more):
    return actions.give_agreement(world.person("subject").pk, wording.pk, by=world.actor("subject"), key=key, **more)


def test_a_yes_holds_from_when_it_is_given_until_it_is_taken_back(world):
    me, before = world.person("subject").pk, now()
    row = yes(world, words(world))
    newer = words(world, "2")
    assert not queries.agreed(me, "made.up", before)
    assert queries.agreed(me, "made.up")
    with travel(by=timedelta(days=20)):
        assert queries.agreed(me, "made.up")
        actions.withdraw_agreement(row.pk, by=world.actor("subject"), key="back")
        assert not queries.agreed(me, "made.up")
        assert queries.agreed(me, "made.up", before + timedelta(days=1))
        assert yes(world, newer, "again").withdrawn is None
        assert queries.agreed(me, "made.up")


def test_a_yes_with_a_last_day_ends_by_itself(world):
    yes(world, words(world), until=now() + timedelta(days=3))
    with travel(by=timedelta(days=4)):
        assert not queries.agreed(world.person("subject").pk, "made.up")


def test_new_words_that_ask_again_end_an_earlier_yes_and_others_do_not(world):
    me, first = world.person("subject").pk, words(world)
    yes(world, first)
    words(world, "2")
    assert queries.agreed(me, "made.up")
    words(world, "3", asks_again=True)
    assert not queries.agreed(me, "made.up")
    with pytest.raises(Refused):
        yes(world, first, "to old words")
    yes(world, Wording.objects.get(version=3), "to the new")
    assert queries.agreed(me, "made.up")


def test_nobody_says_yes_or_takes_it_back_for_another(world):
    wording = words(world)
    row = yes(world, wording)
    for who in world.who:
        if who == "subject":
            continue
        with pytest.raises(Refused):
            actions.give_agreement(world.person("subject").pk, wording.pk, by=world.actor(who), key=who)
        with pytest.raises(Refused):
            actions.withdraw_agreement(row.pk, by=world.actor(who), key=who)


def test_agreed_costs_one_query(world, django_assert_num_queries):
    yes(world, words(world))
    with django_assert_num_queries(1):
        assert queries.agreed(world.person("subject").pk, "made.up")


def test_who_has_left_is_reached_by_nothing(world):
    me = world.person("subject")
    Route.objects.create(person=me, kind="email", address="a@example.org", proved=now(), made=now())
    actions.end_person(me.pk, by=world.actor("administrator"), key="end")
    assert queries.safe_routes(me.pk) == []
    assert queries.people_at("email", "a@example.org") == []
    assert world.actor("subject").person is None


def test_a_printed_form_is_found_by_its_code_until_its_time_is_over(world):
    row = actions.print_form("my-details", {}, by=world.actor("subject"), key="print")
    assert queries.paper_form(f" {row.code[:4].lower()}-{row.code[4:]} ") == row
    assert row.person == world.person("subject")
    with travel(by=timedelta(days=181)):
        assert queries.paper_form(row.code) is None
