"""Offices: how an appointment, a review, a removal, a recall moves, and what must be true before each step. Plain values in and out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from letgo.commons.record.rules import Sentence
from letgo.decide.boards.lengths import months_after

APPOINTMENT_MOVES: Mapping[str, frozenset[str]] = {
    "described": frozenset({"described", "published", "void"}),
    "published": frozenset({"published", "voting", "void"}),
    "voting": frozenset({"voting", "published", "appointed", "none"}),  # a vote that was called off is held again
    "appointed": frozenset({"appointed", "published"}),  # taken back: a challenge was upheld
    "none": frozenset({"published"}),  # none of these: it is published again
    "void": frozenset(),
}
APPLICANT_MOVES: Mapping[str, frozenset[str]] = {
    "applied": frozenset({"applied", "stands", "left-out", "withdrawn"}),
    "stands": frozenset({"stands", "withdrawn"}),
    "left-out": frozenset({"left-out", "stands"}),
    "withdrawn": frozenset({"withdrawn"}),
}
REVIEW_MOVES: Mapping[str, frozenset[str]] = {
    "due": frozenset({"facts"}),
    "facts": frozenset({"facts", "commented", "done"}),
    "commented": frozenset({"commented", "done"}),
    "done": frozenset(),
}
REMOVAL_MOVES: Mapping[str, frozenset[str]] = {
    "concern": frozenset({"plan", "dropped"}),
    "plan": frozenset({"plan", "hearing", "dropped"}),
    "hearing": frozenset({"hearing", "vote", "dropped"}),
    "vote": frozenset({"vote", "hearing", "removed", "kept"}),  # back to the hearing: its vote was called off
    "removed": frozenset({"removed", "kept"}),  # taken back: a challenge was upheld
    "kept": frozenset(),
    "dropped": frozenset(),
}
EARLY = ("concern", "plan", "hearing")  # before the vote
RECALL_MOVES: Mapping[str, frozenset[str]] = {
    "signing": frozenset({"signing", "reached", "lapsed"}),
    "reached": frozenset({"reached", "voting", "lapsed"}),
    "voting": frozenset({"voting", "reached", "recalled", "kept"}),
    "recalled": frozenset({"recalled", "kept"}),  # taken back: a challenge was upheld
    "kept": frozenset(),
    "lapsed": frozenset(),
}
CONFIDENCE_MOVES: Mapping[str, frozenset[str]] = {
    "said": frozenset({"said", "answered"}),
    "answered": frozenset({"answered"}),
}
DECIDERS = ("members", "board")
ALL_POINTS = 10  # what a panel can give for one measure
COMMENT_DAYS = 7  # so long who is reviewed can write beside the figures before the review is closed without them
FORGET_DAYS = 183  # then the names of those who were not chosen are deleted
PETITION_DAYS = 60  # for the names under a recall
VOTE_NOTICE_DAYS = 7  # between the names and the opening of the vote
VOTE_DAYS = 14
WORKING = frozenset({"worker"})  # a standing: works here
STAFF_ROLES = frozenset({"manager", "officer", "outreach", "carer", "answerer"})


def review_days(start: date, end: date, every: int | None) -> list[date]:
    """The days on which an office from `start` up to `end` is reviewed; none without a number of months."""
    found: list[date] = []
    while every and months_after(start, every * (len(found) + 1)) <= end:
        found.append(months_after(start, every * (len(found) + 1)))
    return found


def scoring_fault(scoring: Sequence[tuple[str, int]], targets: Sequence[tuple[str, date]], today: date) -> str:
    """What is wrong with the measures (each with its weight) and the targets (each with its day) of a job; "" when nothing is."""
    if not scoring or not targets:
        return "Say what must be reached, and by what you judge who wants the job."
    if any(not words.strip() or weight < 1 for words, weight in scoring):
        return "Each measure needs words and points."
    if len({words.strip().casefold() for words, _ in scoring}) < len(scoring):
        return "Two measures are the same."
    if any(not words.strip() or by <= today for words, by in targets):
        return "Each target needs words, and a day that is still to come."
    return ""


def marks_fault(marks: Mapping[str, int], scoring: Sequence[tuple[str, int]]) -> str:
    """What is wrong with a panel's points: one from 0 to 10 for each published measure, and for nothing else."""
    if set(marks) != {words for words, _ in scoring}:
        return "Give points for each measure that was published, and for nothing else."
    if any(not 0 <= points <= ALL_POINTS for points in marks.values()):
        return Sentence("Points go from 0 to {most}.", most=ALL_POINTS)
    return ""


def total(marks: Mapping[str, int], scoring: Sequence[tuple[str, int]]) -> int:
    """A panel's points, each times the weight of its measure, together."""
    return sum(marks[words] * weight for words, weight in scoring)


@dataclass(frozen=True)
class Hearing:
    """What was done before a vote on a removal: the facts as they were shown, when, the hearing, and the reply."""

    facts: str = ""
    shown: datetime | None = None
    at: datetime | None = None
    reply: str = ""


def hearing_fault(shown: datetime, at: datetime, days: int) -> str:
    """Why a hearing cannot be then: the judged sees the facts so many whole days before it.

    `shown` in the clock of the place: a fortnight later is the same hour there, also when a night between was an hour shorter.
    """
    if at < shown + timedelta(days=days):
        return Sentence("The facts are shown {days} days before the hearing at least. Choose a later day.", days=days)
    return ""


def vote_fault(heard: Hearing, now: datetime, days: int) -> str:
    """Why there can be no vote on a removal yet, in a sentence; "" when there can be one.

    The facts were shown in time, and the hearing's hour has passed: an early reply does not shorten it, and without a reply the day
    must have passed with that notice.
    """
    if not heard.facts.strip() or heard.shown is None or heard.at is None:
        return "There is no vote without a hearing. Show the facts, and say when they are heard."
    if fault := hearing_fault(heard.shown, heard.at, days):
        return fault
    if now < heard.at:
        return "The hearing is still to come. There is no vote before it."
    return ""


def deciders(seated: bool, coopted: bool) -> tuple[str, ...]:
    """Who can remove someone from an office: who was elected to a seat, those who elect; anyone else, the board too."""
    return ("members",) if seated and not coopted else DECIDERS


PRIVATE = {
    "health": "ill illness sick sickness disease cancer depression depressed anxiety stress mental doctor hospital therapy medication "
    "disabled disability pregnant pregnancy maternity drunk alcohol alcoholic drugs addict addiction",
    "family": "wife husband partner divorce divorced separated son daughter child children mother father family marriage affair",
    "belief and background": "religion religious muslim christian jewish hindu sikh church mosque gay lesbian trans race ethnic asylum "
    "immigrant immigration pension age",
    "money and home": "debt debts bankrupt bankruptcy benefits eviction evicted",
    "police": "arrest arrested convicted conviction criminal prison",
}  # fmt: skip


def private_words(text: str) -> dict[str, list[str]]:
    """Words in reasons that may tell something private, by what it is about; {} when there are none.

    It is a kind question and no filter: a word can be harmless, and something private can be said without any of these. That is why a
    second person reads the reasons as well.
    """
    said = re.findall(r"[a-z]+", text.casefold())
    kinds = {about: set(words.split()) for about, words in PRIVATE.items()}
    found = {about: sorted({word for word in said if word in words}) for about, words in kinds.items()}
    return {about: words for about, words in found.items() if words}


def part(percent: int, of: int, least: int = 0) -> int:
    """So many percent of a number of people, rounded up; `least` at least. A threshold of names, or a quorum."""
    return max(least, -(-of * percent // 100))


def names_needed(percent: int, least: int, roll: int) -> int:
    """How many names open a recall: the percent of the list, or the least if that is more; never more than the list, never none."""
    return max(1, min(part(percent, roll, least), roll))


def leaves_nobody(serving: int, ending: int) -> bool:
    """Whether nobody holds a seat any more when so many of those who serve go."""
    return serving - ending <= 0


ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def slip(key: str) -> str:
    """The slip that opens an answer in confidence, from the key of its form: 16 letters, as people read them.

    Who has the key of the form has the slip, and the key is kept nowhere: so a second click gives the same slip, and nobody else has it.
    """
    random = sha256(f"boards.confidence\0{key}".encode()).digest()
    letters = "".join(ALPHABET[byte % 32] for byte in random[:16])
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def slip_digest(text: str) -> str:
    """What is kept of a slip: a hash of its letters, in whatever way they were typed."""
    return sha256(re.sub(r"[^0-9A-Z]", "", text.upper()).encode()).hexdigest()
