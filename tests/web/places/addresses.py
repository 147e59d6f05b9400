"""The addresses of places: what is public, what belongs to who keeps a place, and lists, which are an officer's."""

from uuid import uuid4

from tests.web.addresses import EVERYBODY, SIGNED_IN, Address, Words
from tests.world import World

OFFICERS = {"officer", "officer-here"}
KEEPERS = {*OFFICERS, "administrator"}
RUNS = {"administrator", "secretary", "board"}
MANAGE, ADD = "places.manage", "places.add-{}"
LIST = {"GET": "places.import"}


def body(world: World) -> Words:
    return {"body": world.board.pk}


def here(world: World) -> Words:
    return {"slug": world.places["here"].slug}


def a_role(world: World) -> Words:
    from letgo.commons.places.models import Role

    return {"role": Role.objects.get(person=world.person("treasurer")).pk}


def a_list(world: World) -> Words:
    """One that was looked through and waits."""
    from datetime import timedelta

    from letgo.commons.places.models import Import
    from letgo.commons.record.clock import now

    return {
        "list_": Import.objects.create(
            place=world.places["here"],
            by=world.person("officer-here"),
            evidence="Canary list",
            state="checked",
            size=1,
            digest=uuid4().hex,
            made=now(),
            expires=now() + timedelta(days=1),
        ).pk
    }


def a_standing(world: World) -> Words:
    from letgo.commons.places.models import Standing

    return {"standing": Standing.objects.get(person=world.person("subject")).pk}


def a_member(world: World) -> Words:
    from letgo.commons.places import actions
    from letgo.commons.record.clock import now

    given = (world.person("subject"), world.board, now().date(), "")
    return {"membership": actions.add_member(*given, by=world.actor("secretary"), key="member").pk}


def an_electorate(world: World) -> Words:
    from letgo.commons.places.electorates import actions
    from letgo.commons.places.rules import Eligibility

    rule = Eligibility(("lives-here",), days=30, youngest="16-17", excludes=("manager",))
    given = (world.places["here"], "Residents", rule)
    return {"electorate": actions.set_electorate(*given, by=world.actor("officer"), key="electorate").pk}


def to_say(world: World) -> dict[str, str]:
    return {"who": "nobody@example.org", "kind": "lives-here", "start": "2026-01-01", "evidence": "a letter"}


def to_give(world: World) -> dict[str, str]:
    return {"who": "nobody@example.org", "role": "treasurer", "start": "2026-01-01", "evidence": "a letter"}


def to_end(world: World) -> dict[str, str]:
    return {"end": "2030-01-01"}


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


ADDRESSES = {
    "organisation": Address({"GET": "pages.read"}, body, EVERYBODY),
    "organisation-roles": Address(both("places.manage-organisation"), body, RUNS, form=to_give),
    "place-roles": Address(both(MANAGE), here, KEEPERS, form=to_give),
    "end-role": Address(both("places.end-role"), a_role, {"secretary", "board", "treasurer"}, form=to_end),
    "rename-place": Address(both("places.rename-place"), here, {"administrator"}, form=lambda world: {"name": "A"}),
    "move-place": Address(
        both("places.move-place"), here, {"administrator"}, form=lambda world: {"parent": str(world.places["there"].pk)}
    ),
    "find-standing": Address(both("places.add-standing"), here, OFFICERS, form=to_say),
    "add-standing": Address(both("places.add-standing"), here, OFFICERS, form=to_say),
    "end-standing": Address(both("places.end-standing"), a_standing, {*OFFICERS, "subject"}, form=to_end),
    "members": Address(both("places.add-member"), body, {"secretary", "board"}, form=to_say),
    "end-member": Address(both("places.end-member"), a_member, {"secretary", "board", "subject"}, form=to_end),
    "my-places": Address({"GET": "pages.mine"}, None, SIGNED_IN),
    "electorates": Address({"GET": "pages.read"}, here, EVERYBODY),
    "electorate": Address({"GET": "pages.read"}, an_electorate, EVERYBODY),
    "set-electorate": Address(both("places.set-electorate"), here, OFFICERS, form=lambda world: {"name": "Residents"}),
    "keep-place": Address({"GET": MANAGE}, here, KEEPERS),
    "add-place": Address(
        both("places.add-place"), here, {"administrator"}, form=lambda world: {"name": "A", "kind": "block"}
    ),
    "add-home": Address(both("places.add-home"), here, KEEPERS, form=lambda world: {"address": "1 Tansy Row"}),
    "add-organisation": Address(
        both("places.add-organisation"), here, {"administrator"}, form=lambda world: {"name": "A", "kind": "team"}
    ),
    "lists": Address(both("places.import"), here, OFFICERS),
    "people-csv": Address({"POST": "places.export"}, here, OFFICERS),
    "list": Address(LIST, a_list, OFFICERS),
    "list-progress": Address(LIST, a_list, OFFICERS),
    "list-yes": Address({"POST": "places.confirm-import"}, a_list, OFFICERS),
    "list-no": Address({"POST": "places.drop-import"}, a_list, OFFICERS),
}
