"""The only writers of wordings and of people's yes to them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from letgo.commons.people.models import Agreement, Person, Wording
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require

NOT_YOURS = "Only the person themselves can do this."


@transaction.atomic
def add_wording(
    purpose: str,
    title: str,
    text: str,
    easy: str,
    by: Actor,
    key: str,
    start: datetime | None = None,
    asks_again: bool = False,
) -> Wording:
    """New words for a yes. The ones before stay; with `asks_again` a yes to them holds no longer once these begin."""
    with once("people.add-wording", key, by) as done:
        if done.before:
            return done.before
        require(may(by, "people.add-wording"), "You cannot change what people are asked.")
        if not (purpose.strip() and title.strip() and text.strip() and easy.strip()):
            raise Refused("A question needs its words, and the same in Easy Read.")
        last = Wording.objects.filter(purpose=purpose).order_by("-version").first()
        row = Wording(purpose=purpose, title=title.strip(), text=text.strip(), easy=easy.strip(), asks_again=asks_again)
        row.version, row.start = (last.version + 1 if last else 1), start or now()
        row.line = write(
            "people.add-wording", Ref("wording", row.pk), by=by, body={"purpose": purpose, "text": row.text}
        )
        row.save()
        return done.with_result(row)


@transaction.atomic
def give_agreement(person: UUID, wording: UUID, by: Actor, key: str, until: datetime | None = None) -> Agreement:
    """A person's yes to these words. A yes to earlier words for the same purpose ends with it. Raises Refused for words of yesterday."""
    with once("people.give-agreement", key, by) as done:
        if done.before:
            return done.before
        whose = Person.objects.select_for_update().get(pk=person)
        require(may(by, "people.give-agreement", whose), NOT_YOURS)
        asked, at = Wording.objects.get(pk=wording), now()
        if (
            asked.start > at
            or Wording.objects.filter(purpose=asked.purpose, version__gt=asked.version, start__lte=at).exists()
        ):
            raise Refused("These words have changed since.", cure="Read the new words, then say yes or no.")
        for earlier in Agreement.objects.filter(person=whose, purpose=asked.purpose, withdrawn__isnull=True):
            _withdraw(earlier, by)
        row = Agreement(person=whose, wording=asked, purpose=asked.purpose, given=at, until=until)
        about, body = Ref("agreement", row.pk), {"purpose": asked.purpose, "version": str(asked.version)}
        row.line = write("people.give-agreement", about, audience=Ref("person", whose.pk), by=by, body=body)
        row.save()
        return done.with_result(row)


def _withdraw(row: Agreement, by: Actor) -> None:
    audience = Ref("person", row.person_id)
    row.line = write("people.withdraw-agreement", Ref("agreement", row.pk), audience=audience, by=by)
    row.withdrawn = now()
    row.save()


@transaction.atomic
def withdraw_agreement(agreement: UUID, by: Actor, key: str) -> Agreement:
    """Take a yes back. It holds from the next question on; no reason is asked for."""
    with once("people.withdraw-agreement", key, by) as done:
        if done.before:
            return done.before
        row = Agreement.objects.select_for_update().get(pk=agreement)
        require(may(by, "people.withdraw-agreement", row), NOT_YOURS)
        if row.withdrawn is None:
            _withdraw(row, by)
        return done.with_result(row)
