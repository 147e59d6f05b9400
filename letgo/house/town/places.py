"""Where the people of the made-up town live, what they belong to, and who holds which role. Nothing of it is real.

What later scripts find in town.made: "place:wrenholt", "ward:north", "ward:river", "estate:tansy-row|lockside|fairmead" (places),
"organisation:council|homes|tansy-row-board|lockside-board|fairmead-co-op|care-co-op|trust",
"electorate:<estate>|care-co-op|trust|fairmead-co-op",
"role:<name>:<where>:<number>" (the Role given), "homes:<estate>" (its homes), "lives:<estate>" (its people, in order).
"""

from datetime import date, timedelta

from django.utils.timezone import localdate

from letgo.commons.people.models import Person
from letgo.commons.people.rules import Grant
from letgo.commons.places import actions
from letgo.commons.places.electorates.actions import set_electorate
from letgo.commons.places.models import Organisation, Place
from letgo.commons.places.rules import Eligibility
from letgo.house.town.building import Builder, Town

ESTATES = {
    "tansy-row": ("Tansy Row", "ward:north", 90),
    "lockside": ("Lockside", "ward:river", 80),
    "fairmead": ("Fairmead", "ward:river", 70),
}
BODIES = {
    "council": ("Wrenholt council", "council", "place:wrenholt"),
    "homes": ("Wrenholt Homes", "landlord", "place:wrenholt"),
    "tansy-row-board": ("Tansy Row board", "board", "estate:tansy-row"),
    "lockside-board": ("Lockside board", "board", "estate:lockside"),
    "fairmead-co-op": ("Fairmead housing co-op", "co-op", "estate:fairmead"),
    "care-co-op": ("Honeysuckle care co-op", "co-op", "place:wrenholt"),
    "trust": ("Three Estates youth trust", "trust", "place:wrenholt"),
}
# (role, where, how many): people are taken in order, from person 0 on.
STAFF = (
    ("officer", "place:wrenholt", 2),
    ("officer", "estate:tansy-row", 1),
    ("safeguarding-lead", "place:wrenholt", 1),
    ("answerer", "place:wrenholt", 2),
    ("councillor", "ward:north", 2),
    ("councillor", "ward:river", 2),
    ("manager", "estate:tansy-row", 1),
    ("manager", "organisation:care-co-op", 1),
)
OFFICES = {"secretary": 1, "treasurer": 1, "board-member": 5}
RUN = ("tansy-row-board", "lockside-board", "fairmead-co-op", "care-co-op", "trust")
HELPERS = (("outreach", "estate:lockside"), ("outreach", "estate:tansy-row"), ("carer", "place:wrenholt"))
LIST = "tenancy list of the made-up town"


def build(town: Town) -> None:
    """Places, bodies, homes, roles, standing, memberships and electorates; the same every time."""
    with town.days_ago(700):
        _places(town)
        _roles(town)
        _homes(town)
    with town.days_ago(650):
        _living(town)
        _belonging(town)
        _electorates(town)


def _places(town: Town) -> None:
    top = actions.add_place("Wrenholt", "council", None, by=town.by, key=town.key("place", "wrenholt"))
    town.made["place:wrenholt"] = top
    for short, name in (("north", "North ward"), ("river", "River ward")):
        town.made[f"ward:{short}"] = actions.add_place(name, "ward", top, by=town.by, key=town.key("ward", short))
    for short, (name, ward, _) in ESTATES.items():
        made = actions.add_place(name, "estate", town.made[ward], by=town.by, key=town.key("estate", short))
        town.made[f"estate:{short}"] = made
    for short, (name, kind, where) in BODIES.items():
        key = town.key("organisation", short)
        town.made[f"organisation:{short}"] = actions.add_organisation(name, kind, town.made[where], by=town.by, key=key)


def _roles(town: Town) -> None:
    people = iter(_people(town))
    actions.begin(next(people), "the made-up town's first day", by=town.by, key=town.key("begin"))
    _give(town, next(people), "administrator", None, 0, town.by)
    for role, where, count in STAFF:
        for number in range(count):
            _give(town, next(people), role, where, number, town.by)
    for short in RUN:
        where = f"organisation:{short}"
        for role, count in OFFICES.items():
            by = town.by if role == "secretary" else _secretary(town, short)
            for number in range(count):
                _give(town, next(people), role, where, number, by)
    for role, where in HELPERS:
        _give(town, next(people), role, where, 0, town.by)


def _give(town: Town, person: Person, role: str, where: str | None, number: int, by: Builder) -> None:
    at = town.made[where] if where else None
    start = _today(town) - timedelta(days=690 - number)
    key = town.key("role", role, where, number)
    made = actions.give_role(person, role, at, start, None, "letter of appointment, made up", by=by, key=key)
    town.made[f"role:{role}:{where or 'everywhere'}:{number}"] = made


def _secretary(town: Town, short: str) -> Builder:
    """The script in the place of a body's secretary: only they give its other roles and take in its members."""
    body: Organisation = town.made[f"organisation:{short}"]
    reach = body.place.lineage if body.place else "/"
    return Builder(frozenset({"anyone"}), grants=frozenset({Grant("secretary", reach, body.pk)}), strong=True)


def _homes(town: Town) -> None:
    names = list(ESTATES)
    for short, (name, _, count) in ESTATES.items():
        homes = []
        for number in range(1, count + 1):
            uprn = f"99{names.index(short)}{number:07d}" if town.chance("uprn", short, number) < 0.8 else ""
            key = town.key("home", short, number)
            home = actions.add_home(town.made[f"estate:{short}"], f"{number} {name}", by=town.by, key=key, uprn=uprn)
            homes.append(home)
        town.made[f"homes:{short}"] = homes


def _living(town: Town) -> None:
    """Everybody lives on one of the estates, two or three to a home; some have shown their age; some use the care service."""
    names = list(ESTATES)
    for short in names:
        town.made[f"lives:{short}"] = []
    for number, person in enumerate(_people(town)):
        short = names[number % 3] if number < 30 else town.pick(names, "lives", number)
        place = town.made[f"estate:{short}"]
        town.made[f"lives:{short}"].append(person)
        home = town.pick(town.made[f"homes:{short}"], "home", number)
        start = _today(town) - timedelta(days=660 + int(5_000 * town.chance("since", number)))
        _stand(town, person, place, "lives-here", start, number, home=home)
        if town.chance("shown age", number) < 0.25:
            band = town.pick(("11-15", "16-17", "18-24", "25-64", "25-64", "65-and-over"), "age", number)
            _stand(town, person, place, "age-band", start, number, detail=band)
        if town.chance("care", number) < 0.08:
            _stand(town, person, place, "uses-service", start, number)


def _stand(town: Town, person: Person, place: Place, kind: str, start: date, number: int, home=None, detail="") -> None:
    key = town.key("standing", kind, number)
    actions.add_standing(person, place, kind, home, start, LIST, by=town.by, key=key, detail=detail)


def _belonging(town: Town) -> None:
    """Half of Fairmead has joined its co-op; who uses or gives care has joined the care co-op; the trust has members everywhere."""
    some = {
        "fairmead-co-op": town.made["lives:fairmead"][::2],
        "care-co-op": _people(town)[40:100],
        "trust": _people(town)[100:160],
    }
    for short, people in some.items():
        for number, person in enumerate(people):
            start = _today(town) - timedelta(days=600 - number)
            body = town.made[f"organisation:{short}"]
            key = town.key("member", short, number)
            actions.add_member(person, body, start, "form of the made-up town", by=_secretary(town, short), key=key)


def _electorates(town: Town) -> None:
    for short in ESTATES:
        place, rule = town.made[f"estate:{short}"], Eligibility(standings=("lives-here",), days=28)
        key = town.key("electorate", short)
        town.made[f"electorate:{short}"] = set_electorate(place, "Residents", rule, by=town.by, key=key)
    for short in ("fairmead-co-op", "care-co-op", "trust"):
        body = town.made[f"organisation:{short}"]
        key = town.key("electorate", short)
        town.made[f"electorate:{short}"] = set_electorate(
            body.place, f"Members of {body.name}", Eligibility(members=body.pk), _secretary(town, short), key, body
        )


def _people(town: Town) -> list[Person]:
    """All people of the town, in the order in which they were made."""
    found, number = [], 0
    while person := town.made.get(f"person:{number}"):
        found.append(person)
        number += 1
    return found


def _today(town: Town) -> date:
    return localdate(town.today)
