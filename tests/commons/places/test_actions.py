from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from letgo.commons.people.rules import ANYONE
from letgo.commons.places import actions
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Membership, Organisation, Place, Role, Standing
from letgo.commons.places.queries import today
from letgo.commons.places.rules import Eligibility
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System
from tests.commons.places.made import DAY, KEEPER, hold, key

pytestmark = pytest.mark.django_db


def refused(kind="refused"):
    return pytest.raises(Refused, check=lambda no: no.kind == kind)


def test_a_place_is_added_below_another_with_its_line(world):
    here = world.places["here"]
    block = actions.add_place("  Tansy  House ", "block", here, KEEPER, key())
    assert (block.name, block.slug, block.parent) == ("Tansy House", "tansy-house", here)
    assert block.lineage == f"{here.lineage}{block.pk}/"
    assert (block.line.verb, block.line.audience_kind) == ("places.add-place", "public")
    again = actions.add_place("Tansy House", "block", world.places["there"], KEEPER, key())
    assert again.slug == "tansy-house-lockside"


def test_a_second_click_adds_no_second_place(world):
    one = key()
    first = actions.add_place("Court", "block", world.places["here"], KEEPER, one)
    assert actions.add_place("Court", "block", world.places["here"], KEEPER, one) == first
    assert Place.objects.filter(name="Court").count() == 1


def test_only_an_administrator_above_adds_a_place(world):
    for name in ("anyone", "resident", "officer", "officer-here", "secretary"):
        with refused("not-allowed"):
            actions.add_place("Court", "block", world.places["here"], world.actor(name), key())
    actions.add_place("Court", "block", world.places["here"], world.actor("administrator"), key())
    with refused("not-allowed"):
        actions.add_place("Elsewhere", "council", None, world.actor("administrator"), key())
    actions.add_place("Elsewhere", "council", None, KEEPER, key())


def test_places_go_ten_levels_deep_and_no_deeper(world):
    below = world.places["here"]
    for number in range(8):
        below = actions.add_place(f"Level {number}", "block", below, KEEPER, key())
    with refused():
        actions.add_place("Too deep", "block", below, KEEPER, key())
    with refused():
        actions.move_place(world.places["here"], world.places["there"], KEEPER, key())


def test_a_place_moves_with_all_that_is_below_it_in_two_updates(world, django_assert_max_num_queries):
    here, there = world.places["here"], world.places["there"]
    blocks = [actions.add_place(f"Block {number}", "block", here, KEEPER, key()) for number in range(30)]
    inner = actions.add_place("Stair", "block", blocks[0], KEEPER, key())
    with django_assert_max_num_queries(20):
        moved = actions.move_place(here, there, KEEPER, key())
    assert moved.lineage == f"{there.lineage}{here.pk}/"
    inner.refresh_from_db()
    assert inner.lineage == f"{there.lineage}{here.pk}/{blocks[0].pk}/{inner.pk}/"
    assert inner.line == moved.line
    for row in Place.objects.all():
        assert row.lineage == f"{row.parent.lineage if row.parent else '/'}{row.pk}/"


def test_a_place_never_lies_inside_itself(world):
    with refused():
        actions.move_place(world.places["council"], world.places["here"], KEEPER, key())
    with refused():
        actions.move_place(world.places["here"], world.places["here"], KEEPER, key())


def test_a_renamed_place_keeps_its_address(world):
    row = actions.rename_place(world.places["here"], "Tansy Gardens", KEEPER, key())
    assert (row.name, row.slug) == ("Tansy Gardens", "tansy-row")


def test_a_home_has_a_uprn_of_digits_or_none_and_nobody_elses(world):
    here, officer = world.places["here"], world.actor("officer-here")
    home = actions.add_home(here, "1 Tansy Row", officer, key(), uprn="100012345678")
    assert (home.uprn, home.line.audience_id) == ("100012345678", here.pk)
    assert actions.add_home(here, "2 Tansy Row", officer, key()).uprn is None
    for address, uprn in (
        ("3", "1234567890123"),
        ("4", "12A4"),
        ("5", "١٢"),
        ("6", "100012345678"),
        ("1 Tansy Row", ""),
        ("", ""),
    ):
        with refused():
            actions.add_home(here, address, officer, key(), uprn=uprn)
    with refused("not-allowed"):
        actions.add_home(world.places["there"], "9", officer, key())


def give(world, by, who, role, where, **more):
    at = {"board": world.board, "authority": world.authority, None: None}.get(where) or world.places.get(where)
    options = {"start": today(), "end": None, "evidence": "letter of 3 March", **more}
    return actions.give_role(world.person(who), role, at, **options, by=world.actor(by), key=key())


@pytest.mark.parametrize(
    ("by", "role", "where"),
    [
        ("administrator", "officer", "here"),
        ("administrator", "manager", "board"),
        ("administrator", "secretary", "board"),
        ("secretary", "treasurer", "board"),
        ("board", "board-member", "board"),
        ("administrator", "outreach", "there"),
        ("officer", "carer", "there"),
    ],
)
def test_who_may_give_a_role_gives_it(world, by, role, where):
    row = give(world, by, "stranger", role, where)
    assert row.evidence
    assert row.line.about_id == (row.organisation_id or row.place_id)
    assert "Canary" not in str(row.line.words.body)


@pytest.mark.parametrize(
    ("by", "role", "where"),
    [
        ("anyone", "outreach", "here"),
        ("resident", "carer", "here"),
        ("officer", "officer", "here"),
        ("officer-weak", "outreach", "here"),
        ("officer-there", "outreach", "here"),
        ("administrator", "treasurer", "board"),
        ("administrator", "administrator", None),
        ("secretary", "manager", "board"),
        ("secretary", "treasurer", "authority"),
        ("treasurer", "board-member", "board"),
        ("councillor", "board-member", "board"),
    ],
)
def test_nobody_else_does(world, by, role, where):
    with refused("not-allowed"):
        give(world, by, "stranger", role, where)


def test_nobody_gives_themselves_a_role_a_standing_or_a_membership(world):
    with refused("not-allowed"):
        give(world, "administrator", "administrator", "officer", "here")
    with refused("not-allowed"):
        give(world, "secretary", "secretary", "treasurer", "board")
    with refused("not-allowed"):
        stand(world, "officer", "officer")
    with refused("not-allowed"):
        actions.add_member(world.person("secretary"), world.board, today(), "", world.actor("secretary"), key())


def test_a_role_of_staff_needs_its_evidence(world):
    with refused():
        give(world, "administrator", "stranger", "officer", "here", evidence="  ")
    give(world, "secretary", "stranger", "treasurer", "board", evidence="")


def test_a_role_is_held_once_at_a_time(world):
    first = give(world, "secretary", "stranger", "treasurer", "board", end=today() + 10 * DAY)
    for start in (today(), today() + 9 * DAY, today() - 5 * DAY):
        with refused():
            give(world, "secretary", "stranger", "treasurer", "board", start=start)
    give(world, "secretary", "stranger", "treasurer", "board", start=first.end)


def test_a_role_ends_by_who_gives_it_or_by_its_holder(world):
    row = give(world, "secretary", "stranger", "treasurer", "board")
    for name in ("treasurer", "officer", "anyone"):
        with refused("not-allowed"):
            actions.end_role(row, today(), world.actor(name), key())
    ended = actions.end_role(row, today(), world.actor("stranger"), key())
    assert (ended.end, ended.line.verb) == (today(), "places.end-role")
    assert not world.actor("stranger").grants
    with refused():
        actions.end_role(row, today(), world.actor("secretary"), key())


def test_who_can_give_roles_only_by_their_role_cannot_after_it_ended(world):
    row = Role.objects.get(person=world.person("secretary"))
    actions.end_role(row, today(), world.actor("administrator"), key())
    with refused("not-allowed"):
        give(world, "secretary", "stranger", "treasurer", "board")


def test_the_last_administrator_cannot_be_ended(world):
    only = Role.objects.get(name="administrator")
    for by in (KEEPER, world.actor("administrator")):
        with refused():
            actions.end_role(only, today(), by, key())
    with refused():
        actions.leave(world.person("administrator"), today(), world.actor("administrator"), key())
    hold(world, Role, "stranger", name="administrator", place=world.places["here"])
    with refused():  # one below does not reach
        actions.end_role(only, today(), KEEPER, key())
    hold(world, Role, "helper", start=5, name="administrator")
    with refused():  # one who begins later is not there yet
        actions.end_role(only, today(), KEEPER, key())
    actions.end_role(only, today() + 5 * DAY, KEEPER, key())


def test_an_administrator_who_left_is_no_other_one(world):
    hold(world, Role, "gone", name="administrator", place=world.places["council"])
    with refused():
        actions.end_role(Role.objects.get(person=world.person("administrator")), today(), KEEPER, key())


def test_the_database_itself_keeps_the_last_administrator(world):
    only = Role.objects.filter(name="administrator")
    with pytest.raises(IntegrityError), transaction.atomic():
        only.update(end=today(), line=hold(world, Standing, "stranger", place=world.places["here"], kind="x").line)
    person = world.person("administrator")
    person.ended = person.made
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()
    hold(world, Role, "stranger", name="administrator")
    person.save()


@pytest.mark.parametrize("change", [{"end": None}, {"name": "officer"}, {"start": "2020-01-01"}, {"place": None}])
def test_the_database_refuses_to_change_a_role_but_for_its_end(world, change):
    row = hold(world, Role, "stranger", end=5, name="outreach", place=world.places["here"])
    other = hold(world, Role, "helper", name="outreach", place=world.places["here"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.filter(pk=row.pk).update(**change, line=other.line)
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.filter(pk=row.pk).update(end=today())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    Role.objects.filter(pk=row.pk).update(end=today(), line=other.line)


def test_only_the_first_administrator_begins_by_themselves(db, world):
    with refused():
        actions.begin(world.person("stranger"), "decision", System("setup"), key())
    with pytest.raises(Refused):
        actions.give_role(world.person("stranger"), "administrator", None, today(), None, "x", ANYONE, key())


def stand(world, by, who, kind="lives-here", where="here", evidence="tenancy list 2026-10", **more):
    options = {"home": None, "start": today(), **more}
    return actions.add_standing(
        world.person(who), world.places[where], kind, **options, evidence=evidence, by=world.actor(by), key=key()
    )


def test_a_standing_has_its_evidence_and_its_line_is_the_persons_own(world):
    row = stand(world, "officer-here", "stranger")
    assert row.evidence == "tenancy list 2026-10"
    assert (row.line.audience_kind, row.line.audience_id) == ("person", world.person("stranger").pk)
    with refused():
        stand(world, "officer", "stranger", where="there", evidence=" ")


def test_a_standing_stands_once_and_ends_by_an_officer_or_its_holder(world):
    row = stand(world, "officer", "stranger")
    with refused():
        stand(world, "officer", "stranger")
    for name in ("officer-there", "administrator", "neighbour", "anyone"):
        with refused("not-allowed"):
            actions.end_standing(row, today() + DAY, world.actor(name), key())
    with refused():
        actions.end_standing(row, today() - DAY, world.actor("stranger"), key())
    actions.end_standing(row, today() + DAY, world.actor("stranger"), key())
    stand(world, "officer", "stranger", start=today() + DAY)


def test_an_age_has_a_band_and_nothing_else_has(world):
    assert stand(world, "officer", "stranger", "age-band", detail="16-17").detail == "16-17"
    for kind, detail in (("age-band", ""), ("age-band", "17"), ("lives-here", "16-17")):
        with refused():
            stand(world, "officer", "helper", kind, detail=detail)


def test_a_home_of_another_place_is_no_home_here(world):
    home = actions.add_home(world.places["there"], "1 Lockside", world.actor("officer"), key())
    with refused():
        stand(world, "officer", "stranger", home=home)


def test_nobody_who_left_gets_a_standing_a_role_or_a_membership(world):
    with refused("gone"):
        stand(world, "officer", "gone")
    with refused("gone"):
        give(world, "secretary", "gone", "treasurer", "board")
    with refused("gone"):
        actions.add_member(world.person("gone"), world.board, today(), "", world.actor("secretary"), key())


def test_one_person_one_membership(world):
    secretary = world.actor("secretary")
    row = actions.add_member(world.person("stranger"), world.board, today(), "form of 3 March", secretary, key())
    with refused():
        actions.add_member(world.person("stranger"), world.board, today() + DAY, "", secretary, key())
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(world, Membership, "stranger", organisation=world.board)
    with refused("not-allowed"):
        actions.end_member(row, today() + DAY, world.actor("officer"), key())
    actions.end_member(row, today() + DAY, world.actor("stranger"), key())


def test_who_leaves_has_nothing_here_any_more_and_nothing_is_deleted(world):
    stand(world, "officer", "stranger", start=today() - 9 * DAY)
    stand(world, "officer", "stranger", "uses-service", start=today() + 9 * DAY)
    give(world, "secretary", "stranger", "treasurer", "board")
    actions.add_member(world.person("stranger"), world.board, today(), "", world.actor("secretary"), key())
    with refused("not-allowed"):
        actions.leave(world.person("stranger"), today(), world.actor("officer-there"), key())
    lines = Line.objects.count()
    actions.leave(world.person("stranger"), today(), world.actor("stranger"), key())
    assert Line.objects.count() == lines + 4
    assert not world.actor("stranger").grants
    for model in (Standing, Role, Membership):
        assert model.objects.filter(person=world.person("stranger"), end__isnull=False).exists()
        assert not model.objects.filter(person=world.person("stranger"), end__isnull=True).exists()


def test_an_electorate_changes_by_a_new_version_and_old_ones_stay(world):
    officer, here = world.actor("officer"), world.places["here"]
    one = set_electorate(here, "Residents", Eligibility(standings=("lives-here",)), officer, key())
    two = set_electorate(here, "Residents", Eligibility(standings=("lives-here",), days=28), officer, key())
    assert (one.version, two.version) == (1, 2)
    assert two.line.words.body["rule"]["days"] == 28
    with pytest.raises(DatabaseError), transaction.atomic():
        type(one).objects.filter(pk=one.pk).update(version=9)
    with refused("not-allowed"):
        set_electorate(here, "Residents", Eligibility(standings=("uses-service",)), world.actor("secretary"), key())


def test_who_runs_a_body_says_who_of_its_members_can_vote_and_nothing_more(world):
    secretary, here = world.actor("secretary"), world.places["here"]
    set_electorate(here, "Members", Eligibility(members=world.board.pk), secretary, key(), world.board)
    with refused():
        set_electorate(here, "All", Eligibility(standings=("lives-here",)), secretary, key(), world.board)
    other = Organisation.objects.create(name="Other", kind="co-op", place=here, line=here.line)
    with refused("not-allowed"):
        set_electorate(here, "Theirs", Eligibility(members=other.pk), secretary, key(), other)


def test_a_refused_act_leaves_nothing(world):
    lines = Line.objects.count()
    with refused():
        give(world, "administrator", "stranger", "officer", "here", end=today() - timedelta(days=1))
    assert Line.objects.count() == lines
