"""Check Letgo certificates and records: `python verify.py FILE...`. One file, Python 3.9 or newer, nothing to install.

It trusts nothing but the ballots in a certificate, or what the entries of a record say: all else is worked out again and
compared. It shares no code with the program that counted or sealed. Money is in minor units (pence); fractions are exact and no
float decides. It prints one line a check, and ends with `all holds` (exit 0) or `FALSE: ...` (exit 1); a file it cannot read:
exit 2. Signatures need the package `cryptography`; without it their check is printed as a command for openssl (exit 3).
Every raise of a count is re-run: hours, where there are tens of thousands. `--quick` leaves some out and proves less (exit 2).
"""
# ruff: noqa: B905 (Python 3.9 has no strict zip)

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import struct
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import groupby
from math import gcd
from operator import mul
from typing import Any

LARGEST = 2**53 - 1
LONGEST_ROW = 2_000_000  # bytes of one row of a record
LONGEST = 1000  # digits of a sum of money
PARTLY = "not proven:"
UNSIGNED = "signature not checked:"
WORK = 3_000_000_000  # what --quick spends on re-running raises, in pockets looked at: some ten minutes


class Unreadable(Exception):
    """Not a certificate that this program can read."""


class Untrue(Exception):
    """The certificate says something that is not so."""


def main(words: list[str]) -> int:
    """Run as a command; returns the exit code."""
    files = [word for word in words if word != "--quick"]
    if files and not any(word.startswith("-") for word in files):
        return check_files(files, every=len(files) == len(words))
    print("use: python verify.py [--quick] FILE...", file=sys.stderr)
    return 2


def check_files(names: list[str], every: bool = True) -> int:
    """Check each file; returns 1 when one is false, else 2 when one is not proven or cannot be read, else 3 or 0 as below."""
    codes = set()
    for name in names:
        if len(names) > 1:
            print(f"{ascii(name)[1:-1]}:", flush=True)
        codes.add(check_file(name, every))
    return next(code for code in (1, 2, 3, 0) if code in codes)


def check_file(name: str, every: bool = True) -> int:
    """Check one file, print its lines, return its exit code."""
    try:
        file = open(name, "rb")  # noqa: SIM115 it is closed below, by whoever reads it
    except OSError as error:
        print(f"unreadable: {ascii(name)[1:-1]}: {error.strerror or 'it cannot be opened'}", file=sys.stderr)
        return 2
    with file:
        return check_stream(name, file, every)


def check_stream(name: str, file: Any, every: bool = True) -> int:
    """The same for what can be read from `file` (bytes): a certificate as a whole, a record row by row."""
    try:
        codes = {0}
        for line in check_all(file, every):
            print(line, flush=True)
            codes.add(2 if line.startswith(PARTLY) else 3 if line.startswith(UNSIGNED) else 0)
        code = next(code for code in (2, 3, 0) if code in codes)
        print(HOLDS[code], flush=True)
        return code
    except Untrue as error:
        print(f"FALSE: {error}", flush=True)
        return 1
    except Unreadable as error:
        print(f"unreadable: {ascii(name)[1:-1]}: {error}", file=sys.stderr)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 2
        print(f"unreadable: {ascii(name)[1:-1]}: {error.strerror or 'it cannot be read to its end'}", file=sys.stderr)
    except (MemoryError, RecursionError):
        print(f"unreadable: {ascii(name)[1:-1]}: it is nested too deeply, or too large", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped before the end: nothing is proven", file=sys.stderr)
    return 2


HOLDS = {
    0: "all holds",
    2: "what was counted again holds, the rest is not proven",
    3: "all holds but the signature, which was not checked",
}


def check_all(file: Any, every: bool) -> Iterator[str]:
    """The lines of all checks of what `file` holds."""
    first = file.readline(LONGEST_ROW)
    if b'"letgo.record/1"' in first[:60]:
        return record(file, first)
    return check(parse(first + file.read()), every)


def check(document: Any, every: bool = True) -> Iterator[str]:
    """The lines of one certificate's checks. Raises Untrue at the first false one, Unreadable for another kind."""
    if type(document) is not dict or not {"format", "digest"} <= set(document):
        raise Unreadable('it is no certificate: an object with "format" and "digest" is needed')
    body = {key: document[key] for key in document if key != "digest"}
    same("digest", document["digest"], f"sha256:{_sha256(body)}")
    yield f"digest: {document['digest']}"
    kind = document["format"]
    if type(kind) is not str or kind not in KINDS:
        raise Unreadable(f"its format is {_shown(kind)}, but this program knows {', '.join(KINDS)}: get a newer one")
    yield from KINDS[kind](document, every)


# Reading


def parse(data: bytes) -> Any:
    """The JSON value in these bytes. Raises Unreadable with the reason."""
    with readable():
        value = _decode(data.decode("utf-8"))
        canonical(value)
        return value


@contextmanager
def readable() -> Iterator[None]:
    """Turns what Python says of broken text into Unreadable."""
    try:
        yield
    except UnicodeError:
        raise Unreadable("its text is not UTF-8") from None
    except ValueError as error:
        raise Unreadable(f"it is not JSON: {ascii(str(error))[1:-1]}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Unreadable("an object has the same key twice")
    return dict(pairs)


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST:
        raise Unreadable("an integer is beyond 2**53")
    return int(digits)


def _refuse(word: str) -> Any:
    raise Unreadable(f"the number {word[:20]} is not an integer")


_decode = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_whole, parse_float=_refuse, parse_constant=_refuse
).decode
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785). Keys go by their UTF-16 code units, which differs from Python's order only beyond ASCII."""
    text = _encode(value)
    if not text.isascii():
        text = json.dumps(_in_order(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def _in_order(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_order(item) for item in value]
    if isinstance(value, dict):
        return {
            key: _in_order(value[key])
            for key in sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        }
    return value


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


# Comparing


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) < 100 else text[:96] + "..."


def _need(holds: bool, text: str) -> None:
    if not holds:
        raise Untrue(text)


def same(where: str, claimed: Any, true: Any) -> None:
    """Raise Untrue, naming the first place where `claimed` differs from what was worked out."""
    if type(claimed) is type(true) is dict and claimed.keys() == true.keys():
        for key in true:
            same(f"{where}.{key}", claimed[key], true[key])
    elif type(claimed) is type(true) is list and len(claimed) == len(true):
        for place in range(len(true)):
            same(f"{where}[{place}]", claimed[place], true[place])
    elif type(claimed) is not type(true) or claimed != true:
        raise Untrue(f"{where} says {_shown(claimed)}, but it is {_shown(true)}")


def keyed(where: str, value: Any, names: str) -> Any:
    """`value`, if it is an object with just these keys."""
    _need(type(value) is dict and sorted(value) == sorted(names.split()), f"{where} has unknown or missing keys")
    return value


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_sum(value: Any) -> bool:
    return value is None or _is_count(value)


def _is_money(value: Any) -> bool:
    return type(value) is str and len(value) <= LONGEST and re.fullmatch("0|[1-9][0-9]*", value) is not None


def id_key(name: str) -> tuple[int, int, str, str]:
    """Ids of digits first, by their number; then all others as strings."""
    digits = re.fullmatch("[0-9]+", name) is not None
    number = name.lstrip("0")
    return (0, len(number), number, name) if digits else (1, 0, "", name)


# Sharing: a participatory budget, `letgo.sharing/1`

PARTS = "format digest election settings result greedy recorded audit"
CHOICES = {
    "rule": "equal-shares greedy phragmen recorded",
    "utility": "cost cardinality score",
    "completion": "none add1 add1u fill",
    "start": "exact integral",
    "stop": "exhaustive overrun",
    "ties": "lot id",
}


class Election:
    """What was voted on, how, and by which settings. A project is its index; its supporters are (ballots, weights, points)."""

    def __init__(self, told: Any, settings: Any) -> None:
        self.settings = keyed("settings", settings, " ".join(CHOICES) + " increment ranks election seed")
        for name, words in CHOICES.items():
            _need(settings[name] in words.split(), f"settings.{name} says {_shown(settings[name])}: none of {words}")
        texts = all(type(settings[name]) is str for name in ("ranks", "election", "seed"))
        texts = texts and re.fullmatch(r"borda|points:[0-9]{1,9}(,[0-9]{1,9}){0,99}", settings["ranks"]) is not None
        _need(texts and _is_count(settings["increment"]) and settings["increment"] > 0, "settings has a wrong value")
        keyed("election", told, "scale budget voters projects ballots")
        self.scale, self.voters = told["scale"], told["voters"]
        _need(
            _is_count(self.scale) and self.scale in [10**power for power in range(7)],
            "election.scale is no such number",
        )
        _need(_is_money(told["budget"]), "election.budget is not a sum of money")
        _need(type(told["projects"]) is type(told["ballots"]) is list, "election has no lists of projects and ballots")
        for place, project in enumerate(told["projects"]):
            where = f"election.projects[{place}]"
            keyed(where, project, "id cost name")
            _need(
                type(project["id"]) is type(project["name"]) is str and _is_money(project["cost"]), f"{where} is wrong"
            )
        self.budget, self.cost = int(told["budget"]), [int(project["cost"]) for project in told["projects"]]
        self.ids = [project["id"] for project in told["projects"]]
        self.index = {name: project for project, name in enumerate(self.ids)}
        _need(len(self.index) == len(self.ids), "election.projects has an id twice")
        self.read_ballots(told["ballots"])
        same("election.voters", self.voters, sum(weight for weight, _, _ in self.ballots))
        self.empty = self.voters == 0 or self.budget == 0  # then nothing is funded
        self.fundable = range(0 if self.empty else len(self.ids))
        self.supported = [project for project in self.fundable if self.strength[project]]
        by_lot = settings["ties"] == "lot"
        drawn = [settings["election"], settings["seed"]]
        self.last: list[Any] = [_sha256([*drawn, name]) if by_lot else id_key(name) for name in self.ids]

    def read_ballots(self, rows: list[Any]) -> None:
        pointed = self.settings["utility"] == "score" and any(type(row) is list and len(row) == 3 for row in rows)
        what = "[weight, projects, points]" if pointed else "[weight, projects]"
        self.ballots: list[tuple[int, list[int], list[int]]] = []  # (weight, projects named, points of each)
        self.supporters: list[tuple[list[int], list[int], list[int]]] = [([], [], []) for _ in self.ids]
        for place, row in enumerate(rows):
            _need(self.is_ballot(row, 2 + pointed), f"election.ballots[{place}] is not {what}, with projects in order")
            _need(
                not place or rows[place - 1][1:] < row[1:], f"election.ballots[{place}] is not in order, or there twice"
            )
            self.ballots.append((row[0], row[1], row[2] if pointed else [1] * len(row[1])))
            for project, points in zip(*self.ballots[place][1:]):
                if points:
                    for part, value in zip(self.supporters[project], (place, row[0], points)):
                        part.append(value)
        self.strength = [sum(map(mul, weights, points)) for _, weights, points in self.supporters]

    def is_ballot(self, row: Any, parts: int) -> bool:
        if type(row) is not list or len(row) != parts or not all(type(part) is list for part in row[1:]):
            return False
        named, points = row[1], row[-1]
        right = all(map(_is_count, [row[0], *named, *points])) and all(map(int.__lt__, named, named[1:]))
        return right and row[0] > 0 and len(points) == len(named) and (not named or named[-1] < len(self.ids))

    def price(self, won: list[int]) -> int:
        return sum(self.cost[project] for project in won)

    def outcome(self, won: list[int], **more: Any) -> dict[str, Any]:
        return {"winners": [self.ids[project] for project in won], "spent": str(self.price(won)), **more}


def cheapest(known: dict[int, Fraction], again: Callable[[int], Any]) -> dict[int, Any]:
    """The projects of least value, each with what `again` told of it: (value, more), or None to drop it for good.

    `known` are earlier values. A project's value only rises, so that few need to be worked out again.
    """
    least, tied = Fraction(0), dict[int, Any]()
    for project in sorted(known, key=known.__getitem__):
        if tied and known[project] > least:
            break
        found = again(project)
        if found is None:
            del known[project]
            continue
        known[project], more = found
        if not tied or known[project] < least:
            least, tied = known[project], {}
        if known[project] == least:
            tied[project] = more
    return tied


def settle(election: Election, tied: Iterable[int]) -> tuple[int, str]:
    """The project that wins a tie, and by what: lowest cost, most votes (points), then the last key."""
    cost = min(election.cost[project] for project in tied)
    cheap = [project for project in tied if election.cost[project] == cost]
    votes = max(election.strength[project] for project in cheap)
    strong = [project for project in cheap if election.strength[project] == votes]
    by = "cost" if len(cheap) == 1 else "votes" if len(strong) == 1 else election.settings["ties"]
    return min(strong, key=election.last.__getitem__), by


def least_price(held: list[int], weights: list[int], points: list[int], cost: int) -> tuple[int, int] | None:
    """(a, b): a/b a point, at which supporters who each have `held` pay `cost` together. None: they have too little."""
    if sum(map(mul, held, weights)) < cost:
        return None
    mass, payers, kinds = sum(map(mul, weights, points)), list(zip(held, weights, points)), set(points)
    while True:
        due = {point: -(-cost * point // mass) for point in kinds}  # rounded up, which keeps `<` exact
        poor = [payer for payer in payers if payer[0] < due[payer[2]]]
        if not poor:
            return cost, mass
        payers = [payer for payer in payers if payer[0] >= due[payer[2]]]
        cost -= sum(had * weight for had, weight, _ in poor)
        mass -= sum(weight * point for _, weight, point in poor)


class EqualShares:
    """A run of the Method of Equal Shares from `endowment` for each voter; it ends early once above the budget.

    `held`: what a voter of each ballot has, in whole 1/`unit` of a minor unit; the unit gets finer when a price needs it.
    """

    def __init__(self, election: Election, endowment: Fraction) -> None:
        self.election, self.unit = election, endowment.denominator
        self.held = [endowment.numerator] * len(election.ballots)
        self.bought, self.payments, self.ties = list[int](), list[dict[str, Any]](), list[dict[str, Any]]()
        self.spent = 0
        known = {one: self.value(one, election.cost[one], election.strength[one]) for one in election.supported}
        while self.spent <= election.budget and (tied := cheapest(known, self.offer)):
            chosen, by = settle(election, tied)
            if len(tied) > 1:
                names = sorted((election.ids[project] for project in tied), key=id_key)
                tie = {"step": len(self.bought) + 1, "projects": names, "chosen": election.ids[chosen], "by": by}
                self.ties.append(tie)
            del known[chosen]
            self.buy(chosen, *tied[chosen])

    def value(self, project: int, money: int, mass: int) -> Fraction:
        """The price of one unit of utility; least is best."""
        by_cost = self.election.settings["utility"] == "cost"
        return Fraction(money, mass * ((by_cost and self.election.cost[project]) or 1))

    def offer(self, project: int) -> Any:
        ballots, weights, points = self.election.supporters[project]
        held = list(map(self.held.__getitem__, ballots))
        price = least_price(held, weights, points, self.election.cost[project] * self.unit)
        return price and (self.value(project, price[0], price[1] * self.unit), price)

    def buy(self, project: int, cost: int, mass: int) -> None:
        """Each supporter pays cost/mass of a 1/`unit` a point, or the last it has."""
        price = written(Fraction(cost, mass * self.unit))
        finer, due = mass // gcd(cost, mass), cost // gcd(cost, mass)
        held = self.held = [had * finer for had in self.held] if finer > 1 else self.held
        self.unit *= finer
        full = partial = 0
        for ballot, weight, point in zip(*self.election.supporters[project]):
            left = held[ballot] - due * point
            if left >= 0:
                full += weight
            elif held[ballot]:
                partial += weight
            held[ballot] = left if left > 0 else 0
        self.bought.append(project)
        self.spent += self.election.cost[project]
        self.payments.append({"project": self.election.ids[project], "price": price, "full": full, "partial": partial})

    def verdict(self) -> str:
        """What Add1 says after this run: it is `over` the budget, `done`, or to `raise`."""
        left = [self.election.cost[project] for project in set(self.election.supported) - set(self.bought)]
        if self.election.settings["stop"] == "exhaustive":
            left = [cost for cost in left if 0 < cost <= self.election.budget - self.spent]
        return "over" if self.spent > self.election.budget else "raise" if left else "done"


def written(number: Fraction) -> str:
    """`a/b` in lowest terms, `a` when b is 1, however long."""
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    return str(number)


def fill(election: Election, won: list[int]) -> list[int]:
    """What votes add to those already won, skipping what does not fit. From nothing, this is the greedy rule."""
    left, added = election.budget - election.price(won), []
    rest = set(election.fundable) - set(won)
    for project in sorted(rest, key=lambda one: (-election.strength[one], election.last[one])):
        if election.cost[project] <= left:
            left -= election.cost[project]
            added.append(project)
    return added


def phragmen(election: Election) -> list[int]:
    """Sequential Phragmén: all earn alike; who together hold a project's cost buy it; the first to overrun ends it."""
    unit, since = 1, [0] * len(election.ballots)  # when each ballot last paid, in 1/unit
    bought, known = list[int](), dict.fromkeys(election.supported, Fraction(0))

    def moment(project: int) -> tuple[Fraction, Fraction]:
        ballots, weights, _ = election.supporters[project]
        saved = sum(map(mul, map(since.__getitem__, ballots), weights))
        when = Fraction(election.cost[project] * unit + saved, sum(weights) * unit)
        return when, when

    while tied := cheapest(known, moment):
        chosen = settle(election, tied)[0]
        if election.price([*bought, chosen]) > election.budget:
            break
        del known[chosen]
        bought.append(chosen)
        finer = tied[chosen].denominator // gcd(unit, tied[chosen].denominator)
        unit, since = unit * finer, [time * finer for time in since]
        for ballot in election.supporters[chosen][0]:
            since[ballot] = int(tied[chosen] * unit)
    return bought


def audit(election: Election, won: list[int]) -> dict[str, Any]:
    """Which losing projects have supporters whose equal share would pay for it on top of all that each of them got."""
    utility = election.settings["utility"]
    gain = {project: election.cost[project] if utility == "cost" else 1 for project in won}
    worth = [gain.get(project, 0) for project in range(len(election.ids))]
    got = [sum(map(mul, map(worth.__getitem__, named), points)) for _, named, points in election.ballots]
    losing = [project for project in range(len(election.ids)) if election.cost[project] and project not in gain]
    cases = [case for case in (excluded(election, utility, project, got) for project in losing) if case]
    cases.sort(key=lambda case: (-case["group_size"], id_key(case["project"])))
    nothing = sum(weight for weight, named, _ in election.ballots if gain.keys().isdisjoint(named))
    axiom = f"EJR+ up to one project, {utility} utilities"
    return {"axiom": axiom, "holds": not cases, "excluded": cases, "left_with_nothing": nothing}


def excluded(election: Election, utility: str, project: int, got: list[int]) -> dict[str, Any] | None:
    """The largest such group behind a losing project: those with least first (under score, with it on top of theirs)."""
    cost, alike = election.cost[project], dict[tuple[int, int], list[int]]()
    for ballot, weight, point in zip(*election.supporters[project]):
        both = alike.setdefault((got[ballot] + (point if utility == "score" else 0), got[ballot]), [0, 0])
        both[0] += weight
        both[1] += weight * point
    size = points = most = 0  # `most`: what the one with most has got
    worst = None
    for (with_it, own), (weight, more) in sorted(alike.items()):
        size, points, most = size + weight, points + more, max(most, own)
        price = {"cost": own + cost, "cardinality": (own + 1) * cost, "score": with_it * cost}[utility]
        if price * election.voters <= points * election.budget:
            entitled = written(Fraction(size * election.budget, election.voters))
            worst = {"project": election.ids[project], "group_size": size, "entitled": entitled, "got": str(most)}
    return worst


def sharing(document: dict[str, Any], every: bool) -> Iterator[str]:
    """The checks of a participatory budget's certificate."""
    keyed("certificate", document, PARTS)
    election = Election(document["election"], document["settings"])
    yield f"shape: {len(election.ids)} projects, {election.voters} voters, {len(election.ballots)} different ballots"
    results = {"greedy": fill(election, []), "recorded": recorded(election, document["recorded"])}
    results["result"], earlier = yield from result(election, document["result"], results, every)
    same("greedy", document["greedy"], election.outcome(results["greedy"] or []))
    yield f"greedy: {len(results['greedy'] or [])} projects"
    keyed("audit", document["audit"], " ".join(results))
    for name, won in results.items():
        true = None if won is None else audit(election, won)
        same(f"audit.{name}", document["audit"][name], true)
        if true:
            yield f"audit of {name}: {len(true['excluded'])} excluded, {true['left_with_nothing']} voters with nothing"
    yield from earlier  # last, because it may take long


def recorded(election: Election, told: Any) -> list[int] | None:
    """The recorded winners, with their cost checked."""
    if told is None:
        return None
    names = keyed("recorded", told, "winners spent")["winners"]
    known = type(names) is list and all(type(name) is str and name in election.index for name in names)
    _need(known and len(set(names)) == len(names), "recorded.winners is no list of different projects")
    won = [election.index[name] for name in names]
    same("recorded", told, election.outcome(won))
    return won


def result(election: Election, told: Any, others: dict[str, Any], every: bool) -> Generator[str, None, tuple[Any, Any]]:
    """Check the result against a new count by its rule; returns the winners, and checks of earlier raises to be made."""
    rule, completion = election.settings["rule"], election.settings["completion"]
    if rule != "equal-shares":
        won = phragmen(election) if rule == "phragmen" else others[rule]
        _need(won is not None, "settings.rule says recorded, but there is no recorded result")
        same("result", told, election.outcome(won, filled=[], endowment=None, raised=None, payments=[], ties=[]))
        yield f"result: {len(won)} projects by rule {rule}"
        return won, ()
    keyed("result", told, "winners filled spent endowment raised payments ties")
    raised, scale = told["raised"], election.scale
    _need(_is_count(raised), f"result.raised says {_shown(raised)}, which is no number of raises")
    start = Fraction(0) if election.empty else Fraction(election.budget, election.voters)
    if election.settings["start"] == "integral":
        start = Fraction(start // scale * scale)

    def after(number: int) -> EqualShares:
        return EqualShares(election, start + number * election.settings["increment"] * scale)

    run = after(raised)
    earlier: Iterable[str] = ()
    if completion in ("none", "fill"):
        same("result.raised", raised, 0)
    else:
        _need(run.verdict() != "over", f"result.raised says {raised}, but then {run.spent} are spent: over the budget")
        further = run.verdict() == "raise" and after(raised + 1).verdict() != "over"
        _need(not further, f"result.raised says {raised}, but the count goes on after it")
        earlier = raises(after, run, raised, every)
    filled = fill(election, run.bought) if completion in ("add1u", "fill") else []
    endowment = start + raised * election.settings["increment"] * scale
    true = {"endowment": written(endowment), "raised": raised, "payments": run.payments, "ties": run.ties}
    names = [election.ids[project] for project in filled]
    same("result", told, election.outcome(run.bought + filled, filled=names, **true))
    yield f"result: {len(run.bought)} projects bought, {len(filled)} filled; order, prices, payers, {len(run.ties)} ties"
    return run.bought + filled, earlier


def raises(after: Callable[[int], EqualShares], run: EqualShares, raised: int, every: bool) -> Iterator[str]:
    """Check that Add1 did not end before `raised`, where it ends with `run`."""
    election = run.election
    named = sum(len(projects) for _, projects, _ in election.ballots)
    looked = (1 + len(run.bought)) * (500 + len(run.held) + 4 * named // (1 + len(election.ids)))  # by one run
    earlier = range(0, raised, 1 if every else 1 + raised * looked // WORK)
    told_at = time.monotonic()
    for done, number in enumerate(earlier):
        ends = after(number).verdict() != "raise"
        _need(not ends, f"result.raised says {raised}, but the count ends after {number} already")
        if time.monotonic() > told_at + 3:
            told_at = time.monotonic()
            print(f"raises re-run: {done + 1} of {len(earlier)}", file=sys.stderr, flush=True)
    if len(earlier) < raised:
        yield f"{PARTLY} {raised - len(earlier)} of {raised} raises were not re-run; without --quick all are"
    else:
        yield f"raises: {raised}, and none before ends the count"


# Elections: ranked ballots, or a yes and a no, `letgo.counting/1`

ONE = 100_000  # parts of one vote: 5 decimals are kept, as SSI 2007/42 rule 48 says
MOST = 1000  # candidates, and seats
MOST_BALLOTS = 10**9
MOST_GROUPS = 100
MOST_STEPS = 5_000_000  # of looking for who must be elected that reserved seats are filled
TERMS = "rule seats election seed withdraw countback ron"
STAGE = "action from totals lost elected excluded tie"
OUTCOME = "winners filled quota scale stages ties"
TRANSFERS = ("scottish-stv", "av")
MARKS = ("approval", "block", "plurality")
PAIRS = ("ranked-pairs", "schulze", "minimax")
OTHERS = ("meek-nz", "ers97")  # known, and not recounted here


class Cast:
    """Who stands, for how many seats, and (how many, ranking) of each different ballot. Candidates are numbers from 1."""

    def __init__(self, told: Any, settings: dict[str, Any]) -> None:
        keyed("election", told, "candidates seats withdrawn ballots")
        self.names, self.seats = told["candidates"], told["seats"]
        right = type(self.names) is list and 0 < len(self.names) <= MOST and all(type(n) is str for n in self.names)
        _need(right, f"election.candidates is no list of 1 to {MOST} names")
        self.numbers = range(1, len(self.names) + 1)
        self.known = frozenset(self.numbers)
        _need(_is_count(self.seats) and 0 < self.seats <= MOST, f"election.seats is no number from 1 to {MOST}")
        gone = told["withdrawn"]
        _need(self.is_ranking(gone) and gone == sorted(gone), "election.withdrawn is no list of candidates in order")
        self.standing = self.known.difference(gone)
        self.read_settings(settings, gone)
        self.drawn: list[dict[str, Any]] = []  # lots among equal majorities
        self.any, self.ballots = False, list[tuple[int, list[Any]]]()  # `any`: whether there is a vote for who stands
        self.read_ballots(told["ballots"])

    def is_ranking(self, value: Any) -> bool:
        """Whether it is a list of candidates, none twice."""
        right = type(value) is list and {int}.issuperset(map(type, value))
        return right and len(set(value)) == len(value) and self.known.issuperset(value)

    def read_ballots(self, told: Any) -> None:
        """Rules of pairs read equal ranks, which are a list in the ranking; there each rank is a list. The others read none."""
        _need(type(told) is list, "election.ballots is no list")
        in_pairs, before = self.rule in PAIRS, None
        for place, row in enumerate(told):
            where = f"election.ballots[{place}]"
            _need(
                type(row) is list and len(row) == 2 and _is_count(row[0]) and type(row[1]) is list, f"{where} is none"
            )
            ranks = [rank if type(rank) is list else [rank] for rank in row[1]] if in_pairs else row[1]
            named = [number for rank in ranks for number in rank] if in_pairs else ranks
            right = self.is_ranking(named)
            right = right and all(type(rank) is int or (len(rank) > 1 and rank == sorted(rank)) for rank in row[1])
            _need(right, f"{where} does not rank candidates, each once")
            _need(before is None or before < ranks, f"{where} is not in order, or there twice")
            before = ranks
            self.ballots.append((row[0], ranks))
            self.any = self.any or (row[0] > 0 and not self.standing.isdisjoint(named))
        self.cast = sum(ballots for ballots, _ in self.ballots)
        _need(self.cast <= MOST_BALLOTS, f"election.ballots holds {self.cast} ballots: more than {MOST_BALLOTS}")

    def read_settings(self, settings: dict[str, Any], gone: list[int]) -> None:
        keyed("settings", settings, TERMS + " reserve" * ("reserve" in settings) + " kept" * ("kept" in settings))
        texts = all(type(settings[name]) is str for name in ("rule", "election", "seed"))
        _need(texts, "settings: rule, election or seed is no text")
        self.rule: str = settings["rule"]
        self.reserve, self.kept = settings.get("reserve", ()), settings.get("kept")
        same("settings.seats", settings["seats"], self.seats)
        asked, self.leaves, self.ron = settings["withdraw"], settings["countback"], settings["ron"]
        right = type(asked) is list and all(type(number) is int and number in gone for number in asked)
        _need(right and self.leaves not in asked, "settings.withdraw names who is not withdrawn, or who leaves")
        right = all(type(number) is int and 0 <= number <= len(self.names) for number in (self.leaves, self.ron))
        _need(right, "settings.countback or ron is no candidate")
        _need(self.rule in TRANSFERS or not (self.leaves or self.ron), "settings: only STV has countback and ron")
        _need(not (self.leaves and self.ron), "settings: countback and ron do not count together")
        right = "kept" not in settings or (
            self.leaves > 0
            and self.leaves in gone
            and self.is_ranking(self.kept)
            and self.standing.issuperset(self.kept or ())
        )
        _need(right, "settings.kept is no list of who stands, or nobody leaves")
        _need(self.rule != "av" or self.seats == 1, "settings: av fills one seat")
        self.lots = ["", *(_sha256([settings["election"], settings["seed"], str(n)]) for n in self.numbers)]

    def stage(self, totals: Iterable[int], winners: list[int], ties: list[dict[str, Any]]) -> dict[str, Any]:
        """The one stage of a count without transfers."""
        told = {"action": "first-preferences", "from": 0, "totals": list(map(str, totals)), "lost": "0"}
        return {**told, "elected": winners, "excluded": [], "tie": ties[0] if ties else None}


def tie(tied: Iterable[int], chosen: int, by: str = "lot") -> dict[str, Any]:
    """Equal candidates of whom one was taken, by an earlier stage or by lot."""
    return {"tied": sorted(tied), "chosen": chosen, "by": by}


class Transfers:
    """A count by rules 45 to 52 of SSI 2007/42. A paper is (how many, value, the rest of its ranking), held by one candidate.

    `past` says of each candidate how they stood so far, the last stage before the one before it: a greater number had more
    votes at the last stage where two were unequal. `keep`: who keeps a seat in a countback; nobody may exclude them. `kept`: seats
    that are kept for some.
    """

    def __init__(
        self, cast: Cast, standing: Iterable[int], seats: int, keep: Iterable[int] = (), ron: int = 0, kept: Any = None
    ) -> None:
        self.cast, self.open, self.ron, self.kept = cast, set(standing), ron, kept
        self.keep = self.open.intersection(keep)
        self.held: list[list[tuple[int, int, Iterator[int]]]] = [[] for _ in range(len(cast.names) + 1)]
        self.totals, self.past = [0] * len(self.held), [0] * len(self.held)
        for ballots, ranking in cast.ballots:
            self.give(ballots, ONE, iter(ranking))
        self.all = sum(self.totals)
        self.quota = (self.all // ONE // (seats + 1) + 1) * ONE
        self.free, self.free_for_others = seats, seats - len(self.keep)
        self.winners, self.filled, self.ties = list[int](), list[int](), list[dict[str, Any]]()
        self.surplus: dict[int, int] = {}  # of who is elected, until it moves
        self.needed, self.barred = set[int](), set[int]()  # who must stay, and who must go, by `kept`
        self.lost = 0

    def give(self, ballots: int, value: int, rest: Iterator[int]) -> None:
        """To the next preference who still stands and has no quota yet."""
        for number in rest:
            if number in self.open:
                self.held[number].append((ballots, value, rest))
                self.totals[number] += ballots * value
                return

    def stages(self) -> Iterator[dict[str, Any]]:
        """Each stage as it is told; `winners` and the rest stand when the last is taken."""
        yield self.stage("first-preferences", 0, None)
        while self.goes_on():
            if self.surplus and not self.barred:
                most = max(self.surplus.values())
                source, how = self.pick([number for number in self.surplus if self.surplus[number] == most])
                yield self.move("surplus", source, how, self.surplus.pop(source), self.totals[source])
            else:
                may_go = self.barred or self.open - self.keep - self.needed
                fewest = min(self.totals[number] for number in may_go)
                source, how = self.pick([number for number in may_go if self.totals[number] == fewest], last=True)
                self.open.remove(source)
                yield self.move("exclusion", source, how, self.totals[source], self.totals[source])
        none = not self.all and len(self.open) > self.free  # no vote: who has a seat keeps it
        ended = self.free_for_others <= 0 or none
        left = self.keep & self.open if ended else self.open
        self.filled = self.in_order(left) if len(left) <= self.free else []
        self.winners += self.filled

    def goes_on(self) -> bool:
        return self.all > 0 and self.free_for_others > 0 and len(self.open) > self.free

    def weigh(self) -> None:
        if self.kept:
            sure, free = [*self.winners, *self.keep], self.open - self.keep
            self.needed, self.barred = self.kept.weigh(sure, free) if self.goes_on() else (set(), set())

    def move(self, action: str, source: int, how: Any, moving: int, held: int) -> dict[str, Any]:
        """`moving` of what `source` held goes on: each paper at that part of its value, cut to 5 decimals."""
        papers, self.held[source] = self.held[source], []
        self.totals[source] = held - moving
        for ballots, value, rest in papers:
            self.give(ballots, value * moving // held if held else value, rest)
        return self.stage(action, source, how)

    def stage(self, action: str, source: int, how: Any) -> dict[str, Any]:
        now = list(zip(self.totals, self.past))
        place = {one: at for at, one in enumerate(sorted(set(now)))}
        self.past = [place[one] for one in now]
        totals, elected = self.totals[1:], list[int]()
        self.weigh()
        for number in self.in_order(n for n in self.open - self.barred if self.totals[n] >= self.quota):
            if number in self.barred:
                continue
            seats = self.totals[number] // self.quota if number == self.ron else 1
            if number not in self.keep:
                seats = min(seats, self.free_for_others)
                self.free_for_others -= seats
            if seats:
                elected.append(number)
                self.winners += [number] * seats
                self.free -= seats
                self.open.remove(number)
                if self.totals[number] > seats * self.quota:
                    self.surplus[number] = self.totals[number] - seats * self.quota
                self.weigh()
        self.lost = self.all - sum(totals)
        told = {"action": action, "from": source, "totals": list(map(str, totals)), "lost": str(self.lost)}
        return {**told, "elected": elected, "excluded": [source] if action == "exclusion" else [], "tie": how}

    def pick(self, tied: list[int], last: bool = False) -> tuple[int, dict[str, Any] | None]:
        """Rules 49 and 51: who was ahead (or `last`) at the last stage where they were unequal, else who is by lot."""
        end = min if last else max
        edge = end(self.past[number] for number in tied)
        left = [number for number in tied if self.past[number] == edge]
        chosen = (max if last else min)(left, key=self.cast.lots.__getitem__)
        if len(tied) == 1:
            return chosen, None
        self.ties.append(tie(tied, chosen, "lot" if len(left) > 1 else "stage"))
        return chosen, self.ties[-1]

    def in_order(self, numbers: Iterable[int]) -> list[int]:
        """Most votes first."""
        left, ordered = set(numbers), list[int]()
        while left:
            most = max(self.totals[number] for number in left)
            ordered.append(self.pick([number for number in left if self.totals[number] == most])[0])
            left.remove(ordered[-1])
        return ordered


def by_marks(cast: Cast) -> tuple[list[int], list[int], list[dict[str, Any]]]:
    """Totals, winners and lots by crosses: one, as many as there are seats, or for everyone who is ranked."""
    crosses = {"plurality": 1, "block": cast.seats, "approval": MOST}[cast.rule]
    totals = [0] * (len(cast.names) + 1)
    for ballots, ranking in cast.ballots:
        for number in [number for number in ranking if number in cast.standing][:crosses]:
            totals[number] += ballots
    won = sorted(cast.standing, key=lambda number: (-totals[number], cast.lots[number]))[: cast.seats]
    tied = [number for number in cast.standing if won and totals[number] == totals[won[-1]]]
    return totals[1:], won, [] if set(tied) <= set(won) else [tie(tied, won[-1])]


def by_pairs(cast: Cast) -> tuple[list[int], list[int], list[dict[str, Any]]]:
    """Totals, winners and lots of all who stand, compared in pairs."""
    above = matrix(cast)
    score = SCORES[cast.rule](cast, above)
    order = sorted(cast.standing, key=lambda number: (-score[number], cast.lots[number]))
    equal: dict[int, list[int]] = {}
    for number in order:
        equal.setdefault(score[number], []).append(number)
    ties = [tie(tied, tied[0]) for tied in equal.values() if len(tied) > 1]
    return list(map(sum, above[1:])), order[: cast.seats], cast.drawn + ties


def matrix(cast: Cast) -> list[tuple[int, ...]]:
    """[i][j]: ballots that rank i above j, where nobody is below who is not ranked. A row is summed up as one long integer."""
    lane = [1 << 64 * number for number in range(len(cast.names) + 1)]
    everybody, rows = sum(lane[number] for number in cast.standing), [0] * len(lane)
    for ballots, ranks in cast.ballots:
        below = everybody
        for rank in ranks:
            there = cast.standing.intersection(rank)
            below -= sum(map(lane.__getitem__, there))
            for number in there:
                rows[number] += ballots * below
    return [struct.unpack(f"<{len(lane)}Q", row.to_bytes(8 * len(lane), "little")) for row in rows]


class Paths:
    """Who is before whom, by majorities one after the other: bit j of `to[i]`, and with it all that follows."""

    def __init__(self, cast: Cast) -> None:
        self.standing, self.to = cast.standing, [0] * (len(cast.names) + 1)

    def leads(self, one: int, other: int) -> bool:
        return bool(self.to[one] >> other & 1)

    def add(self, one: int, other: int) -> None:
        if not self.leads(one, other):
            before, more = 1 << one, self.to[other] | 1 << other
            self.to[one] |= more
            for number in self.standing:
                if self.to[number] & before:
                    self.to[number] |= more


def majorities(cast: Cast, above: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    """(winner, loser), the clearest first: most ballots for it, fewest against it, the lot."""
    won = [(i, j) for i in cast.standing for j in cast.standing if above[i][j] > above[j][i]]
    return sorted(won, key=lambda p: (-above[p[0]][p[1]], above[p[1]][p[0]], cast.lots[p[0]], cast.lots[p[1]]))


def ranked_pairs(cast: Cast, above: list[tuple[int, ...]]) -> list[int]:
    """Tideman: each majority counts unless those before it say the contrary."""
    paths = Paths(cast)
    for _, alike in groupby(
        majorities(cast, above), key=lambda pair: (above[pair[0]][pair[1]], above[pair[1]][pair[0]])
    ):
        open_pairs = [(winner, loser) for winner, loser in alike if not paths.leads(loser, winner)]
        for winner, loser in open_pairs:
            if not paths.leads(loser, winner):
                paths.add(winner, loser)
        if any(paths.leads(loser, winner) for winner, loser in open_pairs):  # the lot among equal majorities decided
            cast.drawn.append(tie({number for pair in open_pairs for number in pair}, open_pairs[0][0]))
    return [bin(found).count("1") for found in paths.to]


def schulze(cast: Cast, above: list[tuple[int, ...]]) -> list[int]:
    """Schulze: i is before j when majorities lead from i to j that are all larger than the least on any way back."""
    paths, wins = Paths(cast), [0] * (len(cast.names) + 1)
    for _, alike in groupby(majorities(cast, above), key=lambda pair: above[pair[0]][pair[1]]):
        before = list(paths.to)
        for winner, loser in alike:
            paths.add(winner, loser)
        for one in cast.standing:
            new = paths.to[one] & ~before[one]
            wins[one] += new and sum(new >> other & 1 and not paths.leads(other, one) for other in cast.standing)
    return wins


def minimax(cast: Cast, above: list[tuple[int, ...]]) -> list[int]:
    """Simpson and Kramer: the worst defeat, in ballots, is smallest."""
    worst = [0] * (len(cast.names) + 1)
    for one in cast.standing:
        worst[one] = max((above[other][one] - above[one][other] for other in cast.standing - {one}), default=0)
    return [-most for most in worst]


SCORES = {"ranked-pairs": ranked_pairs, "schulze": schulze, "minimax": minimax}


def counting(document: dict[str, Any], every: bool) -> Iterator[str]:
    """The checks of an election's certificate."""
    keyed("certificate", document, "format digest election settings result")
    settings, told = document["settings"], document["result"]
    _need(type(settings) is dict, "settings is none")
    if settings.get("rule") == "yes-no":
        yield answered(document["election"], settings, told)
        return
    cast = Cast(document["election"], settings)
    gone = len(cast.names) - len(cast.standing)
    yield (
        f"ballots: {cast.cast}, {len(cast.ballots)} of them different; {len(cast.names)} candidates, {gone} withdrawn; "
        f"{cast.seats} seats; rule {_shown(cast.rule)}"
    )
    keyed("result", told, OUTCOME)
    _need(type(told["stages"]) is list, "result.stages is no list")
    if cast.rule in OTHERS or (cast.reserve != () and (cast.ron or (cast.leaves and not is_one_pool(cast)))):
        yield from not_recounted(cast, told)
    elif cast.reserve != ():
        _need(cast.rule in TRANSFERS, "settings: only counts by transfers have reserved seats")
        try:
            yield from list(reserved(cast, told))
        except Beyond:
            yield from not_recounted(cast, told)
    elif cast.rule in TRANSFERS:
        yield from transferred(cast, told)
    elif cast.rule in (*MARKS, *PAIRS):
        totals, won, ties = (by_marks if cast.rule in MARKS else by_pairs)(cast)
        if not cast.any and len(cast.standing) > cast.seats:  # then nobody is elected
            won, ties = [], []
        compare(cast, told, [cast.stage(totals, won, ties)])
        same("result", told, {**told, "winners": won, "filled": [], "quota": "0", "scale": "1", "ties": ties})
        yield f"stages: 1, each total of {len(totals)}; {len(ties)} lots"
        yield elected(cast, won)
    else:
        raise Unreadable(f"its rule is {_shown(cast.rule)}, which this program does not know: get a newer one")


def transferred(cast: Cast, told: dict[str, Any]) -> Iterator[str]:
    """The checks of Scottish STV and the alternative vote."""
    keep, standing = list[int](), cast.standing
    if cast.leaves:
        keep = seated_before(cast) if cast.kept is None else cast.kept
        _need(cast.leaves not in standing, f"settings.countback says {cast.leaves}, who still stands")
    count = Transfers(cast, standing, cast.seats, keep, 0 if cast.leaves else cast.ron)
    number = compare(cast, told, count.stages())
    true = {"winners": count.winners, "filled": count.filled, "quota": str(count.quota), "ties": count.ties}
    same("result", told, {**told, **true, "scale": str(ONE)})
    lots = sum(one["by"] == "lot" for one in count.ties)
    yield f"stages: {number}, each total to 5 decimals; quota {count.quota // ONE}; {len(count.ties)} ties, {lots} by lot"
    yield f"{elected(cast, count.winners)}; {count.lost // ONE}.{count.lost % ONE:05d} votes lost"


def is_one_pool(cast: Cast) -> bool:
    """Whether a countback with reserved seats says who keeps a seat, and has groups only."""
    return cast.kept is not None and type(cast.reserve) is dict and cast.reserve.get("pools") == []


def seated_before(cast: Cast) -> list[int]:
    """Who keeps a seat in a countback: whom the same ballots elected, without who leaves."""
    before = Transfers(cast, cast.standing | {cast.leaves}, cast.seats)
    for _ in before.stages():
        pass
    _need(cast.leaves in before.winners, f"settings.countback says {cast.leaves}, who was not elected")
    return [number for number in before.winners if number != cast.leaves]


def reserved(cast: Cast, told: dict[str, Any]) -> Iterator[str]:
    """The checks of Scottish STV where seats are kept for some: pool after pool, or the whole in one."""
    groups, pools = kept_for(cast)
    counts, keep = list[Transfers](), set(cast.kept or ())

    def stages() -> Iterator[dict[str, Any]]:
        for at, (people, seats) in enumerate(pools):
            later = pools[at + 1 :] + [pool for pool, count in zip(pools, counts) if not count.winners]
            kept = Reserved(groups, people, seats, later, [number for count in counts for number in count.winners])
            _need(at > 0 or kept.can(keep, (people | kept.later) - keep), "settings.reserve: it cannot all be kept")
            counts.append(Transfers(cast, people, seats, keep, kept=kept))
            yield from counts[-1].stages()

    number = compare(cast, told, stages())
    true = {name: [one for count in counts for one in getattr(count, name)] for name in ("winners", "filled", "ties")}
    quota = "0" if cast.reserve["pools"] else str(counts[0].quota)
    same("result", told, {**told, **true, "quota": quota, "scale": str(ONE)})
    yield f"stages: {number}, each total to 5 decimals; {len(cast.reserve['pools'])} pools and {len(groups)} groups of reserved seats"
    yield elected(cast, true["winners"])


def kept_for(cast: Cast) -> tuple[list[tuple[frozenset[int], int, int]], list[tuple[frozenset[int], int]]]:
    """(candidates, least, most) of each group; (candidates who stand, seats) of each pool, last of all who are in none."""
    told = keyed("settings.reserve", cast.reserve, "groups pools")
    _need(type(told["groups"]) is type(told["pools"]) is list, "settings.reserve has no lists")
    for kind, keys in (("groups", "name candidates minimum maximum"), ("pools", "name candidates seats")):
        for place, one in enumerate(told[kind]):
            where = f"settings.reserve.{kind}[{place}]"
            keyed(where, one, keys)
            numbers = [one[key] for key in keys.split()[2:] if one[key] is not None or key != "maximum"]
            right = cast.is_ranking(one["candidates"]) and one["candidates"] == sorted(one["candidates"])
            right = right and type(one["name"]) is str and all(map(_is_count, numbers))
            _need(right and place < MOST_GROUPS, f"{where} is wrong")
    names = [one["name"] for one in told["groups"]]
    _need(names == sorted(set(names)), "settings.reserve.groups is not in the order of the names")
    groups = [
        (frozenset(one["candidates"]), one["minimum"], len(cast.names) if one["maximum"] is None else one["maximum"])
        for one in told["groups"]
    ]
    pools = [(cast.standing.intersection(one["candidates"]), one["seats"]) for one in told["pools"]]
    named = [number for one in told["pools"] for number in one["candidates"]]
    taken = sum(seats for _, seats in pools)
    right = len(set(named)) == len(named) and all(0 < seats <= len(people) for people, seats in pools)
    rest = cast.standing.difference(named)
    _need(right and taken <= cast.seats and (taken < cast.seats or not rest), "settings.reserve: its pools are wrong")
    if rest or not pools:
        pools.append((rest, min(cast.seats - taken, len(rest)) if pools else cast.seats))
    return groups, pools


class Beyond(Exception):
    """Groups of reserved seats that overlap in too many ways to be looked at here."""


class Reserved:
    """Seats kept for some, in one count: `terms` are (candidates, least, most) of who is elected here, elsewhere, in each group.

    `kind` says of each candidate which terms they are in: alike people are counted, not tried one by one.
    """

    def __init__(
        self, groups: list[Any], here: frozenset[int], seats: int, later: list[Any], before: Iterable[int]
    ) -> None:
        self.before, self.later = set(before), frozenset[int]().union(*(people for people, _ in later))
        filled = min(seats, len(here))
        self.terms = [(here, filled, filled), *((people, some, some) for people, some in later), *groups]
        everybody = self.before | self.later | here
        self.kind = {number: tuple(int(number in term[0]) for term in self.terms) for number in everybody}
        self.steps = 0

    def can(self, sure: Iterable[int], free: Iterable[int]) -> bool:
        """Whether some of `free` with all of `sure` keep all terms. What can be too many no more is only counted up to `least`."""
        size: dict[tuple[int, ...], int] = {}
        for number in free:
            size[self.kind[number]] = size.get(self.kind[number], 0) + 1
        start = tuple(sum(self.kind[number][at] for number in sure) for at in range(len(self.terms)))
        reached, most = {start}, [sum(kind[at] * size[kind] for kind in size) for at in range(len(self.terms))]
        for kind, people in sorted(size.items()):
            self.steps += (len(reached) * people + len(size)) * len(kind)
            if self.steps > MOST_STEPS:
                raise Beyond
            most = [more - one * people for more, one in zip(most, kind)]
            tried = (
                tuple(have + count * one for have, one in zip(state, kind))
                for state in reached
                for count in range(people + 1)
            )
            reached = {
                tuple(
                    min(have, low) if have + more <= up else have
                    for have, more, (_, low, up) in zip(state, most, self.terms)
                )
                for state in tried
                if all(have <= up and have + more >= low for have, more, (_, low, up) in zip(state, most, self.terms))
            }
        return any(all(low <= have <= up for have, (_, low, up) in zip(state, self.terms)) for state in reached)

    def weigh(self, winners: list[int], standing: set[int]) -> tuple[set[int], set[int]]:
        """Who of `standing` is elected in all ways to keep the terms, and who in none."""
        sure, free = self.before.union(winners), self.later | standing
        needed, barred = set[tuple[int, ...]](), set[tuple[int, ...]]()
        for kind, number in {self.kind[number]: number for number in standing}.items():
            if not self.can(sure, free - {number}):
                needed.add(kind)
            if not self.can(sure | {number}, free - {number}):
                barred.add(kind)
        alike = ({number for number in standing if self.kind[number] in kinds} for kinds in (needed, barred))
        return next(alike), next(alike)


def elected(cast: Cast, won: list[int]) -> str:
    """Who was, by number and name."""
    return f"elected: {', '.join(f'{number} {_shown(cast.names[number - 1])}' for number in won) or 'nobody'}"


def compare(cast: Cast, told: dict[str, Any], stages: Iterable[dict[str, Any]]) -> int:
    """How many stages there are; each is compared as it is counted, so that a false one ends the count."""
    number, parts = 0, f" (in 1/{ONE} of a vote)" if cast.rule in TRANSFERS else ""
    for number, true in enumerate(stages, 1):
        _need(number <= len(told["stages"]), f"result.stages ends after {number - 1}, but the count goes on")
        claimed = keyed(f"stage {number}", told["stages"][number - 1], STAGE)
        for name in ("action", "from"):
            same(f"stage {number}: {name}", claimed[name], true[name])
        right = type(claimed["totals"]) is list and len(claimed["totals"]) == len(cast.names)
        _need(right, f"stage {number}: totals is no list of {len(cast.names)}")
        if claimed["totals"] != true["totals"]:
            for who, had, has in zip(cast.numbers, claimed["totals"], true["totals"]):
                same(f"stage {number}: total of candidate {who}{parts}", had, has)
        same(f"stage {number}: lost{parts}", claimed["lost"], true["lost"])
        for name in ("elected", "excluded", "tie"):
            same(f"stage {number}: {name}", claimed[name], true[name])
    _need(number == len(told["stages"]), f"result.stages has {len(told['stages'])}, but the count ends after {number}")
    return number


def not_recounted(cast: Cast, told: dict[str, Any]) -> Iterator[str]:
    """What can be said of a rule that is not recounted here."""
    won = told["winners"]
    right = type(won) is list and all(type(number) is int and number in cast.standing for number in won)
    people = (
        [number for number in won if number != cast.ron] if right else []
    )  # re-opened nominations may win two seats
    right = right and len(set(people)) == len(people)
    _need(right and len(won) <= cast.seats, "result.winners is no list of candidates who stand, one for each seat")
    _need(cast.rule in (*OTHERS, *TRANSFERS, *MARKS, *PAIRS), f"settings.rule says {_shown(cast.rule)}: no rule")
    yield f"elected, as it says: {elected(cast, won)[9:]}"
    what = f"rule {cast.rule}" + " with reserved seats" * (cast.reserve != ())
    yield (
        f"{PARTLY} {what} is not recounted here. Count the published ballots by the same rule, with "
        "`letgo count FILE --certificate OUT` or another program: the same digest, or the same people, must come out"
    )


def answered(told: Any, settings: dict[str, Any], result: Any) -> str:
    """The check of a yes or no: below the quorum nothing is decided, and equal numbers never pass."""
    votes = keyed("election", told, "yes no abstain")
    keyed("settings", settings, "rule roll quorum pass at_least of_roll")
    _need(all(map(_is_count, votes.values())), "election has something that is no number of ballots")
    roll, quorum, of_roll, cast = settings["roll"], settings["quorum"], settings["of_roll"], sum(votes.values())
    right = _is_sum(roll) and roll != 0 and _is_count(quorum) and type(settings["at_least"]) is type(of_roll) is bool
    part = str(settings["pass"]).split("/")
    right = right and len(part) == 2 and all(_is_money(one) and len(one) < 16 and one != "0" for one in part)
    _need(right and (roll is not None or not of_roll), "settings has a wrong value")
    _need(roll is None or cast <= roll, f"election: {cast} voted, and {roll} may")
    yes, no = votes["yes"], votes["no"]
    over = yes * int(part[1]) - int(part[0]) * (roll if of_roll else yes + no)
    passed = yes > no and (over > 0 or (over == 0 and settings["at_least"]))
    why = "no-quorum" if cast < quorum else "passed" if passed else "tie" if yes == no else "not-enough"
    same("result", result, {"passed": why == "passed", "why": why})
    return f"answer: {yes} yes, {no} no, {votes['abstain']} abstain; {why}"


# The public record: `letgo.record/1`, a row for each entry, and `letgo.line/1`, one entry with its place in the whole

LEAF = ("id", "verb", "about kind", "about id", "audience kind", "audience id", "at", "words digest", "doer digest")
EMPTIES = ("record.redact", "record.forget")  # an entry that says why another was emptied


class Edge:
    """A Merkle tree (RFC 9162 §2.1.1) of which only the right edge is kept: `peaks`, one for each 1 in `size` in binary."""

    def __init__(self) -> None:
        self.size, self.peaks = 0, list[bytes]()

    def append(self, leaf: bytes) -> None:
        self.peaks.append(leaf)
        self.size += 1
        width = self.size
        while width % 2 == 0:
            right = self.peaks.pop()
            self.peaks[-1] = _node(self.peaks[-1], right)
            width //= 2

    def root(self) -> str:
        root = self.peaks[-1] if self.peaks else hashlib.sha256().digest()
        for peak in reversed(self.peaks[:-1]):
            root = _node(peak, root)
        return root.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _is_hex(value: Any, digits: int = 64) -> bool:
    return type(value) is str and re.fullmatch(f"[0-9a-f]{{{digits}}}", value) is not None


def leaf_of(where: str, entry: dict[str, Any]) -> bytes:
    """The leaf hash of a public entry; its words, if it still has them, fit their digest."""
    leaf = entry["leaf"]
    right = type(leaf) is list and len(leaf) == len(LEAF) and all(type(part) is str for part in leaf[:5] + leaf[6:])
    _need(right and leaf[4:6] == ["public", None], f"{where} is no public entry")
    if "body" in entry:
        _need(_is_hex(entry["salt"]), f"{where} has no salt")
        words = hashlib.sha256(bytes.fromhex(entry["salt"]) + canonical(entry["body"])).hexdigest()
        _need(words == leaf[7], f"{where} (entry {_shown(leaf[0])}): what it says was changed")
    return hashlib.sha256(b"\0" + canonical(leaf)).digest()


def head_of(where: str, head: Any, size: int, root: str) -> Any:
    """A head, if it is that of so many entries with this root."""
    keyed(where, head, "size root at key signature")
    _need(_is_hex(head["key"]) and _is_hex(head["signature"], 128) and type(head["at"]) is str, f"{where} is no head")
    same(f"{where}: size", head["size"], size)
    same(f"{where}: among the entries that it is the first to cover, something was changed, moved, put in or taken out; root",
         head["root"], root)  # fmt: skip
    return head


def is_signed(where: str, head: dict[str, Any]) -> bool:
    """Whether the signature could be checked; it is Ed25519 (RFC 8032). Raises Untrue when it is false."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["key"]))
        key.verify(bytes.fromhex(head["signature"]), _signed(head))
    except (InvalidSignature, ValueError):
        raise Untrue(f"{where}: its signature is false") from None
    return True


def _signed(head: dict[str, Any]) -> bytes:
    return canonical(["letgo.head/1", head["size"], head["root"], head["at"], head["key"]])


def signature(head: dict[str, Any], checked: int) -> str:
    """What is said of signatures: that they hold, or how to check the last one, which covers all before it."""
    if checked:
        return f"signatures: {checked} hold, by key {head['key']}: compare it with the key that was published elsewhere"
    pem = base64.b64encode(bytes.fromhex("302a300506032b6570032100" + head["key"])).decode()
    sig = base64.b64encode(bytes.fromhex(head["signature"])).decode()
    return (
        f"{UNSIGNED} install cryptography, or run: printf '%s' '{_signed(head).decode()}' > head.txt; "
        f"echo '{sig}' | openssl base64 -d -A > head.sig; "
        f"printf -- '-----BEGIN PUBLIC KEY-----\\n{pem}\\n-----END PUBLIC KEY-----\\n' > key.pem; "
        "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in head.txt -sigfile head.sig"
    )


class Record:
    """What was read of a record so far."""

    def __init__(self, first: Any) -> None:
        self.keys = keyed("row 1", first, "format keys")["keys"]
        _need(type(self.keys) is list and all(map(_is_hex, self.keys)), "row 1 has no list of keys")
        self.edge, self.public, self.private = Edge(), 0, 0
        self.head: dict[str, Any] = {}
        self.heads = self.checked = 0
        self.emptied: list[tuple[str, str, list[str]]] = []  # which entry, its id, ids of those that say why
        self.why: dict[str, str] = {}  # id of an entry that says why -> the entry that it emptied

    def entry(self, where: str, row: dict[str, Any]) -> None:
        same(f"{where}: number", row["number"], self.edge.size)
        if "hash" in row:
            keyed(where, row, "number hash")
            _need(_is_hex(row["hash"]), f"{where}: its hash is none")
            self.private += 1
            self.edge.append(bytes.fromhex(row["hash"]))
            return
        keyed(where, row, "number leaf salt body" if "body" in row else "number leaf why")
        self.edge.append(leaf_of(where, row))
        self.public += 1
        identity, verb, kind, about = row["leaf"][:4]
        if "why" in row:
            whys = row["why"]
            _need(type(whys) is list and whys != [] and all(type(one) is str for one in whys), f"{where} says no why")
            self.emptied.append((where, identity, whys))
        if verb in EMPTIES and kind == "line":
            self.why[identity] = about

    def sealed(self, where: str, head: Any) -> None:
        since = self.head.get("at", "")
        where = f"{where}, the head of {self.edge.size} entries"
        self.head = head_of(where, head, self.edge.size, self.edge.root())
        _need(head["key"] in self.keys, f"{where}: it is signed with a key that row 1 does not name")
        _need(head["at"] >= since, f"{where}: it is older than the head before it")
        self.heads += 1
        self.checked += is_signed(where, head)

    def end(self, where: str, end: Any) -> Iterator[str]:
        keyed(where, end, "size heads waiting")
        same(f"{where}: the number of entries", end["size"], self.edge.size)
        same(f"{where}: the number of heads", end["heads"], self.heads)
        same("the last head: size", self.head.get("size", 0), self.edge.size)
        _need(type(end["waiting"]) is list, f"{where} has no list of what waits")
        for entry, identity, whys in self.emptied:
            for why in whys:
                said = self.why.get(why) == identity or why in end["waiting"]
                _need(said, f"{entry} (entry {_shown(identity)}) was emptied, and no entry says why")
        yield f"entries: {self.edge.size}, of which {self.public} public, {self.private} private, {len(self.emptied)} emptied"
        if self.head:
            yield f"heads: {self.heads}, the last of {ascii(self.head['at'])[1:-1]}, root {self.head['root']}"
            yield signature(self.head, self.checked)


def record(file: Any, first: bytes) -> Iterator[str]:
    """The checks of a whole record, row by row: memory does not grow with it."""
    told = Record(parse(first))
    number = 1
    with readable():
        while data := file.readline(LONGEST_ROW):
            number += 1
            where = f"row {number}"
            _need(data.endswith(b"\n"), f"{where} is cut off, or longer than {LONGEST_ROW} bytes")
            row = _decode(data.decode("utf-8"))
            if type(row) is dict and "number" in row:
                told.entry(where, row)
            elif type(row) is dict and row.keys() == {"head"}:
                told.sealed(where, row["head"])
            else:
                _need(type(row) is dict and row.keys() == {"end"}, f"{where} is neither an entry nor a head")
                yield from told.end(where, row["end"])
                _need(not file.readline(LONGEST_ROW), f"{where} says that it is the last one, but more follows")
                return
    raise Untrue(f"the record ends after row {number} without its last row: it was cut off")


def line(document: dict[str, Any], every: bool) -> Iterator[str]:
    """The checks of one entry's certificate."""
    emptied = "body" not in document
    keyed("certificate", document, "format digest number leaf path head " + ("why" if emptied else "salt body"))
    leaf = leaf_of("leaf", document)
    yield f"entry: {_shown(document['leaf'][:4])} of {_shown(document['leaf'][6])}, {'emptied' if emptied else 'as it was written'}"
    path, head = document["path"], document["head"]
    _need(type(path) is list and all(map(_is_hex, path)) and _is_count(document["number"]), "number or path is none")
    size = keyed("head", head, "size root at key signature")["size"]
    _need(_is_count(size) and size < LARGEST and document["number"] < size, "number is beyond the head")
    root = climb(document["number"], size, leaf, [bytes.fromhex(step) for step in path])
    head_of("head", head, size, root)
    yield f"place: number {document['number']} of {size}, under root {head['root']}"
    yield signature(head, int(is_signed("head", head)))


def climb(index: int, size: int, hashed: bytes, path: list[bytes]) -> str:
    """The root to which a path leads from a leaf. Source: RFC 9162 §2.1.3.2."""
    here, last = index, size - 1
    for step in path:
        _need(last > 0, "path is too long")
        if here & 1 or here == last:
            hashed = _node(step, hashed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            hashed = _node(hashed, step)
        here, last = here >> 1, last >> 1
    _need(last == 0, "path is too short")
    return hashed.hex()


# A vote: `letgo.poll/1`, what is published of it, `letgo.poll-sealed/1`, which two agents recount where few voted, and
# `letgo.poll-entry/1`, that someone is on the list of those who can vote

PUBLISHED_FROM = 200  # ballots; fewer are not published
VOTE = "poll roll counts slips box ballots stages count proof result"
POLL = "id question method edition settings options purse quorum opens closes extended seed_from seed"
COUNTS = "ballots online paper replaced slips counted spoilt late lost aside"
TEXTS = ("id", "question", "method", "edition", "opens", "closes", "seed_from", "seed")
RANKED = ("scottish-stv", "av", "ranked-pairs")  # a ballot is an order, the first choice first
ELECTS = (*RANKED, "plurality")  # their count is a "letgo.counting/1"
METHODS = ("equal-shares", "greedy", "approval", "yes-no", *ELECTS)
FUNDS = METHODS[:2]
ENTRIES = {
    "call": "ballots.call",
    "open": "ballots.open",
    "close": "ballots.seal-box",
    "result": "ballots.publish",
}


class Vote:
    """What is said of a vote, with all that can be checked without its ballots."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.poll, self.roll = keyed("poll", told["poll"], POLL), keyed("roll", told["roll"], "size root")
        self.counts = keyed("counts", told["counts"], COUNTS)
        self.result = keyed("result", told["result"], "won votes spent voters mandate")
        self.stages, self.root, self.slips, self.proof = (told[name] for name in ("stages", "box", "slips", "proof"))
        self.options = self.poll["options"]
        _need(type(self.options) is list, "poll.options is no list")
        for place, option in enumerate(self.options):
            keyed(f"poll.options[{place}]", option, "number title cost none withdrawn")
            right = type(option["title"]) is str and type(option["none"]) is type(option["withdrawn"]) is bool
            _need(right and _is_sum(option["cost"]), f"poll.options[{place}] is wrong")
        texts = all(type(self.poll[name]) is str for name in TEXTS)
        numbers = _is_count(self.poll["quorum"]) and _is_count(self.poll["extended"]) and _is_sum(self.poll["purse"])
        terms = self.poll["settings"]
        right = type(terms) is dict and type(terms.get("engine")) is dict and _is_count(terms.get("seats"))
        _need(texts and numbers and right and _is_count(terms.get("pass_percent")), "poll has a wrong value")
        self.numbers = [option["number"] for option in self.options]
        _need(
            all(map(_is_count, self.numbers)) and len(set(self.numbers)) == len(self.numbers),
            "poll.options has a number twice",
        )
        self.listed = [option for option in self.options if not option["none"] and not option["withdrawn"]]
        method, choices = self.poll["method"], [option for option in self.options if not option["none"]]
        _need(method in METHODS, f"poll.method says {_shown(method)}: none of {', '.join(METHODS)}")
        _need(method != "yes-no" or len(choices) == 2, "a yes or no vote has two options")
        self.funds = method in FUNDS
        self.count_people()
        self.read_result()

    def count_people(self) -> None:
        """Everybody is there once: ballots, check slips and cover slips add up, and nobody votes who is not on the list."""
        counts, size = self.counts, self.roll["size"]
        _need(
            all(map(_is_count, counts.values())) and _is_count(size), "counts or roll has something that is no number"
        )
        _need(_is_hex(self.roll["root"]) and _is_hex(self.root), "roll or box has no root")
        slips = self.slips
        right = type(slips) is list and all(type(slip) is str for slip in slips) and slips == sorted(set(slips))
        _need(right, "slips is no list of different check slips in the order of their letters")
        same("counts.online", counts["online"], len(slips))
        same("counts.ballots", counts["ballots"], counts["online"] + counts["counted"])
        ends = sum(counts[name] for name in ("counted", "spoilt", "late", "lost", "aside"))
        same(
            "counts.slips: cover slips, each of which is counted, spoilt, late, lost or set aside",
            counts["slips"],
            ends,
        )
        _need(counts["counted"] <= counts["paper"] <= counts["slips"], "counts.paper does not fit the cover slips")
        _need(counts["replaced"] <= counts["paper"], "counts.replaced is more than the papers that replaced them")
        same("result.voters", self.result["voters"], counts["online"] + counts["paper"])
        _need(self.result["voters"] <= size, "more people voted than are on the list")

    def read_result(self) -> None:
        result, costs = self.result, {option["number"]: option["cost"] for option in self.options}
        rows, won = result["votes"], result["won"]
        right = type(rows) is list and all(type(row) is list and len(row) == 2 and _is_count(row[1]) for row in rows)
        _need(
            right and [row[0] for row in rows] == self.numbers, "result.votes does not name each option once, in order"
        )
        self.votes = dict(rows)
        _need(max([0, *self.votes.values()]) <= self.counts["ballots"], "result.votes has more votes than ballots")
        known = (
            type(won) is list
            and all(_is_count(number) and number in self.votes for number in won)
            and len(set(won)) == len(won)
        )
        _need(known, "result.won is no list of different options")
        same("result.spent", result["spent"], sum(costs[number] or 0 for number in won))
        purse = self.poll["purse"]
        _need(not self.funds or (purse is not None and result["spent"] <= purse), "result.spent is more than the purse")
        _need(type(result["mandate"]) is bool, "result.mandate says neither yes nor no")
        if self.result["voters"] < self.poll["quorum"]:
            same("result.mandate, with fewer voters than the quorum", result["mandate"], False)

    def recount(self, ballots: Any, count: Any, every: bool) -> Iterator[str]:
        """The checks that take the ballots: they are the ones that were sealed at the close, and this is what they say."""
        edge, picked, ranked = Edge(), list[list[int]](), self.poll["method"] in RANKED
        _need(type(ballots) is list, "ballots is no list")
        for place, row in enumerate(ballots):
            right = type(row) is list and len(row) == 2 and type(row[0]) is str and type(row[1]) is list
            _need(right and (not place or ballots[place - 1][0] < row[0]), f"ballots[{place}] is none, or not in order")
            known = all(map(_is_count, row[1])) and set(row[1]) <= set(self.numbers)
            right = known and len(set(row[1])) == len(row[1]) and (ranked or row[1] == sorted(row[1]))
            _need(right, f"ballots[{place}] names no options in order")
            edge.append(hashlib.sha256(b"\0" + canonical([row[0], canonical(row[1]).decode()])).digest())
            picked.append(row[1])
        same("counts.ballots", self.counts["ballots"], len(picked))
        same("box: among the ballots something was changed, put in or taken out; root", self.root, edge.root())
        yield f"ballots: {len(picked)}, as they were sealed at the close"
        counted = picked if self.poll["method"] not in ELECTS else [self.first(ballot) for ballot in picked]
        votes = [[number, sum(number in ballot for ballot in counted)] for number in self.numbers]
        same("result.votes", self.result["votes"], votes)
        (self.is_election if self.poll["method"] in ELECTS else self.is_of)(count, picked)
        for text in check(count, every):
            yield text if text.startswith(PARTLY) else f"count, {text}"
        same("proof", self.proof, count["digest"])
        same("stages", self.stages, count["result"])
        won = (self.elected if self.poll["method"] in ELECTS else self.judged)(
            list(map(int, count["result"]["winners"]))
        )
        same("result.won", self.result["won"], won)
        same("result.mandate", self.result["mandate"], won != [])
        yield f"result: {len(won)} won, {self.result['spent']} pence"

    def is_of(self, count: Any, picked: list[list[int]]) -> None:
        """The certificate of the count is about these options, this purse, these ballots, by the settings that were called."""
        _need(type(count) is dict and count.get("format") == "letgo.sharing/1", "count is no certificate of a count")
        poll, settings, election = self.poll, count.get("settings"), count.get("election")
        _need(type(settings) is type(election) is dict, "count has no settings")
        place = {option["number"]: at for at, option in enumerate(self.listed)}
        grouped: dict[tuple[int, ...], int] = {}
        for ballot in picked:
            key = tuple(sorted({place[number] for number in ballot if number in place}))
            grouped[key] = grouped.get(key, 0) + 1
        same("count.election.ballots", election["ballots"], [[grouped[key], list(key)] for key in sorted(grouped)])
        costs = [str(option["cost"]) if self.funds else "1" for option in self.listed]
        rows = [{"id": str(o["number"]), "cost": cost, "name": o["title"]} for o, cost in zip(self.listed, costs)]
        same("count.election.projects", election["projects"], rows)
        seats = 1 if poll["method"] == "yes-no" else poll["settings"].get("seats")
        same("count.election.budget", election["budget"], str(poll["purse"] if self.funds else seats))
        rule = "equal-shares" if poll["method"] == "equal-shares" else "greedy"
        wanted = {"rule": rule, **poll["settings"].get("engine", {}), "election": poll["id"], "seed": poll["seed"]}
        same("count.settings", {name: settings.get(name) for name in wanted}, wanted)

    def first(self, ballot: list[int]) -> list[int]:
        """The first choice of a ballot that was not withdrawn."""
        gone = {option["number"] for option in self.options if option["withdrawn"]}
        return [number for number in ballot if number not in gone][:1]

    def is_election(self, count: Any, picked: list[list[int]]) -> None:
        """The certificate of an election is about these options, these seats, these ballots, by the settings that were called."""
        _need(
            type(count) is dict and count.get("format") == "letgo.counting/1", "count is no certificate of an election"
        )
        poll, terms, settings, election = self.poll, self.poll["settings"], count.get("settings"), count.get("election")
        _need(type(settings) is type(election) is dict and terms.get("engine") == {}, "count has no settings")
        same("poll.options: their numbers", self.numbers, list(range(1, len(self.options) + 1)))
        grouped: dict[tuple[int, ...], int] = {}
        for ballot in picked:
            grouped[tuple(ballot)] = grouped.get(tuple(ballot), 0) + 1
        same("count.election.ballots", election["ballots"], [[grouped[key], list(key)] for key in sorted(grouped)])
        same("count.election.candidates", election["candidates"], [option["title"] for option in self.options])
        same("count.election.seats", election["seats"], terms["seats"])
        gone = [option["number"] for option in self.options if option["withdrawn"]]
        same("count.election.withdrawn", election["withdrawn"], gone)
        ron = self.none() if poll["method"] in TRANSFERS else 0
        wanted = {"rule": poll["method"], "seats": terms["seats"], "election": poll["id"], "seed": poll["seed"]}
        wanted |= {"withdraw": [], "countback": 0, "ron": ron}
        same("count.settings", settings, {**wanted, **({"reserve": terms["reserve"]} if terms.get("reserve") else {})})

    def none(self) -> int:
        """The number of "none of these", 0 where it is not on the list."""
        return next((option["number"] for option in self.options if option["none"] and not option["withdrawn"]), 0)

    def elected(self, winners: list[int]) -> list[int]:
        """Who holds a seat by the terms of the vote: the quorum, and "none of these", which keeps a seat empty or stops who is below."""
        votes, method, none = self.votes, self.poll["method"], self.none()
        if self.result["voters"] < self.poll["quorum"] or not any(votes.values()):
            return []
        if method == "ranked-pairs" and none in winners:
            return winners[: winners.index(none)]
        least = votes.get(none, 0) if method == "plurality" else -1
        return [number for number in winners if number != none and votes[number] > least]

    def judged(self, first: list[int]) -> list[int]:
        """The winners by the terms of the vote: the quorum, what a yes takes, and "none of these"."""
        votes, terms = self.votes, self.poll["settings"]
        none = sum(votes[option["number"]] for option in self.options if option["none"])
        if self.result["voters"] < self.poll["quorum"]:
            return []
        if self.poll["method"] == "yes-no":
            yes, no = (option["number"] for option in self.options if not option["none"])
            out_of = self.roll["size"] if terms.get("of_roll") else votes[yes] + votes[no]
            return [yes] if 100 * votes[yes] > terms.get("pass_percent", 50) * out_of else [no]
        if self.funds:
            return [] if 2 * none > self.counts["ballots"] else [number for number in first if votes[number]]
        return [number for number in first if votes[number] and not (none and votes[number] <= none)]


def poll(document: dict[str, Any], every: bool) -> Iterator[str]:
    """The checks of what is published of a vote."""
    keyed("bundle", document, f"format digest lines {VOTE}")
    told = {name: document[name] for name in VOTE.split()}
    vote = Vote(told)
    yield f"people: {vote.result['voters']} of {vote.roll['size']} voted, {vote.counts['paper']} of them on paper"
    if vote.counts["ballots"] < PUBLISHED_FROM:
        _need(document["ballots"] is document["count"] is None, "so few ballots are not published")
        yield f"ballots: fewer than {PUBLISHED_FROM}, so two agents recount them from a sealed bundle"
    else:
        yield from vote.recount(document["ballots"], document["count"], every)
    yield from entries(vote, keyed("lines", document["lines"], " ".join(ENTRIES)), _sha256(told))


def entries(vote: Vote, lines: dict[str, Any], whole: str) -> Iterator[str]:
    """The entries of the public record about a vote: its call, its close and its result say what the bundle says."""
    said, text = dict[str, Any](), ""
    for name, verb in ENTRIES.items():
        _need(type(lines[name]) is dict and lines[name].get("format") == "letgo.line/1", f"lines.{name} is no entry")
        _need("body" in lines[name], f"lines.{name}: what the entry said was taken out")
        _, _, place, text = check(lines[name])
        same(f"lines.{name}: verb and thing", lines[name]["leaf"][1:4], [verb, "poll", vote.poll["id"]])
        said[name] = lines[name]["body"]
        yield f"{name}, {place}"
    size, root = (said["call"].get("list", {}).get(part) for part in ("size", "root"))
    same("roll, as it stands in the entry of the call", vote.roll, {"size": size, "root": root})
    for part in ("question", "method", "edition", "settings", "purse", "quorum"):
        same(f"poll.{part}, as it stands in the entry of the call", vote.poll[part], said["call"].get(part))
    same("poll.seed_from, as it stands in the entry of the call", vote.poll["seed_from"], said["call"].get("seed-from"))
    costs = [[option["number"], option["cost"]] for option in vote.options]
    same("poll.options: costs, as they stand in the entry of the opening", costs, said["open"].get("options"))
    same("box, as it stands in the entry of the close", vote.root, said["close"].get("root"))
    same("the whole, as it stands in the entry of the result", whole, said["result"].get("whole"))
    yield text


def sealed_poll(document: dict[str, Any], every: bool) -> Iterator[str]:
    """The checks of what two agents are given where few voted: what is published, and the ballots."""
    keyed("bundle", document, "format digest public ballots count")
    public = document["public"]
    _need(type(public) is dict and public.get("format") == "letgo.poll/1", "public is not what is published of a vote")
    *lines, signed = check(public, every)
    yield from lines
    yield from Vote({name: public[name] for name in VOTE.split()}).recount(
        document["ballots"], document["count"], every
    )
    yield signed


def poll_entry(document: dict[str, Any], every: bool) -> Iterator[str]:
    """The check that one person stands on the list of a vote, without a name of anybody else."""
    keyed("entry", document, "format digest poll question number salt person ground path roll")
    size = keyed("roll", document["roll"], "size root")["size"]
    number, path = document["number"], document["path"]
    _need(type(path) is list and all(map(_is_hex, path)) and _is_count(number), "number or path is none")
    _need(_is_count(size) and number < size, "number is beyond the list")
    leaf = canonical([document[name] for name in ("poll", "number", "salt", "person", "ground")])
    root = climb(number, size, hashlib.sha256(b"\0" + leaf).digest(), [bytes.fromhex(step) for step in path])
    same("roll.root", document["roll"]["root"], root)
    yield f"place: number {number} of {size} on the list, under root {root}: compare it with the one that was published"


KINDS: dict[str, Callable[[dict[str, Any], bool], Iterator[str]]] = {
    "letgo.sharing/1": sharing,
    "letgo.counting/1": counting,
    "letgo.line/1": line,
    "letgo.poll/1": poll,
    "letgo.poll-sealed/1": sealed_poll,
    "letgo.poll-entry/1": poll_entry,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
