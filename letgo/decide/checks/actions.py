"""What can be done with a check. Each verb is done once for its key; a refusal leaves nothing behind."""

import errno
import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import earlier, once
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running, later
from letgo.commons.record.refusals import Refused, require
from letgo.decide.checks import counting, layout, queries, rules, store
from letgo.decide.checks.models import Check, Reason
from letgo.decide.checks.rules import State

DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
ORPHAN = timedelta(hours=1)
OUR_FAULT = {
    "line": None,
    "what": "We could not finish this count. That is our fault, not your file's.",
    "cure": f"Try once more. If it fails again, count it on your own computer: {rules.ON_YOUR_OWN}",
}


def start(chunks: Iterable[bytes], by: Actor, key: str) -> Check:
    """Take in a file, piece by piece, and have it counted. The file is on disk before this returns.

    Raises Refused: "too-large" or "full" as soon as that is known, "not-allowed", or "gone" when this key made a check that was deleted.
    """
    require(may(by, "checks.start"), "You cannot check a count here.")
    return _start(chunks, key, sample="")


def start_sample(name: str, by: Actor, key: str) -> Check:
    """Check the count of the made-up town `name` (queries.samples()). Raises Refused as start does, and for an unknown name."""
    require(may(by, "checks.start"), "You cannot check a count here.")
    made_up = {sample.name: sample for sample in queries.samples()}
    if name not in made_up:
        raise Refused("We have no made-up town of that name.", cure="Choose one of the list.")
    return _start([made_up[name].make().encode()], key, sample=name)


def again(check: UUID, choices: rules.Choices, by: Actor, key: str) -> Check:
    """Have the same file counted otherwise, as a check of its own with an address of its own; this one stays as it is.

    Raises Refused: "gone" when the check is, "refused" when its file holds no election, and as start does.
    """
    row = Check.objects.filter(pk=check, expires__gt=now()).first()
    if row is None:
        raise Refused("This check is no longer here.", cure="Start a new one.", kind="gone")
    require(may(by, "checks.again", row), "Only who has the address of this check can ask.")
    if queries.ballots_of(row) is None:
        raise Refused("This file holds no election that we could read.", cure="Choose another file.")
    try:
        return _start(store.pieces(row.pk), key, sample=row.sample, choices=choices.as_dict())
    except FileNotFoundError:
        raise Refused("This check is no longer here.", cure="Start a new one.", kind="gone") from None


def explain(check: UUID, project: str, by: Actor, key: str) -> Reason:
    """Have the full reason of one project found, by its id in the file. Asking again for the same project changes nothing.

    Raises Refused: "gone" when the check is, "refused" when it is not counted, knows no such project, or enough reasons wait.
    """
    with transaction.atomic(), once("checks.explain", _secret(key)) as done:
        row = _locked(check)
        require(may(by, "checks.explain", row), "Only who has the address of this check can ask.")
        if done.before:
            return done.before
        place = queries.place_of(row, project)
        if place is None:
            raise Refused("There is no such project in this count.", cure="Choose one of the list.")
        reason = row.reasons.filter(place=place).first()
        if reason is None:
            if row.reasons.filter(state=State.WAITING.value).count() >= queries.limits().reasons_waiting:
                raise Refused(
                    "We are still working on your other questions.", cure="Ask again when one is answered.", kind="full"
                )
            reason = Reason.objects.create(of=row, place=place)
            later("checks.explain", str(reason.pk), {"reason": str(reason.pk)})
        return done.with_result(reason)


def delete(check: UUID, by: Actor, key: str) -> None:
    """Delete the file, its result and every trace of the address, now. Harmless when it is gone already."""
    with transaction.atomic(), once("checks.delete", _secret(key), by) as done:
        if done.before:
            return
        row = Check.objects.select_for_update().filter(pk=check).first()
        if row is not None:
            require(may(by, "checks.delete", row), "Only who has the address of this check can delete it.")
            _delete(row)
        done.with_result(True)


def count(job: Running) -> None:
    """The job that counts one check, in a process of its own with limits of its own."""
    check = Check.objects.filter(pk=job.args["check"], expires__gt=now()).first()
    if check is None or check.state in (State.DONE, State.FAILED):
        return
    if check.state == State.WAITING:
        check.move(State.COUNTING)
    counted = counting.count(store.of(check.pk), job.progress, queries.limits())
    with suppress(counting.Gone), counted as outcome, job.finish():
        row = Check.objects.select_for_update().filter(pk=check.pk).first()
        if row is not None:
            store.keep(row.pk, outcome.files)
            row.move(State.DONE if outcome.counted else State.FAILED, size=store.size_of(row.pk))


def find_reason(job: Running) -> None:
    """The job that finds the full reason of one project."""
    reason = Reason.objects.filter(pk=job.args["reason"], of__expires__gt=now()).first()
    if reason is None or reason.state in (State.DONE, State.FAILED):
        return
    found = counting.explain(store.of(reason.of_id), reason.place, job.progress, queries.limits())
    with suppress(counting.Gone), found as outcome, job.finish():
        row = Reason.objects.select_for_update().filter(pk=reason.pk).first()
        if row is not None:
            store.keep(row.of_id, outcome.files)
            row.state = (State.DONE if outcome.counted else State.FAILED).value
            row.save(update_fields=["state"])


def count_given_up(args: dict[str, Any]) -> None:
    """The count of a check failed every time it was tried: say so on its page."""
    check = Check.objects.select_for_update().filter(pk=args["check"]).first()
    if check is not None and check.state in (State.WAITING, State.COUNTING):
        (store.of(check.pk) / layout.PROBLEM).write_text(json.dumps(OUR_FAULT))
        check.move(State.FAILED)


def reason_given_up(args: dict[str, Any]) -> None:
    """The search for a reason failed every time it was tried."""
    reason = Reason.objects.select_for_update().filter(pk=args["reason"], state=State.WAITING.value).first()
    if reason is not None:
        (store.of(reason.of_id) / layout.reason_problem(reason.place)).write_text(json.dumps(OUR_FAULT))
        reason.state = State.FAILED.value
        reason.save(update_fields=["state"])


def tidy(job: Running | None = None) -> None:
    """Delete every check whose time is over, and files that belong to none: what a power cut left."""
    for pk in list(Check.objects.filter(expires__lte=now()).values_list("pk", flat=True)):
        with transaction.atomic():
            if row := Check.objects.select_for_update().filter(pk=pk).first():
                _delete(row)
    old = (now() - ORPHAN).timestamp()
    store.drop_incoming(old)
    lone = {pk for pk, changed in store.directories() if changed < old}
    for pk in lone - set(Check.objects.filter(pk__in=lone).values_list("pk", flat=True)):
        store.remove(pk)


def _start(chunks: Iterable[bytes], key: str, sample: str, choices: dict[str, Any] | None = None) -> Check:
    limits = queries.limits()
    if before := earlier("checks.start", _secret(key)):
        return before
    try:
        with store.incoming(chunks, lambda size: _allow(size, limits)) as file:
            return _take_in(file, key, sample, choices, limits)
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        raise Refused("We are full just now.", cure="Try again after an hour.", kind="full") from None


def _take_in(
    file: store.Incoming, key: str, sample: str, choices: dict[str, Any] | None, limits: rules.Limits
) -> Check:
    with transaction.atomic(), once("checks.start", key) as done:
        if done.before:
            return done.before
        _refuse(queries.room(limits))
        at = now()
        check = Check.objects.create(sample=sample, size=file.size, created=at, expires=rules.expires(at))
        later("checks.count", str(check.pk), {"check": str(check.pk)})
        file.keep_as(check.pk, choices)
        return done.with_result(check)


def _allow(size: int, limits: rules.Limits) -> None:
    _refuse(rules.size_refusal(size, limits))
    _refuse(queries.room(limits))


def _refuse(no: rules.No | None) -> None:
    if no is not None:
        raise Refused(no.sentence, no.cure, no.kind)


def _secret(key: str) -> str:
    if not rules.key_is_secret(key):
        raise Refused("This form is not whole.", cure="Go back, load the page again and send it once more.")
    return key


def _locked(check: UUID) -> Check:
    row = Check.objects.select_for_update().filter(pk=check, expires__gt=now()).first()
    if row is None:
        raise Refused("This check is no longer here.", cure="Start a new one.", kind="gone")
    return row


def _delete(row: Check) -> None:
    pk = row.pk
    row.delete()
    transaction.on_commit(lambda: store.remove(pk))
