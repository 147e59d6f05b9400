"""The addresses of votes: what each needs, and who gets in."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.addresses import EVERYBODY, Address
from tests.world import World

READ = {"GET": "ballots.read"}
RESULT = {"GET": "ballots.read-result"}
CALLERS = {"officer", "officer-here", "secretary", "checker", "board"}
TYPISTS = {"officer", "officer-here", "outreach", "secretary", "checker", "board"}
SCRUTINEERS = {"secretary", "checker", "board"}
VOTERS = {"resident", "subject"}
OFFICER = {"checker"}  # who was named as returning officer
KEY = "k" * 22


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


def place(world: World) -> dict[str, Any]:
    from tests.web.ballots import made

    made.opened(world)
    return {"slug": world.places["here"].slug}


def poll(state: str = "open") -> Callable[[World], Mapping[str, Any]]:
    def make(world: World) -> Mapping[str, Any]:
        from tests.web.ballots import made

        return {"poll": made.STATES[state](world).pk}

    return make


def election(world: World) -> Mapping[str, Any]:
    from tests.web.ballots import elections

    return {"poll": elections.made(world, "declared").pk}


def option(world: World) -> Mapping[str, Any]:
    from tests.web.ballots import made

    return {"option": made.added(world).pk}


def challenge(world: World) -> Mapping[str, Any]:
    from tests.web.ballots import made

    return {"challenge": made.challenged(world).pk}


def batch(*typed: str) -> Callable[[World], Mapping[str, Any]]:
    def make(world: World) -> Mapping[str, Any]:
        from tests.web.ballots import made

        return {"batch": made.batch(world, typed).pk}

    return make


def doubtful(world: World) -> Mapping[str, Any]:
    return {**batch()(world), "position": 1}


def agents(world: World) -> Mapping[str, Any]:
    from tests.web.ballots import made

    agent = tuple(world.person(who).pk for who in ("treasurer", "councillor"))
    return {"poll": made.declared(world, agents=agent).pk}


def act(verb: str, state: str, **fields: Any) -> Address:
    given = {"reasons": "It is so.", **fields}
    return Address(both(verb), poll(state), OFFICER, form=lambda world: given)


def given(**fields: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: fields


ADDRESSES = {
    "polls": Address(READ, place),
    "poll-call": Address(both("ballots.call"), place, CALLERS),
    "poll": Address(READ, poll()),
    "poll-vote": Address(both("ballots.cast"), poll(), VOTERS, form=given(kept="1,2", at="3", go="send")),
    "poll-print": Address(READ, poll()),
    "poll-me": Address(READ, poll(), EVERYBODY),
    "poll-entry": Address(READ, poll(), VOTERS),
    "poll-add-option": Address(
        both("ballots.add-option"), poll("names"), VOTERS, form=given(name="A swing", words="For small ones.")
    ),
    "option-back": Address({"POST": "ballots.add-option"}, option, VOTERS),
    "poll-stages": Address(RESULT, election),
    "poll-slips": Address(both("ballots.read-result"), poll("declared"), form=given(slip="K7QX-2M9D-4TRW")),
    "poll-bundle": Address(RESULT, poll("declared")),
    "poll-sealed": Address(both("ballots.read-sealed"), agents, {"treasurer", "councillor"}),
    "poll-object": Address(both("ballots.challenge"), poll("declared"), VOTERS, form=given(grounds="It was closed.")),
    "poll-seed": Address(both("ballots.read-seed"), poll("closed"), SCRUTINEERS, form=given(seed="3 5 1")),
    "poll-desk": Address({"GET": "ballots.read-flags"}, poll("objection"), OFFICER),
    "poll-agents": Address(
        both("ballots.name-agents"), poll(), OFFICER, form=given(one="Canary Resident", other="Canary Subject")
    ),
    "poll-declare": act("ballots.declare", "counted"),
    "poll-rule": act("ballots.rule", "open", kind="influence", words="One paper was refused."),
    "poll-outage": act("ballots.rule", "open", day="1 1 2020", start="10:00", end="11:00"),
    "poll-admit": act("ballots.rule", "open", code="2222-222222"),
    "poll-lose": act("ballots.rule", "open", code="2222-222222"),
    "poll-refuse-paper": act("ballots.rule", "open", code="2222-222222"),
    "poll-withdraw": act("ballots.rule", "closed", number="1"),
    "poll-overturn": act("ballots.rule", "declared", why_not="Nothing was paid."),
    "poll-void": act("ballots.declare", "called"),
    "poll-challenge": Address(both("ballots.rule"), challenge, OFFICER, form=given(upheld="no", reasons="It is ours.")),
    "poll-papers": Address(both("ballots.receive-paper"), poll(), TYPISTS, form=given(papers="5")),
    "poll-papers-finish": Address({"POST": "ballots.rule"}, poll(), OFFICER, form=given(missing="0")),
    "poll-paper": Address(both("ballots.receive-paper"), poll(), TYPISTS, form=given(code="2222-222222")),
    "paper-type": Address(both("ballots.type-papers"), batch(), TYPISTS, form=given(p1="1", p2="2", p3="0", p4="?", p5="1 2")),
    "paper-settle": Address(
        both("ballots.settle-papers"), batch("outreach", "officer"), TYPISTS - {"outreach", "officer"}, form=given(p2="3"),
    ),
    "paper-doubt": Address(both("ballots.rule"), doubtful, OFFICER, form=given(marks="1", reasons="It is clear.")),
}  # fmt: skip
