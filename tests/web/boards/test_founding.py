"""Founding a board on a page: from the rules of a pack that is applied at the place, or from the usual ones."""

from uuid import uuid4

import pytest

from tests.web.ballots.made import electorate
from tests.web.boards.test_elections import page, send, text
from tests.world import TEST

pytestmark = pytest.mark.django_db
PACKS = {
    "tmo": "tmo",
    "tenants-association": "association",
    "neighbourhood-board": "neighbourhood",
    "co-op-board": "co-op",
}


@pytest.fixture
def packs(world):
    """Every pack with a board in it, applied at the place."""
    from letgo.commons.promises.versions.actions import apply_pack
    from letgo.house.pack_files import with_needs

    for part in (part for name in PACKS for part in with_needs(name)):
        apply_pack(part, world.places["here"].pk, TEST, uuid4().hex)


def fields(world, kind, **more):
    listed = str(electorate(world).pk)
    given = {"board": kind, "name": "Larch board", "organisation": str(world.board.pk), "electorate": listed}
    return {**given, "secure": "", "at": "1", **more}


def test_the_boards_of_the_packs_of_a_place_are_offered_there_and_nowhere_else(world, packs):
    client = world.client("officer")
    here = page(client, "body-found", slug=world.places["here"].slug)
    there = page(client, "body-found", slug=world.places["there"].slug)
    for kind in PACKS.values():
        assert f'value="{kind}"' in here
        assert f'value="{kind}"' not in there
    assert 'value="board"' in there


def test_a_board_is_founded_with_the_rules_of_its_pack_which_are_shown_before(world, packs):
    from letgo.decide.boards.models import Body

    client, slug = world.client("officer"), world.places["here"].slug
    listed = str(electorate(world).pk)
    check = text(send(client, "body-found", 200, fields=fields(world, "tmo", go="next"), slug=slug))
    assert "12. One third of the seats each time." in check
    assert "At least 7 seats for tenants of the council." in check
    send(client, "body-found", 200, fields=fields(world, "tmo", secure=listed, go="send"), slug=slug)
    body = Body.objects.get(name="Larch board")
    assert (body.kind, body.fixed.seats, body.fixed.continuation_rule) == ("tmo", 12, "boards.continuation")
    assert str(body.secure_id) == listed
    assert body.seats.filter(group="tenants of the council").count() == 7


def test_a_board_is_founded_with_the_usual_rules_where_no_pack_is(world):
    from letgo.decide.boards.models import Body

    slug = world.places["here"].slug
    client = world.client("officer")
    assert "9. All seats at the same time." in text(
        send(client, "body-found", 200, fields=fields(world, "board", go="next"), slug=slug)
    )
    send(client, "body-found", 200, fields=fields(world, "board", go="send"), slug=slug)
    body = Body.objects.get(name="Larch board")
    assert (body.kind, body.fixed.seats, body.secure_id) == ("board", 9, None)
