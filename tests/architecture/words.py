"""What may stand in no file of the repository. The patterns are written so that they do not match themselves."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.tree import Fault

FORBIDDEN = {
    "an index address": re.compile(r"pypi[.]org|python[h]osted|registry[.]npmjs|deb[.]debian[.]|registry[.]yarnpkg"),
    "a path of one machine": re.compile(r"(?<![\w.$}])/([w]ork|[r]oot|[f]arm|[h]ome/\w+)/"),
    "a word about how the work is done": re.compile(
        r"language[ ]model|AI[ ]agent|sub[ -]?[a]gent|this[ ]session|\b[C]laude\b|\b[C]hatGPT\b|\b[C]opilot\b|\bLLM[s]?\b",
        re.I,
    ),
    "a mark of unfinished work": re.compile(r"\b([T]ODO|[F]IXME|X[X]X)\b|[N]otImplementedError|[c]oming soon"),
}
ASSETS = re.compile(r"(^|/)node_modules/|\.min\.(js|css)$|\.(woff2?|ttf|otf|eot)$|govuk-frontend[^/]*\.(css|js)$")
LARGEST = 300_000


def tracked(root: Path) -> list[Path]:
    """What git tracks or would take up: everything that is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := root / name).is_file()]


def words(root: Path, paths: Iterable[Path]) -> Iterator[Fault]:
    """Every line of a text file that holds a forbidden word."""
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            for what, pattern in FORBIDDEN.items():
                if pattern.search(line):
                    yield Fault(path.relative_to(root).as_posix(), number, what)


def assets(root: Path, paths: Iterable[Path]) -> Iterator[Fault]:
    """Files that are made by others and installed, never committed; and files too large to be read."""
    for path in paths:
        name = path.relative_to(root).as_posix()
        if ASSETS.search(name):
            yield Fault(name, 1, "an asset of others: install it")
        if path.stat().st_size > LARGEST:
            yield Fault(name, 1, f"over {LARGEST} bytes")
