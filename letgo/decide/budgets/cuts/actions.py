"""The only writers of cuts: the giver says it in time and why; each project says how far it can shrink; the holders choose what stays."""

from datetime import date
from uuid import UUID

from django.db import transaction

from letgo.commons.money import actions as money
from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.powers.models import Power
from letgo.commons.powers.rules import first_last_day, gives, lives_in
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.calls.actions import call
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rules import Call, Offered
from letgo.decide.budgets.changes.actions import Asked, reset
from letgo.decide.budgets.cuts import queries, rules
from letgo.decide.budgets.delivery.actions import BY_VOTE, NOT_DELIVERER, end, held
from letgo.decide.budgets.delivery.queries import free
from letgo.decide.budgets.models import Cut, Objection, Plan
from letgo.decide.budgets.moving import NOT_HOLDERS, locked_round, seed_from, spoke, tell_author, worded
from letgo.decide.budgets.queries import stakes
from letgo.decide.budgets.telling import tell_everybody

EFFECT = "budgets.shrink"
NO_VOTE = ("void", "upheld")  # called off; or taken back by a challenge before anything happened


@transaction.atomic
def announce(in_round: UUID, to_pence: int, reasons: str, starts: date, *, by: Actor, key: str) -> Cut:
    """The giver of a power says that a round gets less money, why, and from when: never sooner than the power's notice allows.

    It stands in the register, and everyone who can vote is told. Raises Refused for more than the projects and the free money hold.
    """
    with once("budgets.announce-cut", key, by) as done:
        if done.before:
            return done.before
        row = locked_round(in_round)
        power = Power.objects.get(pk=row.power_id)
        require(
            may(by, "budgets.announce-cut", power) and gives(by, power.giver_id, row.place.lineage),
            "Only the side that gives this power can do this.",
        )
        if row.state != "delivering":
            raise Refused("Nothing is funded in this round, so there is nothing to shrink.")
        if row.cuts.filter(state__in=["noticed", "voting"]).exists():
            raise Refused("A cut is under way in this round already.", cure="Wait until it is over.")
        earliest = first_last_day(today(), power.notice_days)
        if starts < earliest:
            raise Refused(
                "The notice is {days} days, so it can begin on {earliest} at the earliest.",
                cure="Choose that day or a later one.",
                days=power.notice_days,
                earliest=earliest,
            )
        if not 0 <= to_pence < row.purse_pence or row.purse_pence - to_pence > queries.most(row):
            raise Refused("At most {most} of this is not paid yet.", cure="Cut less.", most=pounds(queries.most(row)))
        made = Cut(power=power, round=row, from_pence=row.purse_pence, to_pence=to_pence, notice=today(), starts=starts)
        made.reasons = worded(reasons, "Give your reasons. They are public.")
        body = {
            "title": power.title, "round": row.title, "from_pence": row.purse_pence, "to_pence": to_pence,
            "reasons": made.reasons, "starts": starts.isoformat(),
        }  # fmt: skip
        made.put("noticed", write("budgets.announce-cut", Ref("power", power.pk), by=by, body=body))
        tell_everybody(row, "cut", Ref("cut", made.pk))
        return done.with_result(made)


@transaction.atomic
def plan(cut: UUID, project: UUID, to_pence: int, words: str, *, by: Actor, key: str) -> Plan:
    """Say how far a project can shrink (0: it stops) and what is then missing. What is paid already stays."""
    with once("budgets.plan-cut", key, by) as done:
        if done.before:
            return done.before
        at, row = _locked(cut), held(project)
        require(may(by, "budgets.deliver", row), NOT_DELIVERER)
        if at.state != "noticed" or row.round_id != at.round_id or row.state not in ("set-aside", "started"):
            raise Refused("This project takes no part in the cut now.")
        if row.plans.filter(cut=at).exclude(state="back").exists():
            raise Refused("There is a plan for this project already.")
        if fault := rules.wrong(rules.Plan(row.pence, to_pence), row.spent_pence):
            raise Refused(fault)
        made = Plan(cut=at, project=row, number=row.plans.filter(cut=at).count() + 1, to_pence=to_pence)
        made.words = worded(words, "Say what is then missing.")
        body = {"title": row.idea.title, "from_pence": row.pence, "to_pence": to_pence, "words": made.words}
        made.put("said", write("budgets.plan-cut", row.ref, by=by, body=body))
        tell_author(row.idea, "news", f"plan:{made.pk}")
        return done.with_result(made)


@transaction.atomic
def object_to(plan_id: UUID, words: str, *, by: Actor, key: str) -> Plan:
    """A resident says no to a plan, and why. Enough of them (rules.counts) send it back once; one alone never stops it."""
    with once("budgets.object", key, by) as done:
        if done.before:
            return done.before
        rows = Plan.objects.select_for_update(of=("self",)).select_related("cut__round__place", "project__idea")
        row = rows.filter(pk=plan_id).first()
        lives = row is not None and may(by, "budgets.object", row) and by.subject is not None
        require(lives and lives_in(by, row.cut.round.place.lineage), "Only people who live here can do this.")
        if row.state != "said" or row.cut.state != "noticed":
            raise Refused("This plan is settled.")
        if spoke(row.objections, by):
            raise Refused("You said no to this plan before, for yourself or for somebody else.")
        made = Objection(plan=row, person_id=by.subject, given_by_id=by.person)
        made.words = worded(words, "Say why. Everyone reads it.")
        made.line = write("budgets.object", row.project.ref, by=by, body={"words": made.words})
        made.save(force_insert=True)
        count = row.objections.count()
        if row.number == 1 and rules.counts(count, queries.people(row.cut.round)):
            line = write("budgets.send-plan-back", row.project.ref, by=CLOCK, body={"people": count})
            row.put("back", line)
        return done.with_result(row)


@transaction.atomic
def put_to_vote(cut: UUID, asked: Asked, *, by: Actor, key: str) -> Poll:
    """The holders choose on the same screen as ever: what stays whole. Its purse is what is left when all plans were carried out.

    Raises Refused while the plans do not reach the cut.
    """
    with once("budgets.vote-on-cut", key, by) as done:
        if done.before:
            return done.before
        at = _locked(cut)
        require(may(by, "budgets.vote-on-cut", at), NOT_HOLDERS)
        if at.state != "noticed":
            raise Refused("This is being voted on, or it was.")
        plans = queries.plans(at)
        purse = rules.to_keep([queries.as_rule(one) for one in plans], at.from_pence - at.to_pence, free(at.round))
        if not plans or purse < 0:
            raise Refused(
                "The plans give up too little: {missing} is missing.",
                cure="More projects must plan to shrink.",
                missing=pounds(-purse),
            )
        if purse == 0:
            raise Refused(
                "Every plan is needed in full, so there is nothing to choose.",
                cure="Look for a plan that gives up more.",
            )
        options = tuple(
            Offered(
                title=f"Keep whole: {one.project.idea.title}"[:120],
                words=f"If not, {pounds(one.project.pence - one.to_pence)} less: {one.words}",
                category=one.project.idea.category, cost_pence=one.project.pence - one.to_pence, about=("plan", one.pk),
            )
            for one in plans
        )  # fmt: skip
        terms = at.round.fixed
        poll = call(
            Call(
                place=at.round.place_id, electorate=at.round.electorate_id, power=at.power_id,
                question=f"{at.round.title}: what stays whole?"[:200], words=at.reasons, method="equal-shares",
                opens=asked.opens, closes=asked.closes, officer=asked.officer, purse_pence=purse, options=options,
                about=("cut", at.pk), effect=EFFECT, effect_args={"cut": str(at.pk)}, seed_from=seed_from(at.round),
                object_days=terms.object_days, expects=asked.expects, twins=asked.twins,
                interested=stakes([one.project.idea_id for one in plans]),
            ),
            by=by, key=f"{key}:call",
        )  # fmt: skip
        line = write("budgets.vote-on-cut", Ref("cut", at.pk), by=by, body={"purse_pence": purse, "plans": len(plans)})
        at.put("voting", line, poll=poll)
        return done.with_result(poll)


def carry_out(cut: Cut, kept: set[UUID], by: Signs, key: str) -> Cut:
    """Shrink every project whose plan is not in `kept`, and pay the cut back to the giver from the day on which it counts.

    For the effect of a declared vote alone.
    """
    for one in queries.plans(cut):
        row = held(one.project_id)
        body = {"title": row.idea.title, "from_pence": row.pence, "to_pence": one.to_pence}
        if one.pk in kept:
            one.put("kept", write("budgets.keep-whole", row.ref, by=by, body=body))
            continue
        one.put("shrunk", write("budgets.shrink-project", row.ref, by=by, body=body))
        if one.to_pence == 0:
            end(row, "The giver cut its money, and the residents kept other projects whole.", by, f"{key}:{row.pk}")
        else:
            reset(row, one.to_pence, by, f"{key}:{row.pk}")
            tell_author(row.idea, "news", f"shrunk:{one.pk}")
    line = write("budgets.end-cut", Ref("cut", cut.pk), by=by, body={"to_pence": cut.to_pence})
    at = locked_round(cut.round_id)
    at.put(at.state, line, purse_pence=cut.to_pence)
    return cut.put("done", line)


@transaction.atomic
def give_back(cut: UUID) -> Cut:
    """On the day from which a cut counts its money goes back to the giver, once. The clock does this."""
    at = _locked(cut)
    if at.state == "done" and at.starts <= today() and at.returned_id is None:
        pot = at.round.pot
        if pot.giver_id:
            why = f"{at.round.title}: the giver gives less."
            back = money.transfer(
                pot, pot.giver_id, at.from_pence - at.to_pence, Ref("cut", at.pk), BY_VOTE, f"{at.pk}:back", why=why
            )
            line = write("budgets.give-back", Ref("cut", at.pk), by=CLOCK, body={"pence": back.pence})
            at.put("done", line, returned=back)
    return at


@transaction.atomic
def end_vote(cut: UUID) -> Cut:
    """A vote on a cut that was called off, or does not hold, is called again; one without a mandate carries out every plan: the
    money is gone either way. The clock does this.
    """
    at = _locked(cut)
    if at.state != "voting":
        return at
    if at.poll.state in NO_VOTE:
        line = write("budgets.void-result", Ref("cut", at.pk), by=CLOCK, body={"title": at.round.title})
        return at.put("noticed", line, poll=None)
    found = ballots.result(at.poll)
    decided = found is None or found.mandate or at.poll.state != "done"
    return at if decided else carry_out(at, set(), BY_VOTE, f"{at.pk}:every plan")


def tick() -> int:
    """Go on after votes that decided nothing, and give back what is due today. Returns how many cuts.

    With nothing due: 1 SQL query, no row touched.
    """
    due = queries.due()
    for pk, state in due:
        (end_vote if state == "voting" else give_back)(pk)
    return len(due)


def _locked(pk: UUID) -> Cut:
    joined = ("power", "round__place", "round__power", "round__pot", "round__electorate")
    found = Cut.objects.select_for_update(of=("self",)).select_related(*joined).filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such cut.", kind="gone")
    return found
