import re
from pathlib import Path

from letgo.commons.people.queries import policies, policy_of
from letgo.commons.people.rules import ANYBODY
from letgo.decide.checks.queries import HOLDER
from letgo.decide.checks.rules import MB, MOVES, Limits

HANDBOOK = Path(__file__).resolve().parents[3] / "docs" / "handbook"
WORDS = {ANYBODY: "anyone", HOLDER: "who holds the address"}


def test_the_handbook_shows_the_moves_that_the_code_has():
    shown = set(re.findall(r"^(\w+) -> (\w+)$", (HANDBOOK / "checks.md").read_text(), re.MULTILINE))
    assert shown == {(before.value, after.value) for before, afters in MOVES.items() for after in afters}


def test_the_handbook_shows_who_may_do_what():
    shown = dict(
        re.findall(r"^\| `(checks\.[\w-]+)` \| ([^|]+?) \|$", (HANDBOOK / "checks.md").read_text(), re.MULTILINE)
    )
    assert shown == {verb: WORDS[policy_of(verb)] for verb in policies() if verb.startswith("checks.")}


def test_the_handbook_names_every_limit():
    text = (HANDBOOK / "checks.md").read_text()
    assert all(f"`{name}`" in text for name in Limits.__dataclass_fields__)
    limits = Limits()
    assert f"| `file_bytes` | {limits.file_bytes // MB} MB |" in text
    assert f"| `waiting` | {limits.waiting} " in text
    assert f"| {limits.cpu_seconds}, {limits.wall_seconds} |" in text
