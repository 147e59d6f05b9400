"""What `letgo verify` asks when it checks this installation: each room's own check, and whether the guards stand.

A verifier is a function without arguments that yields (verdict, text): True holds, False is false, None is a note.
"""

from collections.abc import Iterator

from letgo.house import guards

VERIFIERS = {
    "record": "letgo.commons.record.verifying.verify",
    "guards": "letgo.house.verifiers.verify_guards",
    "money": "letgo.commons.money.verifying.verify",
    "votes": "letgo.decide.ballots.published.verifying.verify",
}


def verify_guards() -> Iterator[tuple[bool | None, str]]:
    """Whether the database still refuses what it must. 1 SQL query."""
    gone = guards.missing()
    yield from ((False, line) for line in gone)
    if not gone:
        yield True, f"{len(guards.declared())} triggers stand as declared"
