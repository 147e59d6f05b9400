"""What pages say of a meeting: the news, whether enough came, what is on its agenda, what was decided and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from letgo.commons.money.rules import pounds
from letgo.commons.promises.models import Promise
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.meeting_duties import rules_of
from letgo.decide.boards.meeting_models import Attendance, Item, Meeting, Resolution, Task
from letgo.decide.boards.meeting_rules import CAME, KEPT, TO_ALL, after_inquorate
from letgo.decide.boards.models import Body
from letgo.web.boards.words import moment, named, weekday
from letgo.web.ui.figures import clock, day, people, whole

KINDS = {"board": "Board meeting", "general": "General meeting", "special": "Special general meeting"}
SOURCES = {
    "chair": "Put there by whoever chairs.",
    "member": "Put there by a member.",
    "escalation": "A promise was broken. It came here by itself, and nobody can strike it off.",
    "petition": "People demanded it with their names. Nobody can strike it off.",
    "review": "It comes from a review of the manager.",
    "removal": "Someone may lose their office. Nobody can strike it off.",
    "appointment": "Someone is to be chosen for a job.",
}
MAJORITIES = {
    "ordinary": "more for it than against it",
    "two-thirds": "two of every three votes for it",
    "three-quarters": "three of every four votes for it",
}
CHOICES = {"yes": "For", "no": "Against", "abstain": "Neither"}
HOW = {
    "coming": "Says they will come",
    "present": "There",
    "online": "There, online",
    "apology": "Sent apologies",
    "left": "Left early",
}
WHO_CALLS = {
    "board-member": "Everybody on the board holds this duty, the chair too.",
    "secretary": "The secretary holds this duty.",
}
OWNERS = {
    "secretary": "The secretary",
    "treasurer": "The treasurer",
    "board-member": "The board",
    "manager": "The manager",
    "officer": "The council’s officer",
}
EXPENSES = {"travel": "Travel", "childcare": "Childcare", "care": "Care for someone at home"}
EXPENSE_STATES = {
    "asked": "Waits for a yes",
    "agreed": "Agreed, to be paid",
    "waits": "Waits for a second person’s yes",
    "paid": "Paid",
    "refused": "Refused",
}
STATES = {
    "called": "To come",
    "open": "Going on",
    "quorate": "Going on, and enough are there",
    "inquorate": "Too few came",
    "held": "Held",
    "cancelled": "Called off",
}
DOUBTS = {"asked": "Under question", "fell": "No decision: not enough were there"}
ASKED = "Under question, so nothing follows from it yet:"
NOBODY_DECIDES = "Too few came twice in a row. So nothing was decided, and nobody else decides it instead."


@dataclass(frozen=True)
class Listed:
    """One thing on an agenda as its page shows it. `hidden`: it is closed, and the reader sees only its title and its outcome."""

    item: Item
    said: Sequence[str]
    words: Sequence[str]
    hidden: bool
    votes: Sequence["Vote"]


@dataclass(frozen=True)
class Vote:
    """One vote of a meeting: what it came to in a sentence, and who voted how where votes are named."""

    row: Resolution
    result: str
    needs: str
    hands: Sequence[tuple[str, str]]
    rests: str = ""


def news(row: Meeting) -> str:
    """The page's h1."""
    said = {
        "called": f"{_who(row)} on {weekday(row.at)}",
        "open": f"{row.title}: it has begun",
        "quorate": f"{row.title}: enough people are there",
        "inquorate": f"{row.title}: too few came, and nothing was decided",
        "held": f"{row.title}: what was decided",
        "cancelled": f"{row.title}: called off",
    }
    return said[row.state]


def _who(row: Meeting) -> str:
    body = named(row.body)
    return row.title if row.kind in TO_ALL else f"{body[:1].upper()}{body[1:]} meets"


def lead(row: Meeting, there: int, decided: Sequence[Resolution] = ()) -> str:
    """One or two sentences under it."""
    if row.state == "cancelled":
        return row.reason
    if row.state == "inquorate":
        return f"{people(row.present or 0)} came. {whole(row.quorum or 0)} were needed. {after(row)}"
    if row.state == "held":
        votes = [one for one in decided if one.state == "closed"]
        told = f"{_carried(votes)} " if votes else "No vote was taken. "
        return f"{weekday(row.at)}. {told}{people(row.present or 0)} came, and {whole(row.quorum or 0)} were needed."
    if row.state == "quorate":
        if row.those_present:
            return f"{people(row.present or 0)} are there. It is a second meeting: the rules let those present decide some things."
        return f"{people(row.present or 0)} are there, and {whole(row.quorum or 0)} are needed. What is decided now counts."
    if row.state == "open":
        return f"{people(there)} are there so far. {needed(row)}"
    comes = "Every member may come and vote." if row.kind in TO_ALL else "Everybody may come and listen."
    return f"{clock(row.at)}, {row.where}. {comes}"


def _carried(votes: Sequence[Resolution]) -> str:
    won = sum(one.stands for one in votes)
    if len(votes) == 1:
        return "One vote was taken, and it was carried." if won else "One vote was taken, and it was not carried."
    return (
        f"{people(len(votes), 'vote was', 'votes were')} taken. {whole(won)} {'was' if won == 1 else 'were'} carried."
    )


def after(row: Meeting) -> str:
    """What follows when too few came: a second meeting, or nobody decides."""
    second = getattr(row, "again", None)
    if second is not None:
        return f"A second meeting is on {weekday(second.at)}. {_second(second)}"
    if after_inquorate(row.again_of_id is not None, row.fixed.second_meeting) == "nobody":
        return NOBODY_DECIDES
    return "A second meeting is to be called, with notice of its own. Until then nothing changes."


def _second(row: Meeting) -> str:
    if row.fixed.second_meeting != "those-present":
        return "As many are needed there as the first time."
    return f"If too few come again, those who are there may decide{_kinds(row.fixed.second_meeting_decides)}."


def _kinds(decides: Sequence[str]) -> str:
    if not decides:
        return ", but they take no vote"
    return f", when there is {' or '.join(MAJORITIES[kind] for kind in decides if kind in MAJORITIES)}"


def needed(row: Meeting) -> str:
    """How many must be there, and of whom: as the rules say it before anybody is counted."""
    terms = row.fixed
    if row.quorum:
        return f"{people(row.quorum)} are needed. Whoever lets another vote for them does not count as there."
    second = f" {_second(row)}" if row.again_of_id else ""
    if row.kind == "board":
        return f"{people(terms.board_quorum, 'member', 'members')} of the board must be there.{second}"
    parts = [people(terms.meeting_quorum_people)] if terms.meeting_quorum_people else []
    parts += [f"{terms.meeting_quorum_percent} of every 100 members"] if terms.meeting_quorum_percent else []
    if not parts:
        return f"Two people must be there.{second}"
    more = ", whichever is more," if len(parts) == 2 else ""
    rule = "Whoever lets another vote for them does not count as there."
    return f"{' or '.join(parts)}{more} must be there. {rule}{second}"


def notice(row: Meeting) -> str:
    """When it was called, and how many whole days lay between."""
    between = people(row.clear_days, "whole day", "whole days")
    return (
        f"Given on {weekday(row.notice_given)}: {between} before it. The earliest day allowed was {day(row.earliest)}."
    )


def facts(row: Meeting) -> list[tuple[str, str]]:
    """When, where, and what helps people to come."""
    ends = row.at + timedelta(minutes=row.lasts)
    found = [
        ("When", f"{moment(row.at)} to {clock(ends)}"),
        ("Where", f"{row.where}. {'No steps on the way in.' if row.step_free else 'There are steps on the way in.'}"),
        (
            "Children",
            "Someone looks after them." if row.childcare else "Nobody looks after them. Ask for your costs back.",
        ),
    ]
    if row.online:
        found.append(("From home", row.online))
    found.append(("Notice", notice(row)))
    found.append(("Enough people", needed(row)))
    if row.kind in TO_ALL:
        found.append(("You cannot come", proxy_rule(row)))
    return found


def proxy_rule(row: Meeting) -> str:
    """Whether another may vote for you, and how many one person may hold."""
    if not row.proxy_cap:
        return "Nobody else can vote for you. Come, or join from home."
    cap = people(row.proxy_cap, "other person", "other people")
    return f"Another member can vote for you, for at most {cap}. Never staff, the landlord or the manager."


# The agenda.


def source(item: Item) -> str:
    """Why an item is there, and that nobody can hide it."""
    said = SOURCES[item.source]
    return f"{said} Nobody can strike it off." if item.kept and item.source not in KEPT else said


def said(item: Item, row: Meeting | None) -> list[str]:
    """What is told under an item's title: where it comes from, whether the notice named it, how it went."""
    found = [source(item)]
    if item.carried:
        found.append(f"It was put off {'once' if item.carried == 1 else f'{whole(item.carried)} times'}.")
    if row and item.state == "listed" and not item.noticed:
        found.append("It came after the notice. It can be talked about. A vote on it waits for the next meeting.")
    if item.state == "heard":
        found.append(f"What became of it: {item.outcome}")
    elif item.state == "carried":
        few = row is not None and row.state == "inquorate"
        found.append(f"{'Too few came' if few else 'There was no time'}. It stands on the next agenda.")
    elif item.state == "struck":
        found.append("Whoever put it there took it off.")
    return found


def result(row: Resolution) -> str:
    """What a vote came to; one below the quorum is never called a decision."""
    return doubt(row) or (row.why if row.state == "closed" else "The vote is being taken.")


def doubt(row: Resolution) -> str:
    """What someone's word that they were not there does to a vote."""
    if row.doubt == "asked":
        return "This is under question. Someone was counted who says that they were not there. Until it is settled, nothing is decided."
    found = "Somebody from outside found that people were counted who were not there. Without them too few were there."
    return f"{found} So nothing was decided." if row.doubt == "fell" else ""


def marked(own: Attendance | None) -> str:
    """What someone reads who was written down as there."""
    if own is None or own.how not in CAME:
        return ""
    said = {
        "": "You were written down as there.",
        "asked": "You said that you were not there. Somebody from outside looks at it.",
        "out": "You were not there: that is settled.",
        "there": "Somebody from outside found that you were there.",
    }
    return said[own.doubt]


def rests(row: Resolution) -> str:
    """The power that it uses, with the money, where there is one."""
    if not row.power_id:
        return ""
    money = f" and spends {pounds(row.pence)}" if row.pence else ""
    return f"It decides under the power “{row.power.title}”{money}."


# Afterwards.


def minutes(row: Meeting) -> str:
    """Whether the minutes can be read, and if not, by when."""
    if row.published:
        return f"The minutes were published on {day(row.published)}."
    if row.publish_by:
        house = "If nobody does it, this site publishes what there is on the day after."
        return f"The minutes are published by {weekday(row.publish_by)}. {house}"
    return "The minutes are written after the meeting."


def task(row: Task) -> str:
    """Who owes it, by when."""
    return f"{OWNERS.get(row.owner, row.owner)}, by {weekday(row.day)}."


def badge(due: Promise | None) -> str:
    """The word of a promise's badge, "" when it has none to show."""
    called_off = due is not None and due.closed == "cancel" and due.state == "waiting"
    return "" if due is None or called_off else str(due.state)


def expense(row: Expense) -> str:
    """What was asked for and how it stands; without the words that are for the board alone."""
    why = f": {row.reason}" if row.state == "refused" else ""
    return f"{EXPENSES[row.kind]}, {pounds(row.pence)}. {EXPENSE_STATES[row.state]}{why}."


def listed(row: Meeting) -> str:
    """One meeting in a list: when, where, how it stands."""
    if row.state == "called":
        return f"{moment(row.at)}, {row.where}."
    if row.state == "inquorate":
        return f"{weekday(row.at)}. Too few came: {whole(row.present or 0)} of the {whole(row.quorum or 0)} who were needed."
    if row.state == "held":
        told = (
            "Minutes are published."
            if row.published
            else f"Minutes by {weekday(row.publish_by)}."
            if row.publish_by
            else ""
        )
        return f"{weekday(row.at)}. {people(row.present or 0)} came. {told}".strip()
    return f"{weekday(row.at)}. {STATES[row.state]}."


def paragraphs(text: str) -> list[str]:
    """A text line by line, without empty ones."""
    return [line for line in text.splitlines() if line.strip()]


def owed(body: Body, clocks: Mapping[str, Promise], at: datetime) -> list[dict[str, Any]]:
    """By when the next meeting of each kind must be, and who holds that duty: a sentence each, with its promise."""
    found = []
    for kind, rule in rules_of(body):
        row = clocks.get(rule)
        if row is not None and row.due is not None:
            must = "must be by" if at <= row.due else "should have been by"
            who = WHO_CALLS.get(row.rule.role, "Its page says whose duty this is.")
            found.append({"id": row.pk, "said": f"The next {KINDS[kind].lower()} {must} {weekday(row.due)}. {who}"})
    return found


def next_line(rows: Sequence[Any], today: date) -> str:
    """When the body meets next, in a sentence."""
    coming = [row for row in rows if row.state in ("called", "open", "quorate") and row.day >= today]
    return f"{KINDS[coming[0].kind]}: {moment(coming[0].at)}, {coming[0].where}." if coming else "No meeting is called."
