"""Small made-up Pabulib files for the tests of the reader."""

from io import BytesIO

from letgo.engines.sharing.pabulib import load
from letgo.engines.sharing.problem import Election, Note

META = {
    "description": "Elm Street",
    "country": "Utopia",
    "unit": "Elmtown",
    "num_projects": "3",
    "num_votes": "4",
    "budget": "1000",
    "vote_type": "approval",
    "currency": "GBP",
}
PROJECTS = ["project_id;cost;votes;name;selected", "1;500;3;Benches;1", "2;300;2;Trees;0", "L03/x;700;1;A ramp;1"]
VOTES = ["voter_id;vote", "a;1,2", "b;1", "c;2,1", "d;L03/x"]


def pb(
    *,
    meta: dict[str, str | None] | None = None,
    projects: list[str] | None = None,
    votes: list[str] | None = None,
    end: str = "\n",
) -> bytes:
    """A file of 3 projects and 4 voters, changed in what is given; a META value of None takes the key away."""
    told = {key: value for key, value in (META | (meta or {})).items() if value is not None}
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in told.items())]
    lines += ["PROJECTS", *(projects or PROJECTS), "VOTES", *(votes or VOTES)]
    return (end.join(lines) + end).encode()


def read(raw: bytes) -> tuple[Election, tuple[Note, ...]]:
    return load(BytesIO(raw), name="elm.pb")


def codes(notes: tuple[Note, ...]) -> list[str]:
    return [note.code for note in notes]
