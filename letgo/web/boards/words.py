"""What pages say of a body and its elections: the news, the days, the rules that were written before, in plain sentences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from letgo.commons.promises.models import Promise
from letgo.decide.boards.elections.queries import reserved as reserved_in
from letgo.decide.boards.elections.rules import Fit
from letgo.decide.boards.models import Approval, Body, Election, Mandate, Nomination, Vacancy
from letgo.decide.boards.rules import BEFORE, Approver, BodyTerms, Reserved
from letgo.web.ui.figures import day, in_words, moment, people, whole

METHODS = {
    "scottish-stv": "You number the people in your order. Your vote moves on when it is not needed, so it is not wasted.",
    "av": "You number the people in your order. Whoever has more than half in the end wins.",
    "ranked-pairs": "You number the people in your order. Whoever would beat each other one to one wins.",
    "plurality": "You mark one. The most marks win.",
}
WAYS = {
    "countback": "The papers of the last vote are counted again without the one who left. Nobody else loses a seat.",
    "by-election": "There is a vote for this seat alone.",
    "next": "The next in the order of the last vote is asked.",
    "co-option": "The board asks someone in.",
}
FALLBACKS = {
    "leave-empty": "If too few of them stand, that seat stays empty.",
    "fill-any": "If too few of them stand, anybody may have that seat.",
}
TITLES = {
    "member": "Member",
    "chair": "Chair",
    "secretary": "Secretary",
    "treasurer": "Treasurer",
    "manager": "Manager",
}
SOURCES = {
    "election": "elected",
    "countback": "by counting the papers again",
    "next": "as the next in the order of the vote",
    "appointment": "appointed",
    "co-option": "asked in by the board",
}
ENDED = {
    "term": "The term was over.",
    "resigned": "They stepped down.",
    "recalled": "A vote took the seat back.",
    "removed": "A vote took the office back.",
    "moved-away": "They moved away.",
    "died": "They have died.",
    "undone": "The vote behind it was taken back.",
    "not-approved": "They were not approved.",
}
NEWS = {
    "nominating": "Who will stand?",
    "checking": "The names are being checked",
    "voting": "The vote is on",
    "declared": "The result",
    "filled": "The result",
    "failed": "Nobody was elected",
    "void": "Called off",
}
APPROVALS = {
    "waiting": "May say no by {until}. Saying nothing is a yes.",
    "given": "Said yes.",
    "silent": "Said nothing in time. That is a yes.",
    "refused": "Said no: {reasons}",
}


def weekday(on: date | datetime) -> str:
    """Thursday 26 November 2026."""
    here = localtime(on) if isinstance(on, datetime) else on
    return f"{here:%A} {day(here)}"


def seats(number: int) -> str:
    """1 seat, 3 seats."""
    return people(number, "seat", "seats")


def months(number: int) -> str:
    """36 months as 3 years; 30 months as it is."""
    years, rest = divmod(number, 12)
    return people(number, "month", "months") if rest or not years else people(years, "year", "years")


def named(body: Body) -> str:
    """The body inside a sentence: the Tansy Row board."""
    return body.name if body.name.lower().startswith("the ") else f"the {body.name}"


# A body.


def headline(body: Body, election: Election | None, serving: int) -> str:
    """What the body's page says first, under its name."""
    if body.state == "over":
        return "It has ended. Nobody sits on it any more."
    if election:
        return lead(election, 0, short=True)
    if not serving:
        return "Nobody sits on it yet." if body.state == "forming" else "Nobody sits on it now."
    return f"{people(serving)} {'sits' if serving == 1 else 'sit'} on it. No election is running."


def call_duty(body: Body, owed: Mapping[str, Promise], sits: bool, at: datetime) -> dict[str, Any] | None:
    """By when an election to the empty seats must be called, and what happens then: the sentence, and its promise. None where none must."""
    calls, names = owed.get(body.fixed.by_election_rule), owed.get(body.fixed.officer_rule)
    if names and names.due and not sits:
        said = "Nobody from outside can run an election here, so none can be called. The council must name someone by"
        return {"id": names.pk, "said": f"{said} {weekday(names.due)}. Then it is called at once."}
    if calls is None or calls.due is None:
        return None
    must = "must be called by" if at <= calls.due else "should have been called by"
    said = f"An election to the empty seats {must} {weekday(calls.due)}."
    if not sits:
        said += " If nobody calls it in time, this site does, and someone from outside runs it."
    return {"id": calls.pk, "said": said}


def until(mandate: Mandate) -> str:
    """The first day on which it no longer holds, and what it rests on."""
    asked = " May not vote on who chairs." if mandate.coopted else ""
    return f"{SOURCES[mandate.source_kind].capitalize()}, from {day(mandate.start)}.{asked}"


def recall(body: Body, terms: BodyTerms) -> list[str]:
    """How a member, or all of them, are taken back."""
    least = f", and at least {people(terms.recall_least)}" if terms.recall_least else ""
    quorum = (
        f" At least {terms.recall_quorum_percent} of every 100 on the list must vote."
        if terms.recall_quorum_percent
        else ""
    )
    return [
        f"Collect the names of {terms.recall_percent} of every 100 people who can vote{least}.",
        f"Then a vote opens by itself: does this member, or the whole of {named(body)}, go?{quorum}",
        "If everyone has to go, a new election is called in the same moment.",
        *filter(None, [rest(terms)]),
    ]


def rest(terms: BodyTerms) -> str:
    """How long the same is not asked for again after a no, in a sentence; "" where it can be at once."""
    days = terms.recall_again_days
    return (
        f"After a no, or too few names, it can be asked for again {people(days, 'day', 'days')} later." if days else ""
    )


def rules_of(terms: BodyTerms) -> list[tuple[str, str]]:
    """The rules that were written before, each with its name."""
    third = "One third of the seats each time." if terms.retire_third else "All seats at the same time."
    most = f"At most {months(terms.most_terms_months)} in one go." if terms.most_terms_months else "Again and again."
    found = [
        ("Seats", f"{whole(terms.seats)}. {third}"),
        ("How long", f"{months(terms.term_months)}. {most}"),
        ("How people vote", METHODS.get(terms.method, "")),
        ("Who backs you", f"{people(terms.seconders)} on the list." if terms.seconders else "You need nobody."),
        ("An empty seat", WAYS[terms.vacancy]),
        ("Objections", f"For {people(terms.object_days, 'day', 'days')} after the result is said."),
    ]
    if terms.poll_quorum_percent:
        found.append(("How many must vote", f"{terms.poll_quorum_percent} of every 100 on the list."))
    if terms.reserve:
        found.append(
            ("Kept for some", " ".join([*(reserved(one) for one in terms.reserve), FALLBACKS[terms.fallback]]))
        )
    if terms.expenses == "all":
        found.append(
            ("What coming costs", "Travel and childcare are paid to everybody who comes to a general meeting.")
        )
    if terms.coopted_most:
        found.append(("Asked in by the board", f"At most {people(terms.coopted_most)}. They do not choose who chairs."))
    return found


def reserved(one: Reserved) -> str:
    """At least 2 seats are kept for tenants."""
    who = one.words or " or ".join(one.values)
    if one.maximum is None:
        return f"At least {seats(one.minimum)} for {who}."
    if not one.minimum:
        return f"At most {seats(one.maximum)} for {who}."
    return f"{seats(one.minimum)} to {one.maximum} for {who}."


def approval(row: Approval) -> str:
    """What one approver said, or may still say. It is a veto, and reads like one."""
    return APPROVALS[row.state].format(until=weekday(row.until), reasons=row.reasons)


def approver(one: Approver) -> str:
    """Who may keep out someone, before anybody is elected."""
    return f"May say no to a new member for {people(one.days, 'day', 'days')}. Saying nothing is a yes."


def vacancy(row: Vacancy) -> str:
    """Why a seat is empty, and what fills it."""
    why = ENDED[row.mandate.ended_why] if row.mandate and row.mandate.ended_why else "Nobody has had it yet."
    if row.state == "kept-empty":
        return f"{why} It stays empty: {row.why}"
    offered = " It is offered to someone who stood in that vote." if row.offered_id else ""
    other = f" {row.why}" if row.why else ""
    return f"Empty since {day(row.since)}. {why}{other} {WAYS[row.way]}{offered}"


def help_offered(body: Body) -> list[str]:
    """What happens to a body for which nobody will stand, and who helps."""
    return [
        f"Until someone sits on {named(body)}, what it would decide stays with residents. Nobody else takes it.",
        "You need no experience. Travel, childcare and care are paid for, and the first weeks come with a list.",
        "If nobody stands, someone must help to find people. That is a promise with a date.",
        "Nothing ends because one election found nobody. Another one is called.",
    ]


# An election.


def news(election: Election) -> str:
    """The page's h1: who will stand?"""
    said = NEWS[election.state]
    return f"{said}{'' if said.endswith('?') else ':'} {seats(election.seats)} on {named(election.body)}"


def lead(election: Election, standing: int, short: bool = False) -> str:
    """One or two sentences: where it is, and until when."""
    what = f"{seats(election.seats)} {'is' if election.seats == 1 else 'are'} to be filled. " if short else ""
    said = {
        "nominating": f"You can stand until {moment(election.nominations_close)}.",
        "checking": "Nominations are over. The returning officer looks at each name.",
        "voting": f"The vote is open until {moment(election.closes)}."
        if not election.poll or election.poll.state != "called"
        else f"The vote opens on {moment(election.opens)}.",
        "declared": "The result is said. The seats are taken when the days to object are over.",
        "filled": "The seats are taken.",
        "failed": election.why,
        "void": election.why,
    }[election.state]
    tail = f" {_so_far(standing)}" if election.state in BEFORE and not short else ""
    return f"{what}{said}{tail}"


def _so_far(standing: int) -> str:
    if not standing:
        return "Nobody has come forward yet."
    return f"{people(standing)} {'has' if standing == 1 else 'have'} come forward so far."


def days(election: Election) -> list[tuple[str, str]]:
    """Its days, as they were fixed at the call."""
    fixed = election.fixed
    return [
        ("Called", weekday(election.called)),
        ("You can stand from", moment(election.nominations_open)),
        ("You can stand until", moment(election.nominations_close)),
        ("The vote opens", moment(election.opens)),
        ("The vote closes", moment(election.closes)),
        ("Objections", f"For {people(fixed.object_days, 'day', 'days')} after the result is said"),
        ("A term is", months(fixed.term_months)),
    ]


def kept_seats(election: Election) -> list[str]:
    """The reserved seats of an election, as they stood at its call."""
    rows = reserved_in(election)
    return [*(reserved(row) for row in rows), FALLBACKS[election.fixed.fallback]] if rows else []


def outlook(election: Election, found: Fit, rows: Sequence[Nomination]) -> list[str]:
    """What would happen if nobody else came forward, from the names that stand now."""
    stand = sum(row.state == "stands" for row in rows)
    waits = sum(row.state == "offered" for row in rows)
    if election.state not in BEFORE:
        return [f"{people(stand, 'name stands', 'names stand')}."]
    more = [f"{people(waits, 'name still needs', 'names still need')} people behind it."] if waits else []
    if not stand:
        return ["Nobody would be elected. The seats would stay empty, and someone must help.", *more]
    if found.clash:
        return [f"The seats kept for some cannot be filled: {found.clash}.", *more]
    if stand > found.seats:
        return [f"There is a vote: {people(stand)} for {seats(found.seats)}.", *found.said, *more]
    return [
        f"There is no vote: {people(stand)} for {seats(election.seats)}. All of them are elected.",
        *found.said,
        *more,
    ]


def nomination(row: Nomination, backs: int, needs: int) -> str:
    """How far a name is."""
    if row.state == "withdrawn":
        return "Took the name back."
    if row.state == "refused":
        return f"Refused: {row.reason}"
    if row.state == "stands":
        return "Stands."
    if backs >= needs:
        return "Has enough people behind it."
    return f"{in_words(backs).capitalize()} of {in_words(needs)} people back it so far."


def gone(number: int) -> str:
    """What stands in place of names that were deleted, because the election is long over; "" for none."""
    if not number:
        return ""
    deleted = "That name was deleted" if number == 1 else "Their names were deleted"
    return f"{people(number, 'more person', 'more people')} came forward. {deleted} half a year or more after the election."


def page_of(row: Nomination) -> str:
    """The address of a name's own page."""
    return reverse("nomination", args=[row.pk])


def statement(row: Nomination) -> Sequence[str]:
    """What they say, a paragraph each."""
    return [line for line in row.statement.splitlines() if line.strip()]


def attributes(groups: Mapping[str, str]) -> str:
    """What reserved seats ask about someone: tenant, Block A."""
    return ", ".join(str(value) for value in groups.values() if value)
