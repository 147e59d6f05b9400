"""Rounds of the made-up town in every state: ideas, costing, a vote, a result, a project that is late, and a cut. Nothing of it is real.
How residents settled rises in cost stands in rises.py.

What later scripts find in town.made: "round:<word>" (play, lockside, tansy-row, fairmead, benches, steps), "cut:steps", "small:<number>".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from letgo.commons.money import actions as money
from letgo.commons.money.models import Pot
from letgo.commons.money.rules import Terms as PotTerms
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.actions import give_role
from letgo.commons.places.queries import today
from letgo.commons.promises.actions import tick as promises_tick
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import call_off, perform
from letgo.commons.record.models import Job
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.ballots.closing import actions as closing
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.queries import roll_preview
from letgo.decide.budgets import actions
from letgo.decide.budgets.actions import Said
from letgo.decide.budgets.changes.actions import change
from letgo.decide.budgets.costing import actions as costing
from letgo.decide.budgets.cuts.actions import announce, plan
from letgo.decide.budgets.delivery import actions as delivery
from letgo.decide.budgets.delivery.rules import Step
from letgo.decide.budgets.models import Idea, Project, Round
from letgo.decide.budgets.rounds.actions import Opening, end_ideas, open_round
from letgo.decide.budgets.rounds.voting import Asked, put_on_the_vote
from letgo.decide.budgets.rules import Terms
from letgo.decide.budgets.small import actions as small
from letgo.house.town.building import Town
from letgo.house.town.money import BY
from letgo.house.town.powers import Handed, _hand_over

DAYS = {"ideas": 60, "ideas_until": 45, "costing_until": 15, "votes_from": 8}  # before the vote ends
HAND = "The council’s finance desk pays within 10 days"
POWERS: tuple[tuple[str, Handed], ...] = (
    ("lockside", ("estate-budget", "Estate budget", "Residents, by vote", "holder", "", 60_000, None, ("council", 14), HAND)),
    ("fairmead", ("estate-budget", "Estate budget", "Residents, by vote", "holder", "", 60_000, None, ("council", 14), HAND)),
    ("fairmead", ("hall-budget", "Hall budget", "Residents, by vote", "holder", "For the hall", 20_000, None, ("council", 14), HAND)),
    ("fairmead", ("play-budget", "Play budget", "Residents, by vote", "holder", "For children", 20_000, None, ("council", 14), HAND)),
)  # fmt: skip
Wish = tuple[str, str, str, int]  # title, words, category, pounds


@dataclass(frozen=True)
class Plan:
    """One round as the town tells it. `over`: the vote ends so many days ago (below nothing: it is still to end)."""

    word: str
    estate: str
    power: str
    title: str
    pounds: int
    over: float
    wishes: tuple[Wish, ...]
    votes: int = 40
    over_rise: str = "next-project"


BENCHES: tuple[Wish, ...] = (
    ("Benches with backs", "Older people cannot walk to the shop without a rest.", "outdoors", 6_400),
    ("Lights in the underpass", "It is dark from four o’clock in winter.", "safety", 5_200),
    ("A bench in the park", "One bench by the pond, in the shade.", "outdoors", 900),
    ("Planters on Tansy Row", "The street is grey. Neighbours will water them.", "outdoors", 2_300),
    ("A stage for the summer", "For music and speeches.", "together", 9_800),
)
VOTING: tuple[Wish, ...] = (
    ("Swings for small children", "The old ones were taken away two years ago.", "children", 4_200),
    ("A ramp to the hall", "My mother cannot come to any meeting.", "getting-about", 3_800),
    ("A tool library", "Nobody needs a drill of their own.", "together", 1_500),
    ("Fruit trees by Block C", "Apples and plums for all.", "outdoors", 1_100),
    ("A goal for the pitch", "We play between two coats.", "children", 700),
)
STEPS: tuple[Wish, ...] = (
    ("A rail at the lock steps", "It is steep and wet.", "safety", 3_600),
    ("New bins by the canal", "Rats come every night.", "buildings", 4_500),
    ("A notice board", "Not everybody has a phone.", "together", 800),
    ("Paint for the stairwells", "They have not been painted for ten years.", "buildings", 5_400),
)
COSTING: tuple[Wish, ...] = (
    ("A drinking fountain", "For people who walk along the canal.", "outdoors", 2_900),
    ("A seat at the bus stop", "The bus comes every half hour.", "getting-about", 1_250),
    ("Homework club, first year", "Two evenings a week in the hall.", "children", 3_100),
    ("A kiln", "There are four potters on the estate.", "together", 2_700),
)
FAIRMEAD: tuple[Wish, ...] = (
    ("Bicycle stands", "They are stolen from the hall.", "getting-about", 1_900),
    ("Warm room in winter", "Tea and heating on Tuesdays and Fridays.", "health", 3_400),
    ("Hedgehog holes", "One brick out of each wall.", "outdoors", 150),
    ("Seats in the laundry", "It takes an hour and there is nowhere to sit.", "buildings", 850),
    ("A second oven for the hall", "For feasts.", "buildings", 6_900),
)
PLAY: tuple[Wish, ...] = (
    ("Climbing net", "Between the two oaks.", "children", 0),
    ("A net to climb", "The oaks would hold it.", "children", 0),
    ("Chalk wall", "They draw everywhere else.", "children", 0),
    ("Mud kitchen", "Old pots are enough.", "children", 0),
)
PLANS = (
    Plan("benches", "tansy-row", "estate-budget", "What should our £18,000 pay for?", 18_000, 110, BENCHES, 60),
    Plan("steps", "lockside", "estate-budget", "£15,000 for Lockside", 15_000, 95, STEPS),
    Plan("fairmead", "fairmead", "estate-budget", "£8,000 for Fairmead", 8_000, 3, FAIRMEAD),
    Plan("tansy-row", "tansy-row", "estate-budget", "What should our next £9,000 pay for?", 9_000, -5, VOTING, 34),
    Plan("lockside", "lockside", "estate-budget", "£6,000 for Lockside, spring", 6_000, -24, COSTING),
    Plan("play", "fairmead", "play-budget", "£4,000 for play", 4_000, -50, PLAY),
)


def build(town: Town) -> None:
    """Six rounds on three estates, what became of each, and small money. Nobody is told by message of what is long past."""
    with town.days_ago(398):
        for short, row in POWERS:
            _hand_over(town, short, row)
    with town.days_ago(229):
        cause = Ref("organisation", town.made["organisation:council"].pk)
        why = "Money for estates that spend it themselves"
        money.transfer(
            town.made["pot:outside"], town.made["pot:council"], 8_000_000, cause, BY, town.key("budgets"), why=why
        )
    for one in PLANS:
        _round(town, one)
    _deliver(town)
    _cut(town)
    _small(town)
    call_off("budgets.tell")


# --- a round, as far as its days have come -----------------------------------------------------------------------------


def _round(town: Town, one: Plan) -> None:
    said = one.over + DAYS["ideas"]
    with town.days_ago(min(said, 220)):
        made = _open(town, one)
    town.made[f"round:{one.word}"] = made
    for number, wish in enumerate(one.wishes):
        with town.days_ago(said - 3 - number):
            _say(town, one, made, number, wish)
    if one.over + DAYS["ideas_until"] <= 1:
        return
    with town.days_ago(one.over + DAYS["ideas_until"] - 1):
        end_ideas(made.pk)
    ready = len(one.wishes) if one.over + DAYS["costing_until"] < 0 else None
    for number, idea in enumerate(Idea.objects.filter(round=made).order_by("number")):
        if ready is None or number < ready - 2:  # two still wait for their cost
            with town.days_ago(max(1, one.over + 30 - number)):
                _cost(town, one, idea, one.wishes[number][3] * 100)
    if ready is not None:
        return
    with town.days_ago(one.over + DAYS["votes_from"] + 1):
        preview = roll_preview(made.electorate, today())
        asked = Asked(
            _outsider(town, one.estate), "The lottery’s numbers on the Saturday after", preview.size, preview.twins
        )
        put_on_the_vote(made.pk, asked, by=_secretary(town, one.estate), key=town.key("vote", one.word))
    _vote(town, one, Round.objects.get(pk=made.pk).poll)


def _open(town: Town, one: Plan) -> Round:
    body, council = _body(town, one.estate), town.made["pot:council"]
    pot = money.open_pot(
        f"{town.made[f'estate:{one.estate}'].name}: {one.title}"[:80], body, BY, town.key("pot", one.word), purpose="What people vote for",
        terms=PotTerms(officer="treasurer"), giver=council,
    )  # fmt: skip
    cause = Ref("power", town.made[f"power:{one.estate}:{one.power}"].pk)
    money.transfer(
        council, pot, one.pounds * 100, cause, BY, town.key("purse", one.word), why="Handed over with the power"
    )
    last = localdate(town.today) - timedelta(days=one.over)
    days = {name: last - timedelta(days=DAYS[name]) for name in ("ideas_until", "costing_until", "votes_from")}
    opening = Opening(
        title=one.title, words="Anything that makes living here better.", purse_pence=one.pounds * 100, pot=pot.pk,
        electorate=town.made[f"electorate:{one.estate}"].pk, ideas_until=days["ideas_until"], costing_until=days["costing_until"],
        votes=(days["votes_from"], last), terms=Terms(reserve_pence=50_000, seed_from="The lottery’s numbers", over_rise=one.over_rise),
        outside=town.made["pot:outside"].pk,
    )  # fmt: skip
    return open_round(cause.id, opening, by=_secretary(town, one.estate), key=town.key("round", one.word))


def _say(town: Town, one: Plan, made: Round, number: int, wish: Wish) -> None:
    title, words, category, _ = wish
    by = _resident(town, one.estate, 20 + number)
    key = town.key("idea", one.word, number)
    actions.say(made.pk, Said(title, words, category, where=""), by=by, key=key)


def _cost(town: Town, one: Plan, idea: Idea, pence: int) -> None:
    def key(*what: object) -> str:
        return town.key("cost", one.word, idea.number, *what)

    officer = _as(town, "officer", "place:wrenholt")
    costing.declare(idea.pk, "", by=officer, key=key("gain"))
    costing.estimate(idea.pk, pence, pence // 40, "Three firms gave a price.", by=officer, key=key("pounds"))
    costing.answer_estimate(idea.pk, True, by=_resident(town, one.estate, 19 + idea.number), key=key("yes"))
    for number in (0, 1):
        checker = _as(town, "board-member", _where(one.estate), number)
        costing.declare(idea.pk, "", by=checker, key=key("gain", number))
        costing.check(idea.pk, True, by=checker, key=key("check", number))


def _vote(town: Town, one: Plan, poll: Poll) -> None:
    options = list(poll.options.filter(none=False).order_by("number"))
    with travel(poll.opens + timedelta(hours=2)):
        closing.open_poll(poll.pk, by=CLOCK, key=town.key("opens", one.word))
        for number in range(one.votes):
            liked = [
                option.pk
                for at, option in enumerate(options)
                if town.chance("likes", one.word, number, at) < 0.62 - 0.09 * at
            ]
            ballots.cast(poll.pk, liked or [options[0].pk], by=_resident(town, one.estate, 12 + number))
    if one.over >= 0:
        declared(town, one.word, one.estate, poll, "budgets.fund" if one.over > poll.object_days + 1 else "")


def declared(town: Town, word: str, estate: str, poll: Poll, effect: str) -> None:
    """Close it, read the number, count and say the result; with the name of an effect also let that happen."""
    with travel(poll.closes + timedelta(hours=1)):
        closing.close_poll(poll.pk, by=CLOCK, key=town.key("closes", word))
    with travel(poll.closes + timedelta(hours=20)):
        officer = Actor(frozenset({"anyone", "person"}), person=poll.officer_id, strong=True)
        for number, scrutineer in enumerate((_as(town, "board-member", _where(estate), 2), officer), 2):
            ballots.read_seed(poll.pk, "7 12 31 40 41 55", by=scrutineer, key=town.key("seed", word, number))
        _now("ballots.count")
        ballots.declare(poll.pk, by=officer, key=town.key("declare", word))
    if effect:
        with travel(poll.closes + timedelta(days=poll.object_days + 1)):
            closing.take_effect(poll.pk, by=CLOCK, key=town.key("effect", word))
            _now("record.effect", effect)


def _now(name: str, key: str = "") -> None:
    """Do the waiting jobs of this name at once, as a worker would have done then."""
    for pk in Job.objects.filter(name=name, state=Job.State.WAITING, key__startswith=key).values_list("pk", flat=True):
        perform(pk)


# --- what became of what won -------------------------------------------------------------------------------------------


def _deliver(town: Town) -> None:
    """Tansy Row: one project is done, one waits for a resident's yes, one is late, one costs more than its terms allow."""
    officer = _as(town, "officer", "place:wrenholt")
    rows = {row.idea.title: row for row in _won(town, "benches")}
    for number, (title, row) in enumerate(sorted(rows.items())):
        with town.days_ago(90 - number):
            late = title == "Benches with backs"
            days = (20, 45) if late else (30, 60) if title == "A bench in the park" else (40, 110)
            steps = [
                Step("Ordered from the firm", today() + timedelta(days=days[0])),
                Step("It is there", today() + timedelta(days=days[1])),
            ]
            delivery.start(row.pk, steps, by=officer, key=town.key("start", title))
        with town.days_ago(72 - number):
            first = row.stages.get(number=1)
            delivery.show(first.pk, "The order is signed.", by=officer, key=town.key("show", title))
    if bench := rows.get("A bench in the park"):
        _finish(town, bench, officer)
    if dear := rows.get("Lights in the underpass"):
        with town.days_ago(8):
            change(dear.pk, dear.pence + 150_000, "The old cable cannot carry them.", by=officer, key=town.key("dear"))
    for days in (44, 43, 30, 29, 20, 1):
        with town.days_ago(days):
            promises_tick()


def _finish(town: Town, row: Project, officer: Actor) -> None:
    last = row.stages.get(number=2)
    with town.days_ago(40):
        delivery.show(
            last.pk, "The bench stands by the pond.", by=officer, key=town.key("bench"), bill=row.pence - 4_000
        )
    with town.days_ago(36):
        neighbour = _resident(town, "tansy-row", 15)
        delivery.answer(last.pk, True, "It is lovely.", by=neighbour, key=town.key("bench", "yes"))


def _cut(town: Town) -> None:
    """Lockside: the council gives £6,000 less from spring on; two projects have said how far they can shrink."""
    officer = _as(town, "officer", "place:wrenholt")
    made = town.made["round:steps"]
    with town.days_ago(80):
        for row in _won(town, "steps"):
            step = Step("It is there", today() + timedelta(days=170))
            delivery.start(row.pk, [step], by=officer, key=town.key("start", row.idea.title))
    with town.days_ago(12):
        reasons = "The government gives the council a tenth less this year. We share that with everyone."
        starts = today() + timedelta(days=made.power.notice_days + 10)
        cut = town.made["cut:steps"] = announce(
            made.pk, made.purse_pence - 600_000, reasons, starts, by=officer, key=town.key("cut")
        )
    with town.days_ago(6):
        for row in _won(town, "steps")[:2]:
            words = "Half of it is built now, the rest when there is money again."
            plan(cut.pk, row.pk, row.pence // 2, words, by=officer, key=town.key("plan", row.idea.title))


def _won(town: Town, word: str) -> list[Project]:
    return list(
        Project.objects.filter(round=town.made[f"round:{word}"]).select_related("idea").order_by("idea__number")
    )


def _small(town: Town) -> None:
    """Tansy Row's small money: one ask is paid, one is released, one waits for a third yes."""
    power, body = town.made["power:tansy-row:small-money"], _body(town, "tansy-row")
    with town.days_ago(190):
        pot: Pot = money.open_pot(
            "Small money, Tansy Row", body, BY, town.key("small pot"), purpose="What three residents release",
            terms=PotTerms(officer="treasurer"), giver=town.made["pot:council"], cause=Ref("power", power.pk),
        )  # fmt: skip
        why = "Small money for the year"
        money.transfer(
            town.made["pot:council"], pot, 150_000, Ref("power", power.pk), BY, town.key("small money"), why=why
        )
    asks = (
        (30, "A net for the pitch", "Children of Block C", 4_500, 3),
        (2, "Tea for the winter evenings", "Pensioners", 6_000, 3),
        (1, "Paint for the hopscotch", "Children of Block A", 1_800, 2),
    )
    for number, (days, title, group, pence, yeses) in enumerate(asks):
        with town.days_ago(days):
            row = small.ask(
                power.pk,
                title,
                "",
                group,
                pence,
                by=_resident(town, "tansy-row", 30 + number),
                key=town.key("ask", number),
            )
            for voice in range(yeses):
                by = _resident(town, "tansy-row", 30 + number + voice)
                row = small.say_yes(row.pk, voice < 2, by=by, key=town.key("yes", number, voice))
        town.made[f"small:{number}"] = row
    with town.days_ago(29):
        treasurer = _as(town, "treasurer", _where("tansy-row"))
        small.pay(town.made["small:0"].pk, 4_200, by=treasurer, key=town.key("pay"))


# --- who does it -------------------------------------------------------------------------------------------------------


def _body(town: Town, estate: str) -> Any:
    return town.made[_where(estate)]


def _where(estate: str) -> str:
    return "organisation:fairmead-co-op" if estate == "fairmead" else f"organisation:{estate}-board"


def _as(town: Town, role: str, where: str, number: int = 0) -> Actor:
    """Who holds a role, with their second step taken."""
    row, at = town.made[f"role:{role}:{where}:{number}"], town.made[where]
    inside = where.startswith("organisation:")
    grant = Grant(role, at.place.lineage, at.pk) if inside else Grant(role, at.lineage)
    return Actor(frozenset({"anyone", "person"}), person=row.person_id, grants=frozenset({grant}), strong=True)


def _secretary(town: Town, estate: str) -> Actor:
    return _as(town, "secretary", _where(estate))


def _resident(town: Town, estate: str, number: int) -> Actor:
    """One of those who live there and hold no role."""
    place, people = town.made[f"estate:{estate}"], _plain(town, estate)
    person = people[number % len(people)]
    return Actor(frozenset({"anyone", "person"}), person=person, grants=frozenset({Grant("resident", place.lineage)}))


def _plain(town: Town, estate: str) -> Sequence[Any]:
    kept = town.made.setdefault(f"plain:{estate}", [])
    if not kept:
        busy = {row.person_id for word, row in town.made.items() if word.startswith("role:")}
        kept.extend(person.pk for person in town.made[f"lives:{estate}"] if person.pk not in busy)
    return kept


def _outsider(town: Town, estate: str) -> Any:
    """The returning officer: someone who lives on another estate, and holds that office."""
    other = "lockside" if estate == "tansy-row" else "tansy-row"
    person = _plain(town, other)[0]
    if (made := f"role:returning-officer:{other}") not in town.made:
        start, key = localdate(town.today) - timedelta(days=690), town.key("role", "returning-officer", other)
        evidence, council = "letter of appointment, made up", town.made["place:wrenholt"]
        town.made[made] = give_role(person, "returning-officer", council, start, None, evidence, by=town.by, key=key)
    return person
