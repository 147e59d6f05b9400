"""Small elections full of traps: massed ties, cost = budget, cost 0, nobody's project, empty ballots, money of one's own."""

from itertools import accumulate

import numpy as np
from hypothesis import strategies as st

from letgo.engines.sharing.problem import Election, Project
from letgo.engines.sharing.settings import Settings

IDS = ["1", "01", "2", "10", "a", "b/2", "ü", "2025/KAG/0005", "L081", "12"]


def election(costs, ballots, budget, *, scale=1, names=None, endowments=None, selected=None) -> Election:
    """`ballots`: {tuple of project indexes, or of (index, points): voters}, in this order."""
    rows = list(ballots)
    marked = any(isinstance(item, tuple) for row in rows for item in row)
    pairs = [[item if isinstance(item, tuple) else (item, 1) for item in row] for row in rows]
    flat = [pair for row in pairs for pair in row]
    return Election(
        projects=tuple(
            Project(name, cost, f"Idea {name}", None if selected is None else name in selected)
            for name, cost in zip(names or map(str, range(1, len(costs) + 1)), costs, strict=False)
        ),
        budget=budget,
        scale=scale,
        voters=sum(ballots.values()),
        vote_type="approval",
        starts=np.array([0, *accumulate(map(len, pairs))], dtype=np.int64),
        named=np.array([c for c, _ in flat], dtype=np.uint16),
        weights=np.array(list(ballots.values()), dtype=np.int64),
        marks=np.array([p for _, p in flat], dtype=np.int64) if marked else None,
        marks_kind="points" if marked else None,
        endowments=endowments,
    )


@st.composite
def elections(draw, own_money=False, marked=True):
    """Up to 7 projects and 9 different ballots; few different numbers, so that ties abound."""
    m = draw(st.integers(1, 7))
    few = st.sampled_from([0, 3, 6, 6, 10, 12, 30])
    costs = draw(st.lists(few | st.integers(1, 40), min_size=m, max_size=m))
    points = st.integers(0, 4) if marked else st.just(1)
    ballot = st.dictionaries(st.integers(0, m - 1), points, max_size=m).map(lambda b: tuple(sorted(b.items())))
    rows = draw(st.lists(ballot, max_size=9, unique=True))
    if not marked:
        rows = list(dict.fromkeys(tuple(c for c, _ in row) for row in rows))
    ballots = {row: draw(st.integers(1, 5)) for row in rows}
    budget = draw(st.sampled_from([0, sum(costs), *costs]) | st.integers(0, 90))
    money = tuple(draw(st.integers(0, 25)) for _ in rows) if own_money else None
    names = draw(st.permutations(IDS))[:m]
    selected = draw(st.none() | st.sets(st.sampled_from(names)))
    scale = draw(st.sampled_from([1, 1, 10]))
    return election(costs, ballots, budget, scale=scale, names=names, endowments=money, selected=selected)


@st.composite
def drained(draw):
    """Budgets up to the largest that is allowed, projects that empty pockets to the last penny, and others that cost next to nothing."""
    m = draw(st.integers(2, 6))
    rows = draw(
        st.lists(
            st.sets(st.integers(0, m - 1), min_size=1).map(lambda s: tuple(sorted(s))),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    ballots = {row: draw(st.sampled_from([1, 1, 2, 3, 7]) | st.integers(1, 200)) for row in rows}
    budget = draw(st.sampled_from([10**15, 10**14, 10**12, 2**49])) - draw(st.integers(0, 10_000))
    costs = []
    for c in range(m):
        part = budget * sum(w for row, w in ballots.items() if c in row) // sum(ballots.values())
        near = st.sampled_from([1, 1, 2, 3]).flatmap(
            lambda k, part=part: st.integers(0, 3).map(lambda d: max(1, part // k - d))
        )
        costs.append(draw(near | st.integers(1, 5) | st.integers(1, budget)))
    return election(costs, ballots, budget)


def settings(**fixed):
    """Every way to count; `fixed` holds some of them fast."""
    choices = {
        "utility": st.sampled_from(["cost", "cost", "cardinality", "score"]),
        "completion": st.sampled_from(["none", "add1", "add1u", "fill"]),
        "start": st.sampled_from(["exact", "integral"]),
        "stop": st.sampled_from(["exhaustive", "overrun"]),
        "ties": st.sampled_from(["lot", "id"]),
        "seed": st.sampled_from(["letgo", "4 1 6"]),
    }
    return st.builds(Settings, **(choices | {name: st.just(value) for name, value in fixed.items()}))


def shuffled(problem: Election, order) -> Election:
    """The same election with its groups in another order."""
    rows = list(problem.ballots())
    moved = [rows[at] for at in order]
    return Election(
        projects=problem.projects,
        budget=problem.budget,
        scale=problem.scale,
        voters=problem.voters,
        vote_type=problem.vote_type,
        starts=np.array([0, *accumulate(len(names) for _, names, _ in moved)], dtype=np.int64),
        named=np.array([c for _, names, _ in moved for c in names], dtype=problem.named.dtype),
        weights=np.array([weight for weight, _, _ in moved], dtype=np.int64),
        marks=None if problem.marks is None else np.array([m for *_, ms in moved for m in ms], dtype=np.int64),
        marks_kind=problem.marks_kind,
    )
