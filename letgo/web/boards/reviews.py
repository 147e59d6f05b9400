"""Pages of a review: figures with their sources, what the judged says beside each, and what it comes to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.decide.boards.office_models import Figure, Review
from letgo.decide.boards.reviews import actions, queries
from letgo.decide.boards.reviews.queries import Shown
from letgo.web.boards import offices_forms as forms
from letgo.web.boards import offices_words as words
from letgo.web.boards.finding import journey_page, or_404
from letgo.web.boards.offices_finding import act, links
from letgo.web.ui.figures import day
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_REVIEW = ("review", lazy("Back to the review"))
OPEN = ("facts", "commented")


def of_review(request: HttpRequest, review: UUID, **rest: Any) -> Review:
    """The review with this id, with its office and body, or Http404."""
    return or_404(queries.find(review))


def of_figure(request: HttpRequest, figure: UUID, **rest: Any) -> Figure:
    """The figure with this id, with its review and body, or Http404."""
    return or_404(queries.figure(figure))


@get("boards.read", of_review)
def _review(request: HttpRequest, row: Review, /, **address: Any) -> HttpResponse:
    """5 SQL queries at most, however many figures."""
    actor: Actor = request.actor
    shown = {
        "row": row, "body": row.mandate.body, "place": row.mandate.body.place, "title": words.review_title(row),
        "news": words.review_news(row), "open": links(actor, row, ACTS, "review"),
        "figures": [_figure(one, row, actor) for one in queries.figures(row)],
    }  # fmt: skip
    return render(request, "boards/review.html", shown)


review = page(_review)


def _figure(one: Shown, row: Review, actor: Actor) -> dict[str, Any]:
    fact = one.figure
    fact.review = row  # so that asking who may comment costs nothing
    entered = _("{source}. Entered by the board on {day}.")
    comments = [said.words for said in one.comments]
    writes = row.state in OPEN and may(actor, "boards.comment", fact)
    return {
        "title": fact.title,
        "value": fact.value,
        "source": fact.source if fact.computed else entered.format(source=fact.source, day=day(fact.line.at)),
        "before": [f"{old.value} ({old.source})" for old in one.before],
        "comments": comments,
        "to": reverse("review-comment", args=[fact.pk]) if writes else "",
    }


def about(request: HttpRequest, row: Review | Figure) -> Mapping[str, Any]:
    """What the pages of a journey about a review, or one of its figures, show around it."""
    found = row if isinstance(row, Review) else row.review
    says = [words.review_title(found)]
    if isinstance(row, Figure):
        says = [f"{row.title}: {row.value}. {row.source}"]
    return {"place": found.mandate.body.place, "here": "board", "address": {"review": found.pk}, "says": says}


def _enter(request: HttpRequest, answers: Answers) -> Done:
    row: Review = request.row
    key = keyed(request, row.pk, answers["name"], answers["value"])
    actions.enter_figure(row.pk, answers["name"], answers["value"], answers["source"], by=request.actor, key=key)
    next_ = [
        _("Everybody can read it, with where it comes from."),
        _("Who is reviewed can write beside it, never in its place."),
    ]
    return Done(_("The figure stands"), next_, TO_REVIEW, {"review": row.pk})


def _end(request: HttpRequest, answers: Answers) -> Done:
    row: Review = request.row
    actions.end_review(row.pk, answers["found"], by=request.actor, key=keyed(request, row.pk, "end"))
    next_ = [_("Everybody can read it."), _("If something must be put right, write down a concern. Then comes a plan.")]
    return Done(_("The review is done"), next_, TO_REVIEW, {"review": row.pk})


def _comment(request: HttpRequest, answers: Answers) -> Done:
    row: Figure = request.row
    actions.comment(row.pk, answers["words"], by=request.actor, key=keyed(request, row.pk, answers["words"]))
    return Done(_("It stands beside the figure"), [_("Nobody can take it away.")], TO_REVIEW, {"review": row.review_id})


def _open(row: Review) -> bool:
    return row.state in OPEN


ACTS = (
    act("figure", "boards.review", lazy("Enter a figure"), [forms.Figure], _enter, lazy("Publish it"), TO_REVIEW, _open),
    act("end", "boards.review", lazy("Write what it comes to"), [forms.Found], _end, lazy("Publish it"), TO_REVIEW, _open),
)  # fmt: skip
COMMENT = Journey("comment", [forms.Comment], _comment, button=lazy("Publish it"), back=TO_REVIEW)
comment = journey_page("boards.comment", of_figure, COMMENT, about)
