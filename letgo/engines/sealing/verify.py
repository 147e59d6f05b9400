"""Check Letgo certificates: `python verify.py FILE...`. One file, Python 3.9 or newer, nothing to install.

It trusts nothing but the ballots in the certificate: all else is worked out again from them and compared. It shares no
code with the program that counted. Money is in minor units (pence); fractions are exact and no float decides.
It prints one line a check, and ends with `all holds` (exit 0) or `FALSE: ...` (exit 1); a file it cannot read: exit 2.
A count with very many raises is checked at its start, its end and in between; `--every-step` re-runs them all.
"""
# ruff: noqa: T201 (its printed lines are what it is for)

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Generator, Iterator
from fractions import Fraction
from math import gcd
from typing import Any

LARGEST = 2**53 - 1
LONGEST = 1000  # digits of a sum of money
WORK = 3_000_000_000  # what re-running raises may cost, in pockets looked at: some ten minutes


class Unreadable(Exception):
    """Not a certificate that this program can read."""


class Untrue(Exception):
    """The certificate says something that is not so."""


def main(words: list[str]) -> int:
    """Run as a command; returns the exit code."""
    files = [word for word in words if word != "--every-step"]
    if files and not any(word.startswith("-") for word in files):
        return check_files(files, len(files) < len(words))
    print("use: python verify.py [--every-step] FILE...", file=sys.stderr)
    return 2


def check_files(names: list[str], every: bool = False) -> int:
    """Check each file; returns 1 when one is false, else 2 when one cannot be read, else 0."""
    codes = set()
    for name in names:
        if len(names) > 1:
            print(f"{ascii(name)[1:-1]}:", flush=True)
        codes.add(check_file(name, every))
    return 1 if 1 in codes else max(codes)


def check_file(name: str, every: bool = False) -> int:
    """Check one file, print its lines, return its exit code."""
    try:
        for line in check(read(name), every):
            print(line, flush=True)
        print("all holds", flush=True)
        return 0
    except Untrue as error:
        print(f"FALSE: {error}", flush=True)
        return 1
    except Unreadable as error:
        print(f"unreadable: {ascii(name)[1:-1]}: {error}", file=sys.stderr)
    except (MemoryError, RecursionError):
        print(f"unreadable: {ascii(name)[1:-1]}: it is nested too deeply, or too large", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped before the end: nothing is proven", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2


def check(document: Any, every: bool = False) -> Iterator[str]:
    """The lines of one certificate's checks. Raises Untrue at the first false one, Unreadable for another kind."""
    if type(document) is not dict or not {"format", "digest"} <= set(document):
        raise Unreadable('it is no certificate: an object with "format" and "digest" is needed')
    body = {key: document[key] for key in document if key != "digest"}
    same("digest", document["digest"], f"sha256:{sha256(body)}")
    yield f"digest: {document['digest']}"
    kind = document["format"]
    if type(kind) is not str or kind not in KINDS:
        raise Unreadable(f"its format is {shown(kind)}, but this program knows {', '.join(KINDS)}: get a newer one")
    yield from KINDS[kind](document, every)


# Reading


def read(name: str) -> Any:
    """The JSON value in a file. Raises Unreadable with the reason."""
    try:
        with open(name, "rb") as file:
            text = file.read().decode("utf-8")
        value = json.loads(text, object_pairs_hook=once, parse_int=whole, parse_float=refuse, parse_constant=refuse)
        canonical(value)
        return value
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be opened") from None
    except UnicodeError:
        raise Unreadable("its text is not UTF-8") from None
    except ValueError as error:
        raise Unreadable(f"it is not JSON: {ascii(str(error))[1:-1]}") from None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Unreadable("an object has the same key twice")
    return dict(pairs)


def whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST:
        raise Unreadable("an integer is beyond 2**53")
    return int(digits)


def refuse(word: str) -> Any:
    raise Unreadable(f"the number {word[:20]} is not an integer")


def canonical(value: Any) -> bytes:
    """Canonical JSON. The order of keys differs from RFC 8785 only beyond ASCII, where no certificate has a key."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


# Comparing


def shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) < 100 else text[:96] + "..."


def need(holds: bool, text: str) -> None:
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
    else:
        equal = type(claimed) is type(true) and claimed == true
        need(equal, f"{where} says {shown(claimed)}, but it is {shown(true)}")


def fits(where: str, value: Any, shape: Any) -> None:
    """Raise Untrue unless `value` has the shape: {key: shape}, [shape of all], a set of words, a type, or a test."""
    if type(shape) is dict:
        odd = set(shape) ^ set(value) if type(value) is dict else {"it is not an object"}
        need(not odd, f"{where} has unknown or missing keys: {shown(sorted(odd)[:5])}")
        for key in shape:
            fits(f"{where}.{key}", value[key], shape[key])
    elif type(shape) is list and type(value) is list:
        for place, item in enumerate(value):
            fits(f"{where}[{place}]", item, shape[0])
    else:
        test = {set: lambda: type(value) is str and value in shape, type: lambda: type(value) is shape}
        holds = type(shape) is not list and test.get(type(shape), lambda: shape(value))()
        need(holds, f"{where} says {shown(value)}, which is not allowed there")


def is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def is_money(value: Any) -> bool:
    return type(value) is str and len(value) <= LONGEST and re.fullmatch("0|[1-9][0-9]*", value) is not None


def id_key(name: str) -> tuple[int, int, str, str]:
    """Ids of digits first, by their number; then all others as strings."""
    digits = re.fullmatch("[0-9]+", name) is not None
    number = name.lstrip("0")
    return (0, len(number), number, name) if digits else (1, 0, "", name)


# Sharing: a participatory budget, `letgo.sharing/1`

SHARING = {
    "format": str,
    "digest": str,
    "election": {
        "scale": lambda value: type(value) is int and value in [10**power for power in range(7)],
        "budget": is_money,
        "voters": is_count,
        "projects": [{"id": str, "cost": is_money, "name": str}],
        "ballots": list,
    },
    "settings": {
        "rule": {"equal-shares", "greedy", "phragmen", "recorded"},
        "utility": {"cost", "cardinality", "score"},
        "completion": {"none", "add1", "add1u", "fill"},
        "increment": lambda value: is_count(value) and value > 0,
        "start": {"exact", "integral"},
        "stop": {"exhaustive", "overrun"},
        "ties": {"lot", "id"},
        "ranks": str,
        "election": str,
        "seed": str,
    },
    "result": dict,
    "greedy": dict,
    "recorded": lambda value: value is None or type(value) is dict,
    "audit": {"result": dict, "greedy": dict, "recorded": lambda value: value is None or type(value) is dict},
}


class Election:
    """What was voted on, how, and by which settings. A project is its index; `supporters` are (ballot, weight, points)."""

    def __init__(self, document: dict[str, Any]) -> None:
        fits("certificate", document, SHARING)
        told, self.settings = document["election"], document["settings"]
        self.scored = self.settings["utility"] == "score"
        self.scale, self.budget, self.voters = told["scale"], int(told["budget"]), told["voters"]
        self.ids = [project["id"] for project in told["projects"]]
        self.cost = [int(project["cost"]) for project in told["projects"]]
        self.index = {name: project for project, name in enumerate(self.ids)}
        need(len(self.index) == len(self.ids), "election.projects has an id twice")
        self.supporters: list[list[tuple[int, int, int]]] = [[] for _ in self.ids]
        self.ballots: list[tuple[int, list[int], list[int]]] = []
        for place, row in enumerate(told["ballots"]):
            what = "[weight, projects, points]" if self.scored else "[weight, projects]"
            need(self.is_ballot(row), f"election.ballots[{place}] is not {what} in order")
            need(not place or told["ballots"][place - 1][1:] < row[1:], f"election.ballots[{place}] is not in order")
            self.ballots.append((row[0], row[1], row[2] if self.scored else [1] * len(row[1])))
            for project, points in zip(*self.ballots[place][1:]):
                if points:
                    self.supporters[project].append((place, row[0], points))
        weights = sum(weight for weight, _, _ in self.ballots)
        same("election.voters", self.voters, weights)
        self.empty = self.voters == 0 or self.budget == 0  # then nothing is funded
        self.strength = [sum(weight * points for _, weight, points in rows) for rows in self.supporters]
        self.supported = [] if self.empty else [one for one, rows in enumerate(self.supporters) if rows]
        lots = self.settings["ties"] == "lot"
        words = [self.settings["election"], self.settings["seed"]]
        self.last: list[Any] = [sha256([*words, name]) if lots else id_key(name) for name in self.ids]

    def is_ballot(self, row: Any) -> bool:
        """[weight, projects ascending], and under score [weight, projects, points of each]."""
        if type(row) is not list or len(row) != 2 + self.scored or not all(type(part) is list for part in row[1:]):
            return False
        named = row[1]
        ordered = all(map(is_count, named)) and all(map(int.__lt__, named, named[1:]))
        known = ordered and (not named or named[-1] < len(self.ids))
        scored = not self.scored or (len(row[2]) == len(named) and all(map(is_count, row[2])))
        return known and scored and is_count(row[0]) and row[0] > 0

    def outcome(self, won: list[int], **more: Any) -> dict[str, Any]:
        spent = sum(self.cost[project] for project in won)
        return {"winners": [self.ids[project] for project in won], "spent": str(spent), **more}


def cheapest(known: dict[int, Fraction], again: Callable[[int], Any]) -> dict[int, Any]:
    """The projects of the least value, each with what `again` told of it: (value, more), or None to drop it for good.

    `known` are earlier values. A project's value only rises, so that few need to be worked out again.
    """
    least, tied = None, {}
    for project in sorted(known, key=known.__getitem__):
        if least is not None and known[project] > least:
            break
        found = again(project)
        if found is None:
            del known[project]
            continue
        known[project] = found[0]
        if least is None or found[0] < least:
            least, tied = found[0], {}
        if found[0] == least:
            tied[project] = found[1]
    return tied


def settle(election: Election, tied: dict[int, Any]) -> tuple[int, str]:
    """The project that wins a tie, and by what: lowest cost, most votes, then the last key."""
    cost = min(election.cost[project] for project in tied)
    cheap = [project for project in tied if election.cost[project] == cost]
    votes = max(election.strength[project] for project in cheap)
    strong = [project for project in cheap if election.strength[project] == votes]
    by = "cost" if len(cheap) == 1 else "votes" if len(strong) == 1 else election.settings["ties"]
    return min(strong, key=lambda project: election.last[project]), by


def least_price(pockets: list[tuple[int, int, int]], cost: int) -> tuple[int, int] | None:
    """(a, b): at a/b a point the `pockets` (held, weight, points) pay `cost`, none more than it holds. None: too poor."""
    if sum(held * weight for held, weight, _ in pockets) < cost:
        return None
    points = sum(weight * point for _, weight, point in pockets)
    while True:
        due = {point: -(-cost * point // points) for point in {pocket[2] for pocket in pockets}}
        poor = [pocket for pocket in pockets if pocket[0] < due[pocket[2]]]  # rounding up keeps this test exact
        if not poor:
            return cost, points
        pockets = [pocket for pocket in pockets if pocket[0] >= due[pocket[2]]]
        cost -= sum(held * weight for held, weight, _ in poor)
        points -= sum(weight * point for _, weight, point in poor)


class EqualShares:
    """A run of the Method of Equal Shares from `endowment` for each voter; it ends early once above the budget.

    `held` is what each voter of a ballot has, in whole 1/`unit` of a minor unit; the unit gets finer when a price needs it.
    """

    def __init__(self, election: Election, endowment: Fraction) -> None:
        self.election, self.unit = election, endowment.denominator
        self.held = [endowment.numerator] * len(election.ballots)
        self.bought: list[int] = []
        self.spent, self.payments, self.ties = 0, list[dict[str, Any]](), list[dict[str, Any]]()
        known = {one: self.value(one, election.cost[one], election.strength[one]) for one in election.supported}
        while self.spent <= election.budget and (tied := cheapest(known, self.offer)):
            chosen, by = settle(election, tied)
            if len(tied) > 1:
                names = sorted((election.ids[project] for project in tied), key=id_key)
                tie = {"step": len(self.bought) + 1, "projects": names, "chosen": election.ids[chosen], "by": by}
                self.ties.append(tie)
            del known[chosen]
            self.buy(chosen, *tied[chosen])

    def value(self, project: int, money: int, points: int) -> Fraction:
        """Price for each unit of utility; least is best."""
        by_cost = self.election.settings["utility"] == "cost"
        return Fraction(money, points * (by_cost and self.election.cost[project] or 1))

    def offer(self, project: int) -> Any:
        held = self.held
        pockets = [(held[ballot], weight, points) for ballot, weight, points in self.election.supporters[project]]
        price = least_price(pockets, self.election.cost[project] * self.unit)
        return price and (self.value(project, price[0], price[1] * self.unit), price)

    def buy(self, project: int, cost: int, points: int) -> None:
        """All supporters pay cost/points of a 1/`unit` a point, or the last they have."""
        price = written(Fraction(cost, points * self.unit))
        finer, due = points // gcd(cost, points), cost // gcd(cost, points)
        if finer > 1:
            self.held, self.unit = [held * finer for held in self.held], self.unit * finer
        full = partial = 0
        for ballot, weight, point in self.election.supporters[project]:
            left = self.held[ballot] - due * point
            full += weight * (left >= 0)
            partial += weight * (left < 0 < self.held[ballot])
            self.held[ballot] = max(left, 0)
        self.bought.append(project)
        self.spent += self.election.cost[project]
        self.payments.append({"project": self.election.ids[project], "price": price, "full": full, "partial": partial})

    def verdict(self) -> str:
        """What Add1 says after this run: it is `over` the budget, `done`, or to `raise`."""
        left = [self.election.cost[project] for project in self.election.supported if project not in self.bought]
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
    left, added = election.budget - sum(election.cost[project] for project in won), []
    rest = [project for project in range(len(election.ids)) if project not in won and not election.empty]
    for project in sorted(rest, key=lambda one: (-election.strength[one], election.last[one])):
        if election.cost[project] <= left:
            left -= election.cost[project]
            added.append(project)
    return added


def phragmen(election: Election) -> list[int]:
    """Sequential Phragmén: all earn alike; who together hold a project's cost buy it; the first to overrun ends it."""
    unit, since = 1, [0] * len(election.ballots)  # the time of a ballot's last purchase, in 1/unit
    bought, left, known = [], election.budget, dict.fromkeys(election.supported, Fraction(0))

    def moment(project: int) -> tuple[Fraction, Fraction]:
        saved = sum(since[ballot] * weight for ballot, weight, _ in election.supporters[project])
        voters = sum(weight for _, weight, _ in election.supporters[project])
        when = Fraction(election.cost[project] * unit + saved, voters * unit)
        return when, when

    while tied := cheapest(known, moment):
        chosen = settle(election, tied)[0]
        left -= election.cost[chosen]
        if left < 0:
            break
        del known[chosen]
        bought.append(chosen)
        finer = tied[chosen].denominator // gcd(unit, tied[chosen].denominator)
        unit, since = unit * finer, [time * finer for time in since]
        for ballot, _, _ in election.supporters[chosen]:
            since[ballot] = int(tied[chosen] * unit)
    return bought


def audit(election: Election, won: list[int]) -> dict[str, Any]:
    """Which losing projects have supporters whose equal share would pay for it on top of all that each of them got."""
    utility = election.settings["utility"]
    gain = {project: election.cost[project] if utility == "cost" else 1 for project in won}
    got = [
        sum(gain.get(project, 0) * point for project, point in zip(named, points))
        for _, named, points in election.ballots
    ]
    losing = [project for project, cost in enumerate(election.cost) if cost and project not in gain]
    cases = [case for case in (excluded(election, utility, project, got) for project in losing) if case]
    cases.sort(key=lambda case: (-case["group_size"], id_key(case["project"])))
    nothing = sum(weight for weight, named, _ in election.ballots if gain.keys().isdisjoint(named))
    axiom = f"EJR+ up to one project, {utility} utilities"
    return {"axiom": axiom, "holds": not cases, "excluded": cases, "left_with_nothing": nothing}


def excluded(election: Election, utility: str, project: int, got: list[int]) -> dict[str, Any] | None:
    """The largest such group behind one losing project: poorest first, by what they would have with it under score."""
    cost, alike = election.cost[project], dict[tuple[int, int], list[int]]()
    for ballot, weight, point in election.supporters[project]:
        both = alike.setdefault((got[ballot] + point * election.scored, got[ballot]), [0, 0])
        both[0] += weight
        both[1] += weight * point
    size = points = 0
    worst = None
    for (with_it, own), (weight, more) in sorted(alike.items()):
        size, points = size + weight, points + more
        price = {"cost": own + cost, "cardinality": (own + 1) * cost, "score": with_it * cost}[utility]
        if price * election.voters <= points * election.budget:
            entitled = written(Fraction(size * election.budget, election.voters))
            worst = {"project": election.ids[project], "group_size": size, "entitled": entitled, "got": str(own)}
    return worst


def sharing(document: dict[str, Any], every: bool) -> Iterator[str]:
    """The checks of a participatory budget's certificate."""
    election = Election(document)
    yield f"shape: {len(election.ids)} projects, {election.voters} voters, {len(election.ballots)} different ballots"
    results = {"result": [], "greedy": fill(election, []), "recorded": recorded(election, document["recorded"])}
    results["result"] = yield from result(election, document["result"], results, every)
    same("greedy", document["greedy"], election.outcome(results["greedy"]))
    yield f"greedy: {len(results['greedy'])} projects"
    for name, won in results.items():
        true = None if won is None else audit(election, won)
        same(f"audit.{name}", document["audit"][name], true)
        if true:
            yield f"audit of {name}: excluded groups {len(true['excluded'])}, left with nothing {true['left_with_nothing']}"


def recorded(election: Election, told: Any) -> list[int] | None:
    """The recorded winners, with their cost checked."""
    if told is None:
        return None
    fits("recorded", told, {"winners": [lambda name: type(name) is str and name in election.index], "spent": is_money})
    won = [election.index[name] for name in told["winners"]]
    need(len(set(won)) == len(won), "recorded.winners has a project twice")
    same("recorded", told, election.outcome(won))
    return won


def result(election: Election, told: Any, others: dict[str, Any], every: bool) -> Generator[str, None, list[int]]:
    """Check the result against a new count by its rule; returns the winners."""
    settings = election.settings
    if settings["rule"] != "equal-shares":
        won = phragmen(election) if settings["rule"] == "phragmen" else others[settings["rule"]]
        need(won is not None, "settings.rule says recorded, but there is no recorded result")
        same("result", told, election.outcome(won, filled=[], endowment=None, raised=None, payments=[], ties=[]))
        yield f"result: {len(won)} projects by rule {settings['rule']}"
        return won
    raised = told.get("raised")
    need(is_count(raised), f"result.raised says {shown(raised)}, which is not allowed there")
    start = Fraction(0 if election.empty else Fraction(election.budget, election.voters))
    if settings["start"] == "integral":
        start = start // election.scale * Fraction(election.scale)
    step = settings["increment"] * election.scale
    run = EqualShares(election, start + raised * step)
    if settings["completion"] in ("none", "fill"):
        same("result.raised", raised, 0)
    else:
        yield from raises(lambda number: EqualShares(election, start + number * step), run, raised, every)
    filled = fill(election, run.bought) if settings["completion"] in ("add1u", "fill") else []
    names = [election.ids[project] for project in filled]
    true = {"filled": names, "endowment": written(start + raised * step), "raised": raised}
    won = run.bought + filled
    same("result", told, election.outcome(won, **true, payments=run.payments, ties=run.ties))
    yield f"result: {len(run.bought)} projects by equal shares, {len(filled)} filled; order, prices, payers, {len(run.ties)} ties"
    return won


def raises(again: Callable[[int], EqualShares], run: EqualShares, raised: int, every: bool) -> Iterator[str]:
    """Check that Add1 goes on until `raised`, and ends there. `again` runs the rule after so many raises."""
    need(run.verdict() != "over", f"result.raised says {raised}, but then {run.spent} are spent, more than the budget")
    if run.verdict() == "raise":
        need(again(raised + 1).verdict() == "over", f"result.raised says {raised}, but the count goes on after it")
    election = run.election
    looked = len(election.ballots) + 4 * sum(map(len, election.supporters)) // (1 + len(election.ids)) + 500
    earlier = range(0, raised, 1 if every else 1 + raised * looked * (1 + len(run.bought)) // WORK)
    shown_at = time.monotonic()
    for done, number in enumerate(earlier):
        ends = again(number).verdict() != "raise"
        need(not ends, f"result.raised says {raised}, but the count ends after {number} already")
        if time.monotonic() > shown_at + 3:
            shown_at = time.monotonic()
            print(f"raises re-run: {done + 1} of {len(earlier)}", file=sys.stderr, flush=True)
    yield f"raises: {raised} to an endowment that ends the count"
    if len(earlier) < raised:
        yield f"note: {raised - len(earlier)} of {raised} earlier raises were not re-run; --every-step re-runs all"


KINDS: dict[str, Callable[[dict[str, Any], bool], Iterator[str]]] = {"letgo.sharing/1": sharing}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
