"""Three made-up towns whose count can be checked, and two elections. No person, place or vote in them is real.

The files are made when they are asked for, and are the same bytes on every machine: chance comes from SHA-256, not from a library.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from letgo.house.town import elections


@dataclass(frozen=True)
class Idea:
    """A project of a made-up town: its id, cost in pounds, votes it gets, and name."""

    id: str
    cost: int
    votes: int
    name: str


Ballots = list[list[str]]

PORT_ALDER = [
    Idea("1", 148_000, 2744, "Cycle route by the river"),
    Idea("2", 92_000, 2253, "Skate park, Station Field"),
    Idea("3", 64_000, 2150, "Trees on Market Street"),
    Idea("4", 118_000, 2080, "Square with a fountain"),
    Idea("5", 71_000, 1891, "Outdoor gym, South Park"),
    Idea("6", 27_000, 1323, "Safe crossing, North Quay"),
    Idea("7", 38_000, 1318, "Playground, North Quay"),
    Idea("8", 29_000, 1315, "Library van, north side"),
    Idea("9", 24_000, 1212, "Dog meadow"),
    Idea("10", 6_000, 1029, "Swift boxes"),
]
NORTH = ["6", "7", "8"]
MILL_GREEN = [
    Idea("A1", 18_000, 301, "New roof for the boat house"),
    Idea("A2", 9_500, 288, "Benches with backs, Mill Lane"),
    Idea("A3", 12_000, 262, "Lights on the towpath"),
    Idea("A4", 4_200, 240, "Tool library"),
    Idea("A5", 15_000, 214, "Wildflower bank"),
    Idea("A6", 7_800, 205, "Table tennis in the square"),
    Idea("A7", 21_000, 188, "Covered market stalls"),
    Idea("A8", 3_500, 176, "Bird hide"),
]
TWO_RIVERS = [
    Idea("E1", 30_000, 0, "Youth room in the old fire station"),
    Idea("E2", 24_000, 0, "Ramp and rail to the landing stage"),
    Idea("E3", 16_500, 0, "Community kitchen"),
    Idea("E4", 12_000, 0, "Repair café, first year"),
    Idea("E5", 8_000, 0, "Shade sails for the playground"),
    Idea("E6", 5_500, 0, "Bike stands at the surgery"),
]


def port_alder() -> str:
    """6,200 voters and £500,000: the town funds most votes first, and one voter in five gets nothing they chose."""
    north, south_of_nothing, square_only = 1267, 53, 88
    left = {idea.id: idea.votes - (north if idea.id in NORTH else 0) for idea in PORT_ALDER}
    ballots: Ballots = [list(NORTH) for _ in range(north)]
    ballots += [["4"] for _ in range(square_only)]
    left["4"] -= square_only
    ballots += [["9"] for _ in range(south_of_nothing)]
    left["9"] -= south_of_nothing
    ballots += _spread("port alder", 6200 - len(ballots), left, first=["1", "2", "3", "4", "5"])
    return _file("Port Alder", "2025", 500_000, PORT_ALDER, [(named, None) for named in _mixed("port alder", ballots)])


def mill_green() -> str:
    """620 voters and £60,000: the money goes round, and no group is shut out."""
    votes = {idea.id: idea.votes for idea in MILL_GREEN}
    ballots = _spread("mill green", 620, votes, first=[idea.id for idea in MILL_GREEN])
    return _file("Mill Green", "2024", 60_000, MILL_GREEN, [(named, None) for named in _mixed("mill green", ballots)])


def two_rivers() -> str:
    """340 voters and £50,000: each gives ten points to the ideas they like."""
    ballots = []
    for voter in range(340):
        liked = _order(f"two rivers {voter}", [idea.id for idea in TWO_RIVERS])[: 2 + voter % 2]
        ballots.append((liked, [6, 4] if len(liked) == 2 else [5, 3, 2]))
    return _file("Two Rivers", "2026", 50_000, TWO_RIVERS, ballots)


SAMPLES = [
    {
        "name": "port-alder",
        "title": "Port Alder 2025",
        "about": "6,200 people voted on £500,000. The town funded the ideas with most votes first.",
        "make": port_alder,
    },
    {
        "name": "mill-green",
        "title": "Mill Green 2024",
        "about": "620 people voted on £60,000, in a small town where people want much the same.",
        "make": mill_green,
    },
    {
        "name": "two-rivers",
        "title": "Two Rivers 2026",
        "about": "340 people gave ten points each, on £50,000.",
        "make": two_rivers,
    },
    *elections.SAMPLES,
]


def _order(seed: str, things: Iterable[str]) -> list[str]:
    """`things` in an order that looks like chance and is always the same."""
    return sorted(things, key=lambda thing: sha256(f"{seed}/{thing}".encode()).digest())


def _mixed(seed: str, ballots: Ballots) -> Ballots:
    return [ballots[int(place)] for place in _order(seed + " mixed", map(str, range(len(ballots))))]


def _spread(seed: str, voters: int, votes: Mapping[str, int], first: Sequence[str]) -> Ballots:
    """Ballots of `voters` people in which each project has exactly its `votes`, and everybody names at least one of `first`."""
    ballots: list[set[str]] = [set() for _ in range(voters)]
    left = dict(votes)
    for voter, ballot in enumerate(ballots):
        idea = first[voter % len(first)]
        ballot.add(idea)
        left[idea] -= 1
    for idea, count in left.items():
        others = (str(voter) for voter, ballot in enumerate(ballots) if idea not in ballot)
        for voter in _order(f"{seed} {idea}", others)[:count]:
            ballots[int(voter)].add(idea)
    return [sorted(ballot, key=list(votes).index) for ballot in ballots]


def _funded(ideas: Sequence[Idea], budget: int, votes: Mapping[str, int]) -> set[str]:
    """What a town funds that takes most votes first and skips what no longer fits."""
    funded: set[str] = set()
    for idea in sorted(ideas, key=lambda idea: -votes[idea.id]):
        if idea.cost <= budget:
            budget -= idea.cost
            funded.add(idea.id)
    return funded


def _file(
    town: str, year: str, budget: int, ideas: Sequence[Idea], ballots: Sequence[tuple[list[str], list[int] | None]]
) -> str:
    """The Pabulib file of a town; ballots with points make it cumulative."""
    points = any(given for _, given in ballots)
    votes = {idea.id: sum(idea.id in named for named, _ in ballots) for idea in ideas}
    score = {i.id: sum(g[n.index(i.id)] for n, g in ballots if g and i.id in n) for i in ideas} if points else votes
    funded = _funded(ideas, budget, score)
    meta = {
        "description": f"A made-up example: {town} {year}",
        "country": "Nowhere",
        "unit": town,
        "instance": year,
        "num_projects": len(ideas),
        "num_votes": len(ballots),
        "budget": budget,
        "vote_type": "cumulative" if points else "approval",
        "rule": "greedy",
        "currency": "GBP",
        **({"max_sum_points": 10} if points else {}),
    }
    head = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    columns = "project_id;cost;votes;score;name;selected" if points else "project_id;cost;votes;name;selected"
    rows = [
        ";".join(map(str, (i.id, i.cost, votes[i.id], *([score[i.id]] if points else []), i.name, int(i.id in funded))))
        for i in ideas
    ]
    given = [
        f"{number};{','.join(named)}" + (f";{','.join(map(str, marks))}" if marks else "")
        for number, (named, marks) in enumerate(ballots, 1)
    ]
    ballot_columns = "voter_id;vote;points" if points else "voter_id;vote"
    return "\n".join([*head, "PROJECTS", columns, *rows, "VOTES", ballot_columns, *given]) + "\n"
