"""The addresses of bodies and elections: what each needs, and who gets in."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.addresses import EVERYBODY, Address
from tests.world import World

READ = {"GET": "boards.read"}
CALLERS = {"administrator", "officer", "officer-here", "secretary"}
BOARD = {"board", "secretary", "treasurer"}
CHANGERS = {*BOARD, "checker"}
ELECTORS = {"resident", "subject"}
OFFICER = {"checker"}  # who was named as returning officer
CLERKS = {"officer", "officer-here", "secretary"}
APPROVERS = {"councillor", "officer", "officer-here"}


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


def made(name: str, word: str = "", **more: Any) -> Callable[[World], Mapping[str, Any]]:
    """What an address needs: the id of what elections_made.<name> makes, and more words."""

    def make(world: World) -> Mapping[str, Any]:
        from tests.web.boards import elections_made

        found = getattr(elections_made, name)(world)
        return {word or found._meta.model_name: found.pk, **more}

    return make


def slug(world: World) -> Mapping[str, Any]:
    made("body")(world)
    return {"slug": world.places["here"].slug}


def given(**fields: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: fields


ADDRESSES: dict[str, Any] = {
    "boards": Address(READ, slug),
    "body-found": Address(both("boards.found"), slug, CALLERS - {"secretary"}),
    "body": Address(READ, made("filled_body")),
    "election-call": Address(both("boards.call-election"), made("body"), CALLERS),
    "body-go-on": Address(both("boards.call-continuation"), made("continuing"), CALLERS),
    "body-co-opt": Address(both("boards.co-opt"), made("body"), BOARD, form=given(person="Canary Neighbour", name="Person N", months="6")),
    "body-terms": Address(both("boards.change-terms"), made("body"), CHANGERS, form=given(seats="5", reason="It is time.")),
    "body-rules": Address(READ, made("body")),
    "body-kept": Address(
        both("boards.change-terms"), made("body"), CHANGERS,
        form=given(fallback="leave-empty", approvers="The council", approver_days="28", reason="It is time."),
    ),
    "terms-change": Address(
        {"GET": "boards.read", "POST": "boards.agree-terms"}, made("change", "change"),
        {"GET": EVERYBODY, "POST": CHANGERS}, form=given(yes="yes"),
    ),
    "election": Address(READ, made("nominating")),
    "election-stand": Address(
        both("boards.stand"), made("called"), {"GET": ELECTORS | CHANGERS, "POST": ELECTORS},
        form=given(name="Person A", statement="", consent="yes", go="send", at="2", everything="1"),
    ),
    "election-desk": Address({"GET": "boards.see-election-desk"}, made("nominating"), {"secretary", "checker"}),
    "election-settle": Address(both("boards.settle-names"), made("checking"), OFFICER),
    "election-void": Address(both("boards.void-election"), made("nominating"), OFFICER, form=given(reason="The list was old.")),
    "election-print": Address(READ, made("nominating", sheet="form")),
    "nomination": Address(READ, made("offered")),
    "nomination-second": Address({"POST": "boards.second"}, made("offered"), ELECTORS),
    "nomination-withdraw": Address(both("boards.withdraw-name"), made("offered"), {"resident"}),
    "nomination-refuse": Address(both("boards.refuse-name"), made("offered"), OFFICER, form=given(reason="Too few.")),
    "vacancy": Address(both("boards.answer-offer"), made("vacancy"), {"resident"}, form=given(yes="yes")),
    "mandate-resign": Address(both("boards.resign"), made("member"), {"resident"}),
    "mandate-end": Address(both("boards.end-office"), made("member"), CLERKS, form=given(why="died")),
    "approval": Address(both("boards.approve"), made("approval"), APPROVERS, form=given(yes="yes", reasons="")),
}  # fmt: skip
