"""Who decides what in the made-up town: powers held, shared, offered, kept, asked for; a no with reasons; demands. All made up.

What later scripts find in town.made: "power:<estate>:<key>" (the entry), "petition:<word>", "demand:<ward>".
"""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from letgo.commons.people.rules import Grant
from letgo.commons.powers import actions
from letgo.commons.powers.catalogue.actions import apply_catalogue
from letgo.commons.powers.petitions.actions import ask_question, set_demand, sign_for, start_petition
from letgo.commons.powers.queries import kept
from letgo.commons.powers.rules import Offer, Rung, Terms, VetoTerm
from letgo.commons.promises.actions import tick as watch_promises
from letgo.commons.record import effects
from letgo.commons.record.refs import Ref
from letgo.house.town.building import Builder, Town

GROUNDS = ("It breaks the law", "It costs more than the limit", "What it is about does not belong to the estate")
RULE = "powers.answer-a-petition"
HANDED = 400  # days ago

Handed = tuple[str, str, str, str, str, int | None, int | None, tuple[str, int] | None, str]
# (key, title, who decides in words, who has the last word, how far, £ a year, £ each, who may say no within how many days, by hand)
BY_VOTE, TOGETHER = "Residents, by vote", "Board and council together"
BUDGET, SMALL = ("council", 14), ("tansy-row-board", 3)
PAID, CALLED = "The council’s finance desk pays within 10 days", "The board’s secretary calls the vote each May"
LAW, ASKED = "Never slower than the law", "Residents hear back in 28 days"
TANSY_ROW: tuple[Handed, ...] = (
    ("estate-budget", "Estate budget", BY_VOTE, "holder", "", 60_000, None, BUDGET, PAID),
    ("board-seats", "Board seats", BY_VOTE, "holder", "6 seats, 3 years each", None, None, None, CALLED),
    (
        "small-money",
        "Small money",
        "Any 3 residents",
        "holder",
        "",
        6_000,
        500,
        SMALL,
        "The board’s treasurer pays in 3 days",
    ),
    ("repair-times", "Repair times", TOGETHER, "together", LAW, None, None, None, "The repairs team works to them"),
    (
        "lettings",
        "Empty homes",
        "Council, after asking",
        "asked",
        ASKED,
        None,
        None,
        None,
        "The lettings office answers",
    ),
)
STAIRS: Handed = (
    "stairs", "Cleaning of the stairs", "The co-op’s members", "holder", "All stairs", None, None, None, "The co-op pays the cleaner",
)  # fmt: skip
KEPT = (
    ("tansy-row", "rent", "Rent", "The law sets how it may rise."),
    ("tansy-row", "cleaning", "Cleaning", "The contract with the cleaning firm runs until spring."),
    ("lockside", "rent", "Rent", "The law sets how it may rise."),
    ("lockside", "large-works", "Works over £250,000", "Too large for one estate to carry if it goes wrong."),
    ("fairmead", "cleaning", "Cleaning", "Nobody has asked for it yet."),
)


def build(town: Town) -> None:
    """The register of three estates, a year of what was decided under it, and what people demand."""
    with town.days_ago(HANDED):
        for row in TANSY_ROW:
            _hand_over(town, "tansy-row", row)
        _hand_over(town, "fairmead", STAIRS)
    with town.days_ago(300):
        _keep(town)
    with town.days_ago(195):
        _mural(town)
    for days in (179, 165):  # what must be answered after the mural was stopped passes its day, and climbs
        with town.days_ago(days):
            watch_promises()
    _coming(town)
    _demands(town)


def _hand_over(town: Town, short: str, row: Handed) -> None:
    key, title, who, decides, far, year, each, no, hand = row
    place = town.made[f"estate:{short}"]
    vetoes = (VetoTerm(town.made[f"organisation:{no[0]}"].pk, GROUNDS, no[1]),) if no else ()
    side = {"holder": "holder", "together": "together", "asked": "giver"}[decides]
    terms = Terms(
        decides=decides, agenda=side, options="holder" if decides == "holder" else "together", information="together",
        money="together" if year else "", vetoes=vetoes, pence_a_year=year and year * 100, pence_each=each and each * 100,
        scope=far,
    )  # fmt: skip
    declared = {"holder": Rung.RESIDENTS, "together": Rung.TOGETHER, "asked": Rung.ASKED}[decides]
    start = _today(town) - timedelta(days=HANDED)
    review = _today(town) + timedelta(days=130)
    offer = Offer(
        what=key, title=title, holder=("place", place.pk), holder_words=who, speaker=_body(town, short).pk,
        declared=declared, terms=terms, start=start, review=review, by_hand=hand,
        instrument="Agreement between council and board, made up",
    )  # fmt: skip
    _offer(town, short, offer)
    made = town.made[f"power:{short}:{key}"]
    actions.accept(made.pk, by=_secretary(town, short), key=town.key("accept", short, key))


def _offer(town: Town, short: str, offer: Offer) -> None:
    place, council = town.made[f"estate:{short}"], town.made["organisation:council"]
    key = town.key("hand over", short, offer.what)
    town.made[f"power:{short}:{offer.what}"] = actions.hand_over(place.pk, council.pk, offer, by=town.by, key=key)


def _keep(town: Town) -> None:
    """What the council keeps, and why; the board of Tansy Row has asked for the cleaning."""
    review = _today(town) + timedelta(days=100)
    for short in ("tansy-row", "lockside", "fairmead"):
        rows = [
            {"what": key, "title": title, "reasons": why, "review": review}
            for at, key, title, why in KEPT
            if at == short
        ]
        place = town.made[f"estate:{short}"]
        apply_catalogue(rows, place.pk, by=town.by, key=town.key("catalogue", short))
        for power in kept(place):
            town.made[f"power:{short}:{power.what}"] = power
    with town.days_ago(18):
        asked = town.made["power:tansy-row:cleaning"]
        reasons = "The stairs are dirty, and we know a firm that would do better."
        actions.ask_for(asked.pk, reasons, by=_secretary(town, "tansy-row"), key=town.key("ask for cleaning"))


def _mural(town: Town) -> None:
    """One decision that was stopped, with its reasons."""
    power = town.made["power:tansy-row:estate-budget"]
    words = "Mural on the substation wall"
    made = actions.use(power.pk, words, 240_000, by=_secretary(town, "tansy-row"), key=town.key("use", "mural"))
    [right] = power.present_rights()
    why = "The wall belongs to the power company. The hall has a wall that is ours."
    actions.veto(right.pk, Ref("decision", made.pk), GROUNDS[2], why, by=town.by, key=town.key("veto", "mural"))
    effects.take(actions.STOPPED, Ref("decision", made.pk), {}, key=town.key("stopped", "mural"))


def _coming(town: Town) -> None:
    """The manager, whom residents alone choose from a day in spring; and an offer that Lockside has not answered."""
    place = town.made["estate:tansy-row"]
    review = _today(town) + timedelta(days=400)
    terms = Terms(decides="holder", information="together", scope="One post")
    with town.days_ago(60):
        _offer(
            town, "tansy-row",
            Offer(
                what="estate-manager", title="Estate manager", holder=("place", place.pk),
                holder_words="Residents, through their board", speaker=_body(town, "tansy-row").pk,
                declared=Rung.RESIDENTS, until_then=Rung.TOGETHER, terms=terms, start=_today(town) + timedelta(days=130),
                review=review, by_hand="The council, as employer, does what the board decides",
            ),
        )  # fmt: skip
        made = town.made["power:tansy-row:estate-manager"]
        actions.accept(made.pk, by=_secretary(town, "tansy-row"), key=town.key("accept manager"))
    place = town.made["estate:lockside"]
    council = VetoTerm(town.made["organisation:council"].pk, GROUNDS, 10)
    args = {
        "name": "Lockside small money", "place": str(place.pk), "giver": str(town.made["pot:council"].pk),
        "pence": 300_000, "officer": "treasurer", "officer_organisation": str(_body(town, "lockside").pk),
    }  # fmt: skip
    terms = Terms(
        decides="holder",
        information="together",
        money="holder",
        vetoes=(council,),
        pence_a_year=300_000,
        pence_each=50_000,
    )
    with town.days_ago(5):
        _offer(
            town, "lockside",
            Offer(
                what="small-money", title="Small money", holder=("place", place.pk), holder_words="Any 3 residents",
                speaker=_body(town, "lockside").pk, declared=Rung.RESIDENTS, terms=terms, review=review,
                start=_today(town) + timedelta(days=7), effect="money.open-pot", effect_args=args, end_effect="money.return",
            ),
        )  # fmt: skip


def _demands(town: Town) -> None:
    """41 of 60 names for heating; a crossing for which an answer is owed; and a question that the board asks."""
    with town.days_ago(250):
        for short, name in (("north", "North ward"), ("river", "River ward")):
            ward = town.made[f"ward:{short}"]
            town.made[f"demand:{short}"] = set_demand(
                ward.pk, 60, 60, Ref("place", ward.pk), f"The councillor for {name}", 28, "powers.owe-an-answer",
                {"rule": RULE}, by=town.by, key=town.key("demand", short),
            )  # fmt: skip
    heating = "Heating in Block D", "The boiler stops each week. We want a date on which it is mended for good."
    crossing = "A crossing on Lock Road", "Cars come fast round the bend. We want a crossing before the school."
    _petition(town, "heating", "tansy-row", heating, 41, days_ago=19)
    _petition(town, "crossing", "lockside", crossing, 64, days_ago=20)
    with town.days_ago(26):
        key = town.key("question", "repairs")
        town.made["petition:repairs"] = ask_question(
            town.made["estate:tansy-row"].pk, _body(town, "tansy-row").pk, "Why is the review of repair times late?",
            "It was due in spring. We have asked twice.", by=_secretary(town, "tansy-row"), key=key,
        )  # fmt: skip


def _petition(town: Town, word: str, short: str, says: tuple[str, str], names: int, days_ago: int) -> None:
    place, people = town.made[f"estate:{short}"], town.made[f"lives:{short}"][40:]
    with town.days_ago(days_ago):
        first = Builder(
            frozenset({"anyone", "person"}), person=people[0].pk, grants=frozenset({Grant("resident", place.lineage)})
        )
        made = start_petition(place.pk, *says, by=first, key=town.key("petition", word))
        for number in range(1, names):
            key = town.key("sign", word, number)
            made = sign_for(made.pk, people[number].pk, "door", by=town.by, key=key)
    town.made[f"petition:{word}"] = made


def _body(town: Town, short: str) -> Any:
    """The body that speaks for an estate."""
    return town.made["organisation:fairmead-co-op" if short == "fairmead" else f"organisation:{short}-board"]


def _secretary(town: Town, short: str) -> Builder:
    """The script in the place of its secretary."""
    body = _body(town, short)
    grant = Grant("secretary", body.place.lineage, body.pk)
    return Builder(frozenset({"anyone"}), grants=frozenset({grant}), strong=True)


def _today(town: Town) -> Any:
    return localdate(town.today)
