"""What pages say of a body and its elections: the news, the days, the rules that were written before, in plain sentences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.commons.promises.models import Promise
from letgo.decide.boards.elections.queries import reserved as reserved_in
from letgo.decide.boards.elections.rules import Fit
from letgo.decide.boards.models import Approval, Body, Election, Mandate, Nomination, Seat, Vacancy
from letgo.decide.boards.rules import BEFORE, Approver, BodyTerms, Reserved
from letgo.web.ui.figures import day, in_words, moment, people, whole
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
NEWS = each(
    {
        "nominating": "Who will stand?",
        "checking": "The names are being checked",
        "voting": "The vote is on",
        "declared": "The result",
        "filled": "The result",
        "failed": "Nobody was elected",
        "void": "Called off",
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


def headline(body: Body, election: Election | None, serving: int) -> str:
    """What the body's page says first, under its name."""
    if body.state == "over":
        return _("It has ended. Nobody sits on it any more.")
    if election:
        return lead(election, 0, short=True)
    if not serving:
        return _("Nobody sits on it yet.") if body.state == "forming" else _("Nobody sits on it now.")
    said = ngettext(
        "{people} sits on it. No election is running.", "{people} sit on it. No election is running.", serving
    )
    return said.format(people=people(serving))


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


# An election.


def vote_days(opens: datetime, closes: datetime) -> str:
    """When a vote opens and closes, in a sentence."""
    return _("The vote opens on {opens} and closes on {closes}.").format(opens=moment(opens), closes=moment(closes))


def news(election: Election) -> str:
    """The page's h1: who will stand?"""
    asks = election.state == "nominating"
    said = _("{news} {seats} on {body}") if asks else _("{news}: {seats} on {body}")
    return said.format(news=NEWS[election.state], seats=seats(election.seats), body=named(election.body))


def to_fill(election: Election) -> str:
    """How many seats it is about, in a sentence."""
    said = ngettext("{seats} is to be filled.", "{seats} are to be filled.", election.seats)
    return said.format(seats=seats(election.seats))


def lead(election: Election, standing: int, short: bool = False) -> str:
    """One or two sentences: where it is, and until when."""
    called = election.poll and election.poll.state == "called"
    said = {
        "nominating": _("You can stand until {moment}.").format(moment=moment(election.nominations_close)),
        "checking": _("Nominations are over. The returning officer looks at each name."),
        "voting": _("The vote opens on {moment}.").format(moment=moment(election.opens))
        if called
        else _("The vote is open until {moment}.").format(moment=moment(election.closes)),
        "declared": _("The result is said. The seats are taken when the days to object are over."),
        "filled": _("The seats are taken."),
        "failed": election.why,
        "void": election.why,
    }[election.state]
    if short:
        return f"{to_fill(election)} {said}"
    return f"{said} {_so_far(standing)}" if election.state in BEFORE else said


def _so_far(standing: int) -> str:
    if not standing:
        return _("Nobody has come forward yet.")
    said = ngettext("{people} has come forward so far.", "{people} have come forward so far.", standing)
    return said.format(people=people(standing))


def days(election: Election) -> list[tuple[str, str]]:
    """Its days, as they were fixed at the call."""
    fixed = election.fixed
    return [
        (_("Called"), weekday(election.called)),
        (_("You can stand from"), moment(election.nominations_open)),
        (_("You can stand until"), moment(election.nominations_close)),
        (_("The vote opens"), moment(election.opens)),
        (_("The vote closes"), moment(election.closes)),
        (_("Objections"), _("For {days} after the result is said").format(days=in_days(fixed.object_days))),
        (_("A term is"), months(fixed.term_months)),
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
        return [ngettext("{number} name stands.", "{number} names stand.", stand).format(number=whole(stand))]
    need = ngettext("{number} name still needs people behind it.", "{number} names still need people behind it.", waits)
    more = [need.format(number=whole(waits))] if waits else []
    if not stand:
        return [_("Nobody would be elected. The seats would stay empty, and someone must help."), *more]
    if found.clash:
        return [_("The seats kept for some cannot be filled: {why}.").format(why=found.clash), *more]
    if stand > found.seats:
        vote, room = _("There is a vote: {people} for {seats}."), found.seats
    else:
        vote, room = _("There is no vote: {people} for {seats}. All of them are elected."), election.seats
    return [vote.format(people=people(stand), seats=seats(room)), *found.said, *more]


def nomination(row: Nomination, backs: int, needs: int) -> str:
    """How far a name is."""
    if row.state == "withdrawn":
        return _("Took the name back.")
    if row.state == "refused":
        return _("Refused: {reason}").format(reason=row.reason)
    if row.state == "stands":
        return _("Stands.")
    if backs >= needs:
        return _("Has enough people behind it.")
    said = _("{backs} of {needs} people back it so far.")
    return said.format(backs=in_words(backs).capitalize(), needs=in_words(needs))


def gone(number: int) -> str:
    """What stands in place of names that were deleted, because the election is long over; "" for none."""
    said = ngettext(
        "{number} more person came forward. That name was deleted half a year or more after the election.",
        "{number} more people came forward. Their names were deleted half a year or more after the election.",
        number,
    )
    return said.format(number=whole(number)) if number else ""


def page_of(row: Nomination) -> str:
    """The address of a name's own page."""
    return reverse("nomination", args=[row.pk])


def statement(row: Nomination) -> Sequence[str]:
    """What they say, a paragraph each."""
    return [line for line in row.statement.splitlines() if line.strip()]


def attributes(groups: Mapping[str, str]) -> str:
    """What reserved seats ask about someone: tenant, Block A."""
    return ", ".join(str(value) for value in groups.values() if value)
