"""Local settings of the made-up town, and what was promised there: kept, late, broken and waiting. Nothing of it is real.

What later scripts find in town.made: "promise:<estate>:<number>" (the public ones).
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from letgo.commons.places.queries import today
from letgo.commons.promises import actions, queries
from letgo.commons.promises.models import Promise, Rule
from letgo.commons.promises.rules import Length
from letgo.commons.promises.versions import actions as versions
from letgo.commons.promises.versions.rules import Terms
from letgo.commons.record.clock import now
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.house.pack_files import with_needs
from letgo.house.town.building import Town

ESTATES = ("tansy-row", "lockside", "fairmead")
PACKS = {
    "council": "place:wrenholt",
    "estate": "estate:tansy-row",
    "care-co-op": "place:wrenholt",
    "youth-trust": "place:wrenholt",
}
LONGEST = 60  # promises of at most so many days are shown: a year's wait makes no demonstration
EACH = 14
Act = tuple[float, Callable[[], object]]


def build(town: Town) -> None:
    """Apply the packs, then make promises day by day, with the clock watching all of them."""
    with town.days_ago(640):
        _packs(town)
    acts = sorted((act for estate in ESTATES for act in _lives(town, estate)), key=lambda act: -act[0])
    for days, do in acts:
        with town.days_ago(days):
            do()
            actions.tick()
    with town.days_ago(0):
        actions.tick()
    _changes(town)


def _changes(town: Town) -> None:
    """Two rules are to change: one is agreed and waits for its day, one is proposed and waits for a second yes."""
    with town.days_ago(6):
        ahead = today() + timedelta(days=100)
        agreed = Terms(
            Length(10, "working-days"), Length(5, "working-days"), ahead.replace(day=1), "Boards of all three estates"
        )
        row = versions.change_rule("budgets.cost-idea", agreed, town.by, town.key("change", "cost-idea"))
        versions.accept_rule(row.pk, town.by, town.key("agree", "cost-idea"))
    with town.days_ago(2):
        asked = Terms(Length(21, "days"), Length(7, "days"), ahead.replace(day=1), "Wrenholt council, after a demand")
        versions.change_rule("powers.answer-a-petition", asked, town.by, town.key("change", "answer-a-petition"))


def _packs(town: Town) -> None:
    taken = set()
    for name, where in PACKS.items():
        for pack in with_needs(name):
            place = None if pack.name == "house" else town.made[where].pk
            if (pack.name, place) not in taken:
                versions.apply_pack(pack, place, by=town.by, key=town.key("pack", pack.name, place))
                taken.add((pack.name, place))


def _lives(town: Town, estate: str) -> Iterator[Act]:
    """What happens to each promise of one estate, with the day on which it does: so many days ago."""
    rules = [row for row in queries.rules_in_force() if _shown(row)]
    for number in range(EACH):
        rule = town.pick(rules, "rule", estate, number)
        began = 2 + town.chance("began", estate, number) * 80
        yield began, partial(_promise, town, estate, number, rule)
        if town.chance("kept", estate, number) < 0.9:
            part = 0.1 + town.chance("part", estate, number) * 1.0  # of the time there is; above 1 it comes too late
            span = (rule.read.within.number * _days(rule)) * part
            if span < began:
                yield began - span, partial(_meet, town, estate, number)


def _shown(row: Rule) -> bool:
    return row.role in ("manager", "officer", "councillor") and row.read.within.number * _days(row) <= LONGEST


def _days(row: Rule) -> float:
    return {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30, "working-days": 1.4}[row.read.within.unit]


def _promise(town: Town, estate: str, number: int, rule: Rule) -> None:
    place, homes, people = (town.made[f"{kind}:{estate}"] for kind in ("estate", "homes", "lives"))
    home = town.pick(homes, "home", estate, number)
    person = town.pick(people, "person", estate, number)
    private = rule.body["status"] == "regulator"  # a complaint is between two
    audience = Ref("person", person.pk) if private else PUBLIC
    row = actions.promise(
        Ref("home", home.pk),
        rule.name,
        now(),
        Ref("place", place.pk),
        town.by,
        town.key("promise", estate, number),
        audience=audience,
    )
    town.made[f"promise:{estate}:{number}"] = row


def _meet(town: Town, estate: str, number: int) -> None:
    row = queries.find(town.made[f"promise:{estate}:{number}"].pk)
    if row and row.closed == Promise.Closed.OPEN and now() > row.start + timedelta(minutes=1):
        actions.meet(row.pk, town.by, town.key("meet", estate, number))
