"""The only writer of printed forms."""

from collections.abc import Mapping
from datetime import timedelta
from secrets import choice

from django.db import transaction

from letgo.commons.people.models import PaperForm
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import once
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import require

LETTERS = "ACDEFHJKLMNPRTUVWXY3479"  # none that is read or heard as another
LASTS = timedelta(days=180)


@transaction.atomic
def print_form(page: str, words: Mapping[str, str], by: Actor, key: str) -> PaperForm:
    """A code for one form, to stand on its print: who brings the paper back opens the same form by it, for the same person.

    `page` is the form's name in the table of addresses, `words` what its address needs: ids, never names. No line: nothing was done yet.
    Without anybody signed in: only a page whose address needs nothing, so that there are no more such papers than pages.
    """
    with once("people.print-form", key, by) as done:
        if done.before:
            return done.before
        require(may(by, "people.print-form") and (by.subject is not None or not words), "Sign in first.")
        at = now()
        again = (
            by.subject is None and PaperForm.objects.filter(page=page, person=None, expires__gt=at + LASTS / 2).first()
        )
        if again:
            return done.with_result(again)
        row = PaperForm(page=page, words=dict(words), person_id=by.subject, made=at, expires=at + LASTS)
        row.code = "".join(choice(LETTERS) for _ in range(8))
        row.save()
        return done.with_result(row)
