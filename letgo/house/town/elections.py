"""Two made-up elections whose count can be checked: a ward of four seats, and who chairs a hall. Nobody in them is real.

As in checks.py the files are the same bytes on every machine: chance comes from SHA-256.
"""

from collections import Counter
from hashlib import sha256

WARD = [
    ("Ada Fenwick", "Neighbours"),
    ("Boris Lindqvist", "Neighbours"),
    ("Carys Mbeki", "River Party"),
    ("Dev Oakshott", "River Party"),
    ("Elin Tarrow", "River Party"),
    ("Farid Quill", "Old Town"),
    ("Greta Sandeman", "Old Town"),
    ("Hamish Okoro", "Green Alder"),
    ("Ines Bracken", "on her own"),
]
# Voters of each camp, whom they rank first (in an order of their own), and whom some of them rank after.
CAMPS = [
    (880, (1, 2), (8, 9, 3)),
    (1010, (3, 4, 5), (8, 1, 9)),
    (640, (6, 7), (9, 2, 4)),
    (330, (8,), (1, 3, 9, 5)),
    (240, (9,), (8, 7, 1)),
]
HALL = ["Mo Alderson", "Nia Birch", "Otto Crane", "Pia Dunmore"]
HALL_PAPERS = [(84, (1, 2, 3, 4)), (52, (2, 3, 4, 1)), (30, (3, 4, 2, 1)), (34, (4, 3, 2, 1))]


def alder_ward() -> str:
    """3,100 voters and four seats, as a council CSV: camps that rank their own first, and partly others after."""
    papers: Counter[tuple[int, ...]] = Counter()
    for camp, (voters, own, after) in enumerate(CAMPS):
        for voter in range(voters):
            papers[_ranking(f"alder ward {camp} {voter}", own, after)] += 1
    rows = [f"{len(WARD)},4,", *(",".join(map(str, (papers[row], *row))) + "," for row in sorted(papers))]
    rows += [f'"Candidate {number}","{name}","{party}",' for number, (name, party) in enumerate(WARD, 1)]
    return "\n".join([*rows, '"Alder Ward 2027"']) + "\n"


def alder_hall() -> str:
    """200 voters and one seat, as a BLT file: three ways of counting choose three people."""
    rows = [f"{len(HALL)} 1", *(" ".join(map(str, (voters, *ranking, 0))) for voters, ranking in HALL_PAPERS), "0"]
    return "\n".join([*rows, *(f'"{name}"' for name in HALL), '"Who chairs Alder Hall"']) + "\n"


SAMPLES = [
    {
        "name": "alder-ward",
        "title": "Alder Ward 2027",
        "about": "An election: 3,100 people ranked nine people for four seats.",
        "make": alder_ward,
    },
    {
        "name": "alder-hall",
        "title": "Who chairs Alder Hall",
        "about": "An election of one: 200 people ranked four. Three ways of counting choose three people.",
        "make": alder_hall,
    },
]


def _ranking(voter: str, own: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, ...]:
    """One paper: one's own in an order that looks like chance but likes the first, then up to three others."""
    draw = sha256(voter.encode()).digest()
    first = list(own) if draw[0] < 150 else sorted(own, key=lambda n: draw[n])
    rest = sorted(after, key=lambda n: draw[8 + n])[: draw[1] % 4]
    return tuple(first[: 1 + draw[2] % (len(own) + 1)] + rest)
