"""The only writers of estimates, checks, refusals and appeals; who stands to gain; and what cannot both be built."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refusals import Refused, require
from letgo.decide.budgets.models import Apart, Appeal, Check, Estimate, Idea, Interest
from letgo.decide.budgets.moving import (
    NOT_AUTHOR,
    NOT_HOLDERS,
    NOT_OFFICER,
    locked,
    move,
    owe,
    settle,
    still,
    tell_author,
    worded,
)
from letgo.decide.budgets.rules import OPEN, OUTSIDE, after_appeal, verdict

OWN = "This is your own idea. Somebody else must do this."
DECLARE = "Say first what you stand to gain by this idea, or that you gain nothing."
GAINS = "You said that you stand to gain by this idea. Somebody else must do this."


@transaction.atomic
def declare(idea: UUID, words: str, *, by: Actor, key: str) -> Interest:
    """Say what one stands to gain by an idea that one works on; no words: nothing. It is public, with the role and without the name."""
    with once("budgets.declare", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        require(may(by, "budgets.declare", row) and by.person is not None, "You do not work on this idea.")
        made = Interest(idea=row, person_id=by.person, role=_role(row, by), words=words.strip())
        body = {"idea": row.number, "role": made.role, "gains": made.words}
        made.line = write("budgets.declare", row.ref, by=by, body=body)
        made.save(force_insert=True)
        return done.with_result(made)


def _role(row: Idea, by: Actor) -> str:
    """In which role someone works on an idea: in the body that speaks for the holders, else as an officer."""
    roles = {grant.role for grant in by.grants if grant.organisation == row.round.power.speaker_id}
    return next((role for role in (OUTSIDE, "secretary", "treasurer", "board-member") if role in roles), "officer")


def _clean(row: Idea, by: Actor) -> None:
    """Raise Refused unless the person said that they gain nothing by this idea, and it is not theirs."""
    if by.person in (row.author_id, None):
        raise Refused(OWN)
    said = row.interests.filter(person_id=by.person).order_by("-line__at", "-pk").first()
    if said is None:
        raise Refused(DECLARE)
    if said.words:
        raise Refused(GAINS)


@transaction.atomic
def estimate(
    idea: UUID, pence: int, upkeep_pence: int, reasons: str, upkeep_from: str = "", *, by: Actor, key: str
) -> Estimate:
    """Say what an idea would cost, and keeping it up each year, and why. Its author can agree or dispute until a day.

    A new figure after a dispute, or one that was wrong, is a new estimate. Not by whom it would profit, nor its author.
    """
    with once("budgets.estimate", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        require(may(by, "budgets.estimate", row), NOT_OFFICER)
        _clean(row, by)
        still(row.round, "ideas", "costing")
        if pence <= 0 or upkeep_pence < 0:
            raise Refused("Give what it costs, and what keeping it up costs each year, nothing or more.")
        why = worded(reasons, "Say how you came to this figure.")
        made = Estimate(idea=row, number=row.estimates.count() + 1, pence=pence, upkeep_pence=upkeep_pence, reasons=why)
        made.officer_id, made.upkeep_from = by.person, upkeep_from.strip()[:120]
        until = today() + timedelta(days=row.round.fixed.answer_days)
        body = {"pence": pence, "upkeep_pence": upkeep_pence, "reasons": why, "answer_by": until.isoformat()}
        settle(row.due)
        fields = {"pence": pence, "upkeep_pence": upkeep_pence, "answer_by": until, "due": None, "reason": ""}
        row = move(row, "costed", "budgets.estimate", by, body, **fields)
        made.line = row.line
        made.save(force_insert=True)
        tell_author(row, "waits", f"estimate:{made.number}")
        return done.with_result(made)


@transaction.atomic
def answer_estimate(idea: UUID, agrees: bool, words: str = "", *, by: Actor, key: str) -> Idea:
    """The author agrees to the estimate, or disputes it and says why: then the officer owes an answer by a date."""
    with once("budgets.answer-estimate", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        require(may(by, "budgets.answer-estimate", row), NOT_AUTHOR)
        if row.state != "costed":
            raise Refused("No estimate waits for your answer.")
        words = words.strip() if agrees else worded(words, "Say what is wrong with the estimate.")
        return done.with_result(_answered(row, "agrees" if agrees else "disputes", words, by, key))


def _answered(row: Idea, answer: str, words: str, by: Signs, key: str) -> Idea:
    newest = row.estimates.order_by("-number").first()
    due = owe(row.ref, row.round, "budgets.answer-dispute", by, f"{key}:dispute") if answer == "disputes" else None
    state, body = ("disputed" if due else "agreed"), {"answer": answer, "words": words}
    row = move(row, state, "budgets.answer-estimate", by, body, due=due, answer_by=None)
    newest.answer, newest.answer_words, newest.line = answer, words, row.line
    newest.save()
    return row


@transaction.atomic
def let_stand(idea: UUID, *, by: Signs, key: str) -> Idea:
    """The author's days are over and nothing was said: the estimate stands, so that the idea goes on. The clock does this."""
    with once("budgets.let-stand", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        late = row.state == "costed" and row.answer_by is not None and row.answer_by < today()
        return done.with_result(_answered(row, "silent", "", by, key) if late else row)


@transaction.atomic
def check(idea: UUID, yes: bool, reasons: str = "", *, by: Actor, key: str) -> Idea:
    """One checker says whether the money may be spent on this idea; a no needs reasons. Two who say the same settle it.

    In a small body one outside checker settles it. A no can be appealed to the holders until a day.
    """
    with once("budgets.check", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        require(may(by, "budgets.check", row), "Only a checker of those who hold this power can do this.")
        _clean(row, by)
        outside = _role(row, by) == OUTSIDE
        needed = row.round.fixed.checkers
        if needed == 1 and not outside:
            raise Refused("With so few people the outside checker alone answers this.")
        if row.eligible is not None or row.state not in OPEN:
            raise Refused("This was settled already.")
        if row.checks.filter(checker_id=by.person).exists():
            raise Refused("You answered this before. Somebody else must answer now.")
        if row.estimates.filter(officer_id=by.person).exists():
            raise Refused("You costed this idea. Somebody else must check it.")
        why = reasons.strip() if yes else worded(reasons, "Give your reasons. They are public.")
        made = Check(idea=row, checker_id=by.person, outside=outside, yes=yes, reasons=why)
        made.line = write("budgets.check", row.ref, by=by, body={"idea": row.number, "yes": yes, "reasons": why})
        made.save(force_insert=True)
        answers = row.checks.order_by("line__at", "pk").values_list("yes", "outside")
        found = verdict(answers, needed)
        return done.with_result(row if found is None else _found(row, found, why, by))


def _found(row: Idea, yes: bool, why: str, by: Signs) -> Idea:
    settle(row.check_due)
    if yes:
        return move(row, row.state, "budgets.find-eligible", by, eligible=True, check_due=None)
    settle(row.due, "The idea was refused.")
    until = today() + timedelta(days=row.round.fixed.answer_days)
    fields = {"eligible": False, "check_due": None, "due": None, "answer_by": until, "reason": why}
    row = move(row, "refused", "budgets.refuse-idea", by, {"appeal_by": until.isoformat()}, **fields)
    tell_author(row, "waits", "refused")
    return row


@transaction.atomic
def appeal(idea: UUID, reasons: str, *, by: Actor, key: str) -> Appeal:
    """The author of a refused idea asks those who hold the power. They answer by a date."""
    with once("budgets.appeal", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        require(may(by, "budgets.appeal", row), NOT_AUTHOR)
        if row.state != "refused" or (row.answer_by and row.answer_by < today()):
            raise Refused("There is nothing to appeal now.", cure="An idea can be said again in the next round.")
        still(row.round, "ideas", "costing")
        made = Appeal(idea=row, reasons=worded(reasons, "Say why it should go on."))
        due = owe(row.ref, row.round, "budgets.decide-appeal", by, f"{key}:appeal")
        row = move(row, "appealed", "budgets.appeal", by, {"appeal": made.reasons}, due=due, answer_by=None)
        made.line = row.line
        made.save(force_insert=True)
        return done.with_result(made)


@transaction.atomic
def decide_appeal(
    appeal_id: UUID, votes_for: int, votes_against: int, met: str, words: str, *, by: Actor, key: str
) -> Appeal:
    """Write down what the holders said to an appeal: where they were asked, and how many were for and against it.

    More for than against puts the idea back; nobody decides it alone. Raises Refused for fewer than three who were asked.
    """
    with once("budgets.decide-appeal", key, by) as done:
        if done.before:
            return done.before
        rows = Appeal.objects.select_for_update(of=("self",)).select_related("idea__round__power", "idea__round__place")
        made = rows.filter(pk=appeal_id).first()
        require(made is not None and may(by, "budgets.decide-appeal", made), NOT_HOLDERS)
        if made.state != "waiting":
            raise Refused("This was decided before.")
        if min(votes_for, votes_against) < 0 or votes_for + votes_against < 3:
            raise Refused("Three people or more decide this.", cure="Ask them at a meeting, and count hands.")
        row = locked(made.idea_id)
        made.state = "upheld" if votes_for > votes_against else "refused"
        made.votes_for, made.votes_against = votes_for, votes_against
        made.met, made.answer = worded(met, "Say where and when they were asked.")[:200], words.strip()
        body = {"for": votes_for, "against": votes_against, "met": made.met, "words": made.answer}
        row = _put_back(row, by, key, body) if made.state == "upheld" else _stays_refused(row, by, body)
        made.line = row.line
        made.save()
        tell_author(row, "news", f"appeal:{made.pk}")
        return done.with_result(made)


def _put_back(row: Idea, by: Signs, key: str, body: dict[str, object]) -> Idea:
    """The idea stands as it did before it was refused; whose turn it was owes it again."""
    settle(row.due)
    state = after_appeal(list(row.estimates.order_by("number").values_list("answer", flat=True)))
    rule = {"said": "budgets.cost-idea", "disputed": "budgets.answer-dispute"}.get(state)
    fields: dict[str, object] = {"eligible": True, "reason": ""}
    fields["due"] = owe(row.ref, row.round, rule, by, f"{key}:again") if rule else None
    if state == "costed":
        fields["answer_by"] = today() + timedelta(days=row.round.fixed.answer_days)
    return move(row, state, "budgets.decide-appeal", by, body, **fields)


def _stays_refused(row: Idea, by: Signs, body: dict[str, object]) -> Idea:
    settle(row.due)
    return move(row, "refused", "budgets.decide-appeal", by, body, due=None, reason=row.reason)


@transaction.atomic
def set_apart(idea: UUID, other: UUID, reasons: str, *, by: Actor, key: str) -> Apart:
    """Mark two ideas that cannot both be built, with reasons. At most one of them is funded."""
    with once("budgets.set-apart", key, by) as done:
        if done.before:
            return done.before
        one, two = (locked(pk) for pk in sorted((idea, other)))
        require(may(by, "budgets.set-apart", one) and may(by, "budgets.set-apart", two), NOT_OFFICER)
        if one.pk == two.pk or one.round_id != two.round_id:
            raise Refused("Choose two ideas of one round.")
        still(one.round, "ideas", "costing")
        if Apart.objects.filter(idea=one, other=two, gone=False).exists():
            raise Refused("These two are marked already.")
        row = Apart(idea=one, other=two, reasons=worded(reasons, "Say why they cannot both be built."))
        body = {"idea": one.number, "other": two.number, "reasons": row.reasons}
        row.line = write("budgets.set-apart", one.ref, by=by, body=body)
        row.save(force_insert=True)
        for each in (one, two):
            tell_author(each, "news", f"apart:{row.pk}")
        return done.with_result(row)


@transaction.atomic
def set_together(apart: UUID, *, by: Actor, key: str) -> Apart:
    """Two ideas that were marked can both be built after all."""
    with once("budgets.set-together", key, by) as done:
        if done.before:
            return done.before
        row = Apart.objects.select_for_update(of=("self",)).filter(pk=apart).first()
        one = locked(row.idea_id) if row else None
        require(one is not None and may(by, "budgets.set-apart", one), NOT_OFFICER)
        still(one.round, "ideas", "costing")
        row.gone, row.line = True, write("budgets.set-together", one.ref, by=by, body={"idea": one.number})
        row.save()
        return done.with_result(row)
