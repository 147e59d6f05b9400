"""Votes by order in the made-up town: one that is to come, one whose box is sealed and waits for its number, one of spring whose seat fell
empty since and was filled from the same papers. Nothing of it is real. The board's own elections stand in boards.py.

What later scripts find in town.made: "vote:<word>" (hall, buses, garden).
"""

from dataclasses import dataclass, field
from datetime import timedelta

from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.record.clock import travel
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions
from letgo.decide.ballots.closing import actions as closing
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.queries import roll_preview
from letgo.decide.ballots.rules import Call, Offered, Terms
from letgo.house.town.budgets import _as, _now, _outsider, _plain, _resident
from letgo.house.town.building import Town

BRING = "the hall, Mondays to Fridays, 9am to 5pm"
SEED = "The lottery’s numbers on the Saturday after"
SAYS = (
    "Four years in the allotments.",
    "New. Wants a gate that closes.",
    "Grows beans and knows how.",
    "Brings the tools.",
    "Quiet, and always there.",
)


@dataclass(frozen=True)
class Vote:
    """One vote as the town tells it. `over`: it ends so many days ago (below nothing: it is still to come)."""

    word: str
    estate: str
    question: str
    words: str
    method: str
    over: float
    titles: tuple[str, ...] = ()
    people: int = 0  # so many who live there stand, in place of titles
    votes: int = 0
    terms: Terms = field(default_factory=lambda: Terms(bring_to=BRING))


VOTES = (
    Vote(
        "hall", "lockside", "What should the new hall be called?", "It opens in spring, and the sign is made then.",
        "ranked-pairs", -12, ("The Old Dairy", "Lock House", "The Long Room", "Canal Hall"),
    ),
    Vote(
        "buses", "fairmead", "Who speaks for us about the buses?", "The company asks for one person.", "av", 0.5,
        people=3, votes=26,
    ),
    Vote(
        "garden", "lockside", "Who looks after the garden?", "Three people hold the key and the money for seeds.",
        "scottish-stv", 190, people=5, votes=36, terms=Terms(seats=3, bring_to=BRING, vacancy="countback"),
    ),
)  # fmt: skip


def build(town: Town) -> None:
    """Three votes, each as far as its days have come."""
    for one in VOTES:
        poll = town.made[f"vote:{one.word}"] = _called(town, one)
        if one.votes:
            _voted(town, one, poll)
        if one.over > 1:
            _declared(town, one, poll)
    _left(town, town.made["vote:garden"])


def _called(town: Town, one: Vote) -> Poll:
    with town.days_ago(one.over + 15):
        today = town.today - timedelta(days=one.over + 15)
        electorate = town.made[f"electorate:{one.estate}"]
        seen = roll_preview(electorate)
        standing = [Person.objects.get(pk=_plain(town, one.estate)[40 + n]).name for n in range(one.people)]
        offered = [Offered(name, SAYS[at]) for at, name in enumerate(standing)] or [
            Offered(title) for title in one.titles
        ]
        asked = Call(
            place=town.made[f"estate:{one.estate}"].pk, electorate=electorate.pk, question=one.question, words=one.words,
            options=tuple(offered), opens=today + timedelta(days=8), closes=today + timedelta(days=15),
            officer=_outsider(town, one.estate), seed_from=SEED, method=one.method, terms=one.terms, expects=seen.size, twins=seen.twins,
        )  # fmt: skip
        return actions.call(asked, by=_as(town, "officer", "place:wrenholt"), key=town.key("vote", one.word))


def _voted(town: Town, one: Vote, poll: Poll) -> None:
    """Neighbours vote, most for a few, some for all, and one in twelve for nobody."""
    options = list(poll.options.order_by("number"))
    with travel(poll.opens + timedelta(hours=2)):
        closing.open_poll(poll.pk, by=CLOCK, key=town.key("opens", one.word))
        for number in range(one.votes):
            liked = sorted(
                options, key=lambda option: town.chance("order", one.word, number, option.number) + option.number / 9
            )
            many = 0 if number % 12 == 11 else 1 + int(town.chance("many", one.word, number) * len(options))
            actions.cast(poll.pk, [option.pk for option in liked[:many]], by=_resident(town, one.estate, 12 + number))
    with travel(poll.closes + timedelta(hours=1)):
        closing.close_poll(poll.pk, by=CLOCK, key=town.key("closes", one.word))


def _declared(town: Town, one: Vote, poll: Poll) -> None:
    grants = frozenset({Grant("returning-officer", town.made["place:wrenholt"].lineage)})
    known = frozenset({"anyone", "person"})
    officer, second = (
        Actor(known, person=person, grants=grants, strong=True)
        for person in (poll.officer_id, _outsider(town, "tansy-row"))
    )
    with travel(poll.closes + timedelta(days=1)):
        for number, reader in enumerate((officer, second)):
            actions.read_seed(poll.pk, "4 9 17 23 38 42", by=reader, key=town.key("seed", one.word, number))
        _now("ballots.count")
        actions.declare(poll.pk, by=officer, key=town.key("declare", one.word))
    with travel(poll.closes + timedelta(days=poll.object_days + 2)):
        closing.take_effect(poll.pk, by=CLOCK, key=town.key("effect", one.word))


def _left(town: Town, poll: Poll) -> None:
    """The first who was elected moved away; who is next in the same papers has the key now."""
    won = poll.tallies.get().report["won"]
    with town.days_ago(24):
        actions.count_back(poll.pk, won[0], won[1:], by=CLOCK, key=town.key("left", poll.question))
