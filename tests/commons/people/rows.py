"""This room's made-up rows, for agreement.py."""

from datetime import timedelta

from hypothesis import strategies as st

from letgo.commons.people.models import ActingFor, Agreement, Concern, PaperForm, Person, Route, Wording
from letgo.commons.people.rules import Actor, Acts, Worry
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.decide.checks.models import Check
from tests.commons.people.agreement import Town
from tests.commons.places import rows as places_rows

WAYS = (("email", "a@example.org"), ("text", "+447700900001"), ("letter", "1 Made-up Street"))


def persons(town: Town) -> list[Person]:
    """Some somewhere, some nowhere, some written down just now by one of the others."""
    for make in (places_rows.roles, places_rows.standings, places_rows.memberships):
        make(town)
    for _ in town.some(3):
        one, other = town.pick(town.people), town.pick(town.people)
        by = Actor(frozenset({"anyone", "person"}), person=other.pk)
        write("people.add-person", Ref("person", one.pk), audience=Ref("person", one.pk), by=by)
    return town.people


def papers(town: Town) -> list[PaperForm]:
    made = [
        PaperForm(
            code=str(number),
            page="home",
            person=town.pick([None, *town.people]),
            made=now(),
            expires=now() + timedelta(1),
        )
        for number in town.some()
    ]
    return PaperForm.objects.bulk_create(made)


def routes(town: Town) -> list[Route]:
    made = {}
    for _ in town.some():
        person, (kind, address) = town.pick(town.people), town.pick(WAYS)
        made[person.pk, kind] = Route(person=person, kind=kind, address=address, made=now())
    return Route.objects.bulk_create(made.values())


def acting(town: Town) -> list[ActingFor]:
    made = {}
    for _ in town.some():
        one, other = town.pick(town.people), town.pick(town.people)
        role, state = town.pick(("carer", "helper")), town.pick((Acts.GIVEN, Acts.SUSPENDED, Acts.ENDED))
        if one != other:
            made[one.pk, other.pk, role] = ActingFor(
                person=one,
                for_person=other,
                role=role,
                state=state,
                scopes="everything",
                start=now() - timedelta(days=town.draw(st.integers(-2, 2))),
                line=town.line(),
            )
    return ActingFor.objects.bulk_create(made.values())


def agreements(town: Town) -> list[Agreement]:
    words = Wording.objects.create(
        purpose="made.up", version=1, title="A", text="B", easy="C", start=now(), line=town.line("wording")
    )
    made = {}
    for _ in town.some():
        person = town.pick(town.people)
        taken_back = town.pick((None, now()))
        made[person.pk] = Agreement(
            person=person, wording=words, purpose=words.purpose, given=now(), withdrawn=taken_back, line=town.line()
        )
    return Agreement.objects.bulk_create(made.values())


def concerns(town: Town) -> list[Concern]:
    made = []
    for _ in town.some():
        state = town.pick((Worry.RAISED, Worry.TAKEN, Worry.CLOSED))
        answerer = None if state == Worry.RAISED else town.pick(town.people)
        made.append(
            Concern(reach=town.pick(town.lineages), at=now(), state=state, answerer=answerer, line=town.line("concern"))
        )
    return Concern.objects.bulk_create(made)


def checks(town: Town) -> list[Check]:
    made = []
    for letter in town.draw(st.lists(st.sampled_from("abcde"), unique=True, max_size=4)):
        expires = now() + timedelta(days=town.draw(st.integers(-3, 3).filter(bool)))
        made.append(Check(address=letter * 22, size=1, created=now() - timedelta(days=10), expires=expires))
    return Check.objects.bulk_create(made)
