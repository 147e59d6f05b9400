"""Entering what a council or landlord keeps: from a pack, and after a power went back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Organisation, Place
from letgo.commons.powers.models import Power
from letgo.commons.powers.moving import locked, move
from letgo.commons.powers.queries import giver_of
from letgo.commons.powers.rules import RUNGS, Rung
from letgo.commons.record.actions import Signs, once
from letgo.commons.record.refusals import Refused, require


@transaction.atomic
def apply_catalogue(rows: Sequence[Mapping[str, Any]], place: UUID, *, by: Signs, key: str) -> int:
    """Enter what a pack's [[power]] tables name as kept by the place's council or landlord; returns how many were new.

    A row has "what", "title", "review" (a date) and, where they were given, "reasons", "how_far" and "rung" (in the words of RUNGS).
    A rung above being asked is only aimed at: it is true from the day it is handed over. An entry that is there is left alone.
    """
    with once("powers.apply-catalogue", key, by) as done:
        if done.before:
            return done.before["new"]
        at = Place.objects.get(pk=place)
        allowed = not isinstance(by, Actor) or may(by, "powers.apply-catalogue", at)
        require(allowed, "Only an administrator can apply a catalogue.")
        giver = giver_of(at)
        if giver is None:
            raise Refused("No council or landlord stands above this place.", cure="Add it first.")
        there = set(Power.objects.filter(~Q(state="ended"), place=at).values_list("what", flat=True))
        new = [row for row in rows if row["what"] not in there]
        for given in new:
            row = _kept(at, giver, given["what"], given["title"], given.get("reasons", ""), given["review"])
            row.declared = RUNGS[given.get("rung", "council decides")]
            row.until_then = row.declared if row.declared <= Rung.ASKED else Rung.COUNCIL
            row.scope = given.get("how_far", "")[:200]
            body = {"reasons": row.reasons, "review": row.review.isoformat()}
            move(row, "kept", "powers.keep", by, body)
        return done.with_result({"new": len(new)})["new"]


def _kept(place: Place, giver: Organisation, what: str, title: str, reasons: str, review: date) -> Power:
    return Power(
        place=place, giver=giver, what=what, title=title, reasons=reasons, review=review, state="kept",
        holder_kind="organisation", holder_id=giver.pk, holder_words=giver.name,
    )  # fmt: skip


@transaction.atomic
def keep_again(power: UUID, *, by: Signs, key: str) -> Power:
    """Write the entry of a power that went back: its giver keeps it, for the reasons that ended it, until the next review."""
    with once("powers.keep-again", key, by) as done:
        if done.before:
            return done.before
        old = locked(power)
        living = Power.objects.filter(~Q(state="ended"), place_id=old.place_id, what=old.what).first()
        if old.state != "ended" or living:
            return done.with_result(living or old)
        row = _kept(old.place, old.giver, old.what, old.title, old.reasons, old.review)
        move(row, "kept", "powers.keep", by, {"reasons": row.reasons})
        return done.with_result(row)
