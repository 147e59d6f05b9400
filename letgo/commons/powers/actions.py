"""The only writers of powers: each verb once, with its line in the public record."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from letgo.commons.money.queries import find as find_pot
from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Organisation, Place
from letgo.commons.places.queries import today
from letgo.commons.powers.models import Decision, Power, Veto, VetoAnswer, VetoRight
from letgo.commons.powers.moving import NOT_GIVER, NOT_HOLDER, future, hold, locked, move, worded
from letgo.commons.powers.rules import (
    NOT_GIVEN,
    Offer,
    first_last_day,
    gives,
    may_stop_until,
    spent,
    wrong,
    year_of,
)
from letgo.commons.promises.actions import meet
from letgo.commons.promises.queries import of as promises_about
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, System

STOPPED = "powers.decision-stopped"


@transaction.atomic
def hand_over(place: UUID, giver: UUID, offer: Offer, *, by: Actor, key: str) -> Power:
    """Offer a power to those who are to hold it. Nothing changes until they say yes.

    A kept or declined entry for the same thing becomes the offer; else a new one is made. Raises Refused when the terms are not whole,
    the house does not know the effect, or someone holds this power already.
    """
    with once("powers.hand-over", key, by) as done:
        if done.before:
            return done.before
        at, body = Place.objects.get(pk=place), Organisation.objects.get(pk=giver)
        require(may(by, "powers.hand-over", at) and gives(by, giver, at.lineage), NOT_GIVER)
        _check(offer, by)
        row = Power.objects.select_for_update().filter(~Q(state="ended"), place=at, what=offer.what).first()
        if row is not None and row.state not in NOT_GIVEN:
            raise Refused("Someone holds this power already.", cure="Give notice first, or agree with them to end it.")
        if row is not None and row.giver_id != giver:
            raise Refused("{giver} holds this power, so only {giver} can hand it over.", giver=row.giver)
        row = row or Power(place=at, what=offer.what, state="kept")
        row.giver, row.edition = body, row.edition + 1
        _set(row, offer)
        if row.effect:  # money that takes two people waits for another than this one
            row.effect_args["asked_by"] = str(by.person or "")
        move(row, "offered", "powers.hand-over", by, _said(offer), reasons="", reply="")
        VetoRight.objects.bulk_create(
            VetoRight(
                power=row,
                edition=row.edition,
                organisation_id=veto.organisation,
                grounds=[*veto.grounds],
                days=veto.days,
            )
            for veto in offer.terms.vetoes
        )
        return done.with_result(row)


def _check(offer: Offer, by: Actor) -> None:
    """Raise Refused for terms that are not whole, for what the house cannot do, and for money that `by` could not move themselves."""
    if faults := wrong(offer):
        raise Refused(faults[0])
    for name in filter(None, (offer.effect, offer.end_effect)):
        if not effects.known(name):
            raise Refused(
                "This house cannot do “{effect}”, so it must not promise it.",
                cure="Choose what it can do.",
                effect=name,
            )
    for pot in (find_pot(UUID(offer.effect_args[word])) for word in ("giver", "pot") if offer.effect_args.get(word)):
        require(pot is not None and may(by, "money.transfer", pot), "You do not look after this money.")


def _set(row: Power, offer: Offer) -> None:
    """Copy the offer's terms onto the entry."""
    terms = offer.terms
    row.holder_kind, row.holder_id = offer.holder
    row.speaker_id, row.declared, row.until_then = offer.speaker, offer.declared, offer.until_then
    row.effect_args = dict(offer.effect_args)
    for name in ("decides", "agenda", "options", "information", "money", "changes", "notice_days", "scope"):
        setattr(row, name, getattr(terms, name))
    row.pence_a_year, row.pence_each = terms.pence_a_year, terms.pence_each
    for name in (
        "title", "holder_words", "start", "end", "review", "instrument", "instrument_file", "reserve", "appeal",
        "effect", "end_effect", "by_hand",
    ):  # fmt: skip
        setattr(row, name, getattr(offer, name))


def _said(offer: Offer) -> dict[str, Any]:
    """The terms, for the public record."""
    terms = offer.terms
    return {
        "title": offer.title, "to": offer.holder_words, "start": offer.start.isoformat(),
        "end": offer.end.isoformat() if offer.end else None, "notice_days": terms.notice_days, "decides": terms.decides,
        "agenda": terms.agenda, "options": terms.options, "information": terms.information, "money": terms.money,
        "changes": terms.changes, "pence_a_year": terms.pence_a_year, "pence_each": terms.pence_each, "scope": terms.scope,
        "effect": offer.effect, "by_hand": offer.by_hand, "instrument": offer.instrument,
        "vetoes": [{"by": str(v.organisation), "grounds": [*v.grounds], "days": v.days} for v in terms.vetoes],
    }  # fmt: skip


@transaction.atomic
def keep(power: UUID, reasons: str, review: date, *, by: Actor, key: str) -> Power:
    """Say why a power is kept, or take back an offer that nobody has answered, and when that is looked at again."""
    with once("powers.keep", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.keep", row), NOT_GIVER)
        future(review)
        fields = {"reasons": worded(reasons), "review": review, "asked_for": None}
        return done.with_result(move(row, "kept", "powers.keep", by, {"review": review.isoformat()}, **fields))


@transaction.atomic
def ask_for(power: UUID, reasons: str, *, by: Actor, key: str) -> Power:
    """A board of the place asks for a power that was kept. It then stands first among what could be let go next."""
    with once("powers.ask-for", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.ask-for", row), "Only the board of this place can ask for a power.")
        if row.state not in NOT_GIVEN:
            raise Refused("This power is handed over already.")
        body = {"asked": worded(reasons)}
        return done.with_result(move(row, row.state, "powers.ask-for", by, body, asked_for=today()))


@transaction.atomic
def accept(power: UUID, *, by: Actor, key: str) -> Power:
    """Say yes for the holder. From its start on the holder decides; what the power sets going is done once, by a worker."""
    with once("powers.accept", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.accept", row), NOT_HOLDER)
        if row.state != "offered":
            raise Refused("There is no offer to say yes to.", cure="Ask the council to offer it.")
        state = "held" if row.start <= today() else "accepted"
        move(row, state, "powers.accept", by, {"title": row.title, "from": row.start.isoformat()}, asked_for=None)
        if row.effect:
            effects.take_later(row.effect, Ref("power", row.pk), row.effect_args, f"{row.pk}:{row.edition}")
        return done.with_result(row)


@transaction.atomic
def decline(power: UUID, reasons: str, *, by: Actor, key: str) -> Power:
    """Say no for those who were to hold it, with reasons. It can be offered again on other terms."""
    with once("powers.decline", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.decline", row), NOT_HOLDER)
        return done.with_result(move(row, "declined", "powers.decline", by, reasons=worded(reasons)))


@transaction.atomic
def use(power: UUID, words: str, pence: int | None = None, *, by: Signs, key: str) -> Decision:
    """Write down what was decided under a power, for how many pence. Whoever may stop it has days from today.

    `by` is a System where a vote decided. Raises Refused when who asks does not decide today, or it costs more than the limits allow.
    """
    with once("powers.use", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(
            isinstance(by, System) or may(by, "powers.use", row),
            "You do not decide this today.",
            cure="The register says who does.",
        )
        _within_limits(row, pence)
        made = Decision(power=row, words=worded(words, "Say what was decided.")[:200], pence=pence, on=today())
        made.line = write("powers.use", Ref("decision", made.pk), by=by, body={"words": made.words, "pence": pence})
        made.save(force_insert=True)
        return done.with_result(made)


def _within_limits(row: Power, pence: int | None) -> None:
    if pence is None or row.state in NOT_GIVEN:
        return
    if pence <= 0:
        raise Refused("Give an amount of money that is more than nothing.")
    if row.pence_each is not None and pence > row.pence_each:
        raise Refused("One decision may cost {most} at most.", most=pounds(row.pence_each))
    if row.pence_a_year is not None:
        stopped = Veto.objects.filter(about_kind="decision").values("about_id")
        this_year = row.decisions.filter(on__gte=year_of(row.start, today())).exclude(pk__in=stopped)
        left = row.pence_a_year - spent(list(this_year.values_list("pence", flat=True)))
        if pence > left:
            raise Refused("{left} is left of this year’s money.", left=pounds(max(0, left)))


@transaction.atomic
def veto(right: UUID, about: Ref, ground: str, reasons: str, *, by: Actor, key: str) -> Veto:
    """Stop one decision by a right to stop: by whom it names, on a ground it names, in time. The reasons are public.

    `about` is a decision under this power. Raises Refused without reasons, for another ground, too late, or for another's right.
    """
    with once("powers.veto", key, by) as done:
        if done.before:
            return done.before
        found = VetoRight.objects.select_related("power__place", "organisation").get(pk=right)
        require(may(by, "powers.veto", found), "Only {who} can say no here.", who=found.organisation)
        said, power = worded(reasons), locked(found.power_id)
        if found.edition != power.edition:
            raise Refused("This right to say no is no longer in the terms.")
        if found.grounds and ground not in found.grounds:
            raise Refused("That is no ground for a no. The grounds are: {grounds}.", grounds="; ".join(found.grounds))
        decided = Decision.objects.filter(pk=about.id, power=power).first() if about.kind == "decision" else None
        if decided is None:
            raise Refused("This was not decided under this power, so it cannot be stopped under it.")
        if today() > (last := may_stop_until(decided.on, found.days)):
            raise Refused("It could be stopped until {last}. That day is over.", last=last)
        if Veto.objects.filter(about_kind=about.kind, about_id=about.id).exists():
            raise Refused("This decision was stopped already.")
        made = Veto(
            right=found, about_kind=about.kind, about_id=about.id, ground=worded(ground)[:120], reasons=said, on=today()
        )
        body = {"stopped": decided.words, "by": found.organisation.name, "ground": made.ground, "reasons": said}
        made.line = write("powers.veto", Ref("power", power.pk), by=by, body=body)
        made.save(force_insert=True)
        if effects.known(STOPPED):
            effects.take_later(STOPPED, about, {}, str(made.pk))
        return done.with_result(made)


@transaction.atomic
def answer_veto(veto: UUID, words: str, *, by: Actor, key: str) -> VetoAnswer:
    """Who stopped a decision says in public what would make it possible, or that nothing can. What they owed by a date is met by it."""
    with once("powers.answer-veto", key, by) as done:
        if done.before:
            return done.before
        rows = Veto.objects.select_related("right__power__place", "right__organisation")
        found = rows.get(pk=veto)
        locked(found.right.power_id)  # one answer at a time; a no itself can be locked by nobody
        require(may(by, "powers.answer-veto", found.right), "Only {who} can answer this.", who=found.right.organisation)
        if VetoAnswer.objects.filter(veto=found).exists():
            raise Refused("This was answered already.")
        said = worded(words, "Say what would make this decision possible, or that nothing can.")
        made = VetoAnswer(veto=found, words=said, on=today())
        made.line = write("powers.answer-veto", Ref("power", found.right.power_id), by=by, body={"reply": said})
        made.save(force_insert=True)
        for owed in promises_about(Ref(found.about_kind, found.about_id)):
            if not owed.closed:
                meet(owed.pk, by=CLOCK, key=f"{made.pk}:{owed.pk}")
        return done.with_result(made)


@transaction.atomic
def give_notice(power: UUID, reasons: str, last: date, *, by: Actor, key: str) -> Power:
    """Say that a power will end on `last`, with reasons. Never sooner than its notice allows; until then nothing changes."""
    with once("powers.give-notice", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.give-notice", row), NOT_GIVER)
        if row.state == "noticed":
            raise Refused("Notice was given already.")
        earliest = first_last_day(today(), row.notice_days)
        if last < earliest:
            raise Refused(
                "The notice is {days} days, so it can end on {earliest} at the earliest.",
                cure="Choose that day or a later one.",
                days=row.notice_days,
                earliest=earliest,
            )
        fields = {
            "reasons": worded(reasons),
            "notice_day": today().toordinal(),
            "last_day": last.toordinal(),
            "reply": "",
        }
        return done.with_result(
            move(row, "noticed", "powers.give-notice", by, {"last": last.isoformat()}, until=None, **fields)
        )


@transaction.atomic
def take_back_notice(power: UUID, reasons: str, *, by: Actor, key: str) -> Power:
    """Take the notice back: the power stays where it is."""
    with once("powers.take-back-notice", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.take-back-notice", row), NOT_GIVER)
        if row.state != "noticed":
            raise Refused("No notice was given.")
        return done.with_result(hold(row, "powers.take-back-notice", by, reasons))


@transaction.atomic
def end(power: UUID, reasons: str, *, by: Actor, key: str) -> Power:
    """End a power whose notice has run out, with reasons. What its end sets going is done once, by a worker."""
    with once("powers.end", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.end", row), NOT_GIVER)
        if row.state != "noticed":
            raise Refused("A power never ends without notice.", cure="Give notice, or ask the other side to agree.")
        if today() < row.last:
            raise Refused("The notice runs until {last}.", cure="Until then nothing changes.", last=row.last)
        return done.with_result(_end(row, "powers.end", by, worded(reasons)))


@transaction.atomic
def agree_to_end(power: UUID, reasons: str, *, by: Actor, key: str) -> Power:
    """One side's yes to ending a power at once. When both have said yes it ends."""
    with once("powers.agree-to-end", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.agree-to-end", row), "Only the two sides of this power can agree to end it.")
        if row.state in NOT_GIVEN or row.state == "ended":
            raise Refused("There is nothing to end.")
        giving = gives(by, row.giver_id, row.place.lineage)
        side, said = ("giver_yes" if giving else "holder_yes"), worded(reasons)
        move(row, row.state, "powers.agree-to-end", by, {"side": side.removesuffix("_yes"), "reasons": said}, mark=side)
        both = row.giver_yes_id and row.holder_yes_id
        return done.with_result(_end(row, "powers.end", by, said) if both else row)


def _end(row: Power, verb: str, by: Signs, reasons: str) -> Power:
    move(row, "ended", verb, by, end_day=today().toordinal(), reasons=reasons, until=None)
    cause, key = Ref("power", row.pk), f"{row.pk}:{row.edition}"
    effects.take_later("powers.return", cause, {}, key)
    if row.end_effect:
        effects.take_later(row.end_effect, cause, row.effect_args, key)
    return row


@transaction.atomic
def review(power: UUID, words: str, again: date, *, by: Actor, key: str) -> Power:
    """Write down what a review found, and when the next one is. Either side may."""
    with once("powers.review", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        require(may(by, "powers.review", row), "Only the two sides of this power can review it.")
        future(again)
        body = {"found": worded(words, "Say what the review found."), "again": again.isoformat()}
        return done.with_result(move(row, row.state, "powers.review", by, body, review=again))


@transaction.atomic
def begin(power: UUID, *, by: Signs, key: str) -> Power:
    """A power that was accepted starts on its day. The clock does this."""
    with once("powers.begin", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        due = row.state == "accepted" and row.start <= today()
        return done.with_result(move(row, "held", "powers.begin", by) if due else row)


@transaction.atomic
def lapse(power: UUID, *, by: Signs, key: str) -> Power:
    """A power is past its end and nobody ended it: it stays with its holder. A watch that is over gives it back. The clock does this."""
    with once("powers.lapse", key, by) as done:
        if done.before:
            return done.before
        row = locked(power)
        if row.end and row.end <= today() and row.state in ("held", "warned", "helped", "supervised"):
            move(row, "lapsed", "powers.lapse", by, {"stays": row.holder_words}, until=None)
        elif row.state == "supervised" and row.until <= today():
            hold(row, "powers.return", by, "The time for watching over is up.")
        return done.with_result(row)
