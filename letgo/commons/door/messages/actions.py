"""Sending: a message is queued with its cause, goes by the person's own safe ways, is tried again, and its fate is known."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from letgo.commons.door import rules
from letgo.commons.door.messages.adapters import NotSent, carrier
from letgo.commons.door.messages.templates import TEMPLATES, rendered
from letgo.commons.door.models import Code, Message
from letgo.commons.people.models import Person, Route
from letgo.commons.people.queries import may, safe_contact, safe_routes
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import once
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running, later
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require

CLAIM = timedelta(minutes=2)  # so long nobody else tries the same message
DELIVERED = {"delivered", "received"}
LOST = {"permanent-failure", "temporary-failure", "technical-failure", "validation-failed", "cancelled"}
MANY = 200
AT_ONCE = 200  # people who are told in one transaction
NOBODY = UUID(int=0)  # before everybody, in the order of ids


class Way(NamedTuple):
    """Where one message goes now: a kind, an address, and the person's route (None for an address that was typed)."""

    kind: str
    address: str
    route: UUID | None


@transaction.atomic
def tell(person: UUID, template: str, about: Ref, key: str, values: Mapping[str, str] | None = None) -> Message:
    """Queue a message to `person`, by their safe ways in their order and within their hours. It never says what it is about.

    `about` is kept for the page where its sender sees how far it came. Raises LookupError for a template that is not here.
    """
    if template not in TEMPLATES or "code" in TEMPLATES[template].values:
        raise LookupError(f"There is no message called {template!r}.")
    with once("door.tell", key) as done:
        if done.before:
            return done.before
        row = _queued(person_id=person, template=template, values=dict(values or {}), about=about)
        return done.with_result(row)


def tell_all(name: str, about: Ref, what: str, args: Mapping[str, str] | None = None) -> None:
    """Have many people told that there is news `about` a thing, once for each `what`. In the caller's transaction.

    The job `name` does it: its function finds them (by `args`, plain JSON) and calls tell_next(). Raises LookupError for no such job.
    """
    given = {**(args or {}), "kind": about.kind, "id": str(about.id), "what": what, "after": str(NOBODY), "told": 0}
    later(name, f"{about.id}:{what}:0", given)


def tell_next(job: Running, people: Iterable[UUID]) -> None:
    """Tell the next AT_ONCE of `people` in the order of their ids, and have the same job for those after them: a portion commits
    together with its job, so each is told once, whatever a worker lives through.

    `people`: all who are to be told, or just those after job.args["after"], AT_ONCE and one more of them at least.
    """
    given, room = job.args, job.name.partition(".")[0]
    about, what = Ref(given["kind"], UUID(given["id"])), given["what"]
    waiting = sorted(person for person in people if person > UUID(given["after"]))
    with job.finish():
        for person in waiting[:AT_ONCE]:
            tell(person, "news", about, f"{room}:{about.id}:{what}:{person}")
        if waiting[AT_ONCE:]:
            told, last = given["told"] + AT_ONCE, str(waiting[AT_ONCE - 1])
            later(job.name, f"{about.id}:{what}:{told}", {**given, "after": last, "told": told})


def send_code(code: Code, kind: str, address: str, plain: str, link: str) -> Message:
    """Queue the message with a code for an address. With "" nothing will go out. For actions.ask_code, in its transaction."""
    path = f"{settings.LETGO_SITE}/sign-in/link/{link}" if link else ""
    values = {"code": plain, "link": path, "for": str(code.pk)}
    return _queued(template="code", values=values, kind=kind, address=address, until=code.expires)


@transaction.atomic
def post_code(code: Code, person: Person, letters: str, by: Actor, key: str) -> Message:
    """Queue a printed letter with a code to the person's own postal address. Raises Refused when we have none."""
    require(may(by, "door.give-code", person), "You cannot write to this person.")
    with once("door.post-code", key, by) as done:
        if done.before:
            return done.before
        if not Route.objects.filter(person=person, kind="letter", never=False).exists():
            raise Refused("We have no postal address for them.", cure="Print the letter and hand it over.")
        values = {"code": rules.grouped(letters)}
        row = _queued(
            person=person,
            template="letter-code",
            values=values,
            kind="letter",
            until=code.expires,
            asked_by_id=by.person,
        )
        return done.with_result(row)


def _queued(about: Ref | None = None, **fields: object) -> Message:
    at = now()
    row = Message.objects.create(
        made=at, due=at, about_kind=about.kind if about else "", about_id=about.id if about else None, **fields
    )
    later("door.send", f"{row.pk}:0", {"message": str(row.pk)})
    return row


def send(job: Running) -> None:
    """The job "door.send": one message, or (from the clock, every minute) all that are due."""
    one = job.args.get("message")
    due = Message.objects.filter(state=Message.State.QUEUED, due__lte=now()).order_by("due")
    for pk in [UUID(one)] if one else list(due.values_list("pk", flat=True)[:MANY]):
        send_one(pk)


def send_one(pk: UUID) -> None:
    """Try one queued message now. What another worker tries at this moment is left alone."""
    at = now()
    mine = Message.objects.filter(pk=pk, state=Message.State.QUEUED, due__lte=at)
    if not mine.update(due=at + CLAIM, tries=F("tries") + 1):
        return
    row = Message.objects.get(pk=pk)
    way = _way(row)
    if way is None:
        return
    subject, body = rendered(row.template, way.kind, {"site": settings.LETGO_SITE, **row.values})
    by = carrier(way.kind)
    try:
        receipt = by.send(way.kind, way.address, subject, body, str(row.pk))
    except NotSent as failure:
        _again(row, way, failure.for_good)
    else:
        _sent(row, way, by.name, receipt, f"{subject}\n\n{body}".strip() if by.name == "outbox" else "")


def _way(row: Message) -> Way | None:
    """Where it goes now, or None: then it is dropped, has failed, or waits for an hour that suits the person."""
    if row.until and row.until < now():
        return _over(row, Message.State.DROPPED)
    if row.person_id is None:
        return _typed(row)
    if row.kind == "letter":
        homes = Route.objects.filter(person=row.person_id, kind="letter", never=False).exclude(pk__in=row.failed)
        found = list(homes.order_by("order", "made")[:1])
    else:
        local = localtime(now())
        safe = safe_contact(row.person_id)
        if not safe.open_at(local):
            Message.objects.filter(pk=row.pk).update(due=safe.next_open(local), tries=F("tries") - 1)
            return None
        failed = set(row.failed)
        found = [r for r in safe_routes(row.person_id) if str(r.pk) not in failed and r.kind in ("text", "email")]
    return Way(found[0].kind, found[0].address, found[0].pk) if found else _over(row, Message.State.FAILED)


def _typed(row: Message) -> Way | None:
    """A code's address: only here it is looked up whose it is, and the code learns it."""
    found = Route.objects.filter(kind=row.kind, address=row.address, never=False, person__ended__isnull=True)
    routes = [str(pk) for pk in found.values_list("pk", flat=True)]
    if not routes:
        return _over(row, Message.State.DROPPED)
    Code.objects.filter(pk=row.values["for"]).update(found=routes)
    return Way(row.kind, row.address, None)


def _over(row: Message, state: str) -> None:
    Message.objects.filter(pk=row.pk).update(state=state, values={}, address="")


def _sent(row: Message, way: Way, name: str, receipt: str, shown: str) -> None:
    holds_code = "code" in TEMPLATES[row.template].values
    Message.objects.filter(pk=row.pk).update(
        state=Message.State.SENT,
        sent=now(),
        kind=way.kind,
        route=way.route,
        carrier=name,
        receipt=receipt,
        shown=shown,
        address="",
        values={} if holds_code else row.values,
    )


def _again(row: Message, way: Way, for_good: bool) -> None:
    """Wait and try again; after the last try, or where it will never work, take the person's next way."""
    at = now()
    if not for_good and row.tries <= len(rules.BACKOFF):
        Message.objects.filter(pk=row.pk).update(due=at + rules.next_try(row.tries))
    elif way.route is None:
        _over(row, Message.State.FAILED)
    else:
        Message.objects.filter(pk=row.pk).update(due=at, tries=0, failed=[*row.failed, str(way.route)])
        later("door.send", f"{row.pk}:{len(row.failed) + 1}", {"message": str(row.pk)})


@transaction.atomic
def receive(receipt: str, status: str) -> bool:
    """What Notify says became of a message. A lost one takes the person's next way. Returns whether we know it. Idempotent."""
    row = Message.objects.select_for_update().filter(receipt=receipt, carrier="notify").first() if receipt else None
    if row is None:
        return False
    if row.state == Message.State.SENT and status in DELIVERED:
        Message.objects.filter(pk=row.pk).update(state=Message.State.DELIVERED)
    elif row.state == Message.State.SENT and status in LOST:
        if row.route is None or "code" in TEMPLATES[row.template].values:
            _over(row, Message.State.FAILED)
        else:
            Message.objects.filter(pk=row.pk).update(state=Message.State.QUEUED, receipt="")
            _again(row, Way(row.kind, "", row.route), for_good=True)
    return True
