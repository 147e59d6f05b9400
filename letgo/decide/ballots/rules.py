"""What a vote is and how it moves, what a voter may pick, and what a count of it says. Plain values in, plain values out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from letgo.commons.record.rules import Sentence
from letgo.engines.counting.election import MOST_CANDIDATES, Candidate, election_of
from letgo.engines.counting.reserve import Group, Pool, Reserve
from letgo.engines.sealing.canonical import encode
from letgo.engines.sealing.merkle import Frontier, inclusion, node_hash
from letgo.engines.sealing.reading import BadFile


class State(StrEnum):
    """How far a vote is."""

    CALLED = "called"
    OPEN = "open"
    CLOSING = "closing"  # inside the close's own transaction only: the one state in which the sealed box takes anything
    CLOSED = "closed"
    COUNTED = "counted"
    DECLARED = "declared"
    DONE = "done"  # what happens because of it has happened
    UPHELD = "upheld"  # a challenge was: what happened is taken back
    VOID = "void"


MOVES: Mapping[str, frozenset[str]] = {
    "called": frozenset({"called", "open", "void"}),
    "open": frozenset({"open", "closing"}),
    "closing": frozenset({"closed"}),
    "closed": frozenset({"closed", "counted", "void"}),
    "counted": frozenset({"counted", "closed", "declared", "void"}),
    "declared": frozenset({"declared", "done", "upheld"}),
    "done": frozenset({"upheld"}),
    "upheld": frozenset({"upheld"}),
    "void": frozenset(),
}
SEALED = frozenset({"closed", "counted", "declared", "done", "upheld"})  # the box is sealed
PUBLIC = frozenset({"declared", "done", "upheld"})  # its result is for everybody
CHANNELS = ("online", "paper")
RULINGS = frozenset({"doubtful", "late", "lost", "influence", "challenge", "outage", "tie", "withdrawn-option"})

# Each method and the version of its rule: only rules that engines/sealing/verify.py counts again by itself.
METHODS: Mapping[str, str] = {
    "equal-shares": "equal-shares/1",
    "greedy": "greedy/1",
    "approval": "approval/1",
    "yes-no": "yes-no/1",
    "scottish-stv": "scottish-stv/1",
    "av": "av/1",
    "ranked-pairs": "ranked-pairs/1",
    "plurality": "plurality/1",
}
RANKED = frozenset({"scottish-stv", "av", "ranked-pairs"})  # what a voter picks is an order, the first choice first
ELECTS = RANKED | {"plurality"}  # engines/counting counts these (electing.py), engines/sharing all others (counting.py)
TRANSFERS = frozenset(
    {"scottish-stv", "av"}
)  # papers move on: they alone have countbacks and seats that are kept for some
VACANCIES = frozenset(
    {"", "countback", "by-election", "next"}
)  # how a seat that falls empty later is filled; "": not said
FUNDS = frozenset({"equal-shares", "greedy"})  # options have costs, and a purse pays them
YES_NO = ("Yes", "No")  # the options of a yes or no vote, as they are kept
SHORTEST_OPEN = timedelta(hours=1)
MOST_HELPED = 3  # votes helped by one person before the returning officer is told
PUBLISHED_FROM = 200  # ballots; fewer are recounted by two agents only
AGENTS = 2


@dataclass(frozen=True)
class Terms:
    """What is settled before a vote opens and never changed after it. Part of Poll.settings.

    `seats`: how many options an approval elects. `pass_percent`: what part of the yes and no votes a yes needs; more than it.
    `of_roll`: the part is of everybody on the list. `most`: how many options a voter may pick, 0 for any number.
    `paper`: what holds when one voter votes on paper and online. `outage_minutes` within the last `outage_hours` move the close.
    `engine`: settings of engines/sharing (utility, completion, increment, ...). `apart`: pairs of numbers of options that cannot both
    be built: the one of two winners that the count put second is taken off, and the count runs again (decision 0187).
    `reserve`: seats that are kept for some, by numbers of options. `vacancy`: how a seat that falls empty later is filled.
    """

    seats: int = 1
    pass_percent: int = 50
    of_roll: bool = False
    most: int = 0
    paper: str = "paper-wins"
    late_post: str = "refused"  # or "ruled": papers/rules.py says what each means
    paper_hours: int = 48  # after the close, for typing and settling papers; then the vote goes on with what stands
    bring_to: str = ""  # where papers are handed in, and where they are posted to
    outage_minutes: int = 30
    outage_hours: int = 6
    engine: tuple[tuple[str, str | int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    reserve: Reserve | None = None
    vacancy: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain JSON; from_data() reads it."""
        told = asdict(replace(self, reserve=None))
        kept = self.reserve and self.reserve.as_dict()
        return {**told, "engine": dict(self.engine), "apart": [[*pair] for pair in self.apart], "reserve": kept}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Terms":
        """What as_data() made."""
        apart = tuple((one, other) for one, other in data.get("apart", ()))
        reserve = _reserve(data["reserve"]) if data.get("reserve") else None
        engine = tuple(sorted(data["engine"].items()))
        return Terms(**{**data, "engine": engine, "apart": apart, "reserve": reserve})


def _reserve(told: Mapping[str, Any]) -> Reserve:
    """What Reserve.as_dict() made."""
    groups, pools = (
        [{**row, "candidates": frozenset(row["candidates"])} for row in told[name]] for name in ("groups", "pools")
    )
    return Reserve(tuple(Group(**row) for row in groups), tuple(Pool(**row) for row in pools))


def conflicted(won: Sequence[int], apart: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The first winner, in the count's own order, that cannot be built beside an earlier one, and that one; None when all can be."""
    pairs = {frozenset(pair) for pair in apart}
    for at, later in enumerate(won):
        for earlier in won[:at]:
            if frozenset((earlier, later)) in pairs:
                return later, earlier
    return None


def may_move(before: str, after: str) -> bool:
    """Whether a vote may go from one state to another."""
    return after in MOVES[before]


@dataclass(frozen=True)
class Choice:
    """One option as a voter's pick is checked against: its number, and whether it is "none of these"."""

    number: int
    none: bool = False


def picks_fault(picks: Collection[int], choices: Collection[Choice], most: int, ranked: bool = False) -> str:
    """Why these numbers cannot be a vote, in a sentence; "" when they can. No picks at all is an empty vote, and can be.

    `choices` are the options that stand; `most` picks are allowed, 0 for any number. `ranked`: they are an order, in which
    "none of these" can have its place, and which need not name everybody.
    """
    known = {choice.number for choice in choices}
    if ranked and len(set(picks)) != len(picks):
        return "One of these has two places in your order. Give each one place only."
    if len(set(picks)) != len(picks) or not known.issuperset(picks):
        return "One of these is not on the list of this vote."
    if not ranked and len(picks) > 1 and any(choice.none and choice.number in picks for choice in choices):
        return "You picked “none of these” and something else as well."
    if most and len(picks) > most:
        return Sentence("You can pick {most} at most.", most=most)
    return ""


def outage_moves(start: datetime, end: datetime, closes: datetime, terms: Terms) -> int:
    """By how many whole minutes a time without service moves the close of a vote, by the rule fixed before it opened.

    Only what lies in the last `outage_hours` before the close counts, and only when it is longer than `outage_minutes`.
    """
    first = max(start, closes - timedelta(hours=terms.outage_hours))
    lost = (min(end, closes) - first).total_seconds() / 60
    return 0 if lost <= terms.outage_minutes else -int(-lost // 1)


@dataclass(frozen=True)
class Helped:
    """A vote that someone helped with: how the voter agreed, and for which organisation the helper did it (its id), if any."""

    agreed: str
    organisation: str = ""


@dataclass(frozen=True)
class Offered:
    """One option as it is put on the list: what it is about in another room is (kind, id)."""

    title: str
    words: str = ""
    category: str = ""
    cost_pence: int | None = None
    about: tuple[str, UUID] | None = None


@dataclass(frozen=True)
class Call:
    """A vote as it is called. Money in pence, times with their zone.

    `officer` runs it and is from outside the body: not on the list, not who calls. `seed_from` names the dice or the public number
    that will settle ties, and that nobody knows yet. `expects` is how many were on the list when the caller looked, `twins` how many
    pairs that look like one person twice they saw: a list that is not what was looked at is not frozen. `as_of`, the qualifying
    day: on the list is who was eligible on that day and still is, so that nobody swells it the night before.
    """

    place: UUID
    electorate: UUID
    question: str
    options: tuple[Offered, ...]
    opens: datetime
    closes: datetime
    officer: UUID
    seed_from: str
    method: str = "equal-shares"
    power: UUID | None = None
    words: str = ""
    terms: Terms = Terms()
    about: tuple[str, UUID] | None = None
    purse_pence: int | None = None
    none_option: bool = True
    add_names: int | None = None
    quorum: int = 0
    object_days: int = 7
    effect: str = ""
    effect_args: Mapping[str, Any] = field(default_factory=dict)
    agents: tuple[UUID, ...] = ()
    interested: frozenset[UUID] = frozenset()  # who gains by an option, or whose own it is: no scrutineer of this vote
    expects: int | None = None
    twins: int = 0
    as_of: date | None = None

    @property
    def settled(self) -> Terms:
        """The terms as they are frozen: where one X elects, one pick is all."""
        return replace(self.terms, most=1) if self.method == "plurality" else self.terms


def wrong(call: Call, now: datetime) -> list[str]:
    """Why this vote cannot be called, in sentences; [] when it can. Who may, and the list of voters, are looked at elsewhere."""
    faults = []
    if not call.question.strip() or len(call.question) > 200:
        faults.append("Ask a question of at most 200 signs.")
    if call.method not in METHODS:
        faults.append("We do not know this way of counting.")
    if call.opens < now or call.closes - call.opens < SHORTEST_OPEN:
        faults.append("It must open after now, and stay open for an hour at least.")
    if not call.seed_from.strip():
        faults.append("Say what will settle a tie: dice, or a public number that nobody knows yet.")
    if not 1 <= call.terms.pass_percent <= 100 or call.terms.seats < 1 or call.terms.most < 0:
        faults.append("The settings of this vote cannot be followed.")
    return faults + _wrong_money(call) + _wrong_options(call) + _wrong_seats(call)


def _wrong_money(call: Call) -> list[str]:
    faults, funds, costs = [], call.method in FUNDS, [option.cost_pence for option in call.options]
    if funds and (
        call.purse_pence is None or call.purse_pence <= 0 or any(cost is None or cost <= 0 for cost in costs)
    ):
        faults.append("A vote about money needs a purse, and a cost for each option.")
    if not funds and (call.purse_pence is not None or any(cost is not None for cost in costs)):
        faults.append("This way of counting spends no money. Choose another, or leave the costs out.")
    if call.add_names is not None and (funds or call.method == "yes-no" or call.add_names < 1):
        faults.append("Voters add options only where options cost nothing and are not yes and no.")
    return faults


def _wrong_options(call: Call) -> list[str]:
    faults = []
    if call.method == "yes-no" and tuple(option.title for option in call.options) != YES_NO:
        faults.append("The options of a yes or no vote are Yes and No, in this order.")
    if not call.options and call.add_names is None:
        faults.append("There is nothing to choose from.")
    if any(not option.title.strip() or len(option.title) > 120 for option in call.options):
        faults.append("Each option needs a title of at most 120 signs.")
    titles = {option.title.strip().casefold() for option in call.options}
    if call.method not in FUNDS and len(titles) < len(call.options):  # ideas may share a name, and have numbers
        faults.append("Two options have the same title.")
    return faults


def _wrong_seats(call: Call) -> list[str]:
    """What no count of an election can follow: only what verify.py recounts is called."""
    terms, faults = call.terms, []
    if call.method in ELECTS and (terms.engine or terms.apart):
        faults.append("The settings of this vote cannot be followed.")
    if call.method in ELECTS and max(len(call.options) + call.none_option, terms.seats) > MOST_CANDIDATES:
        faults.append(Sentence("This way of counting takes {most:,} names at most.", most=MOST_CANDIDATES))
    if call.method == "av" and terms.seats != 1:
        faults.append("This way of counting fills one seat. Choose another for more.")
    if terms.vacancy not in VACANCIES or (terms.vacancy == "countback" and call.method not in TRANSFERS):
        faults.append("Say how an empty seat is filled in a way that this count can follow.")
    if terms.reserve is None:
        return faults
    if call.method not in TRANSFERS:
        faults.append("Seats are kept for some only where votes move on: by the Scottish rule or the alternative vote.")
    elif call.none_option or call.add_names is not None:
        faults.append("Where seats are kept for some, “none of these” is not on the list, and voters add nobody.")
    elif clash := _clash(call, terms.reserve):
        faults.append(clash)
    return faults


def _clash(call: Call, reserve: Reserve) -> str:
    """Why the seats that are kept for some cannot all be filled with who stands, or ""."""
    candidates = tuple(Candidate(option.title) for option in call.options)
    try:
        reserve.apart(election_of(candidates, call.terms.seats, []))
    except BadFile as error:
        return Sentence("The seats that are kept for some cannot all be filled: {why}.", why=error.what)
    return ""


def leaf_of(poll: UUID, number: int, salt: str, person: UUID, ground: str) -> bytes:
    """What one leaf of the roll's tree is the hash of: canonical JSON. Without the salt nobody can guess whose it is."""
    return encode([str(poll), number, salt, str(person), ground])


def box_leaf(key: UUID, picks: str) -> bytes:
    """What one leaf of the sealed box's tree is the hash of. The key is random, so the root tells nothing of what was voted."""
    return encode([str(key), picks])


def root_of(leaves: Iterable[bytes]) -> str:
    """Hex of the Merkle root over these leaves' hashes."""
    edge = Frontier()
    for leaf in leaves:
        edge.append(leaf)
    return edge.root().hex()


def path_to(index: int, leaves: Sequence[bytes]) -> list[str]:
    """The hex hashes that lead from leaf `index` up to the root. Source: RFC 9162 §2.1.3.1."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
    path = inclusion(index, len(leaves), lambda start, width: levels[width.bit_length() - 1][start // width])
    return [step.hex() for step in path]


ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def slip(random: bytes) -> str:
    """A check slip from 12 random bytes, as people read it: K7QX-2M9D-4TRW."""
    letters = "".join(ALPHABET[byte % 32] for byte in random)
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"
