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
AGAIN = 8  # files measured once more, after a brief look at all


def loading(peer: Pabutools, found: dict[str, File], many: int | None) -> Iterator[Claim]:
    """Read and group, beside parse_pabulib, which does not group: the large ones, a spread of all, and the least of all."""
    some = {file.name: file for file in [*(found[name] for name in LARGE), *spread(list(found.values()), many)]}
    section, ratios = "Loading and grouping", {}
    for file in sorted(some.values(), key=lambda file: -file.size):
        ours, theirs = _beside(peer, file, 5)
        ratios[file.name] = theirs / ours
        what = f"{short(file.name)}, {file.size / 1e3:,.0f} kB"
        yield Claim(section, what, seconds(ours), f"pabutools’ parser {seconds(theirs)}", ratios[file.name], 6)
    yield Claim(section, f"geometric mean of {len(ratios)}", "", "pabutools’ parser", middle(ratios.values()), 6)
    lowest, ratio = _lowest(peer, found, ratios)
    yield Claim(section, f"least of all {len(found)} files", short(lowest), "pabutools’ parser", ratio, 6)


def _lowest(peer: Pabutools, found: dict[str, File], known: dict[str, float]) -> tuple[str, float]:
    """The file on which we gain least, and how much: a brief look at all that are not `known`, the lowest once more with care."""
    every = dict(known)
    for name in found.keys() - known.keys():
        ours, theirs = _beside(peer, found[name], 1)
        every[name] = theirs / ours
    lowest = [name for name in sorted(every, key=lambda name: every[name]) if name not in known][:AGAIN]
    for name in lowest:
        ours, theirs = _beside(peer, found[name], 5)
        every[name] = theirs / ours
    return min(every.items(), key=lambda item: item[1])


def _beside(peer: Pabutools, file: File, rounds: int) -> tuple[float, float]:
    """(our processor seconds, pabutools') for reading `file`."""
    again = max(1, min(10 * rounds, 100_000 * rounds // file.size))  # a short work is tried more often

    def ours() -> float:
        return timed(lambda: load(file), again)

    return least(ours, lambda: float(peer.load(file.path, again)["seconds"]), patience=3, rounds=rounds)


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
