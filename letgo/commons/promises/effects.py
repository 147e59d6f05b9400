"""What a rung of a ladder does here, and what starts a clock by itself. Named in house/effects.py, run once by a worker."""

from collections.abc import Mapping
from typing import Any

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.models import Concern
from letgo.commons.people.rules import EVERYWHERE
from letgo.commons.places.models import Place
from letgo.commons.promises import actions, queries
from letgo.commons.promises.models import Promise
from letgo.commons.record.actions import write
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.rules import CLOCK

RAISED, ANSWERED = "people.concern-raised", "people.answer-concern"


def tell_holder(cause: Ref, args: Mapping[str, Any]) -> None:
    """Write to those who hold the duty that its date has passed, and send each of them a word that something waits."""
    row = queries.find(cause.id)
    if row is not None:
        private = (
            row.audience_kind != "public" and row.holder_kind == "place"
        )  # a place's line is read by its residents
        audience = Ref(row.audience_kind, row.audience_id) if private else row.holder
        write("promises.tell-holder", cause, audience=audience, by=CLOCK, body=_said(row))
        for person in queries.duty_bound(row):
            tell(person, "waits", cause, f"{cause}:{args.get('rung', 0)}:{person}")


def tell_place(cause: Ref, args: Mapping[str, Any]) -> None:
    """Say on the place's own page that a public promise there is over its date. Nothing is said of one that is not public."""
    row = queries.find(cause.id)
    if row is not None and row.place_id and row.audience_kind == "public":
        said = {**_said(row), "id": str(row.pk)}
        write("promises.tell-place", Ref("place", row.place_id), audience=PUBLIC, by=CLOCK, body=said)


def _said(row: Promise) -> dict[str, Any]:
    return {"promise": row.rule.title, "state": str(row.state), "due": row.due.isoformat() if row.due else ""}


def start_concern_clock(cause: Ref, args: Mapping[str, Any]) -> None:
    """ "people.concern-raised": start every clock whose rule says that a worry starts it, from the moment it was raised.

    Only those who hold the duty see it: its audience is the worry itself, which nobody reads by where they live.
    """
    worry = Concern.objects.select_related("line").get(pk=cause.id)
    where = (
        Place.objects.filter(lineage=worry.reach) if worry.reach != EVERYWHERE else Place.objects.order_by("lineage")
    )
    holder = where.first()
    if holder is None:
        raise LookupError("There is no place yet at which anybody could hold the duty.")
    for name in queries.started_by(RAISED):
        actions.promise(
            cause, name, worry.at, Ref("place", holder.pk), CLOCK, f"{cause}:{name}", audience=cause, met_by=ANSWERED
        )


def meet_concern_clock(cause: Ref, args: Mapping[str, Any]) -> None:
    """ "people.concern-answered": what was owed about this worry is done, at the moment of the answer."""
    worry = Concern.objects.select_related("line").get(pk=cause.id)
    for row in queries.of(cause):
        if not row.closed:
            actions.meet(row.pk, CLOCK, f"{cause}:{row.pk}", at=worry.line.at)
