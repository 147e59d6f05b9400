"""Reading files: time beside pabutools' parser, memory beside the file, and growth with the number of voters."""

from collections.abc import Iterator
from pathlib import Path

from bench.claims import Claim, megabytes, middle, seconds
from bench.counting import load, winners
from bench.elections import GROWTH, LARGE, File, short, spread, tenfold
from bench.peak import run
from bench.peers import Pabutools
from bench.sidebyside import least, timed
from letgo.engines.sharing import pabulib

HEAVY = 2_000_000  # bytes: from here on memory is held to a multiple of the file


def loading(peer: Pabutools, found: dict[str, File], many: int | None) -> Iterator[Claim]:
    """Read and group, beside parse_pabulib, which does not group: the large ones and a spread of all."""
    some = {file.name: file for file in [*(found[name] for name in LARGE), *spread(list(found.values()), many)]}
    ratios = []
    for file in sorted(some.values(), key=lambda file: -file.size):
        ours, theirs = _beside(peer, file, max(1, min(50, 500_000 // file.size)))  # a short work is tried more often
        ratios.append(theirs / ours)
        what = f"{short(file.name)}, {file.size / 1e3:,.0f} kB"
        yield Claim("Loading and grouping", what, seconds(ours), f"pabutools’ parser {seconds(theirs)}", ratios[-1], 6)
    yield Claim("Loading and grouping", f"geometric mean of {len(ratios)}", "", "pabutools’ parser", middle(ratios), 6)


def _beside(peer: Pabutools, file: File, again: int) -> tuple[float, float]:
    """(our processor seconds, pabutools') for reading `file`."""

    def ours() -> float:
        return timed(lambda: load(file), again)

    return least(ours, lambda: float(peer.load(file.path, again)["seconds"]), patience=3, rounds=5)


def memory(found: dict[str, File], folder: Path) -> Iterator[Claim]:
    """Peak memory of the whole command above that of `letgo --help`, as a multiple of the file."""
    bare = min(run("--help").peak for _ in range(3))
    heavy = [(short(file.name), file.path) for file in found.values() if file.size >= HEAVY]
    heavy.append((f"{short(GROWTH)} ten times", tenfold(found[GROWTH], folder)))
    for name, path in heavy:
        size = path.stat().st_size
        for words in (["--reasons", "none", "--json"], ["--json"], []):
            above = min(run("fund", str(path), *words).peak for _ in range(2)) - bare
            what = f"{name}, {' '.join(words) or 'as a person calls it'}"
            beside = f"file {megabytes(size)}; `letgo --help` {megabytes(bare)}"
            yield Claim("Memory above `letgo --help`", what, megabytes(above), beside, above / size, 6, least=False)


def growth(found: dict[str, File], folder: Path) -> Iterator[Claim]:
    """Ten times the voters: how much longer reading and counting take."""
    one, ten = found[GROWTH].path, tenfold(found[GROWTH], folder)
    once, tenth = least(
        lambda: timed(lambda: pabulib.load(one)), lambda: timed(lambda: pabulib.load(ten)), 30, rounds=5
    )
    what = f"{short(GROWTH)}, every voter ten times"
    section = "Growth"
    yield Claim(
        section, f"{what}: load and group", seconds(tenth), f"once {seconds(once)}", tenth / once, 20, least=False
    )
    small, great = pabulib.load(one)[0], pabulib.load(ten)[0]
    once, tenth = least(lambda: timed(lambda: winners(small)), lambda: timed(lambda: winners(great)), 5)
    yield Claim(section, f"{what}: count", seconds(tenth), f"once {seconds(once)}", tenth / once, 14, least=False)
