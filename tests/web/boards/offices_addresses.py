"""The addresses of offices: what each needs, and who gets in."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.addresses import EVERYBODY, SIGNED_IN, Address
from tests.world import World

READ = {"GET": "boards.read"}
BOARD = {"board", "secretary", "treasurer"}
ABOUT = {"manager"}
NEAR = {"resident", "subject"}
ASKERS = {*NEAR, *BOARD, "checker"}  # the list itself is looked at when it is done
WORKERS = {"officer", "officer-here", "manager", "outreach", "answerer"}


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


def made(name: str, word: str = "") -> Callable[[World], Mapping[str, Any]]:
    """What an address needs: the id of what offices_made.<name> makes."""

    def make(world: World) -> Mapping[str, Any]:
        from tests.web.boards import offices_made

        found = getattr(offices_made, name)(world)
        return {word or found._meta.model_name: found.pk}

    return make


def filled(**fields: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"go": "send", **fields}


def after(days: int) -> str:
    from datetime import timedelta

    from letgo.commons.places.queries import today

    return f"{today() + timedelta(days=days):%d %m %Y}"


def described(world: World) -> Mapping[str, Any]:
    return {
        "go": "send", "role": "Caretaker", "duties": "Keeps the hall.", "target1": "The hall is clean", "by1": after(90),
        "measure1": "Has the time", "weight1": "2", "panel": "Two residents", "decides": "members", "months": "12", "review": "3",
    }  # fmt: skip


def reader(world: World) -> Mapping[str, Any]:
    return {"reader": str(world.person("checker").pk), "said": "The keys are missing."}


def calling(**more: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {
        "go": "send",
        "opens": after(3),
        "closes": after(10),
        "officer": "Canary Administrator",
        **more,
    }


def starting(world: World) -> Mapping[str, Any]:
    return {**calling()(world), "start": after(60)}


def hearing(world: World) -> Mapping[str, Any]:
    return {"go": "send", "facts": "41 were late.", "day": after(20), "clock": "19:00", "where": "The hall"}


def plan(world: World) -> Mapping[str, Any]:
    return {"go": "send", "plan": "Catch up.", "until": after(20)}


def concern(world: World) -> Mapping[str, Any]:
    return {"go": "send", "concern": "Late each month.", "decides": "members", "employer": str(world.board.pk)}


FIGURE = {"name": "Empty homes", "value": "7", "source": "List"}
MARKS = {"mark0": "7", "mark1": "5", "stands": "yes", "reason": ""}
REASONS = {"reasons": "41 were late.", "instruction": "End it."}
ADDRESSES: dict[str, Any] = {
    "offices": Address(READ, made("body", "body")),
    "appointment-describe": Address(both("boards.appoint"), made("body", "body"), BOARD, form=described),
    "recall-ask": Address(
        both("boards.start-recall"), made("body", "body"), ASKERS, form=filled(mandate="all", reasons="They never met.")
    ),
    "confidence-say": Address(both("boards.speak-in-confidence"), made("body", "body"), WORKERS, form=reader),
    "appointment": Address(READ, made("published")),
    "appointment-publish": Address(both("boards.appoint"), made("described"), BOARD, form=lambda world: {"go": "send", "until": after(9)}),
    "appointment-apply": Address(both("boards.apply"), made("published"), SIGNED_IN, form=filled(name="Person A", says="I can.")),
    "appointment-paper": Address(
        both("boards.appoint"), made("published"), BOARD, form=filled(person="Canary Subject", name="Person S", says="By post.")
    ),
    "appointment-vote": Address(both("boards.appoint"), made("judged"), BOARD, form=starting),
    "appointment-board": Address(both("boards.appoint"), made("for_board"), BOARD, form=lambda world: {"go": "send", "start": after(60)}),
    "appointment-interest": Address(both("boards.declare-interest"), made("published"), BOARD, form=filled(gains="My cousin.")),
    "appointment-end": Address(both("boards.appoint"), made("published"), BOARD, form=filled(reasons="No money.")),
    "applicant-judge": Address(both("boards.appoint"), made("applicant"), BOARD, form=filled(**MARKS)),
    "applicant-withdraw": Address(both("boards.apply"), made("applicant"), BOARD, form=filled(sure="yes")),
    "office": Address(READ, made("manager")),
    "office-concern": Address(both("boards.remove"), made("manager"), BOARD, form=concern),
    "review": Address(READ, made("review")),
    "review-figure": Address(both("boards.review"), made("review"), BOARD, form=filled(**FIGURE)),
    "review-end": Address(both("boards.review"), made("commented"), BOARD, form=filled(found="All is well.")),
    "review-comment": Address(both("boards.comment"), made("figure"), ABOUT, form=filled(words="It was cold.")),
    "removal": Address(READ, made("heard"), {*BOARD, *ABOUT, "checker"}),
    "removal-reply": Address(both("boards.reply"), made("hearing"), ABOUT, form=filled(reply="I was told late.")),
    "removal-plan": Address(both("boards.remove"), made("concern"), BOARD, form=plan),
    "removal-hearing": Address(both("boards.remove"), made("planned"), BOARD, form=hearing),
    "removal-reasons": Address(both("boards.remove"), made("heard"), BOARD, form=filled(**REASONS)),
    "removal-read": Address(both("boards.remove"), made("reasoned"), BOARD, form=filled(nothing="yes")),
    "removal-vote": Address(both("boards.remove"), made("ready"), BOARD, form=calling()),
    "removal-board": Address(both("boards.remove"), made("for_board_to_remove"), BOARD, form=filled(sure="yes")),
    "removal-drop": Address(both("boards.remove"), made("plan"), BOARD, form=filled(reasons="It is well.")),
    "recall": Address(READ, made("recall")),
    "confidences": Address({"GET": "pages.mine"}, open_to=SIGNED_IN),
    "confidence-slip": Address({"GET": "pages.read", "POST": "pages.read"}, open_to=EVERYBODY),
    "confidence": Address(both("boards.answer-confidence"), made("confidence"), {"checker"}, form=lambda world: {"words": "Thank you."}),
    "confidence-forget": Address({"POST": "boards.answer-confidence"}, made("answered", "confidence"), {"checker"}),
}  # fmt: skip
