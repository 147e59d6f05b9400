"""Counting, ballots loaded: Equal Shares beside pabutools' exact Equal Shares; Add1U beside pabutools' plain one."""

from collections.abc import Iterator

from bench.claims import Claim, middle, seconds
from bench.elections import ADD1, FINE, LARGE, File, short, spread
from bench.peak import run
from bench.peers import Pabutools
from bench.sidebyside import least, timed
from letgo.engines.sharing import fund, pabulib
from letgo.engines.sharing.problem import Election
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import Tally

PLAIN = Settings(completion="none", ties="id")
WHOLE = Settings(ties="id")

# Seconds of pabutools and of pabumeasures' C++ core (mes_cost alone, without its Python binding) on one machine, in one
# study: the package has no ready wheel and does not build without the C++ OR-Tools.
CPP = {LARGE[0]: (14.1, 0.0519), LARGE[1]: (6.90, 0.0182), LARGE[2]: (13.9, 0.0070), LARGE[3]: (2.52, 0.0009)}


class OtherWinners(Exception):
    """We and the peer elect others: no figure of such a bench means anything."""


def large(peer: Pabutools, found: dict[str, File]) -> Iterator[Claim]:
    """The four large elections, one by one and together; Add1U on the largest."""
    section, ratios = "Equal Shares, the large elections", []
    plain: dict[str, float] = {}
    for name in LARGE:
        ours, theirs = beside(peer, found[name], patience=10)
        plain[name] = theirs
        ratios.append(theirs / ours)
        yield Claim(section, short(name), seconds(ours), f"pabutools {seconds(theirs)}", ratios[-1], 300)
        study = CPP[name]
        core = theirs * study[1] / study[0]
        words = f"pabumeasures’ C++ core, derived, not measured: {seconds(core)}"
        yield Claim(section, short(name), seconds(ours), words, core / ours, 2, kind="aim")
    yield Claim(section, "geometric mean", "", "pabutools", middle(ratios), 500)
    election = load(found[ADD1])
    ours = timed(lambda: fund.decide(Tally(election, WHOLE)), 3)
    for kind, bar in (("must", 1 / 5), ("aim", 1 / 10)):
        words = f"pabutools, plain Equal Shares only: {seconds(plain[ADD1])}"
        yield Claim("Add1U", short(ADD1), seconds(ours), words, ours / plain[ADD1], bar, least=False, kind=kind)


def fine_currency(found: dict[str, File]) -> Iterator[Claim]:
    """A budget of 10**9: tens of thousands of raises. The whole command, by the clock."""
    spent = run("fund", str(found[FINE].path), "--reasons", "none", "--json")
    words = "20 s by the clock"
    yield Claim("Add1U", f"{short(FINE)}, whole command", seconds(spent.wall), words, spent.wall / 20, 1, least=False)


def others(peer: Pabutools, found: dict[str, File], many: int | None) -> Iterator[Claim]:
    """A spread of the other approval elections, from 2,000 voters and below; `many` of each, or all."""
    rest = [f for f in found.values() if f.vote_type == "approval" and f.name not in (*LARGE, FINE)]
    for words, bar, some in (
        ("from 2,000 voters", 100, [f for f in rest if f.voters >= 2000]),
        ("below 2,000 voters", 20, [f for f in rest if f.voters < 2000]),
    ):
        ratios = []
        for file in spread(some, many):
            ours, theirs = beside(peer, file, patience=1)
            ratios.append(theirs / ours)
            what = f"{short(file.name)}, {file.voters:,} voters"
            yield Claim(f"Equal Shares, {words}", what, seconds(ours), f"pabutools {seconds(theirs)}", ratios[-1], bar)
        yield Claim(f"Equal Shares, {words}", f"geometric mean of {len(ratios)}", "", "pabutools", middle(ratios), bar)


def beside(peer: Pabutools, file: File, patience: float) -> tuple[float, float]:
    """(our processor seconds, pabutools') for plain Equal Shares on `file`. Raises OtherWinners."""
    election = load(file)
    peer.load(file.path)
    again = max(1, min(50, 20_000 // election.voters))  # a short work is tried more often
    mine = winners(election)

    def theirs() -> float:
        answer = peer.count(again)
        if sorted(mine) != sorted(answer["winners"]):
            raise OtherWinners(f"{file.name}: Letgo funds {mine}, pabutools {answer['winners']}")
        return float(answer["seconds"])

    return least(lambda: timed(lambda: winners(election), again), theirs, patience)


def load(file: File) -> Election:
    """The election of `file`."""
    return pabulib.load(file.path)[0]


def winners(election: Election) -> list[str]:
    """What is timed: from loaded ballots to winners."""
    tally = Tally(election, PLAIN)
    return [tally.ids[c] for c in fund.decide(tally).winners]
