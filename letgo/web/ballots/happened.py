"""What really happened because of a vote, as the rooms that did it know: what is set aside and owed next, what shrank, what was paid."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from letgo.decide.ballots.models import Poll
from letgo.decide.boards import queries as boards
from letgo.decide.budgets.cuts import queries as cuts
from letgo.decide.budgets.delivery import queries as delivery
from letgo.web.ballots.words import POUNDS, pounds, weekday
from letgo.web.ui.figures import day, people

SEATS = "boards.seat"


@dataclass(frozen=True)
class Step:
    """One step under "Because of this": its bold words, the rest, and where one reads more of it."""

    strong: str
    rest: str = ""
    href: str = ""
    more: str = ""


def of(poll: Poll) -> list[Step]:
    """The steps that followed from a vote that took effect; [] where its effect has not run yet, or leaves nothing to tell.

    2 SQL queries at most.
    """
    found = HAPPENED.get(poll.effect)
    return found(poll) if found and poll.state in ("done", "upheld") else []


def _money(pence: int) -> str:
    return POUNDS(pounds(pence))


def _funded(poll: Poll) -> list[Step]:
    rows, next_ = delivery.funded_by(poll.pk)
    if not rows:
        return []
    held, paid = sum(row.pence for row in rows), sum(row.spent_pence for row in rows)
    way = _("{pounds} of it is paid.").format(pounds=_money(paid)) if paid else _("Nothing of it is paid yet.")
    all_of = reverse("projects", kwargs={"in_round": rows[0].round_id})
    many = people(len(rows), "project", "projects")
    aside = _("{pounds} is set aside for {projects}.").format(pounds=_money(held), projects=many)
    steps = [Step(aside, way, all_of, _("How far each of them is"))]
    if next_ is not None and next_.due is not None:
        title = _("Next: {title}.").format(title=next_.project.idea.title)
        task = _("By {day}: {task}.").format(day=weekday(next_.due), task=next_.title or _("it is ordered"))
        owed = reverse("promise", kwargs={"promise": next_.promise})
        steps.append(Step(title, task, owed, _("Who owes it, and how to insist")))
    return steps


def _shrunk(poll: Poll) -> list[Step]:
    cut = cuts.of_poll(poll.pk)
    if cut is None or cut.state != "done":
        return []
    shrunk = people(cut.shrunk, "project shrank", "projects shrank")
    kept = people(cut.kept, "stays whole", "stay whole")
    less = _money(cut.from_pence - cut.to_pence)
    back = (
        _("{pounds} went back to the giver.").format(pounds=less)
        if cut.returned_id
        else _("{pounds} goes back to the giver on {day}.").format(pounds=less, day=day(cut.starts))
    )
    return [Step(f"{shrunk}, {kept}.", back, reverse("cut", kwargs={"cut": cut.pk}), _("How far each of them shrank"))]


def _settled(poll: Poll) -> list[Step]:
    rise = delivery.rise_of(poll.pk)
    if rise is None or not rise.answer:
        return []
    new, old = _money(rise.to_pence), _money(rise.from_pence)
    what = {
        "raise": _("{new} is set aside instead of {old}.").format(new=new, old=old),
        "old-cost": _("It is built for {old}, or not at all.").format(old=old),
        "next": _("It was let go, and who was next in the order is built."),
    }[rise.answer]
    if rise.state == "undone":
        what = _("The vote was taken back, so what was before it stands again.")
    return [Step(what, "", reverse("project", kwargs={"project": rise.project_id}), _("The project"))]


def _seated(poll: Poll) -> list[Step]:
    election = boards.election_of(poll.pk)
    if election is None or election.state != "filled":
        return []
    at = reverse("body", kwargs={"body": election.body_id})
    return [Step(_("The seats are filled."), _("Each term of office has begun."), at, _("Who sits, and until when"))]


def election_of(poll: Poll) -> str:
    """The address of the election that this vote decides, "" where it decides none. 1 SQL query for a vote that fills seats, else none."""
    found = boards.election_of(poll.pk) if poll.effect == SEATS else None
    return reverse("election", kwargs={"election": found.pk}) if found else ""


HAPPENED: Mapping[str, Callable[[Poll], list[Step]]] = {
    "budgets.fund": _funded,
    "budgets.shrink": _shrunk,
    "budgets.settle-change": _settled,
    SEATS: _seated,
}
