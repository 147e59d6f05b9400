"""The addresses of meetings: what each needs, and who gets in."""

from typing import Any

from tests.web.addresses import Address
from tests.world import World

READ = {"GET": "boards.read"}
BOARD = {"secretary", "board", "treasurer"}
LISTED = {"resident", "subject"}
NEAR = {*LISTED, *BOARD, "checker"}  # who is let in; the act itself looks at the list
ON_LIST, PUTS, ALONE = ({"GET": NEAR, "POST": does} for does in (LISTED, LISTED | BOARD, {"resident"}))


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


def _made() -> Any:
    from tests.web.boards import meetings_made

    return meetings_made


def body(world: World) -> dict[str, Any]:
    return {"body": _made().called(world).body_id}


def at(name: str, *given: Any, **more: Any) -> Any:
    """The meeting that meetings_made.<name> makes."""
    return lambda world: {"meeting": getattr(_made(), name)(world, *given, **more).pk}


def one(word: str, name: str, *given: Any, **more: Any) -> Any:
    """What meetings_made.<name> makes, by its word in the address."""
    return lambda world: {word: getattr(_made(), name)(world, *given, **more).pk}


def filled(**fields: Any) -> Any:
    return lambda world: {"go": "send", **fields}


def after(days: int) -> str:
    from datetime import timedelta

    from letgo.commons.places.queries import today

    return f"{today() + timedelta(days=days):%d %m %Y}"


def calling(world: World) -> dict[str, Any]:
    day = after(30)
    return {
        "go": "send", "kind": "board", "day": day, "hour": "7pm", "lasts": "90", "where": "Hall", "step_free": "yes", "online": "",
        "childcare": "no", "name": "", "about": "",
    }  # fmt: skip


def signing(world: World) -> dict[str, Any]:
    return {"person": str(world.person("board").pk), "how": "apology"}


def handed(world: World) -> dict[str, Any]:
    return {"go": "send", "holder": "Canary Elector 2", "how": ""}


def in_hand(world: World) -> dict[str, Any]:
    return {"giver": "Canary Elector 3", **handed(world)}


def owed(world: World) -> dict[str, Any]:
    return {"go": "send", "what": "Mend it", "owner": "secretary", "by_day": after(20)}


def payer(world: World) -> dict[str, Any]:
    from letgo.commons.money.models import Pot

    return {"go": "send", "pot": str(Pot.objects.get(name="Board costs").pk)}


COUNTED = filled(yes="3", no="1", abstained="0", by_proxy="0")
ADDRESSES = {
    "place-calendar": Address(READ, lambda world: {"slug": world.places["here"].slug}),
    "meetings": Address(READ, body),
    "meetings-calendar": Address(READ, body),
    "meeting-call": Address(both("boards.call-meeting"), body, BOARD, form=calling),
    "item-put": Address(both("boards.put-item"), body, BOARD, form=filled(name="Bins", about="", closed="no")),
    "first-weeks": Address(READ, body),
    "first-task": Address({"POST": "boards.finish-first-task"}, one("task", "first_task"), BOARD, form=filled()),
    "meeting": Address(READ, at("escalated")),
    "meeting-calendar": Address(READ, at("called")),
    "meeting-print": Address(READ, lambda world: {**at("escalated")(world), "what": "agenda"}),
    "meeting-again": Address(both("boards.call-meeting"), at("inquorate"), BOARD, form=calling),
    "meeting-cancel": Address(both("boards.cancel-meeting"), at("called"), BOARD, form=filled(reason="Flood")),
    "meeting-answer": Address(both("boards.answer-meeting"), at("general"), ON_LIST, form=filled(how="coming", childcare="no")),
    "proxy-give": Address(both("boards.give-proxy"), at("general"), ON_LIST, form=handed),
    "proxies-held": Address({"GET": "boards.give-proxy"}, lambda world: {"meeting": _made().given(world).meeting_id}, NEAR),
    "proxy-paper": Address(both("boards.write-down-proxy"), at("general"), BOARD, form=in_hand),
    "proxy-take-back": Address(
        both("boards.give-proxy"), lambda world: {"meeting": _made().given(world).meeting_id}, ALONE, form=filled(sure="yes")
    ),
    "meeting-item": Address(both("boards.put-item"), at("called"), BOARD, form=filled(name="Bins", about="", closed="no")),
    "meeting-propose": Address(both("boards.answer-meeting"), at("general"), PUTS, form=filled(name="Bins", about="")),
    "meeting-desk": Address({"GET": "boards.mark-attendance"}, at("called"), BOARD),
    "meeting-open": Address({"POST": "boards.open-meeting"}, at("called", ahead=0.02, days=12), BOARD, form=filled()),
    "meeting-sign": Address({"POST": "boards.mark-attendance"}, at("called"), BOARD, form=signing),
    "meeting-sign-in": Address(
        both("boards.mark-attendance"), at("opened", "general"), BOARD, form=filled(who="Canary Elector 8", how="present")
    ),
    "meeting-teller": Address(both("boards.mark-attendance"), at("opened", "general"), BOARD, form=filled(who="Canary Elector 0")),
    "meeting-count": Address({"POST": "boards.count-quorum"}, at("opened"), BOARD, form=filled()),
    "meeting-count-too": Address(
        both("boards.count-quorum"), at("first_counted"), {"GET": NEAR, "POST": {"board", "treasurer", "checker"}}, form=filled(seen="yes")
    ),
    "meeting-not-there": Address(both("boards.answer-meeting"), at("marked"), ALONE, form=filled(was_not="no")),
    "attendance": Address(both("boards.settle-presence"), one("attendance", "denied"), {"checker"}, form=filled(there="no")),
    "meeting-close": Address({"POST": "boards.close-meeting"}, at("quorate"), BOARD, form=filled()),
    "meeting-minutes": Address(both("boards.write-minutes"), at("quorate"), BOARD, form=filled(notes="We met.", closed_notes="")),
    "minutes-publish": Address(both("boards.publish-minutes"), at("held", False), BOARD, form=filled(sure="yes")),
    "minutes-correct": Address(both("boards.correct-minutes"), at("held"), BOARD, form=filled(correction="Twelve listened.")),
    "task-set": Address(both("boards.set-task"), at("quorate"), BOARD, form=owed),
    "expense-ask": Address(
        both("boards.ask-expense"), at("held"), {"GET": NEAR, "POST": BOARD}, form=filled(kind="travel", pounds="4.60", why="Bus")
    ),
    "item-strike": Address(both("boards.strike-item"), one("item", "own_item"), NEAR, form=filled(reason="It is done.")),
    "item-hear": Address(both("boards.hear-item"), one("item", "item"), BOARD, form=filled(outcome="We ask again.")),
    "vote-put": Address(both("boards.put-resolution"), one("item", "item"), BOARD, form=filled(motion="We ask.", majority="ordinary")),
    "vote": Address(READ, one("resolution", "vote")),
    "vote-hand": Address(both("boards.vote-by-name"), one("resolution", "vote"), BOARD, form=filled(vote="yes")),
    "vote-hands": Address(both("boards.write-down-vote"), one("resolution", "vote"), {"secretary"}, form=filled()),
    "vote-tell": Address(both("boards.tell-count"), one("resolution", "vote", "general"), ALONE, form=COUNTED),
    "vote-close": Address({"POST": "boards.close-vote"}, one("resolution", "vote"), BOARD, form=filled()),
    "expense": Address(both("boards.agree-expense"), one("expense", "expense"), BOARD, form=filled(answer="yes", reason="")),
    "expense-pay": Address(both("boards.pay-expense"), one("expense", "expense", True), {"treasurer"}, form=payer),
}  # fmt: skip
