"""Why each project won or lost, in a plain sentence with this count's own numbers.

Everything comes from the count's own log: who still had money when, and what it went on. A balance is e - (prices paid)
until a voter paid the last, so the money behind a project at any moment is a matter of counting names.
"""

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from letgo.engines.sharing.equal_shares import Run
from letgo.engines.sharing.fund import Outcome
from letgo.engines.sharing.tally import SOME, Tally
from letgo.engines.sharing.words import decimal, exact, money, people, voters

Reason = dict[str, Any]


class Fall(NamedTuple):
    """How a project fell out of reach: what its supporters had left after `after` purchases, and the dearest rival.

    `rival`: the purchase (its place in the order) on which supporters who could pay in full spent most, with how many
    of them paid for it; None where none of them had paid for anything.
    """

    after: int
    left: Fraction
    rival: int | None
    rival_payers: int


def short_reasons(outcome: Outcome) -> dict[str, Reason]:
    """Project id -> {"text", "won", "how", and the figures the text speaks of}, for every project of the election."""
    tally = outcome.tally
    reasons = {}
    turns = _turns(tally, outcome)
    died = _died(outcome.shares.run) if outcome.shares else None
    places = {c: at for at, c in enumerate(outcome.bought)}
    nothing = "Nobody voted." if not tally.voters else "There was no money to spend." if not tally.budget else ""
    for c in range(tally.size):
        if nothing and tally.settings.rule != "recorded":
            reason: Reason = {"text": f"Not this time. {nothing}", "won": False, "how": "nothing"}
        elif c in outcome.filled:
            reason = _filled(tally, c, turns[c])
        elif outcome.shares and died is not None:
            run = outcome.shares.run
            reason = _paid(run, places[c]) if c in places else _lost(outcome, c, fall(run, c, died), turns.get(c))
        elif c in places:
            reason = {"text": f"Funded. {_voted(tally, c)}", "won": True, "how": tally.settings.rule}
        else:
            reason = _lost_otherwise(outcome, c, turns.get(c))
        reasons[tally.ids[c]] = {
            **reason,
            "votes": tally.votes[c],
            "cost": decimal(tally.costs[c], tally.election.scale),
        }
    return reasons


def fall(run: Run, c: int, died: NDArray[np.int64] | None = None) -> Fall:
    """When and how c fell out of reach in `run`. c has supporters and lost. Money in minor units."""
    tally, died = run.tally, _died(run) if died is None else died
    groups = tally.groups[c]

    def left(after: int) -> Fraction:
        return run.payments.held(groups[died[groups] >= after], after)

    low, high = 0, len(run.purchases)
    while low < high:
        middle = (low + high) // 2
        if left(middle) < tally.costs[c]:
            high = middle
        else:
            low = middle + 1
    place = np.full(tally.size, low)
    place[[bought.project for bought in run.purchases[:low]]] = np.arange(low)
    paid = np.zeros(low)
    for first in range(0, len(groups), SOME):
        some = groups[first : first + SOME]
        named, mass = tally.rows(some)
        at = place[named]
        end = np.repeat(died[some], tally.election.starts[some + 1] - tally.election.starts[some])
        full = (at < low) & (end > at)
        paid += np.bincount(at[full], weights=mass[full], minlength=low)
    if not paid.any():
        return Fall(low, left(low), None, 0)
    rival = max(np.flatnonzero(paid).tolist(), key=lambda i: (run.payments.exact_price(i) * int(paid[i]), -i))
    both = np.intersect1d(groups, tally.groups[run.purchases[rival].project], assume_unique=True)
    return Fall(low, left(low), rival, int(tally.weight_of[both][died[both] >= rival].sum()))


def _died(run: Run) -> NDArray[np.int64]:
    """[G] the place of the purchase for which each group paid its last; the number of purchases where it still has money."""
    died = np.full(len(run.tally.weight_of), len(run.purchases))
    for at, bought in enumerate(run.purchases):
        died[bought.poor] = at
    return died


def _turns(tally: Tally, outcome: Outcome) -> dict[int, int]:
    """Where money is spent most votes first: what was left, in minor units, when each project's turn came."""
    settings = tally.settings
    if settings.rule not in ("equal-shares", "greedy") or (outcome.shares and settings.completion in ("none", "add1")):
        return {}
    taken = outcome.filled if outcome.shares else outcome.bought
    before = () if not outcome.shares else outcome.bought
    left, turns = tally.budget - tally.cost_of(before), {}
    for c in tally.by_support():
        if c not in before:
            turns[c] = left
            left -= tally.costs[c] if c in taken else 0
    return turns


def _voted(tally: Tally, c: int) -> str:
    if not tally.votes[c]:
        return "Nobody voted for it." if tally.points is None else "Nobody gave it a point."
    return f"{people(tally.votes[c])} voted for it."


def _paid(run: Run, at: int) -> Reason:
    tally, bought = run.tally, run.purchases[at]
    c, scale, currency = bought.project, tally.election.scale, tally.election.currency
    price, last = run.payments.exact_price(at), int(tally.weight_of[bought.poor].sum())
    unit = "for each point they gave" if tally.points else ""
    each = f"paid {money(price, scale, currency)} {unit}".strip()
    if not tally.costs[c]:
        how = "It costs nothing."
    elif bought.payers == tally.votes[c]:
        how = f"All of them {each}." if bought.payers > 1 else f"They {each}."
    elif last:
        how = f"{bought.payers:,} of them {each} and {last:,} paid the last they had."
    else:
        how = f"{bought.payers:,} of them {each}; the others had no money left."
    figures = {"full": bought.payers, "partial": last, "price": exact(price, scale)}
    return {"text": f"Won. {_voted(tally, c)} {how}", "won": True, "how": "bought", **figures}


def _filled(tally: Tally, c: int, turn: int) -> Reason:
    left = money(turn, tally.election.scale, tally.election.currency)
    text = f"Funded from what was left. {_voted(tally, c)} {left} was left at its turn, most votes first."
    return {"text": text, "won": True, "how": "filled", "left": decimal(turn, tally.election.scale)}


def _lost(outcome: Outcome, c: int, fell: Fall, turn: int | None) -> Reason:
    tally, run = outcome.tally, outcome.shares.run if outcome.shares else None
    scale, currency = tally.election.scale, tally.election.currency
    if run is None or not tally.votes[c] or not tally.score[c]:
        return {"text": f"Not this time. {_voted(tally, c)}", "won": False, "how": "no-votes"}
    cost, left = money(tally.costs[c], scale, currency), money(fell.left, scale, currency)
    who = f"Its {voters(tally.votes[c])}"
    if fell.rival is None:
        how = "never"
        together = " between them" if tally.votes[c] > 1 else ""
        text = f"Not this time. {who} had {left}{together}. It costs {cost}."
    else:
        how = "short"
        rival = tally.election.projects[run.purchases[fell.rival].project].name
        spent = f"{fell.rival_payers:,} of them had helped pay for “{rival}”"
        if fell.rival_payers == tally.votes[c] == 1:
            spent = f"they had helped pay for “{rival}”"
        text = f"Not this time. {who} had {left} left of the {cost} it costs, because {spent}."
    figures: Reason = {"left": exact(fell.left, scale), "short_of": exact(tally.costs[c] - fell.left, scale)}
    if fell.rival is not None:
        figures |= {"rival": tally.ids[run.purchases[fell.rival].project], "rival_payers": fell.rival_payers}
        figures["after"] = tally.ids[run.purchases[fell.after - 1].project]
    if turn is not None:
        text += f" Later {money(turn, scale, currency)} of the whole budget was left at its turn: too little."
        figures["turn"] = decimal(turn, scale)
    return {"text": text, "won": False, "how": how, **figures}


def _lost_otherwise(outcome: Outcome, c: int, turn: int | None) -> Reason:
    tally, rule = outcome.tally, outcome.tally.settings.rule
    scale, currency = tally.election.scale, tally.election.currency
    cost = money(tally.costs[c], scale, currency)
    if rule == "recorded":
        text = f"Not funded in the recorded result, which gives no reasons. {_voted(tally, c)}"
    elif turn is None:
        left = money(tally.budget - tally.cost_of(outcome.bought), scale, currency)
        text = f"Not this time. {_voted(tally, c)} It costs {cost}. The count stopped with {left} left: the next idea did not fit."
    else:
        more = sum(tally.score[b] > tally.score[c] for b in outcome.bought)
        level = sum(tally.score[b] == tally.score[c] and tally.last[b] < tally.last[c] for b in outcome.bought)
        left = money(turn, scale, currency)
        text = f"Not this time. {_voted(tally, c)} {_first(tally, more, level)}{left} was left of the {cost} it costs."
        return {"text": text, "won": False, "how": rule, "left": decimal(turn, scale), "ahead": more, "level": level}
    return {"text": text, "won": False, "how": rule}


def _first(tally: Tally, more: int, level: int) -> str:
    """Who came before, where money goes by votes."""
    what = "votes" if tally.points is None else "points"
    settled = "the lot" if tally.settings.ties == "lot" else "the order of numbers"
    parts = []
    if more:
        parts.append(f"{_ideas(more)} with more {what} came first")
    if level:
        parts.append(f"{_ideas(level)} with as many came first by {settled}")
    return f"{', '.join(parts)}, and " if parts else ""


def _ideas(count: int) -> str:
    return "1 idea" if count == 1 else f"{count:,} ideas"
