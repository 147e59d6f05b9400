"""The door of the made-up town: people who asked for help to get in, and a neighbour's word that waits for an officer."""

from letgo.commons.door.knocks import actions
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.models import Role, Standing
from letgo.commons.record.refs import Ref
from letgo.house.town.building import Town

# (days ago, how, who, where, what else, whether an officer has helped)
ASKED = (
    (9, "ring", "Wanda, top flat", "the phone in the library, 020 7946 0002", "After 2pm, please", True),
    (5, "letter", "A. Moss", "7 Tansy Row, Wrenholt", "", True),
    (0.1, "ring", "Idris from Lockside", "020 7946 0003", "My phone was stolen", False),
)


def build(town: Town) -> None:
    """Three calls for help, two of them answered on the next day; and one neighbour's word."""
    for number, (days, *said, helped) in enumerate(ASKED):
        with town.days_ago(days):
            knock = actions.ask_for_help(*said, key=town.key("knock", number))
        if helped:
            with town.days_ago(days - 1):
                actions.answer(knock.pk, by=_officer(town), key=town.key("answer", number))
    with town.days_ago(2):
        home = (
            Standing.objects.filter(kind="lives-here", place__name="Tansy Row")
            .order_by("start", "person__name")
            .first()
        )
        if home is not None:
            neighbour = Actor(frozenset({"anyone", "person"}), person=home.person_id)
            actions.vouch(Ref("place", home.place_id), home.place, "Noor Newcomer", neighbour, key=town.key("vouch"))


def _officer(town: Town) -> Actor:
    """Someone of the town who works there, with their second step taken."""
    role = Role.objects.filter(name="officer", end__isnull=True).order_by("start", "person__name").first()
    grants = frozenset({Grant("officer")})
    return Actor(frozenset({"anyone", "person"}), person=role.person_id if role else None, grants=grants, strong=True)
