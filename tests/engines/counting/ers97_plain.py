"""ERS97 read from top to bottom, as a returning officer would go through the papers: what the product's count must equal.

Written apart from it: votes are fractions, every paper is a row of its own group, and everything is added up anew at each step.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from letgo.engines.counting.election import Election
from letgo.engines.sealing.lots import lot


@dataclass
class Pile:
    papers: int
    ranking: tuple[int, ...]
    holder: int  # 0: nobody
    value: Fraction
    came: int  # which batch brought it


@dataclass
class Officer:
    election: Election
    name: str
    seed: str
    quota: Fraction = Fraction(0)
    piles: list[Pile] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    kept: dict[int, Fraction] = field(default_factory=dict)  # whose surplus has moved
    lost: Fraction = Fraction(0)
    held: dict[int, Fraction] = field(default_factory=dict)
    points: list[dict[int, Fraction]] = field(default_factory=list)
    sheet: list[tuple] = field(default_factory=list)
    batch: int = 0

    def votes(self, number: int) -> Fraction:
        return self.held.get(number, Fraction(0))

    def add_up(self) -> None:
        """Who holds what, from all the papers anew."""
        self.held = {}
        for pile in self.piles:
            self.held[pile.holder] = self.held.get(pile.holder, Fraction(0)) + pile.papers * pile.value
        self.held |= self.kept

    def vacant(self) -> int:
        return self.election.seats - len(self.elected)

    def next_of(self, pile: Pile) -> int:
        return next((number for number in pile.ranking if number in self.continuing), 0)

    def pick(self, tied, most: bool) -> tuple[int, bool]:
        """(who, whether it took a lot)."""
        left = set(tied)
        for point in self.points:
            best = (max if most else min)(point[number] for number in left)
            left = {number for number in left if point[number] == best}
        drawn = sorted(left, key=lambda number: lot(self.name, self.seed, str(number)))
        return drawn[0 if most else -1], len(left) > 1

    def point(self) -> list[int]:
        """After a batch: the quota while nobody is elected, then who is."""
        self.add_up()
        self.points.append({number: self.votes(number) for number in self.everyone})
        if not self.elected:
            live = sum(self.votes(number) for number in self.everyone)
            self.quota = Fraction(ceil(live * 100 / (self.election.seats + 1)), 100)
        now = []
        while self.vacant() and self.continuing:
            top = max(self.votes(number) for number in self.continuing)
            level = [number for number in self.continuing if self.votes(number) == top]
            held = sum(min(self.votes(number), self.quota) for number in self.elected)
            active = sum(self.votes(number) for number in self.everyone) - held
            if top == 0 or top < min(self.quota, active / (self.vacant() + 1)):
                break
            if len(level) > self.vacant():
                ahead = set(level)
                for point in self.points:
                    best = max(point[number] for number in ahead)
                    ahead = {number for number in ahead if point[number] == best}
                if len(ahead) > self.vacant():
                    break
            who, _ = self.pick(level, most=True)
            self.continuing.remove(who)
            self.elected.append(who)
            now.append(who)
        return now

    def write(self, what: str, gone: tuple[int, ...], now: list[int]) -> None:
        self.add_up()
        votes = tuple(self.votes(number) for number in self.everyone)
        self.sheet.append((what, gone, tuple(now), votes, self.quota))

    def begin(self) -> None:
        self.everyone = range(1, len(self.election.candidates) + 1)
        self.continuing = set(self.everyone) - self.election.withdrawn
        for weight, ranking in self.election.groups():
            pile = Pile(weight, ranking, 0, Fraction(1), 0)
            pile.holder = self.next_of(pile)
            if pile.holder:
                self.piles.append(pile)
        self.write("first-preferences", (), self.point())

    def surpluses(self) -> dict[int, Fraction]:
        over = {n: self.votes(n) - self.quota for n in self.elected if n not in self.kept}
        return {number: surplus for number, surplus in over.items() if surplus > 0}

    def together(self) -> tuple[int, ...]:
        """The largest group that cannot be saved, if any; else nobody."""
        waiting = sum(self.surpluses().values())
        order = sorted(self.continuing, key=lambda n: (self.votes(n), n))
        found: tuple[int, ...] = ()
        for many in range(1, len(order) - self.vacant() + 1):
            inside, above = order[:many], self.votes(order[many])
            total = sum(self.votes(number) for number in inside)
            if total + waiting <= above and all(self.votes(number) < above for number in inside):
                found = tuple(inside)
        return found

    def step(self) -> None:
        surpluses, gone = self.surpluses(), self.together()
        if surpluses and not gone:
            top = max(surpluses.values())
            who, _ = self.pick([number for number, surplus in surpluses.items() if surplus == top], most=True)
            self.pass_on_surplus(who, top)
        else:
            if not gone:
                low = min(self.votes(number) for number in self.continuing)
                gone = (self.pick([n for n in self.continuing if self.votes(n) == low], most=False)[0],)
            self.exclude(gone)

    def pass_on_surplus(self, who: int, surplus: Fraction) -> None:
        mine = [pile for pile in self.piles if pile.holder == who]
        last = [pile for pile in mine if pile.came == max(each.came for each in mine)]
        live = [pile for pile in last if self.next_of(pile)]
        papers = sum(pile.papers for pile in live)
        worth = last[0].value
        if papers * worth > surplus:
            worth = Fraction(floor(surplus * 100 / papers), 100)
        self.batch += 1
        self.kept[who] = self.quota
        for pile in live:
            pile.holder, pile.value, pile.came = self.next_of(pile), worth, self.batch
        self.write("surplus", (), self.point())

    def exclude(self, gone: tuple[int, ...]) -> None:
        self.continuing -= set(gone)
        now: list[int] = []
        mine = [pile for pile in self.piles if pile.holder in gone]
        if len(self.continuing) > self.vacant():
            for value in sorted({pile.value for pile in mine}, reverse=True):
                if self.vacant():
                    self.batch += 1
                    for pile in mine:
                        if pile.value == value:
                            pile.holder, pile.came = self.next_of(pile), self.batch
                    now += self.point()
        for pile in self.piles:
            if pile.holder in gone:
                pile.holder = 0
        self.write("exclusion", gone, now)


def officer(election: Election, name: str = "", seed: str = "letgo") -> tuple[list[tuple], list[int]]:
    """(the result sheet, who is elected in order), each row: action, excluded, elected, votes of each, quota."""
    made = Officer(election, name, seed)
    made.begin()
    while made.piles and made.vacant() and len(made.continuing) > made.vacant():
        made.step()
    left = set(made.continuing) if len(made.continuing) <= made.vacant() else set()
    while left:
        top = max(made.votes(number) for number in left)
        who, _ = made.pick([number for number in left if made.votes(number) == top], most=True)
        left.remove(who)
        made.elected.append(who)
    return made.sheet, made.elected
