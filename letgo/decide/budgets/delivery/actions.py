"""The only writers of projects and their stages: money set aside, ordered, shown, looked at by a resident, done; or stopped."""

from collections.abc import Sequence
from typing import IO, Any
from uuid import UUID

from django.db import transaction

from letgo.commons.money import actions as money
from letgo.commons.money.rules import Stage as Way
from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.powers.rules import lives_in
from letgo.commons.promises import actions as promises
from letgo.commons.promises.models import Promise
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, System
from letgo.decide.budgets.delivery import photos, queries, rules
from letgo.decide.budgets.models import Evidence, Project, Stage, Yes
from letgo.decide.budgets.moving import settle, spoke, tell_author, worded
from letgo.decide.budgets.rules import OUTSIDE, PROJECT_MOVES
from letgo.decide.budgets.telling import everybody, tell_everybody

BY_VOTE = System("vote")  # what a declared result does; and what a resident's yes does
STAGE_RULE = "budgets.finish-stage"
NOT_DELIVERER = "Only who has the duty for this project can do this."


@transaction.atomic
def start(project: UUID, steps: Sequence[rules.Step], *, by: Actor, key: str) -> Project:
    """Order it and promise each stage by its day; the last one needs a resident's yes. Everyone who could vote is told.

    Raises Refused while anyone who worked on it has not said whether they gain by it, and for who does gain.
    """
    with once("budgets.start-project", key, by) as done:
        if done.before:
            return done.before
        row = held(project)
        require(may(by, "budgets.deliver", row), NOT_DELIVERER)
        _may_move(row, "started")
        _declared(row, by)
        if fault := rules.wrong(steps, today()):
            raise Refused(fault)
        money.step(row.hold_id, Way.ORDERED, BY_VOTE, f"{key}:ordered")
        settle(row.first_step)
        body = {"title": row.idea.title, "stages": [[step.title, step.due.isoformat()] for step in steps]}
        row.put(
            "started", write("budgets.start-project", row.ref, by=by, body=body), started=today(), starter_id=by.person
        )
        for number, step in enumerate(steps, 1):
            _promise(row, number, step, number == len(steps), by, f"{key}:{number}")
        spread(row, "started")
        return done.with_result(row)


def _declared(row: Project, by: Actor) -> None:
    """Raise Refused unless everyone who had a hand in it has said what they gain, and who starts it gains nothing."""
    said = queries.interests(row.idea_id)
    if rules.silent(queries.hands(row.idea_id), said):
        raise Refused(
            "Someone who costed or checked this has not said whether they gain by it.",
            cure="They say so on the page of the idea.",
        )
    if by.person is None or by.person not in said:
        raise Refused(
            "Say first what you stand to gain by this, or that you gain nothing.", cure="The page of the idea asks you."
        )
    if rules.gains(by.person, said):
        raise Refused("You said that you stand to gain by this. Somebody else must start it.")


def _promise(row: Project, number: int, step: rules.Step, last: bool, by: Signs, key: str) -> Stage:
    """One stage with its clock, held by whoever the rule names at the project's place or in its organisation."""
    at = row.round
    made = Stage(project=row, number=number, title=step.title.strip()[:120], due=step.due, needs_yes=last)
    holder = Ref("organisation", row.organisation_id) if row.organisation_id else Ref("place", at.place_id)
    about, begins = Ref("stage", made.pk), rules.clock_from(step.due)
    made.promise = promises.promise(
        about, STAGE_RULE, begins, holder, by, key, place=at.place_id, show_about=True, met_by="budgets.show-stage"
    )
    body = {"stage": number, "title": made.title, "due": step.due.isoformat()}
    return made.put("waiting", write("budgets.plan-stage", about, by=by, body=body))


def show(
    stage: UUID, words: str, *, by: Actor, key: str, photo: IO[bytes] | None = None, bill: int | None = None
) -> Stage:
    """Show that a stage is done: in words, and with a photo that is made anew without anything in it but the picture.

    A stage is done then; the last one waits for a resident's yes, its clock stands still, and it says what everything cost (`bill`).
    """
    kept = photos.keep(photo) if photo is not None else None
    try:
        made = _show(stage, words, bill, kept, by, key)
    except BaseException:
        if kept:
            photos.forget(kept.name)
        raise
    if kept and not made.evidence.filter(photo=kept.name).exists():  # the same form came twice
        photos.forget(kept.name)
    return made


@transaction.atomic
def _show(stage: UUID, words: str, bill: int | None, kept: photos.Photo | None, by: Actor, key: str) -> Stage:
    with once("budgets.show-stage", key, by) as done:
        if done.before:
            return done.before
        row = _stage(stage)
        require(may(by, "budgets.deliver", row), NOT_DELIVERER)
        if row.state != "waiting" or row.project.state != "started":
            raise Refused("This stage does not wait for you.")
        if row.project.stages.filter(number__lt=row.number).exclude(state__in=["done", "cancelled"]).exists():
            raise Refused("An earlier stage is not done yet.", cure="Show that one first.")
        said = worded(words, "Say what is there now.")
        _bill(row, bill)
        made = Evidence(stage=row, person_id=by.person, words=said, on=today())
        made.bill_pence = bill if row.needs_yes else None
        body: dict[str, Any] = {"stage": row.number, "title": row.title, "words": said, "bill_pence": made.bill_pence}
        if kept:
            made.photo, made.sha256, made.width, made.height = kept.name, kept.sha256, kept.width, kept.height
            body["photo"] = kept.sha256
        made.line = write("budgets.show-stage", Ref("stage", row.pk), by=by, body=body)
        made.save(force_insert=True)
        if row.needs_yes:
            _stand_still(row.promise, key)
            tell_author(row.project.idea, "waits", f"shown:{made.pk}")
            return done.with_result(row.put("shown", made.line))
        settle(row.promise)
        return done.with_result(row.put("done", made.line, done=today()))


def _bill(row: Stage, bill: int | None) -> None:
    if not row.needs_yes:
        return
    if bill is None or bill <= 0:
        raise Refused("Say what everything cost in the end.")
    if bill > row.project.pence:
        raise Refused(
            "{aside} is set aside for this, and the bill is higher.",
            cure="Change the cost first: its page says how.",
            aside=pounds(row.project.pence),
        )


def _stand_still(promise: Promise | None, key: str) -> None:
    """While a resident is asked, the clock stands still if its rule knows that reason. One that is over its date runs on."""
    if promise is None or promise.closed or promise.due is None or now() > promise.due:
        return
    if reasons := promise.rule.read.pauses:
        promises.pause(promise.pk, reasons[0], CLOCK, f"{key}:pause")


@transaction.atomic
def answer(stage: UUID, yes: bool, words: str = "", *, by: Actor, key: str) -> Stage:
    """A resident who looked at it says yes, or no and what is missing. A yes to the last stage pays the bill and ends the project.

    Not by whoever did the work or showed it, nor by anyone who works for council, landlord or project. When no resident came in the
    days that the terms give, the outside checker may.
    """
    with once("budgets.answer-stage", key, by) as done:
        if done.before:
            return done.before
        row = _stage(stage)
        require(may(by, "budgets.confirm", row), "People who live here can say this.")
        _confirms(row, by)
        if row.state != "shown":
            raise Refused("Nothing waits for your answer here.")
        shown = row.evidence.order_by("-line__at", "-pk").first()
        if spoke(shown.answers, by):
            raise Refused("You answered this before.", cure="Somebody else can look at it too.")
        said = words.strip() if yes else worded(words, "Say what is missing.")
        made = Yes(stage=row, evidence=shown, person_id=by.subject, given_by_id=by.person, yes=yes, words=said)
        body = {"stage": row.number, "title": row.title, "yes": yes, "words": said}
        made.line = write("budgets.answer-stage", Ref("stage", row.pk), by=by, body=body)
        made.save(force_insert=True)
        return done.with_result(_done(row, shown, made, key) if yes else _not_yet(row, made, key))


def _confirms(row: Stage, by: Actor) -> None:
    works = queries.works(by.person) or queries.works(by.subject)
    doers = queries.doers(row.project_id)
    if why := rules.cannot_confirm(person=by.subject, helper=by.helper, doers=doers, works=works) or (
        "Whoever does the work does not say that it is done." if by.person in doers else ""
    ):
        raise Refused(why, cure="A neighbour who lives here can.")
    if lives_in(by, row.project.round.place.lineage):
        return
    asked_since = (today() - row.evidence.order_by("-on").first().on).days
    checker = any(grant.role == OUTSIDE for grant in by.grants)
    if not checker or asked_since < row.project.round.fixed.answer_days:
        raise Refused("People who live here can say this.", cure="When nobody came in time, the outside checker can.")


def _done(row: Stage, shown: Evidence, made: Yes, key: str) -> Stage:
    settle(row.promise)
    row.put("done", made.line, done=today())
    project = held(row.project_id)
    if not project.stages.exclude(state__in=["done", "cancelled"]).exists():
        bill = shown.bill_pence or project.pence
        money.capture(project.hold_id, bill, BY_VOTE, f"{key}:pay", why=project.idea.title)
        body = {"title": project.idea.title, "paid_pence": bill, "back_pence": project.pence - bill}
        line = write("budgets.finish-project", project.ref, by=BY_VOTE, body=body)
        project.put("done", line, done=today(), spent_pence=bill)
        spread(project, "done")
    return row


def _not_yet(row: Stage, made: Yes, key: str) -> Stage:
    if row.promise and not row.promise.closed and row.promise.due is None:
        promises.resume(row.promise_id, CLOCK, f"{key}:resume")
    return row.put("waiting", made.line)


@transaction.atomic
def stop(project: UUID, reasons: str, *, by: Actor, key: str) -> Project:
    """Those who hold the power stop a project, with reasons: what is set aside is free again, and nobody owes anything about it."""
    with once("budgets.stop-project", key, by) as done:
        if done.before:
            return done.before
        row = held(project)
        require(may(by, "budgets.settle", row), "Only those who speak for the residents can write this down.")
        return done.with_result(end(row, worded(reasons, "Give your reasons. They are public."), by, key))


def end(row: Project, reasons: str, by: Signs, key: str) -> Project:
    """Stop a project for `reasons`. For acts that were allowed already: stop(), a settled change of cost, a cut."""
    _may_move(row, "stopped")
    money.release(row.hold_id, BY_VOTE, f"{key}:release", why=row.idea.title)
    line = write("budgets.stop-project", row.ref, by=by, body={"title": row.idea.title, "reasons": reasons})
    settle(row.first_step, reasons[:300])
    cancel_stages(row, reasons, line)
    row.put("stopped", line, reason=reasons)
    spread(row, "stopped")
    return row


def cancel_stages(row: Project, reasons: str, line: Line) -> None:
    """Nobody owes the stages any more that are not done. `line` says why the project stopped."""
    for stage in row.stages.exclude(state__in=["done", "cancelled"]).select_related("promise"):
        settle(stage.promise, reasons[:300])
        stage.put("cancelled", line, reason=reasons)


def spread(row: Project, what: str) -> None:
    """Have everyone told who could vote, and whoever had the idea if they could not. `what` keeps it to one message of a kind."""
    if (row.idea.author_id or row.idea.asked_by_id) not in everybody(row.round):
        tell_author(row.idea, "news", f"{row.pk}:{what}")
    tell_everybody(row.round, what, row.ref)


def held(project: UUID) -> Project:
    """The project with its round and idea, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    rows = Project.objects.select_for_update(of=("self",)).select_related(*queries.JOINED)
    found = rows.filter(pk=project).first()
    if found is None:
        raise Refused("There is no such project.", kind="gone")
    return found


def _stage(pk: UUID) -> Stage:
    joined = [f"project__{name}" for name in queries.JOINED]
    rows = Stage.objects.select_for_update(of=("self",)).select_related(*joined, "promise__rule", "promise__calendar")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such stage.", kind="gone")
    return found


def _may_move(row: Project, state: str) -> None:
    if state not in PROJECT_MOVES[row.state]:
        raise Refused(
            "That cannot be done: this project is {state}.",
            cure="Load the page again.",
            state=row.state.replace("-", " "),
        )
