"""Standing for a seat, backing someone who does, and taking one's name back."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may, person
from letgo.commons.people.rules import Actor
from letgo.decide.boards import queries
from letgo.decide.boards.electors import elects
from letgo.decide.boards.models import Election, Nomination
from letgo.decide.boards.nominations import actions
from letgo.web.boards import election_forms as forms
from letgo.web.boards import election_words, words
from letgo.web.boards.acting import Ask, act_page
from letgo.web.boards.finding import of_election, of_nomination
from letgo.web.boards.printing import asked as asked_groups
from letgo.web.ui.figures import moment, people
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

TO_ELECTION = ("election", lazy("Back to the election"))
EASY = (
    ("people", lazy("The board needs people.")),
    ("you", lazy("You can be one of them.")),
    ("paper", lazy("All can read your name and your words.")),
    ("yes", lazy("Some people must back you.")),
    ("people", lazy("Then people vote.")),
    ("stop", lazy("You can take your name back.")),
)


def _journey(election: Election) -> Journey:
    asked = asked_groups(election)
    groups = [partial(forms.Groups, asked=asked)] if asked else []
    steps = [forms.Name, forms.Statement, *groups, forms.Consent]
    return Journey("stand", steps, _send, button=_("I stand for this seat"), back=TO_ELECTION, easy=EASY)


def _send(request: HttpRequest, answers: Answers) -> Done:
    election: Election = request.row
    names = list(asked_groups(election))
    groups = {name: answers.get(f"group_{number}", "") for number, name in enumerate(names)}
    made = actions.stand(
        election.pk, answers["name"], answers["statement"], groups, answers["consent"], by=request.actor,
        key=keyed(request, election.pk, "stand"),
    )  # fmt: skip
    need = election.fixed.seconders
    until = moment(election.nominations_close)
    back = _("{people} on the list must back you by {until}. Pass the address of your page on.")
    next_ = [
        *([back.format(people=people(need), until=until)] if need else []),
        _("Then the returning officer looks at each name. If yours cannot stand, you hear why."),
        _("You can take your name back until the voting papers are made."),
    ]
    return Done(_("You have come forward"), next_, ("nomination", _("See your page")), {"nomination": made.pk})


def _around(election: Election) -> dict[str, Any]:
    says = [
        _("You would sit on {body} for {months}.").format(
            body=words.named(election.body), months=words.months(election.fixed.term_months)
        ),
        _("You can stand until {moment}.").format(moment=moment(election.nominations_close)),
    ]
    return {"place": election.body.place, "here": "board", "address": {"election": election.pk}, "says": says}


@get("boards.stand", of_election)
def _begin(request: HttpRequest, election: Election, /, **address: Any) -> HttpResponse:
    known = getattr(person(request.actor.subject), "name", "") if request.actor.subject else ""
    return _journey(election).start(request, {"name": known}, **_around(election))


@post("boards.stand", of_election)
def _go(request: HttpRequest, election: Election, /, **address: Any) -> HttpResponse:
    request.row = election
    return _journey(election).go(request, **_around(election))


stand = page(_begin, _go)


@get("boards.read", of_nomination)
def _nomination(request: HttpRequest, row: Nomination, /, **address: Any) -> HttpResponse:
    """5 SQL queries."""
    actor: Actor = request.actor
    election = row.election
    open_ = election.state == "nominating" and row.state in ("offered", "stands")
    mine = row.person_id == actor.subject
    done_ = actor.person is not None and queries.backs(row, actor.subject)
    asked = open_ and not mine and not done_
    listed = asked and actor.person is not None and elects(actor.subject, election.body.electorate)
    shown = {
        "nomination": row, "election": election, "body": election.body, "place": election.body.place,
        "said": election_words.nomination(row, row.backed, election.fixed.seconders), "groups": election_words.attributes(row.groups),
        "words": election_words.statement(row), "until": moment(election.nominations_close),
        "seconds": listed and may(actor, "boards.second", row), "seconded": done_,
        "mine": mine and row.state in ("offered", "stands"), "wants": open_ and row.state == "offered",
        "address": settings.LETGO_SITE + election_words.page_of(row),
        "refuses": row.state in ("offered", "stands") and may(actor, "boards.refuse-name", row),
        "strange": asked and actor.person is None, "unlisted": asked and actor.person is not None and not listed,
    }  # fmt: skip
    return render(request, "boards/nomination.html", shown)


nomination = page(_nomination)


@post("boards.second", of_nomination)
def _second(request: HttpRequest, row: Nomination, /, **address: Any) -> HttpResponse:
    """Put one's name behind someone; the page then says so."""
    actions.second(row.pk, by=request.actor, key=keyed(request, row.pk, "second"))
    return redirect("nomination", nomination=row.pk)


second = page(_second)


def _back_to(row: Nomination) -> tuple[str, dict[str, Any], str]:
    return "nomination", {"nomination": row.pk}, _("Back to this name")


def _take_back(row: Nomination, answers: Answers, **by: Any) -> Done:
    actions.withdraw(row.pk, **by)
    next_ = [_("Your name does not stand on the voting paper."), _("Until nominations close you can stand again.")]
    return Done(_("Your name is taken back"), next_, TO_ELECTION, {"election": row.election_id})


withdraw = act_page(
    "boards.withdraw-name", of_nomination,
    lambda row: Ask(
        row.election.body.name, _("Take your name back"), _("You do not have to say why."), _("Take my name back"),
        row.election.body.place, _back_to(row),
    ),
    lambda row, data: forms.Nothing(data), _take_back,
)  # fmt: skip


def _refuse(row: Nomination, answers: Answers, **by: Any) -> Done:
    actions.refuse(row.pk, answers["reason"], **by)
    next_ = [_("They are told why, by their own safe way."), _("Your reason is public.")]
    return Done(
        _("The name is refused"), next_, ("election-desk", _("Back to the desk")), {"election": row.election_id}
    )


refuse = act_page(
    "boards.refuse-name", of_nomination,
    lambda row: Ask(
        row.name, _("Refuse this name"), _("Only for what the rules say: not on the list, too few behind it, sat too long."),
        _("Refuse this name"), row.election.body.place, _back_to(row), (_("Never because of what someone wants to do."),),
    ),
    lambda row, data: forms.Reason(data), _refuse,
)  # fmt: skip
