"""The only writers of worries about someone."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F

from letgo.commons.people import rules
from letgo.commons.people.models import Concern, ConcernWords
from letgo.commons.people.queries import may
from letgo.commons.people.rules import ANYONE, EVERYWHERE, Actor, Worry
from letgo.commons.record import effects
from letgo.commons.record.actions import once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require

NOT_YOURS = "Only the people who answer worries can do this."
SAME_WORRY = timedelta(days=1)
RAISED, ANSWERED = "people.concern-raised", "people.concern-answered"  # effects that the house may name


@transaction.atomic
def raise_concern(
    said: str,
    by: Actor,
    key: str,
    about: str = "",
    reply: str = "",
    reach: str = EVERYWHERE,
    named: bool = False,
    told: str = "",
) -> Concern:
    """Someone is worried about someone. Nobody needs to say who they are: without `named`, who did it is written nowhere.

    `told` (of rules.AGREED_HOW): someone else said it, and `by` only wrote it down: that stands under it.
    `reach` is the lineage of the place. The same words twice within a day are one worry. None is ever turned away; of very many at once
    the later ones are read after the others. Its clock starts by the house's effect "people.concern-raised", where it names one.
    """
    signs = by if named and not told else ANYONE
    with once("people.raise-concern", key, signs) as done:
        if done.before:
            return done.before
        require(may(by, "people.raise-concern"), "Ring us instead.")
        if not said.strip():
            raise Refused("Tell us what worries you.", cure="A few words are enough.")
        digest = sha256(
            "\0".join([reach, said.strip(), about.strip(), reply.strip(), str(signs.person)]).encode()
        ).hexdigest()
        return done.with_result(_told_before(digest) or _new(said, about, reply, reach, digest, signs, told, by))


def _told_before(digest: str) -> Concern | None:
    words = ConcernWords.objects.filter(digest=digest, concern__at__gt=now() - SAME_WORRY).exclude(
        concern__state=Worry.CLOSED
    )
    first = words.select_related("concern").first()
    if first is None:
        return None
    words.filter(pk=first.pk).update(again=F("again") + 1)
    return first.concern


def _new(said: str, about: str, reply: str, reach: str, digest: str, signs: Actor, told: str, wrote: Actor) -> Concern:
    at = now()
    lately = Concern.objects.filter(at__gt=at - timedelta(hours=1)).count()
    row = Concern(reach=reach, at=at, late=rules.crowded(lately), clock=effects.known(RAISED))
    heard = f"{rules.AGREED_HOW[told]}. Written down by someone who helps people here." if told else ""
    row.line = _line(row, "people.raise-concern", wrote if told else signs, heard)
    row.save()
    ConcernWords.objects.create(
        concern=row,
        said=said.strip(),
        about=about.strip()[:200],
        reply=reply.strip()[:300],
        person_id=signs.subject,
        digest=digest,
    )
    if row.clock:
        effects.take_later(RAISED, Ref("concern", row.pk), {}, str(row.pk))
    return row


def _line(row: Concern, verb: str, by: Actor, words: str = "") -> Line:
    """A line that nobody but who answers worries may read: its audience is the worry itself, which is on no list of audiences."""
    about = Ref("concern", row.pk)
    return write(verb, about, audience=about, by=by, body={"words": words.strip()} if words.strip() else {})


@transaction.atomic
def answer_concern(concern: UUID, words: str, by: Actor, key: str) -> Concern:
    """A named person answers: `words` say what they do now. They hold it from here on; the promise to answer is kept."""
    with once("people.answer-concern", key, by) as done:
        if done.before:
            return done.before
        row = Concern.objects.select_for_update().get(pk=concern)
        require(may(by, "people.answer-concern", row) and by.person is not None, NOT_YOURS)
        first = row.state == Worry.RAISED
        _move(row, Worry.TAKEN, "people.answer-concern", words, by)
        if first and row.clock and effects.known(ANSWERED):
            effects.take_later(ANSWERED, Ref("concern", row.pk), {}, str(row.pk))
        return done.with_result(row)


@transaction.atomic
def close_concern(concern: UUID, words: str, by: Actor, key: str) -> Concern:
    """It is over: `words` say why."""
    with once("people.close-concern", key, by) as done:
        if done.before:
            return done.before
        row = Concern.objects.select_for_update().get(pk=concern)
        require(may(by, "people.close-concern", row) and by.person is not None, NOT_YOURS)
        _move(row, Worry.CLOSED, "people.close-concern", words, by)
        return done.with_result(row)


def _move(row: Concern, state: str, verb: str, words: str, by: Actor) -> None:
    if state not in rules.CONCERN_MOVES[row.state]:
        raise Refused("This worry is not at that point.", cure="Load the list again.")
    if not words.strip():
        raise Refused("Say in a line what was done.")
    row.state, row.answerer_id = state, by.person
    row.line = _line(row, verb, by, words)
    row.save()


@transaction.atomic
def forget_concern(concern: UUID, by: Actor, key: str) -> None:
    """Delete what a worry says, and who said it. That it was raised, answered and closed stays."""
    with once("people.forget-concern", key, by) as done:
        if done.before:
            return
        row = Concern.objects.select_for_update().get(pk=concern)
        require(may(by, "people.forget-concern", row), "Only a safeguarding lead can do this.")
        ConcernWords.objects.filter(concern=row).delete()
        row.line = _line(row, "people.forget-concern", by)
        row.save()
        done.with_result(True)
