"""What a decision sets going in the ledger. Named in house/effects.py.

record.effects.take() runs each once for its key, in one transaction: so the keys of what is done inside need not last.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from letgo.commons.money import actions, queries
from letgo.commons.money.models import Pot
from letgo.commons.money.rules import Terms, Vat, YearEnd
from letgo.commons.places.models import Organisation, Place
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System

EFFECT = System("effect")


def open_pot(cause: Ref, args: Mapping[str, Any]) -> Pot:
    """Effect "money.open-pot": a pot for `cause`, with `pence` of the giver's money put into it. One that stands already gets the money.

    args: name, purpose, place or organisation (id: whose it is), giver (id of a pot, or none) and pence (0), officer (a role),
    officer_place or officer_organisation (id; the owner when neither is there), and of the terms what is not as usual:
    most_each, most_a_year, two_people_from, cost_code, vat, year_end, floor; asked_by (id of who handed it over).
    Raises Refused, and KeyError for args that are not whole.
    """
    giver = _named(cause, args, "giver")
    plain = ("officer", "most_each", "most_a_year", "two_people_from", "cost_code", "floor")
    terms = {name: args[name] for name in plain if name in args}
    terms |= {name: kind(args[name]) for name, kind in (("vat", Vat), ("year_end", YearEnd)) if name in args}
    there = queries.opened_by(cause)  # carried over from the time before
    pot = there[0] if there else actions.open_pot(
        args["name"], _body(args, ""), EFFECT, uuid4().hex, purpose=args.get("purpose", ""), terms=Terms(**terms),
        officer_at=_body(args, "officer_"), giver=giver, cause=cause,
    )  # fmt: skip
    if giver and args.get("pence"):
        why = "Handed over with the power."
        asker = UUID(args["asked_by"]) if args.get("asked_by") else None  # where the pot takes two, another says yes
        actions.transfer(giver, pot, args["pence"], cause, EFFECT, uuid4().hex, why=why, asked_by=asker)
    return pot


def return_unspent(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "money.return": pots that were opened for `cause` (or the one in args["pot"]) give back what nobody decided about, if their
    terms say so; what they carry over stays. A pot with nothing left in it is closed."""
    one = _named(cause, args, "pot")
    given = queries.opened_by(cause) if one is None else [one] if one.closed is None else []
    for pot in given:
        if pot.year_end == YearEnd.RETURN:
            actions.give_back(pot, cause, EFFECT, uuid4().hex)
        standing = queries.balance(pot)
        if standing.balance == standing.held == 0:
            actions.close_pot(pot, EFFECT, uuid4().hex)


def _named(cause: Ref, args: Mapping[str, Any], word: str) -> Pot | None:
    """The pot that the args name, None for none. Only a power may: whether its giver could move that money was asked when it was offered.

    Raises Refused for what a vote, a demand or anything else was told to do with a pot.
    """
    if not args.get(word):
        return None
    if cause.kind != "power":
        raise Refused("Only a power that was handed over can move this money.")
    return Pot.objects.get(pk=UUID(args[word]))


def _body(args: Mapping[str, Any], prefix: str) -> Any:
    """The place or organisation that the args name with this prefix, None when they name neither."""
    for name, model in (("place", Place), ("organisation", Organisation)):
        if args.get(prefix + name):
            return model.objects.get(pk=UUID(str(args[prefix + name])))
    return None
