"""Offices of the made-up town: a manager under review, another before a hearing, a job to apply for, and names for a recall.

What later scripts find in town.made: "office:<estate>" (who manages there), "review:tansy-row", "removal:fairmead", "recall:tansy-row",
"job:lockside". All of it is made up.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.powers.petitions.actions import sign
from letgo.decide.boards.appointments import actions as appointments
from letgo.decide.boards.appointments.actions import Job
from letgo.decide.boards.confidences.actions import speak
from letgo.decide.boards.interests.actions import declare
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.recalls.actions import start_recall
from letgo.decide.boards.removals import actions as removals
from letgo.decide.boards.reviews import actions as reviews
from letgo.decide.boards.reviews.queries import due as reviews_due
from letgo.decide.boards.seating import fill
from letgo.house.town.budgets import BY, _as, _resident
from letgo.house.town.building import Town

FIGURES = (
    ("Homes that stand empty", "7 of 212", "Lettings list, first of the month"),
    ("Complaints answered in time", "19 of 26", "The complaints book"),
    ("Residents who came to the office", "344", "Counted at the desk, three months"),
)
JOB = "Opens and closes the hall, keeps it clean and safe, and helps groups that meet there. 16 hours a week, in the evenings."


def build(town: Town) -> None:
    """Four offices on three estates, and what people say of them. Seconds of a processor: about one."""
    _under_review(town)
    _at_hearing(town)
    _job(town)
    _recall(town)


def _manager(town: Town, estate: str, days: float, targets: tuple[tuple[str, int], ...]) -> Mandate:
    """Who has the role of the manager there, or somebody new, has the office since so many days."""
    role = town.made.get(f"role:manager:estate:{estate}:0")
    person = role.person if role else town.made[f"lives:{estate}"][7]
    with town.days_ago(days):
        aims = [{"words": words, "by": (today() + timedelta(days=ahead)).isoformat()} for words, ahead in targets]
        held = fill(
            town.made[f"body:{estate}"], person, name=person.name, source=("appointment", None), start=today(),
            end=today() + timedelta(days=730), title="manager", targets=aims, review_months=3, by=BY, key=town.key("manager", estate),
        )  # fmt: skip
    town.made[f"office:{estate}"] = held
    return held


def _under_review(town: Town) -> None:
    """Tansy Row: the first three months are over. The board has entered figures; one has a word beside it."""
    targets = (("Nine of ten repairs in time", 365), ("No home empty for more than six weeks", 180))
    held = _manager(town, "tansy-row", 96, targets)
    with town.days_ago(3):
        due = reviews_due(today())[held.pk]
        row = town.made["review:tansy-row"] = reviews.open_review(held.pk, due)
    made = []
    with town.days_ago(2):
        for number, (title, value, source) in enumerate(FIGURES):
            by = town.made[f"member:tansy-row:{number % 2}"]
            made.append(reviews.enter_figure(row.pk, title, value, source, by=by, key=town.key("figure", number)))
    with town.days_ago(1):
        manager = Actor(frozenset({"anyone", "person"}), person=held.person_id, strong=True)
        words = "Four of the seven wait for new boilers. They are ordered for the 12th."
        reviews.comment(made[0].pk, words, by=manager, key=town.key("beside"))
    _in_confidence(town)


def _in_confidence(town: Town) -> None:
    """Someone who works at Tansy Row has told the chair something. Who it was is written nowhere, here neither."""
    body = town.made["body:tansy-row"]
    chair = body.mandates.filter(title="chair", state="serving").first()
    if chair is None:
        with town.days_ago(250):
            first = body.mandates.filter(state="serving", seat__isnull=False).order_by("seat__number")[0]
            rests = (first.source_kind, first.source_id)
            chair = fill(
                body, first.person_id, name=first.name, source=rests, start=today(), end=first.end, title="chair",
                by=BY, key=town.key("chair"),
            )  # fmt: skip
    worker = _as(town, "outreach", "estate:tansy-row")
    with town.days_ago(1):
        words = "Two sets of keys to the hall are missing since October. Nobody dares to say so."
        speak(body.pk, chair.person_id, words, by=worker, key=town.key("in confidence"))


def _at_hearing(town: Town) -> None:
    """Fairmead: a plan has run out, the facts are shown, and the hearing is in eleven days."""
    held = _manager(town, "fairmead", 75, (("Rent letters go out a month ahead", 60),))
    board = _as(town, "board-member", "organisation:fairmead-co-op", 1)

    def key(word: str) -> str:
        return town.key("removal", word)

    with town.days_ago(60):
        words = "Three rent letters in a row went out after the first of the month. Members could not plan."
        row = removals.raise_concern(held.pk, words, decides="board", by=board, key=key("concern"))
    with town.days_ago(56):
        plan = "The treasurer helps with the list. The letters for the next month go out by the 20th."
        removals.agree_plan(row.pk, plan, today() + timedelta(days=30), by=board, key=key("plan"))
    with town.days_ago(5):
        facts = "The letters for October went out on 2 October.\nThe letters for November went out on 4 November."
        at = make_aware(datetime.combine(today() + timedelta(days=17), time(19)))
        town.made["removal:fairmead"] = removals.call_hearing(
            row.pk, facts, at, "The hall, step-free", by=board, key=key("hearing")
        )


def _job(town: Town) -> None:
    """Lockside looks for somebody for its hall. One of the board gains by it, and says so."""
    body = town.made["body:lockside"]
    secretary = _as(town, "secretary", "organisation:lockside-board")
    member = _as(town, "board-member", "organisation:lockside-board", 1)
    with town.days_ago(6):
        job = Job(
            "Hall manager", JOB, (("The hall is open on five evenings a week", today() + timedelta(days=120)),),
            (("Lives near, and has the evenings", 2), ("Gets on with young and old", 3)),
            "Two board members, one resident, one youth worker",
            decides="members", term_months=24, review_months=6,
        )  # fmt: skip
        row = appointments.describe(body.pk, job, by=secretary, key=town.key("job"))
        appointments.publish(row.pk, today() + timedelta(days=14), by=secretary, key=town.key("publish"))
        declare(body.pk, row.ref, "My brother wants to apply.", by=member, key=town.key("interest"))
    town.made["job:lockside"] = row


def _recall(town: Town) -> None:
    """Tansy Row: four fifths of the names that it takes are there."""
    body = town.made["body:tansy-row"]
    words = "They have not published minutes since spring, and nobody answers why."
    with town.days_ago(20):
        row = start_recall(body.pk, None, words, by=_resident(town, "tansy-row", 1), key=town.key("recall"))
    town.made["recall:tansy-row"] = row
    petition: Any = row.petition
    for number in range(2, petition.threshold * 4 // 5 + 1):
        with town.days_ago(19 - number % 15):
            sign(petition.pk, by=_resident(town, "tansy-row", number), key=town.key("sign", number))
