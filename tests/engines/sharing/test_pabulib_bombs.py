"""Files made to exhaust: each is answered in bounded time and memory, by the same table as any other file."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.engines.sharing.pb_files import PROJECTS, pb

SECONDS = 20  # of processor time, on the slowest machine; most take less than one
READ = """
import json, resource, sys
from pathlib import Path
from letgo.engines.sharing.pabulib import load
from letgo.engines.sharing.problem import BadFile
path, seconds = Path(sys.argv[1]), int(sys.argv[2])
used = int(next(line for line in open("/proc/self/status") if line.startswith("VmSize")).split()[1]) * 1024
limit = used + 64 * 2**20 + 8 * path.stat().st_size
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
try:
    election, notes = load(path, name="bomb.pb")
    print(json.dumps([election.voters, *sorted({note.code for note in notes})]))
except BadFile as bad:
    print(json.dumps(str(bad)))
"""
HEAD = pb(votes=["voter_id;vote"])
MANY_IDS = [f"p{k}" for k in range(100_000)]


def points(rows: Iterable[str]) -> bytes:
    return pb(meta={"vote_type": "scoring"}, votes=["voter_id;vote;points", *rows])


Bomb = Callable[[], bytes]  # made when its test runs, not when the tests are listed
REFUSED: dict[str, tuple[Bomb, str]] = {
    "a line of 10 MB": (lambda: HEAD + b"a;" + b"1," * 5_000_000, "line 18: the line is longer than 1 MB"),
    "a line of 10 MB with no end of line at all": (lambda: b"x" * 10_000_000, "line 1: the line is longer than 1 MB"),
    "a long line of CR text": (lambda: b"META\r" + b"x" * 10_000_000, "line 2: the line is longer than 1 MB"),
    "a million distinct ids in one vote": (lambda: HEAD + b"a;" + b",".join(b"%d" % k for k in range(1_000_000)), "longer than 1 MB"),
    "100 000 distinct ids in one vote": (lambda: HEAD + b"a;" + b",".join(b"%d" % k for k in range(100_000)), "names “0”"),
    "an open quote over 10 MB": (lambda: HEAD + b'a;"' + b"1\n" * 5_000_000, "line 18: a quoted field is longer than 1 MB"),
    "doubled quotes over 10 MB": (lambda: HEAD + b'a;"' + b'""\n' * 3_000_000, "line 18: a quoted field is longer than 1 MB"),
    "cost 1e30000": (lambda: pb(projects=[*PROJECTS, "9;1e30000;1;x;0"]), "line 16: the cost of “9” is too large"),
    "a cost of a million digits": (lambda: pb(projects=[*PROJECTS, f"9;{'9' * 900_000};1;x;0"]), "is not a plain number"),
    "100 001 projects": (
        lambda: b"META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost\n" + b"".join(b"%d;1\n" % k for k in range(100_001)),
        "more than 100 000 rows"),
    "a million keys": (lambda: b"META\nkey;value\n" + b"".join(b"k%d;1\n" % k for k in range(1_000_000)), "more than 100 000 rows"),
    "a project id of 900 kB": (lambda: pb(projects=[*PROJECTS, "x" * 900_000 + ";1;1;x;0"]), "is longer than 256 bytes"),
    "over 5 million voters": (lambda: HEAD + b"".join(b"%x;\n" % k for k in range(5_000_001)), "more than 5 million voters"),
    "voters all the same": (lambda: HEAD + b"a;1\n" * 500_000, "line 19: the voter “a” stands twice"),
    "points of a million digits": (lambda: points([f"a;1;{'9' * 900_000}"]), "line 18: the points"),
    "NUL bytes": (lambda: HEAD + bytes(10_000_000), "line 18: there is a NUL byte"),
}  # fmt: skip
COUNTED: dict[str, tuple[Bomb, list[object]]] = {
    "10**9 projects declared": (lambda: pb(meta={"num_projects": "1000000000", "num_votes": "1e9"}), [4, "declared-numbers"]),
    "10 MB of blank lines": (lambda: pb() + b"\n" * 10_000_000, [4]),
    "10 MB of empty fields": (lambda: pb() + (b";" * 900_000 + b"\n") * 11, [4]),
    "10 MB of commas": (
        lambda: HEAD + b"".join(b"%d;%s\n" % (k, b"," * 900_000) for k in range(11)), [11, "declared-numbers", "empty-ballot"]),
    "10 MB of blanks": (lambda: HEAD + b"".join(b"%d;%s1\n" % (k, b" ," * 450_000) for k in range(11)), [11, "declared-numbers"]),
    "voter ids of 900 kB": (lambda: HEAD + b"".join(b"%d%s;1\n" % (k, b"x" * 900_000) for k in range(11)), [11, "declared-numbers"]),
    "one project 300 000 times": (lambda: HEAD + b"a;" + b"1," * 300_000, [1, "declared-numbers", "duplicate-in-ballot"]),
    "a hundred thousand projects on each ballot": (
        lambda: pb(projects=["project_id;cost", *(f"{name};1" for name in MANY_IDS)],
           votes=["voter_id;vote", *(f"{k};{','.join(MANY_IDS[k % 2:])}" for k in range(20))]), [20, "declared-numbers"]),
    "ids of 256 bytes": (
        lambda: pb(projects=["project_id;cost", *(f"{k:x>256};1" for k in range(20_000))], votes=["voter_id;vote", f"a;{7:x>256}"]),
        [1, "declared-numbers"]),
    "quotes on every line": (lambda: HEAD + b"".join(b'"%d";"1"\n' % k for k in range(300_000)), [300_000, "declared-numbers"]),
    "200 000 kinds of points": (
        lambda: points(f"{k};1;{k}.{k:06}" for k in range(200_000)), [200_000, "declared-numbers"]),
}  # fmt: skip


def answer(raw: bytes, tmp_path: Path) -> object:
    (tmp_path / "bomb.pb").write_bytes(raw)
    run = [sys.executable, "-c", READ, str(tmp_path / "bomb.pb"), str(SECONDS)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=20 * SECONDS)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.mark.parametrize(("bomb", "what"), REFUSED.values(), ids=REFUSED)
def test_a_bomb_is_refused_in_one_line_within_bounds(bomb: Bomb, what: str, tmp_path: Path):
    message = answer(bomb(), tmp_path)
    assert isinstance(message, str)
    assert message.startswith("bomb.pb")
    assert what in message
    assert len(message) < 250


@pytest.mark.parametrize(("bomb", "expected"), COUNTED.values(), ids=COUNTED)
def test_a_heavy_file_that_the_format_allows_is_counted_within_bounds(
    bomb: Bomb, expected: list[object], tmp_path: Path
):
    assert answer(bomb(), tmp_path) == expected
