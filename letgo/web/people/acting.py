"""Who acts for me, whom I act for, helping someone, and stopping it at once."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.door.messages.actions import tell
from letgo.commons.people import actions, queries, rules
from letgo.commons.people.models import ActingFor, Person
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.web.people import forms
from letgo.web.people.views import subject
from letgo.web.ui.actors import choose, choose_nobody
from letgo.web.ui.helping import HowForm, WhomForm, way_on
from letgo.web.ui.journeys import Answers, Done, Journey, done
from letgo.web.ui.verbs import get, keyed, page, post

NOT_FOUND = Refused(
    "We could not find one person with this name and address.", "Ask them how they sign in here, and type exactly that."
)


def acting_row(request: HttpRequest, acting: UUID, **address: Any) -> ActingFor:
    """The ActingFor with this id. One that they may not read looks as if it were not there: also one that was suspended."""
    found = queries.one_acting(request.actor, acting)
    if found is None:
        raise Http404
    return found


@get("people.choose-acting")
def _acting(request: HttpRequest) -> HttpResponse:
    asked = request.actor
    alone = asked.acting is None and asked.helper is None
    shown = {
        "mine": queries.acting_of(asked, asked.person) if asked.acting is None else [],
        "theirs": queries.acts_for(asked) if alone else [],
        "alone": alone,
        "roles": {**rules.ACTING_ROLES, rules.HELPER: _("Helped you")},
        "scopes": rules.SCOPES,
        "how": rules.AGREED_HOW,
    }
    return render(request, "people/acting.html", shown)


@post("people.choose-acting")
def _choose(request: HttpRequest) -> HttpResponse:
    asked = request.POST.get("acting", "")
    chosen = next((row for row in queries.acts_for(request.actor) if str(row.pk) == asked), None)
    if asked and chosen is None:
        raise Http404
    back = redirect("acting")
    return choose(request, back, chosen.pk) if chosen else choose_nobody(back)


acting = page(_acting, _choose)


def _give(request: HttpRequest, answers: Answers) -> Done:
    other = _one_person(answers["their_address"], answers["their_name"])
    until = make_aware(datetime.combine(answers["until"], time.max)) if answers["until"] else None
    actions.give_acting(
        other.pk,
        request.actor.subject,
        answers["role"],
        answers["scopes"],
        by=request.actor,
        key=keyed(request, other.pk, answers["role"], *answers["scopes"]),
        until=until,
    )
    last = (
        _("It ends by itself on {answers:%d %B %Y}.").format(answers=answers["until"])
        if until
        else _("It has no last day. You can end it at any time.")
    )
    return Done(
        _("They can do this for you now"),
        [_("They see it when they sign in."), last, _("Each act says who did it, for you.")],
        ("acting", _("Who does things for me")),
    )


GIVE = Journey(
    "give",
    [forms.WhoForm, forms.RoleForm, forms.ScopesForm, forms.UntilForm],
    _give,
    button=lazy("Yes, let them do this for me"),
    easy=(
        ("people", lazy("Someone wants to do things for you.")),
        ("paper", lazy("You choose what they may do.")),
        ("talk", lazy("They do it in your name.")),
        ("stop", lazy("You can stop it at any time.")),
        ("no", lazy("You can say no. Nothing changes then.")),
    ),
)


def _one_person(address: str, name: str) -> Person:
    """The only person with this phone or e-mail, and this name where one is given. Raises Refused: the same for none and for several."""
    kind = "email" if "@" in address else "text"
    tidy = rules.tidy_address(kind, address)
    found = queries.people_at(kind, tidy) if tidy else []
    if kind == "text" and tidy:
        found = found or queries.people_at("phone", tidy)
    wanted = " ".join(name.split()).casefold()
    fitting = [person for person in found if not wanted or person.name.casefold() == wanted]
    if len(fitting) != 1:
        raise NOT_FOUND
    return fitting[0]


@get("people.give-acting", subject)
def _ask_give(request: HttpRequest, person: Person) -> HttpResponse:
    return GIVE.start(request)


@post("people.give-acting", subject)
def _do_give(request: HttpRequest, person: Person) -> HttpResponse:
    return GIVE.go(request)


give = page(_ask_give, _do_give)


@get("people.end-acting", acting_row)
def _sure_end(request: HttpRequest, found: ActingFor, acting: UUID) -> HttpResponse:
    return render(request, "people/end.html", {"row": found, "mine": request.actor.person == found.for_person_id})


@post("people.end-acting", acting_row)
def _end(request: HttpRequest, found: ActingFor, acting: UUID) -> HttpResponse:
    actions.end_acting(found.pk, by=request.actor, key=keyed(request, acting))
    back = done(
        request,
        Done(
            _("It is over"),
            [_("It holds no longer, from now on."), _("You can set it up again at any time.")],
            ("acting", _("Who does things for whom")),
        ),
    )
    return choose_nobody(back)


end = page(_sure_end, _end)


@get("people.suspend")
def _leads(request: HttpRequest) -> HttpResponse:
    return render(
        request, "people/leads.html", {"rows": queries.everyone_acting(request.actor), "roles": rules.ACTING_ROLES}
    )


leads = page(_leads)


@post("people.suspend", acting_row)
def _suspend(request: HttpRequest, found: ActingFor, acting: UUID) -> HttpResponse:
    actions.suspend(found.pk, by=request.actor, key=keyed(request, acting))
    return redirect("acting-leads")


suspend = page(_suspend)


@post("people.restore", acting_row)
def _restore(request: HttpRequest, found: ActingFor, acting: UUID) -> HttpResponse:
    actions.restore(found.pk, by=request.actor, key=keyed(request, acting))
    return redirect("acting-leads")


restore = page(_restore)


def begin(request: HttpRequest, whose: Person, how: str) -> ActingFor:
    """Start helping: the person is told that there is something new, and reads in their record what it was."""
    row = actions.start_help(whose.pk, how, by=request.actor, key=keyed(request, whose.pk, how))
    tell(whose.pk, "news", Ref("person", whose.pk), f"help:{row.pk}")
    return row


def _help(request: HttpRequest, answers: Answers) -> Done:
    whose = _one_person(answers["their_address"], answers["their_name"])
    request.begun = begin(request, whose, answers["how"])
    lines = [
        _("What you do now is done in their name, and says that you helped."),
        _("It ends after two hours, or when you press Stop."),
    ]
    page, address = way_on(request.POST.get("to", ""))
    return Done(
        _("You are helping them now"),
        [*lines, _("They get a message that there is something new.")],
        (page, _("Go to their details") if page == "my-details" else _("Go on with the form")),
        address,
    )


HELP = Journey(
    "help",
    [WhomForm, HowForm],
    _help,
    button=lazy("Yes, they agreed"),
    back=("mine", lazy("Back to my page")),
    easy=(
        ("people", lazy("You want to help someone here.")),
        ("talk", lazy("Ask them first.")),
        ("yes", lazy("Go on only if they said yes.")),
        ("time", lazy("It lasts for two hours.")),
        ("paper", lazy("They can read that you helped.")),
    ),
)


@get("people.help")
def _ask_help(request: HttpRequest) -> HttpResponse:
    return HELP.start(request)


@post("people.help")
def _do_help(request: HttpRequest) -> HttpResponse:
    response = HELP.go(request)
    begun = getattr(request, "begun", None)
    return choose(request, response, begun.pk) if begun else response


help_someone = page(_ask_help, _do_help)


def _new_person(request: HttpRequest, answers: Answers) -> Done:
    ways = [(answers["kind"], answers["address"])] if answers["kind"] else []
    row = actions.add_person(
        answers["name"],
        by=request.actor,
        key=keyed(request, sorted(answers.items())),
        language=answers["language"],
        needs=answers["needs"],
        routes=ways,
    )
    request.begun = begin(request, row, answers["how"])
    return Done(
        _("They are here now"),
        [_("You are helping them for the next two hours."), _("Give them a letter code, so that they can sign in.")],
        ("my-details", _("Go to their details")),
    )


NEW = Journey(
    "new",
    [forms.NameForm, forms.LanguageForm, forms.NeedsForm, forms.RouteKindForm, forms.RouteForm, HowForm],
    _new_person,
    button=lazy("Add this person"),
)


@get("people.add-person")
def _ask_new(request: HttpRequest) -> HttpResponse:
    return NEW.start(request, says=[_("Ask what they want to be called. They may leave it empty.")])


@post("people.add-person")
def _do_new(request: HttpRequest) -> HttpResponse:
    response = NEW.go(request, {"language": "en"})
    begun = getattr(request, "begun", None)
    return choose(request, response, begun.pk) if begun else response


new_person = page(_ask_new, _do_new)
