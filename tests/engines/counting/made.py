"""Small elections for tests, made by hand and by chance."""

from hypothesis import strategies as st

from letgo.engines.counting.election import Candidate, Election, election_of


def people(count: int) -> list[Candidate]:
    return [Candidate(f"Candidate {number}") for number in range(1, count + 1)]


def ballots(
    rows: dict[tuple[int, ...], int], seats: int, candidates: int = 0, withdrawn: tuple[int, ...] = ()
) -> Election:
    """An election of ranking -> how many."""
    count = candidates or max(max(row, default=1) for row in rows)
    return election_of(people(count), seats, [(weight, row) for row, weight in rows.items()], withdrawn)


@st.composite
def elections(draw, most: int = 7, seats: int = 4) -> Election:
    """Up to `most` candidates and 60 different rankings, many of them equal in votes: ties are common."""
    count = draw(st.integers(1, most))
    ranking = st.permutations(range(1, count + 1)).flatmap(
        lambda row: st.integers(0, count).map(lambda length: tuple(row[:length]))
    )
    rows = draw(st.lists(st.tuples(st.integers(1, 5), ranking), max_size=60))
    gone = draw(st.sets(st.integers(1, count), max_size=1)) if count > 1 else set()
    return election_of(people(count), draw(st.integers(1, seats)), rows, gone)
