"""A list and the single check agree for every verb of offices, over every kind of row and whoever asks; and each verb lets somebody in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import ANYONE, Acting, Actor, Grant
from letgo.commons.record.clock import travel
from letgo.decide.boards.appointments import actions as appointments
from letgo.decide.boards.confidences.actions import speak
from letgo.decide.boards.interests.actions import declare
from letgo.decide.boards.lengths import months_after
from letgo.decide.boards.office_guards import OFFICES
from letgo.decide.boards.office_models import Appointment, Figure, Removal
from letgo.decide.boards.recalls.actions import start_recall
from letgo.decide.boards.reviews.actions import comment, enter_figure, open_review
from tests.decide.boards import offices
from tests.decide.boards.offices import DAY, key
from tests.decide.keeping import unkept

VERBS = {  # who it must let in at least, by name
    "boards.appoint": "member", "boards.declare-interest": "member", "boards.review": "member", "boards.comment": "manager",
    "boards.remove": "member", "boards.reply": "manager", "boards.read-removal": "manager", "boards.start-recall": "elector",
    "boards.speak-in-confidence": "worker", "boards.answer-confidence": "chair", "boards.apply": "elector",
}  # fmt: skip
ABOUT = {  # the kinds of rows each is asked about; of any other the answer is no
    "boards.appoint": ("body", "appointment", "applicant"), "boards.declare-interest": ("body",), "boards.apply": ("appointment",),
    "boards.review": ("mandate", "review", "figure"), "boards.comment": ("review", "figure"), "boards.remove": ("mandate", "removal"),
    "boards.reply": ("removal",), "boards.read-removal": ("removal",), "boards.start-recall": ("body", "recall"),
    "boards.speak-in-confidence": ("body",), "boards.answer-confidence": ("confidence",),
}  # fmt: skip
OTHERS = ("interest", "organisation")
WORLD = (
    "anyone",
    "stranger",
    "resident",
    "neighbour",
    "administrator",
    "officer-here",
    "councillor",
    "checker",
)


def _who(of: Any, manager: Actor) -> dict[str, Actor]:
    worker = replace(offices.votes.person(), grants=frozenset({Grant("worker", of.body.place.lineage)}))
    found = {
        "member": of.members[1],
        "chair": of.members[0],
        "manager": manager,
        "elector": of.people[6],
        "worker": worker,
    }
    world = of.board.estate.world
    found |= {name: world.actor(name) for name in WORLD} | {"clerk": of.secretary, "outside": of.board.officer}
    found["judged-member"] = replace(manager, grants=manager.grants | of.members[0].grants)
    found["other-place"] = replace(
        offices.votes.person(), grants=frozenset({Grant("worker", world.places["there"].lineage)})
    )
    found["house-staff"] = replace(
        offices.votes.person(), grants=frozenset({Grant("officer", "/"), Grant("worker", "/")})
    )
    return found


def _shapes(actors: dict[str, Actor], of: Any) -> Iterator[tuple[str, Actor]]:
    for name, actor in actors.items():
        yield name, actor
        if name in ("member", "manager", "worker", "chair"):
            acting = Acting(of.people[6].person, frozenset({"everything"}))
            yield f"{name} for another", replace(actor, acting=acting, grants=of.people[6].grants)


def _rows(of: Any, held: Any) -> None:
    job = offices.published(of)
    appointments.apply(job.pk, "Person J", "I can.", by=of.people[7], key=key())
    with travel(by=94 * DAY):
        review = open_review(held.pk, months_after(held.start, 3))
        enter_figure(review.pk, "Empty homes", "7", "A list", by=of.members[0], key=key())
    offices.concern(of, held)
    start_recall(of.body.pk, None, "Go.", by=of.people[5], key=key())
    worker = replace(offices.votes.person(), grants=frozenset({Grant("worker", of.body.place.lineage)}))
    speak(of.body.pk, of.members[0].person, "The tools are broken.", by=worker, key=key())


def test_a_list_of_offices_holds_just_what_the_single_check_allows(of: Any) -> None:
    held, manager = offices.manager(of)
    _rows(of, held)
    actors, yes = _who(of, manager), {verb: set() for verb in VERBS}
    for verb, names in ABOUT.items():
        for name in (*names, *OTHERS):
            model = apps.get_model("places" if name == "organisation" else "boards", name)
            rows = list(model._default_manager.all())
            assert rows, name
            for who, actor in _shapes(actors, of):
                single = {row for row in rows if may(actor, verb, row)}
                assert set(visible(actor, verb, model._default_manager.all())) == single, (verb, name, who)
                yes[verb] |= {who} if single else set()
    assert {verb: who for verb, who in VERBS.items() if who not in yes[verb]} == {}
    for verb in VERBS:
        assert not may(ANYONE, verb, None)
        assert not may(ANYONE, verb, of.body)


def test_who_is_judged_never_judges_and_nobody_answers_in_their_place(of: Any) -> None:
    held, manager = offices.manager(of)
    inside = replace(manager, grants=manager.grants | of.members[0].grants)
    instead = replace(of.members[0], acting=Acting(manager.person, frozenset({"everything"})))
    row = offices.concern(of, held)
    for actor in (inside, instead):
        assert not may(actor, "boards.remove", held)
        assert not may(actor, "boards.remove", row)
    assert may(inside, "boards.reply", row)
    assert not may(instead, "boards.reply", row)


def test_no_row_of_an_office_changes_without_a_line_and_none_is_ever_deleted(of: Any) -> None:
    held, manager = offices.manager(of)
    _rows(of, held)
    declare(of.body.pk, Appointment.objects.get().ref, "My sister.", by=of.members[1], key=key())
    with travel(by=94 * DAY):
        comment(Figure.objects.filter(computed=False).get().pk, "Two of them wait.", by=manager, key=key())
    assert unkept(OFFICES) == []


def test_a_removal_begins_with_a_concern_whoever_writes_it(of: Any) -> None:
    held, _ = offices.manager(of)
    for state in ("plan", "hearing", "vote", "removed"):
        with pytest.raises(DatabaseError, match="begins with a concern"), transaction.atomic():
            Removal.objects.create(mandate=held, state=state, concern="Late.", line=held.line)
