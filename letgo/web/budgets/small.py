"""Pages of small money: what was asked for, three yeses, and whether it is paid. No name of a person stands on any of them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.places.models import Place
from letgo.commons.powers.models import Power
from letgo.commons.powers.queries import one as one_power
from letgo.decide.budgets.models import Small
from letgo.decide.budgets.small import actions, queries, rules
from letgo.web.budgets import delivery_forms as forms
from letgo.web.budgets.finding import journey_page, of_place
from letgo.web.ui.figures import day
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, keyed, page

TO_SMALL = ("small", lazy("Back"))
TO_ALL = ("smalls", lazy("Back to small money"))
STATES = each(
    {
        "asked": "Waits for a yes",
        "released": "Released, to be paid",
        "paid": "Paid",
        "refused": "Stopped",
        "withdrawn": "Taken back",
        "lapsed": "Not enough people said yes",
    }
)


def of_power(request: HttpRequest, power: UUID) -> Power:
    """The power with this id, or Http404."""
    found = one_power(power)
    if found is None:
        raise Http404
    return found.power


def of_small(request: HttpRequest, small: UUID) -> Small:
    """The ask with this id, or Http404."""
    found = queries.find(small)
    if found is None:
        raise Http404
    return found


def stands(shown: queries.Shown) -> str:
    """How an ask stands, in a sentence."""
    row = shown.small
    if row.state == "asked":
        return _wanted(row, *shown.missing)
    if row.state == "released":
        return (
            _("Three residents released it. It was stopped.")
            if shown.stopped
            else _("Three residents released it. The treasurer pays it within 72 hours.")
        )
    if row.state == "refused":
        return _("It was stopped: {reason}").format(reason=row.reason)
    return {
        "paid": _("It is paid."),
        "withdrawn": _("Who asked took it back."),
        "lapsed": _("Too few people said yes in time."),
    }[row.state]


def _wanted(row: Small, more: int, of_group: int) -> str:
    """How many more must say yes, how many of them from the group that it is for, and until when."""
    said = (
        ngettext(
            "{number} more person must say yes, {of_group} of them from: {group}. Until {day}.",
            "{number} more people must say yes, {of_group} of them from: {group}. Until {day}.",
            more,
        )
        if of_group
        else ngettext(
            "{number} more person must say yes. Until {day}.", "{number} more people must say yes. Until {day}.", more
        )
    )
    return said.format(number=more, of_group=of_group, group=row.group, day=day(rules.lapses(row.asked)))


def helped(shown: queries.Shown) -> str:
    """That one helper stood beside several who said yes, without a name; "" when none did."""
    said = ngettext(
        "One and the same person helped {number:,} person to say yes. Who pays should ask them first.",
        "One and the same person helped {number:,} people to say yes. Who pays should ask them first.",
        shown.helped,
    )
    return said.format(number=shown.helped) if shown.helped else ""


@get("budgets.read", of_place)
def _all(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """?from=20: 20 asks at a time, the newest first. 4 SQL queries."""
    start = int(text) if (text := request.GET.get("from", "")).isascii() and text.isdecimal() and len(text) < 7 else 0
    rows, power = queries.at(place, start=start), queries.power_at(place)
    shown = {
        "place": place, "power": power, "pounds": pounds, "states": STATES,
        "rows": [(one, stands(one)) for one in rows[: queries.PAGE]],
        "more": start + queries.PAGE if len(rows) > queries.PAGE else 0,
        "asks": power is not None and may(request.actor, "budgets.ask-small", power),
    }  # fmt: skip
    return render(request, "budgets/smalls.html", shown)


smalls = page(_all)


@get("budgets.read", of_small)
def _one(request: HttpRequest, row: Small, small: UUID) -> HttpResponse:
    actor, found = request.actor, queries.one(row)
    said = queries.said_yes(row, actor)
    shown = {
        "small": row, "place": row.place, "found": found, "stands": stands(found), "state": STATES[row.state], "pounds": pounds,
        "said_yes": said, "yes": row.state == "asked" and not said and may(actor, "budgets.release-small", row),
        "pays": row.state == "released" and not found.stopped and may(actor, "budgets.pay-small", row),
        "helped": helped(found),
        "refuses": row.state == "released" and found.stopped and may(actor, "budgets.pay-small", row),
        "takes_back": row.state == "asked" and may(actor, "budgets.take-back-small", row),
    }  # fmt: skip
    return render(request, "budgets/small.html", shown)


small = page(_one)


def _about(request: HttpRequest, row: Small) -> dict[str, Any]:
    said = _("{title}: {money}. For: {group}.").format(title=row.title, money=pounds(row.pence), group=row.group)
    says = [said, *([row.words] if row.words else [])]
    return {"place": row.place, "here": "budget", "address": {"small": row.pk}, "says": says}


def _ask(request: HttpRequest, answers: Answers) -> Done:
    power, pence = request.row, int(answers["pounds"] * 100)
    key = keyed(request, power.pk, answers["name"], pence)
    made = actions.ask(power.pk, answers["name"], answers["words"], answers["group"], pence, by=request.actor, key=key)
    next_ = [
        _("Everybody can read it now, without your name."),
        _(
            "Tell your neighbours. Three must say yes, two of them from the group that it is for. You can be one of them."
        ),
        _("Then the treasurer pays it within 72 hours."),
    ]
    return Done(_("It is asked for"), next_, TO_SMALL, {"small": made.pk})


def _limit(request: HttpRequest, row: Power) -> dict[str, Any]:
    limit = _("Up to {money} at a time. Asks for the same thing within four weeks count as one.")
    says = [limit.format(money=pounds(row.pence_each))] if row.pence_each else []
    return {"place": row.place, "here": "budget", "address": {"slug": row.place.slug}, "says": says}


ASK = Journey("ask-small", [forms.What, forms.ForWhom, forms.HowMuch], _ask, button=lazy("Ask for it"), back=TO_ALL)
ask = journey_page("budgets.ask-small", of_power, ASK, _limit)


def _yes(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    after = actions.say_yes(row.pk, answers["concerned"] == "yes", by=request.actor, key=keyed(request, row.pk, "yes"))
    said = stands(queries.one(after))
    return Done(_("Thank you for your yes"), [said, _("Nobody sees who said yes.")], TO_SMALL, {"small": row.pk})


EASY = (
    ("people", lazy("Three people must say yes.")),
    ("you", lazy("Two of them are the people it is for.")),
    ("money", lazy("Then the money is paid.")),
    ("no", lazy("You can leave it. Then do nothing.")),
    ("lock", lazy("Nobody sees your name.")),
)
YES = Journey(
    "yes-small",
    [forms.SayYes],
    _yes,
    check=lazy("Say yes to this?"),
    button=lazy("Yes, release it"),
    back=TO_SMALL,
    easy=EASY,
)
yes = journey_page("budgets.release-small", of_small, YES, _about)


def _pay(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.pay(row.pk, int(answers["pounds"] * 100), by=request.actor, key=keyed(request, row.pk, "pay"))
    return Done(
        _("It is paid"), [_("It is on its way to the bank. Who asked for it is told.")], TO_SMALL, {"small": row.pk}
    )


PAY = Journey("pay-small", [forms.Paid], _pay, button=lazy("It is sent"), back=TO_SMALL)
pay = journey_page("budgets.pay-small", of_small, PAY, _about)


def _refuse(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.refuse(row.pk, answers["reasons"], by=request.actor, key=keyed(request, row.pk, "refuse"))
    return Done(
        _("It is not paid"), [_("The money is free again. Who asked for it is told.")], TO_SMALL, {"small": row.pk}
    )


REFUSE = Journey("refuse-small", [forms.Why], _refuse, button=lazy("Do not pay it"), back=TO_SMALL)
refuse = journey_page("budgets.pay-small", of_small, REFUSE, _about)


class TakeBack(forms.Step):
    """Whether to take it back."""

    title = lazy("Take it back?")
    lead = lazy("It stays on the list as taken back. You can ask again.")
    sure = forms.choice_of(lazy("Take it back?"), [("yes", lazy("Yes, take it back"))])


def _take_back(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.take_back(row.pk, by=request.actor, key=keyed(request, row.pk, "back"))
    return Done(_("It is taken back"), [_("Nobody can say yes to it any more.")], TO_SMALL, {"small": row.pk})


BACK = (
    ("you", lazy("You asked for this.")),
    ("stop", lazy("You can take it back.")),
    ("no", lazy("Or leave it. Then do nothing.")),
)
TAKE_BACK = Journey(
    "take-back-small",
    [TakeBack],
    _take_back,
    button=lazy("Take it back"),
    back=TO_SMALL,
    easy=BACK,
)
take_back = journey_page("budgets.take-back-small", of_small, TAKE_BACK, _about)
