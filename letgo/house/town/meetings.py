"""Meetings of the made-up town: one held with its minutes, a yearly one to which too few came, and two to come. Nothing of it is real.

What later scripts find in town.made: "meeting:<word>" (held, yearly, second, next).
"""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises.queries import broken_in
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import call_off
from letgo.commons.record.refs import Ref
from letgo.decide.boards.agenda import actions as agenda
from letgo.decide.boards.agenda.queries import voting_mandates
from letgo.decide.boards.expenses import actions as expenses
from letgo.decide.boards.firstweeks import actions as firstweeks
from letgo.decide.boards.meeting_models import Item, Meeting
from letgo.decide.boards.meetings import actions
from letgo.decide.boards.meetings.actions import Calling
from letgo.decide.boards.minutes import actions as minutes
from letgo.decide.boards.models import Body
from letgo.decide.boards.resolutions import actions as resolutions
from letgo.house.town.boards import _elector
from letgo.house.town.budgets import _secretary
from letgo.house.town.building import Town

HALL = "Tansy Row hall, ground floor"
AWAY = 3  # the number of the member who sent apologies to the board meeting
CAME = 7  # of the residents, to the yearly meeting
MINUTES = (
    "Eleven neighbours came to listen. Two of them spoke about the lights.",
    "The board walked around the yard before it began. The gate does not close.",
)


def build(town: Town) -> None:
    """One estate's meetings, in the order of their days. Nobody is told by message of what is long past."""
    body = town.made["body:tansy-row"]
    with town.days_ago(280):
        for task in firstweeks.begin(body)[:-2]:
            firstweeks.finish(task.pk, by=_by(town), key=town.key("first", task.number))
    _held(town, body)
    _yearly(town, body)
    _next(town, body)
    call_off("boards.tell-meeting")


def _by(town: Town) -> Actor:
    return _secretary(town, "tansy-row")


def _evening(town: Town, ahead: int) -> datetime:
    """Seven in the evening, so many days from today."""
    return localtime(town.today + timedelta(days=ahead)).replace(hour=19, minute=0, second=0, microsecond=0)


def _call(town: Town, body: Body, word: str, called: int, calling: Calling) -> Meeting:
    with town.days_ago(called):
        made = actions.call(body.pk, calling, by=_by(town), key=town.key("meeting", word))
    town.made[f"meeting:{word}"] = made
    return made


def _item(town: Town, row: Meeting, title: str, words: str, closed: bool = False) -> Item:
    key = town.key("item", row.number, title)
    return agenda.put_item(row.body_id, title, words, meeting=row.pk, closed=closed, by=_by(town), key=key)


def _held(town: Town, body: Body) -> None:
    """A board meeting with three items, one of them closed, two votes by name, two tasks and its minutes."""
    asked = Calling(
        "board", _evening(town, -33), HALL, "Board meeting in autumn", step_free=True, online="Ring 01632 960 007"
    )
    row, by = _call(town, body, "held", 45, asked), _by(town)
    with town.days_ago(44):
        lights = _item(town, row, "Lights on the stairs", "They go out after ten seconds. People fall.")
        gate = _item(town, row, "A gate for the yard", "Three firms gave a price. The cheapest is £4,100.")
        claim = _item(
            town, row, "A claim about one home", "Who lives there asked that this stays with the board.", closed=True
        )
    members = voting_mandates(body)
    with travel(row.at):
        actions.open_meeting(row.pk, by=by, key=town.key("open", row.pk))
        for number, held in enumerate(members):
            how = "apology" if number == AWAY else "online" if number == AWAY - 1 else "present"
            actions.mark(row.pk, held.person_id, how, by=by, key=town.key("came", row.pk, number))
        actions.count(row.pk, by=by, key=town.key("count", row.pk))
        there = [held for number, held in enumerate(members) if number != AWAY]
        _vote(town, lights, "The lights stay on for one minute, on every stair.", "yes", there, against=1)
        _vote(town, gate, "We order the gate for £4,100 now.", "no", there, against=2)
        _vote(town, claim, "The board answers the claim by the end of the month.", "yes", there, against=0)
        agenda.hear(
            lights.pk, "The manager has the timers changed, stair by stair.", by=by, key=town.key("heard", lights.pk)
        )
        agenda.hear(
            gate.pk, "Not yet. The treasurer looks for money from outside first.", by=by, key=town.key("heard", gate.pk)
        )
        agenda.hear(claim.pk, "It is answered by the end of the month.", by=by, key=town.key("heard", claim.pk))
        for words, owner, ahead in (
            ("Have the timers changed", "manager", 45),
            ("Look for money for the gate", "treasurer", 60),
        ):
            day = today() + timedelta(days=ahead)
            minutes.set_task(row.pk, words, owner, day, item=lights.pk, by=by, key=town.key("task", words))
        actions.close(row.pk, by=by, key=town.key("close", row.pk))
    with town.days_ago(28):
        minutes.write_notes(
            row.pk, "\n".join(MINUTES), "Only the board reads this.", by=by, key=town.key("notes", row.pk)
        )
        minutes.publish(row.pk, by=by, key=town.key("publish", row.pk))
        asks = next(
            actor
            for word, actor in town.made.items()
            if word.startswith("member:tansy-row") and actor.person == there[1].person_id
        )
        expenses.ask(row.pk, "childcare", 1_200, "Two hours", by=asks, key=town.key("expense", row.pk))
    with town.days_ago(20):
        minutes.correct(row.pk, "Twelve neighbours came, not eleven.", by=by, key=town.key("correct", row.pk))


def _vote(town: Town, item: Item, words: str, most: str, there: list, against: int) -> None:
    """Put to the vote, each member by name, and closed: all vote `most`, the first `against` of them the other way."""
    other = {"yes": "no", "no": "yes"}[most]
    row = resolutions.put(item.pk, words, by=_by(town), key=town.key("vote", item.pk))
    for number, held in enumerate(there):
        choice = other if number < against else most
        resolutions.vote(row.pk, choice, mandate=held.pk, by=_by(town), key=town.key("hand", row.pk, number))
    resolutions.close(row.pk, by=_by(town), key=town.key("closed", row.pk))


def _yearly(town: Town, body: Body) -> None:
    """Too few came to the yearly meeting; the second one is called."""
    asked = Calling(
        "general",
        _evening(town, -12),
        HALL,
        "Yearly meeting",
        step_free=True,
        childcare=True,
        words="Tea from half past six.",
    )
    row = _call(town, body, "yearly", 40, asked)
    with town.days_ago(39):
        _item(town, row, "The accounts of the year", "What came in, what went out, and what is left.")
        _item(town, row, "Five seats instead of six", "The board asks all members whether it may be smaller.")
    with travel(row.at):
        actions.open_meeting(row.pk, by=_by(town), key=town.key("open", row.pk))
        for number in range(CAME):
            person = _elector(town, "tansy-row", 100 + number).person
            actions.mark(row.pk, person, "present", by=_by(town), key=town.key("came", row.pk, number))
    with travel(row.at + actions.rules.PATIENCE + timedelta(minutes=1)):
        actions.count(row.pk, by=_by(town), key=town.key("count", row.pk))
        chair = voting_mandates(body)[0].person_id
        second = next(
            one for word, one in town.made.items() if word.startswith("member:tansy-row") and one.person == chair
        )
        actions.count(row.pk, by=second, key=town.key("count too", row.pk))
    again = Calling(
        "general", _evening(town, 9), HALL, "Yearly meeting, second try", step_free=True, childcare=True, again_of=row.pk,
        words="Too few came the first time. Bring a neighbour.",
    )  # fmt: skip
    _call(town, body, "second", 10, again)


def _next(town: Town, body: Body) -> None:
    """The next board meeting. A promise that was broken stands first on its agenda, and nobody can strike it off."""
    broken = [row for row in broken_in(body.place.lineage) if row.audience_kind == "public"]
    with town.days_ago(5):
        for row in broken[:1]:
            agenda.put_escalation(Ref("promise", row.pk), body.place)
    asked = Calling("board", _evening(town, 6), HALL, "Board meeting", step_free=True, online="Ring 01632 960 007")
    row = _call(town, body, "next", 4, asked)
    with town.days_ago(3):
        _item(town, row, "The hall in the evening", "Who opens it, who locks it, and what it costs.")
        _item(town, row, "A letter about one person", "Only the board reads this.", closed=True)
