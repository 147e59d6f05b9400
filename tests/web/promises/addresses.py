"""The addresses of web/promises, and who gets in. Private promises are in test_pages.py."""

from datetime import timedelta
from uuid import uuid4

from letgo.commons.promises import actions
from letgo.commons.promises.rules import Extension, Length
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
    "promise-excuse": Address(act("excuse"), over, {"councillor"}, form=reason("snow")),
}
