"""Who sees a promise and who may act on it: the single check and the list always agree, for everyone and every audience."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from letgo.commons.people.queries import may, visible
from letgo.commons.promises.models import Promise
from letgo.commons.record.refs import PUBLIC, Ref

START = datetime(2026, 12, 21, 10, tzinfo=UTC)
VERBS = (
    "promises.read",
    "promises.meet",
    "promises.extend",
    "promises.pause",
    "promises.resume",
    "promises.excuse",
    "promises.cancel",
)


@pytest.fixture
def many(world, law, promised):
    """A promise for each role, holder and audience."""
    here, there, council = (Ref("place", world.places[name].pk) for name in ("here", "there", "council"))
    board = Ref("organisation", world.board.pk)
    authority = Ref("organisation", world.authority.pk)
    made = {}
    for role, excuser in (
        ("manager", "officer"),
        ("board-member", "secretary"),
        ("officer", "councillor"),
        ("answerer", ""),
    ):
        law("5 days", name=f"test.{role}", role=role, excused_by=excuser)
        for holder in (here, there, council, board, authority):
            own = here if holder == board else council if holder == authority else holder
            for audience in (PUBLIC, own, board, Ref("person", world.person("subject").pk), Ref("concern", uuid4())):
                made[role, holder, audience] = promised(START, holder, rule=f"test.{role}", audience=audience)
    return made


def test_the_list_shows_what_the_single_check_allows(world, many):
    rows = list(Promise.objects.select_related("rule", "place"))
    assert len(rows) == 100
    for who in world.who:
        actor = world.actor(who)
        for verb in VERBS:
            listed = set(visible(actor, verb, Promise.objects.all()).values_list("pk", flat=True))
            assert listed == {row.pk for row in rows if may(actor, verb, row)}, (who, verb)


def test_who_reads_what(world, many):
    here, board = Ref("place", world.places["here"].pk), Ref("organisation", world.board.pk)
    subject = Ref("person", world.person("subject").pk)

    def readers(audience, role="answerer"):
        row = many[role, here, audience]
        return {who for who in world.who if may(world.actor(who), "promises.read", row)}

    assert readers(PUBLIC) == set(world.who)
    assert "neighbour" not in readers(here)
    assert {"resident", "subject", "officer", "officer-here", "manager"} <= readers(here)
    assert not {"anyone", "stranger", "leaver", "gone", "officer-there", "officer-weak"} & readers(here)
    assert readers(board) == {"board", "secretary", "treasurer", "checker", "answerer"}
    assert readers(subject) == {"subject", "answerer"}
    private = next(
        row
        for (role, holder, audience), row in many.items()
        if role == "answerer" and holder == here and audience.kind == "concern"
    )
    assert {who for who in world.who if may(world.actor(who), "promises.read", private)} == {"answerer"}


def test_the_duty_is_a_roles_at_a_place_or_in_one_organisation(world, many):
    def holders(role, holder):
        return {who for who in world.who if may(world.actor(who), "promises.meet", many[role, holder, PUBLIC])}

    here, there = (Ref("place", world.places[name].pk) for name in ("here", "there"))
    assert holders("manager", here) == {"manager"}
    assert holders("manager", there) == set()
    assert holders("officer", here) == {"officer", "officer-here"}
    assert holders("officer", there) == {"officer", "officer-there"}
    assert holders("board-member", Ref("organisation", world.board.pk)) == {"board"}
    assert holders("board-member", Ref("organisation", world.authority.pk)) == set()


def test_nobody_excuses_their_own(world, law, promised):
    law("5 days", name="test.own", role="officer", excused_by="councillor")
    row = promised(START, rule="test.own")
    assert {who for who in world.who if may(world.actor(who), "promises.excuse", row)} == {"councillor"}
