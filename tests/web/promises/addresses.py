"""The addresses of web/promises, and who gets in. Private promises are in test_pages.py."""

from datetime import timedelta
from uuid import uuid4

from letgo.commons.places.queries import today
from letgo.commons.promises import actions, queries
from letgo.commons.promises.rules import Extension, Length
from letgo.commons.promises.versions import actions as versions
from letgo.commons.promises.versions.rules import Terms
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from tests.commons.promises.made import bring_in, rule
from tests.web.addresses import READ, Address, Words
from tests.world import TEST, World

SOFT = {"pauses": ("no access",), "extension": Extension(Length(5, "days"), 9, ("facts are missing",))}


def promise(world: World) -> Words:
    """Held by the manager of "here", seen by its people and staff, not due yet."""
    bring_in(rule("30 days", excused_by="councillor", **SOFT))
    here = Ref("place", world.places["here"].pk)
    about = Ref("person", world.person("subject").pk)
    row = actions.promise(about, "test.answer", now(), here, TEST, uuid4().hex, audience=here)
    return {"promise": row.pk}


def paused(world: World) -> Words:
    given = promise(world)
    actions.pause(given["promise"], "no access", TEST, uuid4().hex)
    return given


def over(world: World) -> Words:
    given = promise(world)
    begun = now() - timedelta(days=60)
    here = Ref("place", world.places["here"].pk)
    row = actions.promise(Ref("home", uuid4()), "test.answer", begun, here, TEST, uuid4().hex, audience=here)
    actions.tick()
    return {**given, "promise": row.pk}


RULE = {"GET": "promises.read-rules"}


def a_rule(world: World) -> Words:
    """In force, and nothing waits."""
    bring_in(rule("15 working days"))
    return {"rule": queries.in_force("test.answer").pk}


def a_change(world: World) -> Words:
    """Proposed by nobody who could ask for this page."""
    a_rule(world)
    terms = Terms(Length(10, "working-days"), Length(0, "hours"), today() + timedelta(days=30), "The board")
    return {"rule": versions.change_rule("test.answer", terms, TEST, uuid4().hex).pk}


def new_terms(world: World) -> dict[str, object]:
    begins = today() + timedelta(days=30)
    day = {"begins": f"{begins.day} {begins.month} {begins.year}", "source": "The board", "go": "send"}
    return {"number": 10, "unit": "working-days", "late": 0, "late_unit": "days", **day}


def act(word: str) -> dict[str, str]:
    return {"GET": f"promises.{word}", "POST": f"promises.{word}"}


def reason(text: str):
    return lambda world: {"reason": text, "go": "send"}


SEE_HERE = {
    "resident", "subject", "manager", "councillor", "officer", "officer-here", "administrator", "safeguarding", "answerer",
}  # fmt: skip
ADDRESSES = {
    "promise": Address({"GET": "promises.read"}, promise, SEE_HERE),
    "place-promises": Address(READ, lambda world: {"slug": world.places["here"].slug}),
    "promise-meet": Address(act("meet"), promise, {"manager"}),
    "promise-pause": Address(act("pause"), promise, {"manager"}, form=reason("no access")),
    "promise-resume": Address(act("resume"), paused, {"manager"}),
    "promise-extend": Address(act("extend"), promise, {"manager"}, form=reason("facts are missing")),
    "rules": Address(RULE),
    "rule": Address(RULE, a_change),
    "rule-change": Address(
        {"GET": "promises.change-rule", "POST": "promises.change-rule"}, a_rule, {"administrator"}, form=new_terms
    ),
    "rule-agree": Address(
        {"GET": "promises.accept-rule", "POST": "promises.accept-rule"}, a_change, {"administrator", "checker"}
    ),
    "rule-take-back": Address(
        {"GET": "promises.take-back-rule", "POST": "promises.take-back-rule"},
        a_change,
        {"administrator"},
        form=lambda world: {"reason": "The board thought again."},
    ),
    "promise-excuse": Address(act("excuse"), over, {"councillor"}, form=reason("snow")),
}
