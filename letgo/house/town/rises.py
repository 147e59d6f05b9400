"""A round of the made-up town whose projects became dearer: one within its terms, one that residents paid for by a vote, one they vote on
now; and one elsewhere that a meeting kept at its old cost.

What later scripts find in town.made: "round:stairs", "rise:door", "rise:handles" (the Changes). Nothing of it is real.
"""

from datetime import timedelta

from letgo.commons.places.queries import today
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import call_off
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.ballots.closing import actions as closing
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.queries import roll_preview
from letgo.decide.budgets.changes.actions import Asked, change, put_to_vote, settle
from letgo.decide.budgets.delivery import actions as delivery
from letgo.decide.budgets.delivery.rules import Step
from letgo.decide.budgets.models import Change, Project
from letgo.house.town.budgets import Plan, Wish, _as, _outsider, _resident, _round, _secretary, _won, declared
from letgo.house.town.building import Town

STAIRS: tuple[Wish, ...] = (
    ("A new floor for the hall", "The old one is worn through by the door.", "buildings", 3_100),
    ("A door that opens by itself", "With a pram or a chair nobody gets in alone.", "getting-about", 2_400),
    ("Handrails on the stairs", "There is none above the second floor.", "safety", 900),
    ("Rain barrels", "The gardens need water in summer.", "outdoors", 400),
    ("A table for chess", "In stone, under the oaks.", "together", 1_200),
)
PLAN = Plan(
    "stairs",
    "fairmead",
    "hall-budget",
    "£9,500 for our hall and stairs",
    9_500,
    120,
    STAIRS,
    over_rise="poll",
)
FLOOR, DOOR, RAILS = (wish[0] for wish in STAIRS[:3])


def build(town: Town) -> None:
    """The round, the order of what won, and three new costs."""
    _round(town, PLAN)
    rows = {row.idea.title: row for row in _won(town, PLAN.word)}
    with town.days_ago(105):
        for title, row in rows.items():
            step = Step("It is there", today() + timedelta(days=135 + 10 * len(title) % 30))
            delivery.start(row.pk, [step], by=_officer(town), key=town.key("start", title))
    with town.days_ago(80):
        _dearer(town, rows[FLOOR], 25_000, "The boards below are rotten too.")
    with town.days_ago(60):
        door = town.made["rise:door"] = _dearer(town, rows[DOOR], 60_000, "The wall needs a beam of steel above it.")
    over = _asked(town, door, 55)
    _vote(town, over, 30, 0.8)
    declared(town, "rise", PLAN.estate, over, "budgets.settle-change")
    with town.days_ago(14):
        rails = town.made["rise:handles"] = _dearer(town, rows[RAILS], 30_000, "One firm closed. The other is dearer.")
    _vote(town, _asked(town, rails, 12), 14, 0.6)
    _by_a_meeting(town)
    call_off("budgets.tell")


def _by_a_meeting(town: Town) -> None:
    """Tansy Row: a meeting kept the old cost."""
    row = next((row for row in _won(town, "benches") if row.idea.title == "Planters on Tansy Row"), None)
    if row is None:
        return
    with town.days_ago(50):
        asked = _dearer(town, row, 80_000, "Oak costs more now.")
    with town.days_ago(46):
        met = "Meeting in the hall: 19 for the old cost, 4 for letting it go."
        settle(asked.pk, "old-cost", met, by=_secretary(town, "tansy-row"), key=town.key("settled", row.idea.title))


def _officer(town: Town):
    return _as(town, "officer", "place:wrenholt")


def _dearer(town: Town, row: Project, pence: int, why: str) -> Change:
    return change(row.pk, row.pence + pence, why, by=_officer(town), key=town.key("dearer", row.idea.title))


def _asked(town: Town, made: Change, days: float) -> Poll:
    """The residents are asked, so many days ago, in a vote of a week that begins eight days later."""
    with town.days_ago(days):
        seen = roll_preview(made.project.round.electorate, today())
        opens, closes = (now() + timedelta(days=ahead) for ahead in (8, 15))
        asked = Asked(opens, closes, _outsider(town, PLAN.estate), seen.size, seen.twins)
        return put_to_vote(made.pk, asked, by=_secretary(town, PLAN.estate), key=town.key("rise", made.pk))


def _vote(town: Town, poll: Poll, people: int, yes: float) -> None:
    """`people` vote: that part of them to pay it, the others for the old cost."""
    dearer, old = poll.options.filter(none=False).order_by("number")[:2]
    with travel(poll.opens + timedelta(hours=2)):
        closing.open_poll(poll.pk, by=CLOCK, key=town.key("opens", poll.pk))
        for number in range(people):
            liked = dearer if town.chance("rise", poll.question, number) < yes else old
            ballots.cast(poll.pk, [liked.pk], by=_resident(town, PLAN.estate, 12 + number))
