"""The acts that a page of an office offers: each one journey with its verb, shown only when it can be done; and who is meant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import URLPattern, path

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.places.queries import whom
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.electors import outsiders
from letgo.decide.boards.models import Body
from letgo.decide.boards.offices import Asked
from letgo.web.boards.body_parts import Link
from letgo.web.boards.finding import journey_page
from letgo.web.boards.offices_forms import Runner
from letgo.web.ui.fields import at
from letgo.web.ui.journeys import Answers, Journey, Step
from letgo.web.ui.verbs import View

Makes = Journey | Callable[[HttpRequest, Any], Journey]
UNKNOWN = Refused("We do not know who this is.", cure="Write a phone number or an e-mail address that we have.")


@dataclass(frozen=True)
class Act:
    """One thing that can be done with a row: its verb, the words of its link, its journey, and when it can be done."""

    name: str
    verb: str
    words: str
    journey: Makes
    when: Callable[[Any], bool] = field(default=lambda row: True)


def act(
    name: str, verb: str, words: str, steps: Sequence[type[Step]], send: Any, button: str, back: tuple[str, str], when: Any, **more: Any
) -> Act:  # fmt: skip
    """An act whose pages are always the same."""
    return Act(name, verb, words, Journey(name, steps, send, button=button, back=back, **more), when)


def links(actor: Actor, row: Any, acts: Sequence[Act], prefix: str) -> list[Link]:
    """What this actor may do with a row as it stands."""
    address: dict[str, object] = {prefix: row.pk}
    able = [act for act in acts if act.when(row) and may(actor, act.verb, row)]
    return [(f"{prefix}-{act.name}", address, act.words) for act in able]


def pages_of(
    acts: Sequence[Act], at: str, prefix: str, find: Callable[..., Any], about: Callable[..., Mapping[str, Any]]
) -> list[URLPattern]:
    """The addresses of acts, below the address `at` of what they are about."""
    return [path(f"{at}/{act.name}", _page(act, find, about), name=f"{prefix}-{act.name}") for act in acts]


def _page(act: Act, find: Callable[..., Any], about: Callable[..., Mapping[str, Any]]) -> View:
    return journey_page(act.verb, find, act.journey, about)


def one_person(written: str, at: Place) -> UUID:
    """Whom people mean by an address or a whole name. Raises Refused when it is nobody, or two: which of both is not said."""
    found = whom(written, at)
    if len(found) != 1:
        raise UNKNOWN
    return found[0].pk


def runs(body: Body) -> Callable[..., Step]:
    """The page that asks who runs a vote from outside."""
    officers = outsiders(body)

    def page(*given: Any, **named: Any) -> Step:
        return Runner(*given, officers=officers, **named)

    return page


def asked(answers: Answers) -> Asked:
    """The days of a vote, and who runs it."""
    return Asked(at(answers["opens"], time(8)), at(answers["closes"], time(20)), UUID(answers["officer"]))
