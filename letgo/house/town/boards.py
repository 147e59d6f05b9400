"""Boards of the made-up town: one whose members are elected right now, one just elected, one for which nobody stands, an empty seat.

What later scripts find in town.made: "body:tansy-row|lockside|fairmead", "election:<estate>:<word>", "member:<estate>:<number>" (the
Actors who sit). All of it is made up.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from letgo.commons.people.rules import Actor, Grant
from letgo.commons.promises.versions.actions import apply_pack
from letgo.commons.record.clock import travel
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.boards.elections import actions as elections
from letgo.decide.boards.elections import queries
from letgo.decide.boards.founding.actions import found_body
from letgo.decide.boards.models import Election
from letgo.decide.boards.nominations import actions as names
from letgo.decide.boards.vacancies.actions import resign
from letgo.house.pack_files import load
from letgo.house.town.budgets import _now, _outsider, _plain, _secretary
from letgo.house.town.building import Town

MINUTE = timedelta(minutes=1)
DICE = "Dice, thrown before two people in the hall after the close"
# estate: (pack, the body's name, days ago it was founded, what is other than in the pack)
BODIES: Mapping[str, tuple[str, str, int, Mapping[str, Any]]] = {
    "tansy-row": ("tmo", "Tansy Row board", 300, {"seats": 6, "coopted_most": 2, "board_quorum": 3, "seconders": 1, "reserve": [
        {"group": "tenure", "values": ["tenant"], "minimum": 3, "words": "tenants of the council"},
    ]}),
    "fairmead": ("co-op-board", "Board of Fairmead housing co-op", 80, {"seats": 3, "coopted_most": 1, "board_quorum": 2, "seconders": 0}),
    "lockside": ("neighbourhood-board", "Lockside neighbourhood board", 60, {"seats": 6, "coopted_most": 2, "seconders": 1}),
}  # fmt: skip
WISHES = (
    "The lights on the stairs stay on for ten seconds. I want them to stay on for a minute.",
    "I have lived here for 30 years. I would keep the hall open in the evening.",
    "Repairs should be done when they were promised. I would ask each month which were not.",
    "I bring up three children here. The yard needs a gate, and the gate needs a lock.",
    "I was a bookkeeper. I would read every bill, and say in plain words what it was for.",
    "Nobody asked us about the bins. I would ask first.",
    "I would see that everyone who wants a bench in the sun has one.",
    "The office should be open when people are home from work.",
    "I keep bees on the roof. I know who lives where, and I listen.",
)
VOTES = (
    (0, 1, 2),
    (0, 2),
    (1, 0, 3),
    (2, 0),
    (3, 1),
    (1, 2, 4),
    (4, 0),
    (2, 3, 1),
    (0, 4),
    (5, 1),
    (3, 0),
    (1,),
    (6, 2),
)


def build(town: Town) -> None:
    """The packs of bodies, three bodies, and how far the election of each is."""
    with town.days_ago(320):
        boards = _packs(town)
    for estate, story in (("tansy-row", _tansy_row), ("fairmead", _fairmead), ("lockside", _lockside)):
        _found(
            town, estate, boards[estate]
        )  # one after the other: a board that nobody elects has an election called by the clock
        story(town)


def _packs(town: Town) -> dict[str, Any]:
    """Apply them; what they need beside "boards" is there. Returns the [[board]] of each estate's own pack."""
    found, where = {}, town.made["place:wrenholt"]
    apply_pack(load("boards"), where.pk, by=town.by, key=town.key("pack", "boards"))
    for estate, (name, *_) in BODIES.items():
        pack, here = load(name), town.made[f"estate:{estate}"]
        apply_pack(pack, here.pk, by=town.by, key=town.key("pack", name))
        found[estate] = pack.body["board"][0]
    return found


def _found(town: Town, estate: str, board: Mapping[str, Any]) -> None:
    _, name, days, other = BODIES[estate]
    where = "fairmead-co-op" if estate == "fairmead" else f"{estate}-board"
    with town.days_ago(days):
        town.made[f"body:{estate}"] = found_body(
            town.made[f"estate:{estate}"], town.made[f"organisation:{where}"], name, {**board, **other},
            town.made[f"electorate:{estate}"], by=town.by, key=town.key("body", estate),
        )  # fmt: skip


def _tansy_row(town: Town) -> None:
    """Elected in winter without a vote; now a third of the seats is voted on, and someone has stepped down meanwhile."""
    first = _called(town, "tansy-row", "first", 296)
    for number in range(6):
        _stands(town, first, "tansy-row", number)
    _names_over(town, first)
    body = town.made["body:tansy-row"]
    place = town.made["estate:tansy-row"]
    for number, held in enumerate(body.mandates.filter(state="serving").order_by("seat__number")):
        grants = frozenset(
            {Grant("resident", place.lineage), Grant("board-member", place.lineage, body.organisation_id)}
        )
        town.made[f"member:tansy-row:{number}"] = Actor(
            frozenset({"anyone", "person"}), person=held.person_id, grants=grants, strong=True
        )
    row = _called(town, "tansy-row", "open", 26)
    for number in range(6, 10):
        _stands(town, row, "tansy-row", number)
    _names_over(town, row)
    _vote(town, row, "tansy-row", VOTES[:6], until_close=False)
    with town.days_ago(4):
        stays = [
            held
            for held in body.mandates.filter(state="serving").select_related("seat")
            if held.seat.number not in row.places
        ]
        leaver = next(
            actor for word, actor in town.made.items()
            if word.startswith("member:tansy-row:") and actor.person == stays[-1].person_id
        )  # fmt: skip
        resign(stays[-1].pk, by=leaver, key=town.key("resign"))
        _tick(town, "resign")


def _fairmead(town: Town) -> None:
    """Five stood for three seats. The count is said; the days to object run."""
    row = _called(town, "fairmead", "declared", 40)
    for number in range(5):
        _stands(town, row, "fairmead", number)
    _names_over(town, row)
    _vote(town, row, "fairmead", VOTES, until_close=True)


def _lockside(town: Town) -> None:
    """Nobody stood. The secretary has called another election; so far nobody stands again."""
    first = _called(town, "lockside", "failed", 50)
    _names_over(town, first)
    _called(town, "lockside", "again", 5)


# --- the steps of an election --------------------------------------------------------------------------------------------


def _called(town: Town, estate: str, word: str, days: int) -> Election:
    body, officer = town.made[f"body:{estate}"], _outsider(town, estate)
    with town.days_ago(days):
        row = elections.call_election(
            body.pk, officer, seed_from=DICE, by=_secretary(town, estate),
            key=town.key("election", estate, word),
        )  # fmt: skip
    town.made[f"election:{estate}:{word}"] = row
    return row


def _stands(town: Town, row: Election, estate: str, number: int) -> None:
    by, backs = (_elector(town, estate, 40 + at) for at in (number, number + 20))
    with travel(row.called + timedelta(days=2, hours=number)):
        known = next(each.name for each in town.made[f"lives:{estate}"] if each.pk == by.person)
        groups = {"tenure": "tenant" if number % 3 else "leaseholder"}
        words = WISHES[number % len(WISHES)]
        made = names.stand(row.pk, known, words, groups, True, by=by, key=town.key("stand", row.pk, number))
        if row.fixed.seconders:
            names.second(made.pk, by=backs, key=town.key("second", row.pk, number))


def _elector(town: Town, estate: str, number: int) -> Actor:
    people = _plain(town, estate)
    grant = Grant("resident", town.made[f"estate:{estate}"].lineage)
    return Actor(frozenset({"anyone", "person"}), person=people[number % len(people)], grants=frozenset({grant}))


def _names_over(town: Town, row: Election) -> None:
    """Names are closed and checked, by the clock; without a vote the seats are taken."""
    with travel(row.nominations_close + MINUTE):
        elections.close_names(row.pk, by=CLOCK, key=town.key("names", row.pk))
    row.refresh_from_db()
    with travel(queries.goes_on(row) + MINUTE):
        elections.settle_names(row.pk, by=CLOCK, key=town.key("settled", row.pk))
        _now("record.effect", "boards.seat")
    row.refresh_from_db()


def _vote(town: Town, row: Election, estate: str, votes: Sequence[Sequence[int]], until_close: bool) -> None:
    poll = row.poll
    assert poll is not None, row.why  # noqa: S101 more stand than there are seats
    options = list(poll.options.filter(none=False).order_by("number").values_list("pk", flat=True))
    with travel(poll.opens + MINUTE):
        ballots.open_poll(poll.pk, by=CLOCK, key=town.key("opens", poll.pk))
        for number, order in enumerate(votes):
            picks = [options[at] for at in order if at < len(options)]
            ballots.cast(poll.pk, picks, by=_elector(town, estate, 60 + number))
    if not until_close:
        return
    with travel(poll.closes + MINUTE):
        ballots.close_poll(poll.pk, by=CLOCK, key=town.key("closes", poll.pk))
        for reader in ("tansy-row", "lockside"):
            ballots.read_seed(poll.pk, "2 6 5", by=_returning(town, reader), key=town.key("seed", poll.pk, reader))
        _now("ballots.count")
        ballots.declare(poll.pk, by=_returning(town, estate), key=town.key("declare", poll.pk))
        _tick(town, row.pk)


def _returning(town: Town, estate: str) -> Actor:
    """Who runs elections of this estate, from another one."""
    grant = Grant("returning-officer", town.made["place:wrenholt"].lineage)
    return Actor(
        frozenset({"anyone", "person"}), person=_outsider(town, estate), grants=frozenset({grant}), strong=True
    )


def _tick(town: Town, word: object) -> None:
    from letgo.decide.boards import jobs

    jobs.tick()
