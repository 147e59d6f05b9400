"""The only writers of this room: people, how to reach them, who acts for them. Agreements, worries and papers have files of their own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from letgo.commons.people import rules
from letgo.commons.people.agreements.actions import add_wording, give_agreement, withdraw_agreement
from letgo.commons.people.concerns.actions import answer_concern, close_concern, forget_concern, raise_concern
from letgo.commons.people.models import ActingFor, Person, Route, SafeContact
from letgo.commons.people.papers.actions import print_form
from letgo.commons.people.queries import may
from letgo.commons.people.rules import HELP_LASTS, HELPER, Actor, Acts, Safe
from letgo.commons.record.actions import once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require

__all__ = [
    "add_person", "add_route", "add_wording", "answer_concern", "change_details", "close_concern", "end_acting", "end_person",
    "forget_concern", "give_acting", "give_agreement", "print_form", "prove_route", "raise_concern", "remove_route", "restore",
    "set_safe_contact", "start_help", "suspend", "use_route", "withdraw_agreement",
]  # fmt: skip

NOT_YOURS = "Only the person themselves can do this."
NO_LONGER = "This cannot be done here now."
RING = "Ring us or come in, and we sort it out with you."


def _tell(verb: str, who: UUID, by: Actor, **body: str) -> Line:
    """A line about a person that only they may read. Never an address, a name or what was written."""
    return write(verb, Ref("person", who), audience=Ref("person", who), by=by, body=body)


@transaction.atomic
def add_person(
    name: str,
    by: Actor,
    key: str,
    language: str = "en",
    needs: Collection[str] = (),
    routes: Sequence[tuple[str, str]] = (),
    proved: bool = False,
) -> Person:
    """A person we did not know: the name as they write it, or "". `routes` are (kind, address) in their order; `proved` when seen.

    Raises Refused for needs, a language or an address that cannot be right.
    """
    with once("people.add-person", key, by) as done:
        if done.before:
            return done.before
        require(may(by, "people.add-person"), "You cannot add people here.")
        at = now()
        row = Person(name=" ".join(name.split())[:200], language=_known([language], rules.LANGUAGES)[0], made=at)
        row.needs = _known(needs, rules.NEEDS)
        row.save()
        for order, (kind, address) in enumerate(routes):
            tidy = _address(kind, address)
            row.routes.create(kind=kind, address=tidy, order=order, proved=at if proved else None, made=at)
        _tell("people.add-person", row.pk, by)
        return done.with_result(row)


@transaction.atomic
def change_details(
    person: UUID,
    by: Actor,
    key: str,
    *,
    name: str | None = None,
    language: str | None = None,
    needs: Collection[str] | None = None,
) -> Person:
    """Name, language or needs as the person wants them; None leaves one as it is. An empty name is a name."""
    with once("people.change-details", key, by) as done:
        if done.before:
            return done.before
        row = Person.objects.select_for_update().get(pk=person)
        require(may(by, "people.change-details", row), NOT_YOURS)
        row.name = row.name if name is None else " ".join(name.split())[:200]
        row.language = row.language if language is None else _known([language], rules.LANGUAGES)[0]
        row.needs = row.needs if needs is None else _known(needs, rules.NEEDS)
        row.save()
        _tell("people.change-details", row.pk, by)
        return done.with_result(row)


@transaction.atomic
def end_person(person: UUID, by: Actor, key: str) -> Person:
    """Someone is no longer here. They sign in nowhere from the next request on; their ways of contact go at once."""
    with once("people.end-person", key, by) as done:
        if done.before:
            return done.before
        row = Person.objects.select_for_update().get(pk=person)
        require(may(by, "people.end-person", row), "You cannot end an account here.")
        row.ended = row.ended or now()
        row.save()
        row.routes.all().delete()
        _tell("people.end-person", row.pk, by)
        return done.with_result(row)


@transaction.atomic
def add_route(person: UUID, kind: str, address: str, by: Actor, key: str) -> Route:
    """One more way to reach a person, tried last. It is used only after prove_route()."""
    with once("people.add-route", key, by) as done:
        if done.before:
            return done.before
        row = Person.objects.select_for_update().get(pk=person)
        require(may(by, "people.add-route", row), NOT_YOURS)
        if by.helper and row.made <= now() - HELP_LASTS:  # it would be the helper's own way into the account
            raise Refused(
                "A new way to reach them is theirs to add.",
                cure="They sign in, with a letter code from us, and add it.",
            )
        last = row.routes.aggregate(last=Max("order"))["last"]
        route, new = Route.objects.get_or_create(
            person=row,
            kind=kind,
            address=_address(kind, address),
            defaults={"order": 0 if last is None else last + 1, "made": now()},
        )
        if new:
            _tell("people.add-route", row.pk, by, kind=kind)
        return done.with_result(route)


@transaction.atomic
def prove_route(route: UUID, by: Actor, key: str) -> Route:
    """A code that was sent there came back, or an officer saw it. The door calls this; no page does by itself."""
    with once("people.prove-route", key, by) as done:
        if done.before:
            return done.before
        row = Route.objects.select_for_update().get(pk=route)
        require(may(by, "people.prove-route", row), NOT_YOURS)
        row.proved = now()
        row.save()
        _tell("people.prove-route", row.person_id, by, kind=row.kind)
        return done.with_result(row)


@transaction.atomic
def use_route(route: UUID, by: Actor, key: str, *, first: bool = False, never: bool | None = None) -> Route:
    """Try this way first, or never use it, or use it again."""
    with once("people.use-route", key, by) as done:
        if done.before:
            return done.before
        row = Route.objects.select_for_update().get(pk=route)
        require(may(by, "people.use-route", row), NOT_YOURS)
        if first:
            others = Route.objects.filter(person=row.person_id).exclude(pk=row.pk).order_by("order", "made", "pk")
            for order, other in enumerate(others, start=1):
                Route.objects.filter(pk=other.pk).update(order=order)
            row.order = 0
        row.never = row.never if never is None else never
        row.save()
        _tell("people.use-route", row.person_id, by, kind=row.kind)
        return done.with_result(row)


@transaction.atomic
def remove_route(route: UUID, by: Actor, key: str) -> None:
    """Forget an address outright. No copy stays."""
    with once("people.remove-route", key, by) as done:
        if done.before:
            return
        row = Route.objects.select_for_update().filter(pk=route).first()
        if row is not None:
            require(may(by, "people.remove-route", row), NOT_YOURS)
            _tell("people.remove-route", row.person_id, by, kind=row.kind)
            row.delete()
        done.with_result(True)


@transaction.atomic
def set_safe_contact(person: UUID, safe: Safe, by: Actor, key: str) -> SafeContact:
    """How, when and what never. It holds for the next message on. Nobody who acts for the person can see or change it."""
    with once("people.set-safe-contact", key, by) as done:
        if done.before:
            return done.before
        row = Person.objects.select_for_update().get(pk=person)
        require(may(by, "people.set-safe-contact", row), NOT_YOURS)
        if not safe.days or not 0 <= safe.start < safe.end <= 24:
            raise Refused(
                "There is no hour left at which we may reach you.", cure="Choose at least one day and one hour."
            )
        said = {
            "kinds": _known(safe.kinds, rules.ROUTES),
            "days": sorted(safe.days & set(range(7))),
            "start": safe.start,
            "end": safe.end,
            "never": _known(safe.never, rules.NEVER),
        }
        found, _ = SafeContact.objects.update_or_create(person=row, defaults=said)
        about = Ref("safe-contact", row.pk)  # no list of audiences holds it: nobody reads even that something was said
        write("people.set-safe-contact", about, audience=about, by=by)
        return done.with_result(found)


@transaction.atomic
def give_acting(
    person: UUID,
    for_person: UUID,
    role: str,
    scopes: Collection[str],
    by: Actor,
    key: str,
    start: datetime | None = None,
    until: datetime | None = None,
    evidence: str = "",
) -> ActingFor:
    """`person` may do things for `for_person`, in `scopes`, until a moment or until it is ended.

    Given by the person themselves, or by an officer who saw evidence and says which; an officer or helper never gives it to
    themselves. Raises Refused.
    """
    with once("people.give-acting", key, by) as done:
        if done.before:
            return done.before
        whose = Person.objects.select_for_update().get(pk=for_person)
        require(may(by, "people.give-acting", whose), NOT_YOURS)
        actor = Person.objects.filter(pk=person, ended__isnull=True).first()
        own = actor is not None and actor.pk in (by.person, by.helper)
        if actor is None or own or whose.ended or actor == whose or role not in rules.ACTING_ROLES:
            raise Refused("We cannot set this up.", cure="Check who you chose, and what they may do.")
        if not by.is_self(whose.pk) and len(evidence.strip()) < 5:
            raise Refused(
                "Say what you saw that gives them this right.", cure="For example: letter of authority, seen today."
            )
        words = _known(scopes, rules.SCOPES)
        if not words:
            raise Refused("Choose what they may do.")
        return done.with_result(_give(actor, whose, role, " ".join(words), by, start or now(), until, evidence.strip()))


@transaction.atomic
def start_help(person: UUID, how: str, by: Actor, key: str) -> ActingFor:
    """An officer or neighbour does things with a person for the next two hours: each act is the person's, with the helper's id under it.

    `how` the person agreed is of rules.AGREED_HOW. The person can read that it was, and end it.
    """
    with once("people.help", key, by) as done:
        if done.before:
            return done.before
        whose = Person.objects.select_for_update().get(pk=person)
        require(may(by, "people.help", whose) and by.person is not None, "You cannot help people here.")
        if how not in rules.AGREED_HOW:
            raise Refused("Say how they agreed to your help.")
        if whose.ended or by.person == whose.pk:
            raise Refused(NO_LONGER)
        at = now()
        helper = Person.objects.get(pk=by.person)
        return done.with_result(_give(helper, whose, HELPER, "everything", by, at, at + HELP_LASTS, how))


def _give(
    actor: Person,
    whose: Person,
    role: str,
    scopes: str,
    by: Actor,
    start: datetime,
    until: datetime | None,
    evidence: str,
) -> ActingFor:
    """The new row; one for the same two that still stood ends with it. Never beside one that is suspended, and it does not say so."""
    earlier = ActingFor.objects.select_for_update().filter(person=actor, for_person=whose).exclude(state=Acts.ENDED)
    if any(row.state == Acts.SUSPENDED for row in earlier):
        raise Refused(NO_LONGER, cure=RING)
    for row in earlier.filter(role=role):
        _move(row, Acts.ENDED, "people.end-acting", by, Ref("person", whose.pk))
    row = ActingFor(
        person=actor, for_person=whose, role=role, scopes=scopes, start=start, until=until, evidence=evidence
    )
    verb = "people.help" if role == HELPER else "people.give-acting"
    row.line = write(verb, Ref("acting-for", row.pk), audience=Ref("person", whose.pk), by=by, body={"role": role})
    row.save()
    return row


def _move(row: ActingFor, state: str, verb: str, by: Actor, audience: Ref) -> ActingFor:
    if state not in rules.ACTING_MOVES[row.state]:
        raise Refused(NO_LONGER)
    row.state, row.line = state, write(verb, Ref("acting-for", row.pk), audience=audience, by=by)
    row.save()
    return row


@transaction.atomic
def end_acting(acting_for: UUID, by: Actor, key: str) -> ActingFor:
    """It is over, from the next request on: said by the person, by who acts, or by a safeguarding lead."""
    with once("people.end-acting", key, by) as done:
        if done.before:
            return done.before
        row = ActingFor.objects.select_for_update().get(pk=acting_for)
        require(may(by, "people.end-acting", row), NOT_YOURS)
        return done.with_result(_move(row, Acts.ENDED, "people.end-acting", by, Ref("person", row.for_person_id)))


@transaction.atomic
def suspend(acting_for: UUID, by: Actor, key: str) -> ActingFor:
    """Stop someone acting for another at once: from the next request on they neither read nor do anything for them.

    Nobody is told: the line is read by safeguarding leads only (its audience is the ActingFor itself), and no message goes out.
    """
    with once("people.suspend", key, by) as done:
        if done.before:
            return done.before
        row = ActingFor.objects.select_for_update().get(pk=acting_for)
        require(may(by, "people.suspend", row), "Only a safeguarding lead can do this.")
        return done.with_result(_move(row, Acts.SUSPENDED, "people.suspend", by, Ref("acting-for", row.pk)))


@transaction.atomic
def restore(acting_for: UUID, by: Actor, key: str) -> ActingFor:
    """Let someone act again who was suspended. Read by safeguarding leads only."""
    with once("people.restore", key, by) as done:
        if done.before:
            return done.before
        row = ActingFor.objects.select_for_update().get(pk=acting_for)
        require(may(by, "people.restore", row), "Only a safeguarding lead can do this.")
        if row.state != Acts.SUSPENDED:
            raise Refused(NO_LONGER)
        return done.with_result(_move(row, Acts.GIVEN, "people.restore", by, Ref("acting-for", row.pk)))


def _known(words: Collection[str], table: Collection[str]) -> list[str]:
    if rules.unknown(words, table):
        raise Refused("We do not know one of these choices.", cure="Go back and choose again.")
    return [word for word in table if word in words]


def _address(kind: str, address: str) -> str:
    tidy = rules.tidy_address(kind, address)
    if not tidy:
        raise Refused("This address cannot be right.", cure="Check each letter and number, and try again.")
    return tidy
