"""A mother on Tansy Row and the daughter who does things for her: so that acting for someone, and stopping it, can be tried."""

from django.utils.timezone import localdate

from letgo.commons.people import actions
from letgo.commons.places.actions import add_standing
from letgo.house.town.building import Town

MOTHER, DAUGHTER = "Dilys Elder", "Seren Elder"
SCOPES = ("details", "messages", "homes", "money")
NEEDS = {MOTHER: ("large-print", "voice"), DAUGHTER: ()}


def build(town: Town) -> None:
    """Both live on Tansy Row. The mother said yes at her door, and an officer wrote it down."""
    people = {}
    with town.days_ago(640) as then:
        for name, needs in NEEDS.items():
            made = actions.add_person(name, by=town.by, key=town.key("helping", name), needs=needs)
            given = (made, town.made["estate:tansy-row"], "lives-here", None, localdate(then), "tenancy list, made up")
            add_standing(*given, by=town.by, key=town.key("helping", "lives", name))
            people[name] = made
    with town.days_ago(300):
        both = (people[DAUGHTER].pk, people[MOTHER].pk)
        said = {"evidence": "she said so at her door", "by": town.by, "key": town.key("helping")}
        actions.give_acting(*both, "friend", SCOPES, **said)
