"""Small elections full of ties and edges, and small edits of a JSON value."""

import random
from copy import deepcopy

from hypothesis import strategies as st

from tests.engines.sealing.plain_sharing import certificate

IDS = ["1", "01", "2", "10", "a", "b/2", "ü", "2025/KAG/0005", "L081", "😀"]


@st.composite
def certificates(draw, rules=("equal-shares",) * 4 + ("greedy", "phragmen", "recorded")):
    """A true certificate of up to 5 projects and 8 voters, made voter by voter; few numbers, so that ties abound."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True))
    scale = draw(st.sampled_from([1, 1, 10, 100]))
    money = st.integers(0, 12) | st.integers(0, 12).map(lambda whole: whole * scale)
    rule, utility = draw(st.sampled_from(rules)), draw(st.sampled_from(["cost", "cardinality", "score"]))
    points = st.integers(0, 3) if utility == "score" else st.just(1)
    voters = draw(st.lists(st.dictionaries(st.integers(0, len(ids) - 1), points), max_size=8))
    recorded = draw(st.lists(st.sampled_from(ids), unique=True) | (st.nothing() if rule == "recorded" else st.none()))
    return certificate(
        {name: draw(money) for name in ids},
        voters,
        budget=draw(st.integers(0, 40)) * draw(st.sampled_from([1, scale])),
        scale=scale,
        recorded=recorded,
        rule=rule,
        utility=utility,
        completion=draw(st.sampled_from(["none", "add1", "add1u", "fill"])),
        increment=draw(st.sampled_from([1, 1, 2])),
        start=draw(st.sampled_from(["exact", "integral"])),
        stop=draw(st.sampled_from(["exhaustive", "overrun"])),
        ties=draw(st.sampled_from(["lot", "id"])),
        seed=draw(st.sampled_from(["letgo", "4 1 6"])),
    )


def edits(value, most=25):
    """Up to `most` edits of `value`, each at one place (a leaf, a list, an object): (path, the whole value edited)."""
    all_edits = [(path, other) for path, part in places(value) for other in others(part)]
    for path, other in random.Random(len(all_edits)).sample(all_edits, min(most, len(all_edits))):
        yield path, replaced(value, path, other)


def places(value, path=()):
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*path, key))


def others(part):
    """What could stand in the place of `part`."""
    if isinstance(part, bool):
        return [not part, int(part), None]
    if isinstance(part, int):
        return [part + 1, part - 1, -part - 1, str(part), None, [part], 2**53 - 1, part == 1]
    if isinstance(part, str):
        swapped = {"lot": "id", "id": "lot", "cost": "votes", "votes": "cost", "none": "add1u", "add1u": "fill"}
        number = [str(int(part) + 1), str(int(part) - 1), f"0{part}", f"+{part}", f"{part}/1"] if part.isdigit() else []
        return [swapped.get(part, "other"), f"{part} ", part[:-1], "", None, 0, [part], *number]
    if isinstance(part, list):
        short = [part[:at] + part[at + 1 :] for at in range(len(part))]
        twice = [part[: at + 1] + part[at:] for at in range(len(part))]
        moved = [[*part[:at], part[at + 1], part[at], *part[at + 2 :]] for at in range(len(part) - 1)]
        return [*short, *twice, *(one for one in moved if one != part), None, {}, "", [*part, 0], [*part, None]]
    if isinstance(part, dict):
        short = [{key: part[key] for key in part if key != gone} for gone in part]
        return [*short, part | {"other": 0}, None, [], ""]
    return [0, "", [], {}, "0", False]


def replaced(value, path, other):
    if not path:
        return other
    copy = deepcopy(value)
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = other
    return copy
