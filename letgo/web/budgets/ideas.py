"""Pages of a round and its ideas: what is next, the list, one idea, and saying one. No name of an author stands on any of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup, escape

from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import LANGUAGES
from letgo.commons.places.models import Place
from letgo.commons.places.queries import whom
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets import actions, queries
from letgo.decide.budgets.actions import Said
from letgo.decide.budgets.models import Idea, Round, Together
from letgo.decide.budgets.rules import CATEGORIES
from letgo.web.budgets import forms, words
from letgo.web.budgets.finding import about_idea, about_round, journey_page, of_idea, of_place, of_round, of_together
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.lists import number
from letgo.web.ui.verbs import get, keyed, page

TO_ROUND = ("round", lazy("Back to the budget"))
TO_IDEA = ("idea", lazy("Back to the idea"))


@get("budgets.read", of_place)
def _budget(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    return _home(request, place, queries.rounds_at(place))


budget = page(_budget)


@get("budgets.read", of_round)
def _round(request: HttpRequest, row: Round, in_round: UUID) -> HttpResponse:
    return _home(request, row.place, [row])


round_home = page(_round)


def _home(request: HttpRequest, place: Place, rounds: list[Round]) -> HttpResponse:
    """The round that is under way, else the last one; the others by name."""
    row = next((one for one in rounds if one.state != "over"), rounds[0] if rounds else None)
    actor = request.actor
    shown: dict[str, Any] = {
        "place": place, "row": row, "others": [one for one in rounds if one is not row], "rounds": words.ROUNDS,
        "opens": [power for power in queries.powers_to_open(place) if may(actor, "budgets.open-round", power)],
    }  # fmt: skip
    if row:
        shown |= {
            "news": words.news(row), "next": words.next_step(row), "picture": words.picture(row), "steps": words.steps(row),
            "states": queries.states(row), "names": words.STATES, "stalls": queries.stalls(row), "pounds": pounds,
            "mine": queries.mine(row, actor) if actor.person else [], "stand": words.stand,
            "says": row.state == "ideas" and may(actor, "budgets.say-idea", row),
            "helps": may(actor, "budgets.write-down", row), "desk": may(actor, "budgets.see-desk", row),
            "calls": row.state == "costing" and may(actor, "budgets.put-on-the-vote", row),
        }  # fmt: skip
    return render(request, "budgets/round.html", shown)


@get("budgets.read", of_round)
def _ideas(request: HttpRequest, row: Round, in_round: UUID) -> HttpResponse:
    """20 ideas, the newest first. ?page=2, ?about=outdoors, ?find=bench."""
    about = request.GET.get("about", "")
    find = request.GET.get("find", "")[:80]
    category = about if about in CATEGORIES else ""
    shown = queries.ideas(row, page=max(1, number(request.GET.get("page", "1"))), search=find, category=category)
    listed = [{"value": key, "text": f"{said} ({shown.categories.get(key, 0)})"} for key, said in CATEGORIES.items()]
    more = {"list": shown, "row": row, "place": row.place, "find": find, "about": category}
    more |= {"stand": words.stand, "says": row.state == "ideas" and may(request.actor, "budgets.say-idea", row)}
    return render(request, "budgets/ideas.html", more | {"pounds": pounds, "shown_categories": listed})


ideas = page(_ideas)


@get("budgets.read", of_idea)
def _idea(request: HttpRequest, row: Idea, idea: UUID) -> HttpResponse:
    actor, open_now = request.actor, row.round.state in ("ideas", "costing")
    author = may(actor, "budgets.withdraw-idea", row)
    shown = {
        "idea": row, "place": row.round.place, "round": row.round, "whole": queries.whole(row), "facts": words.facts(row),
        "stand": words.stand(row), "pounds": pounds, "languages": LANGUAGES, "states": words.STATES, "author": author,
        "takes_back": author and open_now and row.state in ("said", "costed", "disputed", "agreed"),
        "answers": author and row.state == "costed", "appeals": author and open_now and row.state == "refused",
        "costs": open_now and row.state in ("said", "costed", "disputed", "agreed") and may(actor, "budgets.estimate", row),
        "checks": open_now and row.eligible is None and may(actor, "budgets.check", row),
        "parts_them": open_now and may(actor, "budgets.set-apart", row), "translates": may(actor, "budgets.translate", row),
    }  # fmt: skip
    return render(request, "budgets/idea.html", shown)


idea = page(_idea)


# Saying one.


def _said(answers: Answers, how: str = "online") -> Said:
    return Said(
        title=answers["title"], words=answers["words"], category=answers["category"], where=answers["where"],
        language=answers["language"], how=how,
    )  # fmt: skip


def _say(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    how = "phone" if request.actor.helper else "online"
    made = actions.say(row.pk, _said(answers, how), by=request.actor, key=keyed(request, row.pk, "say"))
    return _done(made)


def _done(made: Idea) -> Done:
    next_ = [
        _("It gets a cost and a check by a day that its page names."),
        _("Then its author says whether the cost is right."),
        _("The vote opens on {day}.").format(day=words.bound(made.round.votes_from)),
        _("Was nothing heard by its day? Its page says who is told, and how you can insist."),
    ]
    title = _("Idea {number} is published").format(number=made.number)
    return Done(title, next_, ("idea", _("See the idea")), {"idea": made.pk})


def _like_these(request: HttpRequest, row: Round) -> dict[str, Any]:
    """On the page before the last: ideas that say much the same, each with a link. Nothing is saved yet."""

    def judged(answers: Answers) -> list[str]:
        found = queries.alike(row, answers["title"], answers["words"])
        if not found:
            return []
        link = Markup('<a class="govuk-link" href="{}">{}</a>')
        links = Markup("; ").join(link.format(reverse("idea", kwargs={"idea": one.pk}), str(one)) for one in found)
        return [escape(_("Is it one of these? {ideas}. Two ideas can become one later.")).format(ideas=links)]

    return {**about_round(request, row), "judged": judged}


SAY = Journey(
    "say-idea", [forms.Words, forms.Title, forms.Where, forms.Category, forms.Language], _say,
    button=lazy("Publish my idea"), back=TO_ROUND,
    says=[lazy("Everybody can read this. Who said it is never shown.")],
)  # fmt: skip
say = journey_page("budgets.say-idea", of_round, SAY, _like_these)


def _write_down(request: HttpRequest, answers: Answers) -> Done:
    row, person = request.row, None
    if answers["whose"].strip():
        people = whom(answers["whose"], row.place)
        if len(people) != 1:
            raise Refused(
                "We could not find one person with this name or address.", "Leave it empty, and answer for it yourself."
            )
        person = people[0].pk
    stall = UUID(answers["stall"]) if answers.get("stall") else None
    said = _said(answers, answers["how"])
    key = keyed(request, row.pk, "write-down")
    return _done(actions.write_down(row.pk, said, by=request.actor, key=key, person=person, stall=stall))


def _writing(request: HttpRequest, row: Round) -> Journey:
    stalls = [(str(stall.pk), str(stall)) for stall in queries.stalls(row)[:10]]
    at = [forms.at_stall(stalls)] if stalls else []
    steps = [forms.Told, *at, forms.Words, forms.Title, forms.Where, forms.Category, forms.Language, forms.Whose]
    return Journey("write-down", steps, _write_down, button=_("Publish this idea"), back=TO_ROUND)


write_down = journey_page("budgets.write-down", of_round, _writing, _like_these)


def _log(request: HttpRequest, answers: Answers) -> Done:
    row, key = request.row, keyed(request, request.row.pk, "stall")
    actions.log_stall(
        row.pk, answers["where"], answers["day"], answers["asked"], answers["group"], by=request.actor, key=key
    )
    return Done(_("It is logged"), [_("Now write down the ideas that you were told.")], TO_ROUND, {"in_round": row.pk})


log_stall = journey_page(
    "budgets.write-down",
    of_round,
    Journey("stall", [forms.Stall], _log, button=lazy("Log it"), back=TO_ROUND),
    about_round,
)


# In another language; together with another; taken back.


def _translate(request: HttpRequest, answers: Answers) -> Done:
    row, key = request.row, keyed(request, request.row.pk, "translate")
    actions.translate(row.pk, answers["language"], answers["name"], answers["words"], by=request.actor, key=key)
    return Done(_("It is there in that language too"), [_("The original stays beside it.")], TO_IDEA, {"idea": row.pk})


translate = journey_page(
    "budgets.translate", of_idea, Journey("translate", [forms.Translated], _translate, back=TO_IDEA), about_idea
)


def _ask_together(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    other = queries.numbered(row.round, answers["other"])
    if other is None:
        raise Refused("There is no idea with this number in this round.")
    key = keyed(request, row.pk, other.pk)
    made = actions.ask_together(row.pk, other.pk, answers["how"], by=request.actor, key=key)
    said = (
        _("Both are one idea now.")
        if made.state == "done"
        else _("We asked the other author. Until they say yes nothing changes.")
    )
    return Done(_("You said yes"), [said], TO_IDEA, {"idea": row.pk})


together = journey_page(
    "budgets.ask-together", of_idea, Journey("together", [forms.Together], _ask_together, back=TO_IDEA), about_idea
)


ONE_IDEA = (
    ("people", lazy("Someone has an idea like yours.")),
    ("yes", lazy("If you say yes, the two become one idea.")),
    ("no", lazy("If you say no, both stay as they are.")),
)


def _answer_together(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    yes, key = answers["answer"] == "yes", keyed(request, row.pk, "answer")
    made = actions.answer_together(row.pk, yes, by=request.actor, key=key)
    said = _("The two are one idea now.") if made.state == "done" else _("Both ideas stay as they are.")
    return Done(_("Thank you for your answer"), [said], TO_IDEA, {"idea": row.idea_id})


def _two(request: HttpRequest, row: Together) -> dict[str, Any]:
    ideas = [_("Idea {idea}").format(idea=one) for one in (row.idea, row.other)]
    says = [*ideas, *filter(None, [row.words])]
    return {"place": row.idea.round.place, "here": "budget", "address": {"idea": row.idea_id}, "says": says}


answer_together = journey_page(
    "budgets.answer-together",
    of_together,
    Journey("answer-together", [forms.YesNo], _answer_together, back=TO_IDEA, easy=ONE_IDEA),
    _two,
)


def _withdraw(request: HttpRequest, answers: Answers) -> Done:
    row, key = request.row, keyed(request, request.row.pk, "withdraw")
    actions.withdraw(row.pk, answers["reasons"], by=request.actor, key=key)
    return Done(_("You took it back"), [_("It can still be read, with your reasons.")], TO_IDEA, {"idea": row.pk})


withdraw = journey_page(
    "budgets.withdraw-idea", of_idea,
    Journey("withdraw", [forms.Reasons], _withdraw, button=lazy("Take it back"), back=TO_IDEA), about_idea,
)  # fmt: skip
