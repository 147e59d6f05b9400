"""The desk of a meeting: open it, write down who is there, count them, take votes, end it. For who looks after the meeting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.agenda import actions as agenda
from letgo.decide.boards.agenda.queries import voting_mandates
from letgo.decide.boards.expenses import queries as expenses
from letgo.decide.boards.meeting_models import Attendance, Item, Meeting, Resolution
from letgo.decide.boards.meeting_rules import DOORS, NOT_COUNTED, OVER, THERE, TO_ALL
from letgo.decide.boards.meetings import actions, queries
from letgo.decide.boards.proxies import queries as proxies
from letgo.web.boards import meetings_agenda_words as agenda_words
from letgo.web.boards import meetings_forms as forms
from letgo.web.boards import meetings_words as words
from letgo.web.boards.body_parts import Link
from letgo.web.boards.finding import journey_page
from letgo.web.boards.meetings import agenda_of
from letgo.web.boards.meetings_finding import TO_DESK, about, about_item, of_item, of_meeting, one_person
from letgo.web.ui import saying
from letgo.web.ui.figures import people, whole
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

UNKNOWN = Refused("We could not find one person with this name or address.", "Write exactly how they sign in here.")
MARKS = (("present", lazy("Is there")), ("online", lazy("Is there online")), ("apology", lazy("Sent apologies")))


@dataclass(frozen=True)
class Step:
    """What comes next at a meeting: a title, a sentence, and the button. `posts`: the button itself does it."""

    title: str
    words: str
    act: str = ""
    to: str = ""
    posts: bool = False


@get("boards.mark-attendance", of_meeting)
def _desk(request: HttpRequest, row: Meeting, /, **address: Any) -> HttpResponse:
    """12 SQL queries at most, however many come."""
    actor: Actor = request.actor
    items, decided = agenda_of(row, actor)
    found = queries.attendance(row, actor)
    there = sum(one.how in THERE and one.doubt not in NOT_COUNTED for name, one in found)
    asked = expenses.of(row, actor) if row.state in (*OVER, "quorate") else []
    held = proxies.number(row) if row.kind in TO_ALL and row.proxy_cap else 0
    shown = {
        "meeting": row, "place": row.body.place, "lead": _lead(row, there, decided), "step": _step(row, items, there, actor),
        "links": _links(row, actor), "needed": words.needed(row), "so_far": _so_far(row, found),
        "signs": row.state not in OVER, "people": _people(row, found), "finds": row.kind in TO_ALL,
        "proxies": [_given(held)] if held else [],
        "proxy_rule": words.proxy_rule(row), "items": items, "acts": {one.item.pk: _acts(row, one, actor) for one in items},
        "expenses": [_expense(one, actor) for one in asked],
    }  # fmt: skip
    return render(request, "boards/meeting_desk.html", shown)


desk = page(_desk)


def _given(held: int) -> str:
    """How many let someone else vote for them."""
    said = ngettext("{number} vote was given to someone else.", "{number} votes were given to someone else.", held)
    return said.format(number=whole(held))


def _lead(row: Meeting, there: int, decided: list[Resolution]) -> str:
    return words.listed(row) if row.state == "called" else words.lead(row, there, decided)


def _step(row: Meeting, items: list[agenda_words.Listed], there: int, actor: Actor) -> Step | None:
    """What must be done now. No SQL query."""
    if row.state == "called":
        opens = row.at - DOORS
        if now() < opens:
            said = _("You can open this meeting from {moment} on.")
            return Step(_("Not yet"), said.format(moment=words.moment(opens)))
        return Step(
            _("Open the meeting"), _("Then write down who comes."), _("Open it"), _to(row, "meeting-open"), True
        )
    if row.state == "open":
        return _counting(row, there, actor)
    if row.state == "quorate":
        left = [one.item for one in items if one.item.state == "listed"]
        kept = next((item for item in left if item.kept), None)
        if kept is not None:
            said = _("Item {number} must be heard today. Nobody can put it off.")
            return Step(_("Go through the agenda"), said.format(number=kept.number))
        return Step(_("End the meeting"), _not_heard(len(left)), _("End it"), _to(row, "meeting-close"), True)
    if row.state in ("held", "inquorate") and not row.published:
        if not row.minutes:
            return Step(_("Write the minutes"), words.minutes(row), _("Write them"), _to(row, "meeting-minutes"))
        publish = _("Read them once more, and publish")
        return Step(_("Publish the minutes"), words.minutes(row), publish, _to(row, "minutes-publish"))
    return None


def _counting(row: Meeting, there: int, actor: Actor) -> Step:
    """Where all members vote two people count; at a board meeting one is enough."""
    if row.kind not in TO_ALL or row.counted != there:
        said = _("{people}, and {quorum} are needed.").format(
            people=people(there, "person is there", "people are there"), quorum=row.quorum
        )
        if row.kind in TO_ALL:
            said = f"{said} {_('Two people count, and neither alone.')}"
        return Step(_("Count who is there"), said, _("Count them"), _to(row, "meeting-count"), True)
    if row.counted_by_id == actor.person:
        said = _("You counted {number}.").format(number=there)
        return Step(_("Somebody else counts too"), f"{said} {saying.of_room(actions.SECOND)}")
    said = _("One person counted {number}.").format(number=there)
    return Step(_("Count too"), said, _("Look round, and count"), _to(row, "meeting-count-too"))


def _not_heard(left: int) -> str:
    if not left:
        return _("All was heard.")
    said = ngettext(
        "{number} item was not heard. It goes to the next meeting.",
        "{number} items were not heard. It goes to the next meeting.",
        left,
    )
    return said.format(number=whole(left))


def _to(row: Meeting, name: str) -> str:
    return reverse(name, kwargs={"meeting": row.pk})


def _links(row: Meeting, actor: Actor) -> list[Link]:
    """What else can be done from here. No SQL query."""
    at: dict[str, object] = {"meeting": row.pk}
    found: list[Link] = []
    if row.state == "called":
        found.append(("meeting-cancel", at, _("Call it off")))
        if row.kind in TO_ALL and row.proxy_cap and may(actor, "boards.write-down-proxy", row):
            found.append(("proxy-paper", at, _("Type in a proxy form")))
    if row.state in ("open", "quorate") and row.kind in TO_ALL:
        found.append(("meeting-teller", at, _("Say who counts votes")))
    if row.state in ("called", "open", "quorate"):
        found.append(("meeting-item", at, _("Put something on the agenda")))
    if row.state in ("quorate", "held") and may(actor, "boards.set-task", row):
        found.append(("task-set", at, _("Give someone something to do")))
    if (
        row.state in ("open", "quorate", "held", "inquorate")
        and not row.published
        and may(actor, "boards.write-minutes", row)
    ):
        found.append(("meeting-minutes", at, _("Write the minutes")))
    if row.published and may(actor, "boards.correct-minutes", row):
        found.append(("minutes-correct", at, _("Put the minutes right")))
    return found


def _so_far(row: Meeting, found: list[tuple[str, Attendance]]) -> str:
    how = [one.how for name, one in found]
    there, apologies = sum(one in THERE for one in how), how.count("apology")
    if row.state == "called":
        children = sum(one.childcare for name, one in found if one.how == "coming")
        said = [
            _("{people} said they come.").format(people=people(how.count("coming"))),
            _("{people} sent apologies.").format(people=people(apologies)),
        ]
        if children:
            said.append(_("{people} bring children who need someone.").format(people=people(children)))
        return " ".join(said)
    counted = ngettext("{people} there, {number} apology.", "{people} there, {number} apologies.", apologies)
    return counted.format(people=people(there), number=whole(apologies))


def _people(row: Meeting, found: list[tuple[str, Attendance]]) -> list[dict[str, Any]]:
    """Who is to be written down, each with what can be said of them. At a board meeting all members stand here. 1 SQL query more."""
    rows = {one.person_id: (name, one.how) for name, one in found}
    more = {one.person_id: _more(one) for name, one in found}
    if row.kind not in TO_ALL:
        for one in voting_mandates(row.body):
            rows.setdefault(one.person_id, (one.name or _("Board member"), ""))
    unheard = _("Not heard from yet")
    return [
        {"id": pk, "name": name, "how": ", ".join([str(words.HOW.get(how, unheard)), *more.get(pk, ())]), "acts": _marks(row, how)}
        for pk, (name, how) in rows.items()
    ]  # fmt: skip


def _more(one: Attendance) -> list[str]:
    counts = [_("counts votes")] if one.teller else []
    return [*counts, _("says they were not")] if one.doubt in NOT_COUNTED else counts


def _marks(row: Meeting, how: str) -> list[tuple[str, str]]:
    if row.state == "called":
        return [("apology", _("Sent apologies"))] if how != "apology" else []
    gone = [("left", _("Has left"))] if how in THERE else []
    return [*((mark, said) for mark, said in MARKS if mark != how and not (how in THERE and mark == "apology")), *gone]


def _acts(row: Meeting, one: agenda_words.Listed, actor: Actor) -> list[tuple[str, str]]:
    """What can be done with one item at the desk. No SQL query."""
    item = one.item
    if row.state != "quorate" or item.state != "listed":
        return []
    running = next((vote.row for vote in one.votes if vote.row.state == "open"), None)
    if running is None:
        found = [("vote-put", item.pk, _("Vote on it")), ("item-hear", item.pk, _("Say what became of it"))]
    elif row.kind in TO_ALL:
        found = [("vote", running.pk, _("Count this vote"))]
    else:
        found = [("vote", running.pk, _("Write down and close this vote"))]
    return [(reverse(name, args=[pk]), said) for name, pk, said in found]


def _expense(one: Any, actor: Actor) -> tuple[Any, str, bool, bool]:
    whose = one.person_id == actor.person
    said = f"{expenses.name(one)}: {words.expense(one)}"
    answers = one.state == "asked" and not whose and may(actor, "boards.agree-expense", one)
    return one, said, answers, one.state == "agreed" and not whose and may(actor, "boards.pay-expense", one)


# Buttons: each does one thing and leads back to the desk.


def _button(verb: str, do: Callable[..., Any], name: str) -> Any:
    @post(verb, of_meeting)
    def press(request: HttpRequest, row: Meeting, /, **address: Any) -> HttpResponse:
        do(row.pk, by=request.actor, key=keyed(request, row.pk, name))
        return redirect("meeting-desk", meeting=row.pk)

    return page(press)


open_it = _button("boards.open-meeting", actions.open_meeting, "open")
count = _button("boards.count-quorum", actions.count, "count")
close = _button("boards.close-meeting", actions.close, "close")


@post("boards.mark-attendance", of_meeting)
def _sign(request: HttpRequest, row: Meeting, /, **address: Any) -> HttpResponse:
    """Write down how someone on the list takes part."""
    how = request.POST.get("how", "")
    try:
        person = UUID(request.POST.get("person", ""))
    except ValueError:
        raise UNKNOWN from None
    actions.mark(row.pk, person, how, by=request.actor, key=keyed(request, row.pk, person, how))
    return redirect("meeting-desk", meeting=row.pk)


sign = page(_sign)


def _signed(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    person = one_person(answers["who"], row, UNKNOWN)
    actions.mark(row.pk, person, answers["how"], by=request.actor, key=keyed(request, row.pk, person, answers["how"]))
    return Done(_("It is written down"), [_("They stand on the list of who is there.")], TO_DESK, {"meeting": row.pk})


SIGN_IN = Journey("sign-in-someone", [forms.Found], _signed, button=lazy("Write it down"), back=TO_DESK)
sign_in = journey_page("boards.mark-attendance", of_meeting, SIGN_IN, about)


def _teller(request: HttpRequest, answers: Answers) -> Done:
    row: Meeting = request.row
    person = one_person(answers["who"], row, UNKNOWN)
    actions.mark(row.pk, person, "present", True, by=request.actor, key=keyed(request, row.pk, person, "teller"))
    next_ = [_("They count with their own phone, without seeing what the other counts."), _("Two people must count.")]
    return Done(_("They count votes"), next_, TO_DESK, {"meeting": row.pk})


TELLER = Journey("teller", [forms.Teller], _teller, button=lazy("They count"), back=TO_DESK)
teller = journey_page("boards.mark-attendance", of_meeting, TELLER, about)


def _hear(request: HttpRequest, answers: Answers) -> Done:
    row: Item = request.row
    agenda.hear(row.pk, answers["outcome"], by=request.actor, key=keyed(request, row.pk, "hear"))
    return Done(
        _("Item {number} is heard").format(number=row.number),
        [_("Everybody can read what became of it.")],
        TO_DESK,
        {"meeting": row.meeting_id},
    )


HEAR = Journey("hear", [forms.Outcome], _hear, button=lazy("This is what became of it"), back=TO_DESK)
hear = journey_page("boards.hear-item", of_item, HEAR, about_item)
