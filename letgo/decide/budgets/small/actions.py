"""The only writers of small money: asked for, released by three residents, paid; or refused, taken back, lapsed."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from letgo.commons.door.messages.actions import tell
from letgo.commons.money import actions as money
from letgo.commons.money.rules import Stage as Way
from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.powers.actions import use
from letgo.commons.powers.models import Power, Veto
from letgo.commons.powers.moving import locked as locked_power
from letgo.commons.powers.rules import in_force, lives_in
from letgo.commons.promises import actions as promises
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, System
from letgo.decide.budgets.models import Small, SmallYes
from letgo.decide.budgets.moving import settle, spoke, worded
from letgo.decide.budgets.rules import SMALL_MOVES
from letgo.decide.budgets.small import queries, rules

BY_THREE = System("three residents")
PAY_RULE = "budgets.pay-small"
NOT_HERE = "Only people who live here can do this."


@transaction.atomic
def ask(power: UUID, title: str, words: str, group: str, pence: int, *, by: Actor, key: str) -> Small:
    """Ask for a little money: what for, for whom. It is listed for everybody at once.

    Raises Refused above the limit of the power for one decision; asks for the same thing within four weeks count as one.
    """
    with once("budgets.ask-small", key, by) as done:
        if done.before:
            return done.before
        row = locked_power(power)
        require(
            may(by, "budgets.ask-small", row) and by.subject is not None and lives_in(by, row.place.lineage), NOT_HERE
        )
        pot = _takes(row)
        made = Small(power=row, place=row.place, pot=pot, pence=pence, asker_id=by.subject, asked=now())
        made.title = worded(title, "Say what the money is for.")[:120]
        made.group = worded(group, "Say for whom it is.")[:80]
        made.words = words.strip()
        _within(made, row)
        body = {"title": made.title, "for": made.group, "pence": pence, "words": made.words}
        return done.with_result(made.put("asked", write("budgets.ask-small", Ref("small", made.pk), by=by, body=body)))


def _takes(row: Power) -> object:
    """The pot of this power's small money. Raises Refused where there is none."""
    if row.start is None or not in_force(row.state, row.start, today()) or row.pence_each is None:
        raise Refused("There is no small money here today.", cure="The page “Who decides” says what there is.")
    pot = queries.pot_of(row)
    if pot is None:
        raise Refused("No pot belongs to this power yet.", cure="Ask the board’s treasurer.")
    return pot


def _within(made: Small, power: Power) -> None:
    limit = power.pence_each or 0
    if not 0 < made.pence <= limit:
        raise Refused(
            "Up to {limit} can be asked for.", cure="A larger idea goes to the next round.", limit=pounds(limit)
        )
    here = rules.Ask(made.title, made.group, made.pence, localdate(made.asked))
    in_all = rules.together(here, queries.lately(power.pk, made.pk))
    if in_all > limit:
        raise Refused(
            "With what was asked for the same thing lately it comes to {in_all}. The limit is {limit}.",
            cure="A larger idea goes to the next round.",
            in_all=pounds(in_all),
            limit=pounds(limit),
        )


@transaction.atomic
def say_yes(small: UUID, concerned: bool, *, by: Actor, key: str) -> Small:
    """One resident's yes; `concerned`: as one of those that it is for. The third, with two of these among them, releases the money:
    it is decided under the power, set aside, and the treasurer has to pay it by a date.

    Raises Refused for someone who works for council or landlord, above the power's limits, and for a second yes of one person in
    another's name.
    """
    with once("budgets.release-small", key, by) as done:
        if done.before:
            return done.before
        row = _locked(small)
        lives = may(by, "budgets.release-small", row) and by.subject is not None and lives_in(by, row.place.lineage)
        require(lives and not (queries.works(by.person) or queries.works(by.subject)), NOT_HERE)
        if row.state != "asked" or now() > rules.lapses(row.asked):
            raise Refused("This no longer waits for a yes.")
        if spoke(row.yeses, by):
            raise Refused("You said yes before, for yourself or for somebody else.", cure="Another neighbour can.")
        made = SmallYes(small=row, person_id=by.subject, given_by_id=by.person, concerned=concerned)
        made.helper_id = by.helper
        body = {"title": row.title, "concerned": concerned}
        made.line = write("budgets.release-small", Ref("small", row.pk), by=by, body=body)
        made.save(force_insert=True)
        _flag(row)
        said = list(row.yeses.values_list("concerned", flat=True))
        return done.with_result(_release(row, key) if rules.released(said) else row)


def _flag(row: Small) -> None:
    """Who pays is told, once, when one and the same helper stood beside several of those who said yes."""
    if rules.most_by_one(row.yeses.values_list("helper", flat=True)):
        for person in queries.who_pays(row):
            tell(person, "waits", Ref("small", row.pk), f"small:{row.pk}:helped:{person}")


def _release(row: Small, key: str) -> Small:
    power = locked_power(row.power_id)
    pot = _takes(power)
    _within(row, power)
    decision = use(power.pk, row.title, row.pence, by=BY_THREE, key=f"{key}:use")
    about = Ref("small", row.pk)
    held = money.hold(pot, queries.outside(row), row.pence, about, BY_THREE, f"{key}:hold", why=row.title)
    holder = Ref("organisation", power.speaker_id)
    due = promises.promise(
        about,
        PAY_RULE,
        now(),
        holder,
        BY_THREE,
        f"{key}:pay",
        place=row.place_id,
        show_about=True,
        met_by="budgets.pay-small",
    )
    line = write("budgets.set-small-aside", about, by=BY_THREE, body={"title": row.title, "pence": row.pence})
    tell(row.asker_id, "news", about, f"small:{row.pk}:released")
    return row.put("released", line, hold=held, decision=decision, promise=due)


@transaction.atomic
def pay(small: UUID, pence: int, *, by: Actor, key: str) -> Small:
    """The treasurer has sent the money, or what it cost in the end; what is over is free again. Not once it was stopped."""
    with once("budgets.pay-small", key, by) as done:
        if done.before:
            return done.before
        row = _locked(small)
        require(may(by, "budgets.pay-small", row), "Only the treasurer of those who hold this power can do this.")
        if by.person is not None and by.person == row.asker_id:
            raise Refused("You asked for this. Somebody else must pay it.")
        _move(row, "paid")
        if _stopped(row):
            raise Refused(
                "This was stopped. Nothing is paid.", cure="Refuse it, and give the reasons that stand there."
            )
        money.capture(row.hold_id, pence, BY_THREE, f"{key}:capture", why=row.title)
        money.step(row.hold_id, Way.SENT, BY_THREE, f"{key}:sent")
        settle(row.promise)
        line = write("budgets.pay-small", Ref("small", row.pk), by=by, body={"title": row.title, "paid_pence": pence})
        tell(row.asker_id, "news", Ref("small", row.pk), f"small:{row.pk}:paid")
        return done.with_result(row.put("paid", line))


def _stopped(row: Small) -> bool:
    return Veto.objects.filter(about_kind="decision", about_id=row.decision_id).exists()


@transaction.atomic
def refuse(small: UUID, reasons: str, *, by: Actor, key: str) -> Small:
    """Money that was released and then stopped by a right that the power names is not paid: it is free again, with reasons."""
    with once("budgets.refuse-small", key, by) as done:
        if done.before:
            return done.before
        row = _locked(small)
        require(may(by, "budgets.pay-small", row), "Only the treasurer of those who hold this power can do this.")
        if row.state != "released" or not _stopped(row):
            raise Refused("Three residents released this. Only a right to stop it in the power’s terms can undo that.")
        why = worded(reasons, "Give the reasons. They are public.")
        money.release(row.hold_id, BY_THREE, f"{key}:release", why=row.title)
        settle(row.promise, why[:300])
        line = write("budgets.refuse-small", Ref("small", row.pk), by=by, body={"title": row.title, "reasons": why})
        tell(row.asker_id, "news", Ref("small", row.pk), f"small:{row.pk}:refused")
        return done.with_result(row.put("refused", line, reason=why))


@transaction.atomic
def take_back(small: UUID, *, by: Actor, key: str) -> Small:
    """Whoever asked takes it back, before it is released."""
    with once("budgets.take-back-small", key, by) as done:
        if done.before:
            return done.before
        row = _locked(small)
        require(may(by, "budgets.take-back-small", row), "Only who asked for it can take it back.")
        _move(row, "withdrawn")
        line = write("budgets.take-back-small", Ref("small", row.pk), by=by, body={"title": row.title})
        return done.with_result(row.put("withdrawn", line))


@transaction.atomic
def lapse(small: UUID, *, by: Signs = CLOCK) -> Small:
    """An ask that three residents did not want in its time is over. The clock does this; asking again is free."""
    row = _locked(small)
    if row.state != "asked" or now() <= rules.lapses(row.asked):
        return row
    line = write("budgets.lapse-small", Ref("small", row.pk), by=by, body={"title": row.title})
    tell(row.asker_id, "news", Ref("small", row.pk), f"small:{row.pk}:lapsed")
    return row.put("lapsed", line)


def tick() -> int:
    """Let every ask lapse whose time is over. Returns how many. With nothing due: 1 SQL query, no row touched."""
    due = queries.due_to_lapse()
    for pk in due:
        lapse(pk)
    return len(due)


def _locked(pk: UUID) -> Small:
    rows = Small.objects.select_for_update(of=("self",)).select_related("place", "power", "pot", "promise")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such ask.", kind="gone")
    return found


def _move(row: Small, state: str) -> None:
    if state not in SMALL_MOVES[row.state]:
        raise Refused("That cannot be done: this is {state}.", cure="Load the page again.", state=row.state)
