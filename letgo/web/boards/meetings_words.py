"""What pages say of a meeting: the news, whether enough came, when and where it is, and what follows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.money.rules import pounds
from letgo.commons.promises.models import Promise
from letgo.decide.boards.expense_models import Expense
from letgo.decide.boards.meeting_duties import rules_of
from letgo.decide.boards.meeting_models import Attendance, Meeting, Resolution, Task
from letgo.decide.boards.meeting_rules import CAME, TO_ALL, after_inquorate
from letgo.decide.boards.models import Body
from letgo.web.boards.words import named, weekday
from letgo.web.ui.figures import clock, day, moment, people, whole
from letgo.web.ui.saying import each

KINDS = each({"board": "Board meeting", "general": "General meeting", "special": "Special general meeting"})
MAJORITIES = each(
    {
        "ordinary": "more for it than against it",
        "two-thirds": "two of every three votes for it",
        "three-quarters": "three of every four votes for it",
    }
)
CHOICES = each({"yes": "For", "no": "Against", "abstain": "Neither"})
HOW = each(
    {
        "coming": "Says they will come",
        "present": "There",
        "online": "There, online",
        "apology": "Sent apologies",
        "left": "Left early",
    }
)
WHO_CALLS = each(
    {
        "board-member": "Everybody on the board holds this duty, the chair too.",
        "secretary": "The secretary holds this duty.",
    }
)
NEXT = each(
    {
        "board": "The next board meeting must be by {day}.",
        "general": "The next general meeting must be by {day}.",
    }
)
LATE = each(
    {
        "board": "The next board meeting should have been by {day}.",
        "general": "The next general meeting should have been by {day}.",
    }
)
OWNERS = each(
    {
        "secretary": "The secretary",
        "treasurer": "The treasurer",
        "board-member": "The board",
        "manager": "The manager",
        "officer": "The council’s officer",
    }
)
EXPENSES = each({"travel": "Travel", "childcare": "Childcare", "care": "Care for someone at home"})
EXPENSE_STATES = each(
    {
        "asked": "Waits for a yes",
        "agreed": "Agreed, to be paid",
        "waits": "Waits for a second person’s yes",
        "paid": "Paid",
        "refused": "Refused",
    }
)
STATES = each(
    {
        "called": "To come",
        "open": "Going on",
        "quorate": "Going on, and enough are there",
        "inquorate": "Too few came",
        "held": "Held",
        "cancelled": "Called off",
    }
)
NOBODY_DECIDES = lazy("Too few came twice in a row. So nothing was decided, and nobody else decides it instead.")
IN_PERSON = lazy("Whoever lets another vote for them does not count as there.")


def news(row: Meeting) -> str:
    """The page's h1."""
    said = {
        "called": _("{title} on {day}") if row.kind in TO_ALL else _("{body} meets on {day}"),
        "open": _("{title}: it has begun"),
        "quorate": _("{title}: enough people are there"),
        "inquorate": _("{title}: too few came, and nothing was decided"),
        "held": _("{title}: what was decided"),
        "cancelled": _("{title}: called off"),
    }
    return said[row.state].format(title=row.title, body=capfirst(named(row.body)), day=weekday(row.at))


def lead(row: Meeting, there: int, decided: Sequence[Resolution] = ()) -> str:
    """One or two sentences under it."""
    present, quorum = people(row.present or 0), whole(row.quorum or 0)
    if row.state == "cancelled":
        return row.reason
    if row.state == "inquorate":
        came = _("{people} came. {quorum} were needed.").format(people=present, quorum=quorum)
        return f"{came} {after(row)}"
    if row.state == "held":
        came = _("{people} came, and {quorum} were needed.").format(people=present, quorum=quorum)
        return f"{weekday(row.at)}. {_taken([one for one in decided if one.state == 'closed'])} {came}"
    if row.state == "quorate":
        present = people(row.present or 0, "person is there", "people are there")
        if row.those_present:
            said = _("{people}. It is a second meeting: the rules let those present decide some things.")
        else:
            said = _("{people}, and {quorum} are needed. What is decided now counts.")
        return said.format(people=present, quorum=quorum)
    if row.state == "open":
        return f"{people(there, 'person is there so far.', 'people are there so far.')} {needed(row)}"
    comes = _("Every member may come and vote.") if row.kind in TO_ALL else _("Everybody may come and listen.")
    return f"{clock(row.at)}, {row.where}. {comes}"


def _taken(votes: Sequence[Resolution]) -> str:
    """How many votes were taken, and how many of them were carried."""
    won = sum(one.stands for one in votes)
    if not votes:
        return _("No vote was taken.")
    if len(votes) == 1:
        return _("One vote was taken, and it was carried.") if won else _("One vote was taken, and it was not carried.")
    taken = ngettext("{number} vote was taken.", "{number} votes were taken.", len(votes))
    carried = ngettext("{number} was carried.", "{number} were carried.", won)
    return f"{taken.format(number=whole(len(votes)))} {carried.format(number=whole(won))}"


def after(row: Meeting) -> str:
    """What follows when too few came: a second meeting, or nobody decides."""
    second = getattr(row, "again", None)
    if second is not None:
        return f"{_('A second meeting is on {day}.').format(day=weekday(second.at))} {_second(second)}"
    if after_inquorate(row.again_of_id is not None, row.fixed.second_meeting) == "nobody":
        return str(NOBODY_DECIDES)
    return _("A second meeting is to be called, with notice of its own. Until then nothing changes.")


def _second(row: Meeting) -> str:
    decides = row.fixed.second_meeting_decides
    if row.fixed.second_meeting != "those-present":
        return _("As many are needed there as the first time.")
    if not decides:
        return _("If too few come again, those who are there may decide, but they take no vote.")
    majorities = _(" or ").join(str(MAJORITIES[kind]) for kind in decides if kind in MAJORITIES)
    return _("If too few come again, those who are there may decide, when there is {majorities}.").format(
        majorities=majorities
    )


def needed(row: Meeting) -> str:
    """How many must be there, and of whom: as the rules say it before anybody is counted."""
    if row.quorum:
        return f"{_('{people} are needed.').format(people=people(row.quorum))} {IN_PERSON}"
    return f"{_rule(row)} {_second(row)}" if row.again_of_id else _rule(row)


def _rule(row: Meeting) -> str:
    board, number, percent = (
        row.fixed.board_quorum, row.fixed.meeting_quorum_people, row.fixed.meeting_quorum_percent,
    )  # fmt: skip
    if row.kind == "board":
        said = ngettext(
            "{number} member of the board must be there.", "{number} members of the board must be there.", board
        )
        return said.format(number=whole(board))
    if number and percent:
        said = _("{people} or {percent} of every 100 members, whichever is more, must be there.")
    elif number:
        said = _("{people} must be there.")
    elif percent:
        said = _("{percent} of every 100 members must be there.")
    else:
        return _("Two people must be there.")
    return f"{said.format(people=people(number), percent=percent)} {IN_PERSON}"


def notice(row: Meeting) -> str:
    """When it was called, and how many whole days lay between."""
    said = ngettext(
        "Given on {given}: {number} whole day before it. The earliest day allowed was {earliest}.",
        "Given on {given}: {number} whole days before it. The earliest day allowed was {earliest}.",
        row.clear_days,
    )
    return said.format(given=weekday(row.notice_given), number=whole(row.clear_days), earliest=day(row.earliest))


def facts(row: Meeting) -> list[tuple[str, str]]:
    """When, where, and what helps people to come."""
    ends = row.at + timedelta(minutes=row.lasts)
    steps = _("No steps on the way in.") if row.step_free else _("There are steps on the way in.")
    cared = _("Someone looks after them.")
    alone = _("Nobody looks after them. Ask for your costs back.")
    found = [
        (_("When"), _("{start} to {end}").format(start=moment(row.at), end=clock(ends))),
        (_("Where"), f"{row.where}. {steps}"),
        (_("Children"), cared if row.childcare else alone),
    ]
    if row.online:
        found.append((_("From home"), row.online))
    found.append((_("Notice"), notice(row)))
    found.append((_("Enough people"), needed(row)))
    if row.kind in TO_ALL:
        found.append((_("You cannot come"), proxy_rule(row)))
    return found


def proxy_rule(row: Meeting) -> str:
    """Whether another may vote for you, and how many one person may hold."""
    if not row.proxy_cap:
        return _("Nobody else can vote for you. Come, or join from home.")
    said = ngettext(
        "Another member can vote for you, for at most {number} other person. Never staff, the landlord or the manager.",
        "Another member can vote for you, for at most {number} other people. Never staff, the landlord or the manager.",
        row.proxy_cap,
    )
    return said.format(number=whole(row.proxy_cap))


def marked(own: Attendance | None) -> str:
    """What someone reads who was written down as there."""
    if own is None or own.how not in CAME:
        return ""
    said = {
        "": _("You were written down as there."),
        "asked": _("You said that you were not there. Somebody from outside looks at it."),
        "out": _("You were not there: that is settled."),
        "there": _("Somebody from outside found that you were there."),
    }
    return said[own.doubt]


# Afterwards.


def minutes(row: Meeting) -> str:
    """Whether the minutes can be read, and if not, by when."""
    if row.published:
        return _("The minutes were published on {day}.").format(day=day(row.published))
    if row.publish_by:
        return _(
            "The minutes are published by {day}. If nobody does it, this site publishes what there is on the day after."
        ).format(day=weekday(row.publish_by))
    return _("The minutes are written after the meeting.")


def task(row: Task) -> str:
    """Who owes it, by when."""
    return _("{who}, by {day}.").format(who=OWNERS.get(row.owner, row.owner), day=weekday(row.day))


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
        return _("{day}. Too few came: {present} of the {quorum} who were needed.").format(
            day=weekday(row.at), present=whole(row.present or 0), quorum=whole(row.quorum or 0)
        )
    if row.state == "held":
        came = _("{day}. {people} came.").format(day=weekday(row.at), people=people(row.present or 0))
        return f"{came} {_minutes_come(row)}".strip()
    return f"{weekday(row.at)}. {STATES[row.state]}."


def _minutes_come(row: Meeting) -> str:
    if row.published:
        return _("Minutes are published.")
    return _("Minutes by {day}.").format(day=weekday(row.publish_by)) if row.publish_by else ""


def paragraphs(text: str) -> list[str]:
    """A text line by line, without empty ones."""
    return [line for line in text.splitlines() if line.strip()]


def owed(body: Body, clocks: Mapping[str, Promise], at: datetime) -> list[dict[str, Any]]:
    """By when the next meeting of each kind must be, and who holds that duty: a sentence each, with its promise."""
    found = []
    for kind, rule in rules_of(body):
        row = clocks.get(rule)
        if row is not None and row.due is not None:
            must = (NEXT if at <= row.due else LATE)[kind].format(day=weekday(row.due))
            who = WHO_CALLS.get(row.rule.role, _("Its page says whose duty this is."))
            found.append({"id": row.pk, "said": f"{must} {who}"})
    return found


def next_line(rows: Sequence[Any], today: date) -> str:
    """When the body meets next, in a sentence."""
    coming = [row for row in rows if row.state in ("called", "open", "quorate") and row.day >= today]
    if not coming:
        return _("No meeting is called.")
    return f"{KINDS[coming[0].kind]}: {moment(coming[0].at)}, {coming[0].where}."
