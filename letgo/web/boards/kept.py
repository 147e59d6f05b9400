"""Other rules on seats that are kept for some, and on who may say no to a member: one person asks, another agrees."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.record.refusals import Refused
from letgo.decide.boards.founding import actions
from letgo.decide.boards.models import Body
from letgo.decide.boards.rules import BodyTerms, Reserved
from letgo.web.boards.acting import Ask, act_page
from letgo.web.boards.finding import of_body
from letgo.web.ui.fields import PUBLIC, Plain, choice, line, whole, words
from letgo.web.ui.journeys import Answers, Done

NEW = ("new_words", "new_group", "new_values", "new_least")
LONGEST = 80  # letters of who may say no


class Kept(Plain):
    """How many seats are kept for whom, another group, what happens when too few of it stand, and who may say no."""

    new_words = line(
        lazy("Keep seats for another group? For whom?"),
        lazy("For example: tenants of Block A."),
        required=False,
        most=80,
    )
    new_group = line(
        lazy("What do you ask who stands?"), lazy("One word, for example: tenure."), required=False, most=40
    )
    new_values = line(
        lazy("Which answers count?"),
        lazy("With commas between them, for example: tenant, leaseholder."),
        required=False,
    )
    new_least = whole(lazy("How many seats at least for them?"), least=1, most=100, required=False)
    fallback = choice(
        lazy("What if too few of a group stand?"),
        [("leave-empty", lazy("Their seat stays empty")), ("fill-any", lazy("Anybody may have their seat"))],
    )
    approvers = words(
        lazy("Who may say no to a new member?"), lazy("One on each line. This is a veto, and is shown as one. Leave it empty for nobody."),
        required=False, most=600,
    )  # fmt: skip
    approver_days = whole(
        lazy("For how many days may they say no?"), lazy("Saying nothing is a yes."), least=1, most=90
    )
    reason = words(lazy("Why?"), PUBLIC, lazy("Say why. Everybody can read it."))

    def __init__(self, *given: Any, terms: BodyTerms, **named: Any):
        days = terms.approvers[0].days if terms.approvers else 28
        initial = {
            "fallback": terms.fallback, "approver_days": days, "approvers": "\n".join(one.words for one in terms.approvers),
            **{f"least_{number}": row.minimum for number, row in enumerate(terms.reserve)},
        }  # fmt: skip
        super().__init__(*given, initial=initial, **named)
        for number, row in enumerate(terms.reserve):
            label = _("How many seats at least for {whom}?").format(whom=_whom(row))
            self.fields[f"least_{number}"] = whole(label, _("Write 0 to keep none for them any more."), most=100)
        self.order_fields([f"least_{number}" for number in range(len(terms.reserve))])

    def clean_approvers(self) -> list[str]:
        """Each line once, without what is empty."""
        found = list(
            dict.fromkeys(text.strip() for text in self.cleaned_data["approvers"].splitlines() if text.strip())
        )
        if any(len(text) > LONGEST for text in found):
            raise forms.ValidationError(_("Use {most} letters at most on a line.").format(most=LONGEST))
        return found

    def clean(self) -> dict[str, Any]:
        """Another group is said whole, or not at all."""
        given = super().clean() or {}
        missing = [name for name in NEW if not given.get(name)]
        if 0 < len(missing) < len(NEW) and not set(missing) & set(self.errors):
            self.add_error(missing[0], _("Fill in all four answers on another group, or none."))
        return given


def _whom(row: Reserved) -> str:
    return row.words or _(" or ").join(row.values)


def changes_of(terms: BodyTerms, answers: Answers) -> dict[str, Any]:
    """What is other than before, as a pack writes it. No SQL."""
    reserve = list(_reserve(terms.reserve, answers))
    days = answers["approver_days"]
    approvers = [{"words": text, "days": days} for text in answers["approvers"]]
    asked = {"reserve": reserve, "fallback": answers["fallback"], "approvers": approvers}
    now = terms.as_data()
    return {name: value for name, value in asked.items() if value != now[name]}


def _reserve(rows: Sequence[Reserved], answers: Answers) -> Any:
    for number, row in enumerate(rows):
        least = answers[f"least_{number}"]
        if least or row.maximum is not None:
            yield {**asdict(row), "values": list(row.values), "minimum": least}
    if answers["new_words"]:
        values = [value.strip() for value in answers["new_values"].split(",") if value.strip()]
        yield {
            "group": answers["new_group"].strip().lower(), "values": values, "minimum": answers["new_least"], "maximum": None,
            "words": answers["new_words"].strip(),
        }  # fmt: skip


def _ask(body: Body, answers: Answers, **by: Any) -> Done:
    changes = changes_of(body.fixed, answers)
    if not changes:
        raise Refused("This is what the rules say already.", "Change something first.")
    made = actions.change_terms(body.pk, changes, answers["reason"], **by)
    next_ = [_("Nothing changes yet. A second person of the board, or its outside checker, must agree.")]
    return Done(_("You have asked for it"), next_, ("terms-change", _("See the change")), {"change": made.pk})


kept = act_page(
    "boards.change-terms", of_body,
    lambda body: Ask(
        body.name, _("Seats kept for some, and who may say no"),
        _("What you leave as it is does not change. A second person must agree."), _("Ask for this change"),
        body.place, ("body", {"body": body.pk}, body.name), (_("An election that runs keeps the rules of its call."),),
    ),
    lambda body, data: Kept(data, terms=body.fixed), _ask,
)  # fmt: skip
