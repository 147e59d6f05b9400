"""A key that someone else saw opens nothing: what an act gave, it gives again to who did it, and to nobody else."""

import ast
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

import letgo
from letgo.commons.money import actions as money
from letgo.commons.people import actions as people
from letgo.commons.people.rules import ANYONE, Acting, Actor
from letgo.commons.record.actions import once, signed
from letgo.commons.record.models import Once
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from tests.world import make

PACKAGE = Path(letgo.__file__).parent
ONE, OTHER = (Actor(frozenset({"anyone", "person"}), person=uuid4()) for _ in range(2))


@transaction.atomic
def do(key, by, verb="test.do"):
    with once(verb, key, by) as done:
        return done.before or done.with_result({"secret": "of the first"})


@pytest.mark.django_db
def test_a_key_gives_its_result_again_to_who_used_it_and_to_nobody_else():
    do("k", ONE)
    assert do("k", ONE) == {"secret": "of the first"}
    for by in (OTHER, ANYONE, CLOCK, None):
        with pytest.raises(Refused) as no:
            do("k", by)
        assert no.value.kind == "not-allowed"
        assert no.value.cure


@pytest.mark.django_db
def test_who_is_helped_or_acted_for_now_is_another_than_before():
    """A representative who was suspended, or a helper whose two hours are over, gets nothing by an old key."""
    acting = Actor(ONE.roles, person=ONE.person, acting=Acting(uuid4(), frozenset({"everything"})))
    helped = Actor(ONE.roles, person=ONE.person, helper=OTHER.person)
    for first in (acting, helped):
        key = uuid4().hex
        do(key, first)
        with pytest.raises(Refused):
            do(key, ONE)


@pytest.mark.django_db
def test_the_row_tells_nobody_who_it_was():
    do("k", ONE)
    row = Once.objects.get(verb="test.do")
    assert str(ONE.person) not in str(Once.objects.filter(pk=row.pk).values())
    assert row.doer != signed("another key", ONE)  # the same person, and nothing to compare them by
    assert signed("k", None) == ""


@pytest.mark.django_db
def test_another_officer_with_the_key_gets_nobody_elses_row():
    world = make()
    new = people.add_person("Canary New", by=world.actor("officer"), key="seen on a screen")
    assert people.add_person("Canary New", by=world.actor("officer"), key="seen on a screen") == new
    for who in ("officer-here", "outreach", "subject"):
        with pytest.raises(Refused):
            people.add_person("Canary New", by=world.actor(who), key="seen on a screen")


@pytest.mark.django_db
def test_a_payment_is_shown_again_to_who_paid_and_to_nobody_else():
    from tests.commons.money.conftest import CAUSE, someone
    from tests.commons.money.conftest import make as made_up

    town = made_up()
    one, other = someone("officer", town.place), someone("officer", town.place)
    paid = money.transfer(town.council, town.estate, 100, CAUSE, one, "k")
    assert money.transfer(town.council, town.estate, 100, CAUSE, one, "k") == paid
    with pytest.raises(Refused, match="Someone else"):
        money.transfer(town.council, town.estate, 100, CAUSE, other, "k")


def test_every_act_of_somebody_is_bound_to_them_or_asks_first():
    """In an action with a `by`, once() is given it, or may() is asked before an earlier result is looked at."""
    found = []
    for path in sorted([*PACKAGE.glob("commons/**/*.py"), *PACKAGE.glob("decide/checks/*.py")]):
        found += [f"{path.relative_to(PACKAGE)}:{line}" for line in unbound(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_search_finds_an_act_that_is_not_bound():
    bare = 'def f(by, key):\n    with once("a.b", key) as done:\n        if done.before:\n            return 1\n        require(1)'
    assert unbound(bare) == [2]
    assert unbound(bare.replace('"a.b", key', '"a.b", key, by')) == []
    assert (
        unbound('def f(by, key):\n    require(1)\n    with once("a.b", key) as done:\n        return done.before') == []
    )


def unbound(text: str) -> list[int]:
    found = []
    for act in ast.walk(ast.parse(text)):
        if not isinstance(act, ast.FunctionDef) or "by" not in {a.arg for a in (*act.args.args, *act.args.kwonlyargs)}:
            continue
        calls = [node for node in ast.walk(act) if isinstance(node, ast.Call)]
        asked = [node.lineno for node in calls if getattr(node.func, "id", "") in ("require", "may")]
        looked = [n.lineno for n in ast.walk(act) if isinstance(n, ast.Attribute) and n.attr == "before"]
        first = min(looked, default=0)
        found += [
            node.lineno
            for node in calls
            if getattr(node.func, "id", "") == "once"
            and len(node.args) < 3
            and first
            and not any(line <= first for line in asked)
        ]
    return found
