"""What pages say of a body: its rules, its seats, who may say no, and how it is taken back, in plain sentences."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from letgo.commons.promises.models import Promise
from letgo.decide.boards.models import Approval, Body, Mandate, Seat, Vacancy
from letgo.decide.boards.rules import Approver, BodyTerms, Reserved
from letgo.web.ui.figures import day, people, whole
from letgo.web.ui.saying import each

METHODS = each(
    {
        "scottish-stv": "You number the people in your order. Your vote moves on when it is not needed, so it is not wasted.",
        "av": "You number the people in your order. Whoever has more than half in the end wins.",
        "ranked-pairs": "You number the people in your order. Whoever would beat each other one to one wins.",
        "plurality": "You mark one. The most marks win.",
    }
)
WAYS = each(
    {
        "countback": "The papers of the last vote are counted again without the one who left. Nobody else loses a seat.",
        "by-election": "There is a vote for this seat alone.",
        "next": "The next in the order of the last vote is asked.",
        "co-option": "The board asks someone in.",
    }
)
FALLBACKS = each(
    {
        "leave-empty": "If too few of them stand, that seat stays empty.",
        "fill-any": "If too few of them stand, anybody may have that seat.",
    }
)
TITLES = each(
    {
        "member": "Member",
        "chair": "Chair",
        "secretary": "Secretary",
        "treasurer": "Treasurer",
        "manager": "Manager",
    }
)
SOURCES = each(
    {
        "election": "elected",
        "countback": "by counting the papers again",
        "next": "as the next in the order of the vote",
        "appointment": "appointed",
        "co-option": "asked in by the board",
    }
)
ENDED = each(
    {
        "term": "The term was over.",
        "resigned": "They stepped down.",
        "recalled": "A vote took the seat back.",
        "removed": "A vote took the office back.",
        "moved-away": "They moved away.",
        "died": "They have died.",
        "undone": "The vote behind it was taken back.",
        "not-approved": "They were not approved.",
    }
)
APPROVALS = each(
    {
        "waiting": "May say no by {until}. Saying nothing is a yes.",
        "given": "Said yes.",
        "silent": "Said nothing in time. That is a yes.",
        "refused": "Said no: {reasons}",
    }
)


def weekday(on: date | datetime) -> str:
    """Thursday 26 November 2026."""
    here = localtime(on) if isinstance(on, datetime) else on
    return f"{here:%A} {day(here)}"


def seats(number: int) -> str:
    """1 seat, 3 seats."""
    return people(number, "seat", "seats")


def seat(row: Seat) -> str:
    """Seat 3, kept for tenants."""
    said = _("Seat {number}, kept for {group}") if row.group else _("Seat {number}")
    return said.format(number=row.number, group=row.group)


def in_days(number: int) -> str:
    """1 day, 28 days."""
    return people(number, "day", "days")


def months(number: int) -> str:
    """36 months as 3 years; 30 months as it is."""
    years, rest = divmod(number, 12)
    return people(number, "month", "months") if rest or not years else people(years, "year", "years")


def named(body: Body) -> str:
    """The body inside a sentence: the Tansy Row board."""
    return body.name if body.name.lower().startswith("the ") else _("the {name}").format(name=body.name)


def to_body(body: Body) -> tuple[str, str]:
    """The page of the body and the words of the link to it."""
    return "body", _("Back to {body}").format(body=named(body))


# A body.


def call_duty(body: Body, owed: Mapping[str, Promise], sits: bool, at: datetime) -> dict[str, Any] | None:
    """By when an election to the empty seats must be called, and what happens then: the sentence, and its promise. None where none must."""
    calls, names = owed.get(body.fixed.by_election_rule), owed.get(body.fixed.officer_rule)
    if names and names.due and not sits:
        said = _(
            "Nobody from outside can run an election here, so none can be called. "
            "The council must name someone by {day}. Then it is called at once."
        )
        return {"id": names.pk, "said": said.format(day=weekday(names.due))}
    if calls is None or calls.due is None:
        return None
    must = _("An election to the empty seats must be called by {day}.")
    late = _("An election to the empty seats should have been called by {day}.")
    said = (late if at > calls.due else must).format(day=weekday(calls.due))
    if not sits:
        said += " " + _("If nobody calls it in time, this site does, and someone from outside runs it.")
    return {"id": calls.pk, "said": said}


def until(mandate: Mandate) -> str:
    """The first day on which it no longer holds, and what it rests on."""
    source = SOURCES[mandate.source_kind].capitalize()
    came = _("{source}, from {day}.").format(source=source, day=day(mandate.start))
    return f"{came} {_('May not vote on who chairs.')}" if mandate.coopted else came


def recall(body: Body, terms: BodyTerms) -> list[str]:
    """How a member, or all of them, are taken back."""
    collect = (
        _("Collect the names of {percent} of every 100 people who can vote, and at least {people}.")
        if terms.recall_least
        else _("Collect the names of {percent} of every 100 people who can vote.")
    )
    vote = _("Then a vote opens by itself: does this member, or the whole of {body}, go?").format(body=named(body))
    return [
        collect.format(percent=terms.recall_percent, people=people(terms.recall_least)),
        f"{vote} {least_voting(terms)}".strip(),
        _("If everyone has to go, a new election is called in the same moment."),
        *filter(None, [rest(terms)]),
    ]


def least_voting(terms: BodyTerms) -> str:
    """How many must vote on taking a seat back, in a sentence; "" where any number is enough."""
    said = _("At least {percent} of every 100 on the list must vote.")
    return said.format(percent=terms.recall_quorum_percent) if terms.recall_quorum_percent else ""


def rest(terms: BodyTerms) -> str:
    """How long the same is not asked for again after a no, in a sentence; "" where it can be at once."""
    said = _("After a no, or too few names, it can be asked for again {days} later.")
    return said.format(days=in_days(terms.recall_again_days)) if terms.recall_again_days else ""


def rules_of(terms: BodyTerms) -> list[tuple[str, str]]:
    """The rules that were written before, each with its name."""
    third = _("One third of the seats each time.") if terms.retire_third else _("All seats at the same time.")
    most = _("At most {months} in one go.").format(months=months(terms.most_terms_months))
    backs = _("{people} on the list.").format(people=people(terms.seconders))
    found = [
        (_("Seats"), f"{whole(terms.seats)}. {third}"),
        (_("How long"), f"{months(terms.term_months)}. {most if terms.most_terms_months else _('Again and again.')}"),
        (_("How people vote"), METHODS.get(terms.method, "")),
        (_("Who backs you"), backs if terms.seconders else _("You need nobody.")),
        (_("An empty seat"), WAYS[terms.vacancy]),
        (_("Objections"), _("For {days} after the result is said.").format(days=in_days(terms.object_days))),
    ]
    if terms.poll_quorum_percent:
        must = _("{percent} of every 100 on the list.").format(percent=terms.poll_quorum_percent)
        found.append((_("How many must vote"), must))
    if terms.reserve:
        kept = [*(reserved(one) for one in terms.reserve), str(FALLBACKS[terms.fallback])]
        found.append((_("Kept for some"), " ".join(kept)))
    if terms.expenses == "all":
        paid = _("Travel and childcare are paid to everybody who comes to a general meeting.")
        found.append((_("What coming costs"), paid))
    if terms.coopted_most:
        asked = _("At most {people}. They do not choose who chairs.").format(people=people(terms.coopted_most))
        found.append((_("Asked in by the board"), asked))
    return found


def reserved(one: Reserved) -> str:
    """At least 2 seats are kept for tenants."""
    who = one.words or _(" or ").join(one.values)
    if one.maximum is None:
        return _("At least {seats} for {who}.").format(seats=seats(one.minimum), who=who)
    if not one.minimum:
        return _("At most {seats} for {who}.").format(seats=seats(one.maximum), who=who)
    return _("{seats} to {most} for {who}.").format(seats=seats(one.minimum), most=one.maximum, who=who)


def approval(row: Approval) -> str:
    """What one approver said, or may still say. It is a veto, and reads like one."""
    return APPROVALS[row.state].format(until=weekday(row.until), reasons=row.reasons)


def approver(one: Approver) -> str:
    """Who may keep out someone, before anybody is elected."""
    return _("May say no to a new member for {days}. Saying nothing is a yes.").format(days=in_days(one.days))


def approvers(terms: BodyTerms) -> list[tuple[str, str]]:
    """Each who may say no, and for how long."""
    return [(_("May say no: {who}").format(who=one.words), approver(one)) for one in terms.approvers]


def vacancy(row: Vacancy) -> str:
    """Why a seat is empty, and what fills it."""
    why = ENDED[row.mandate.ended_why] if row.mandate and row.mandate.ended_why else _("Nobody has had it yet.")
    if row.state == "kept-empty":
        return f"{why} {_('It stays empty: {reason}').format(reason=row.why)}"
    offered = _("It is offered to someone who stood in that vote.") if row.offered_id else ""
    since = _("Empty since {day}.").format(day=day(row.since))
    return " ".join(str(said) for said in (since, why, row.why, WAYS[row.way], offered) if said)


def help_offered(body: Body) -> list[str]:
    """What happens to a body for which nobody will stand, and who helps."""
    stays = _("Until someone sits on {body}, what it would decide stays with residents. Nobody else takes it.")
    return [
        stays.format(body=named(body)),
        _("You need no experience. Travel, childcare and care are paid for, and the first weeks come with a list."),
        _("If nobody stands, someone must help to find people. That is a promise with a date."),
        _("Nothing ends because one election found nobody. Another one is called."),
    ]
