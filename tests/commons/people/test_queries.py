import ast
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import letgo
from letgo.commons.people.queries import may, policies, policy_of, visible
from letgo.commons.people.rules import ANYBODY, ANYONE, Actor, Policy
from letgo.commons.record.clock import now
from letgo.decide.checks.models import Check
from tests.commons.people import agreement

PACKAGE = Path(letgo.__file__).parent
OPENS = "letgo.commons.people.rules.ANYBODY"


def verbs_in(path: Path) -> set[str]:
    """Every verb that this file asks may() or visible() about, or names for a page (@get, @post)."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = {"may": 1, "_require": 1, "visible": 1, "get": 0, "post": 0}.get(
                name
            )  # _require: a room's own may()
            called_plainly = isinstance(node.func, ast.Name)
            if place is not None and called_plainly and len(node.args) > place:
                verb = node.args[place]
                if isinstance(verb, ast.Name):  # a verb that its room's rules name once
                    verb = named_in(path.parent / "rules.py").get(verb.id, verb)
                elif isinstance(verb, ast.Attribute) and isinstance(verb.value, ast.Name):  # or another file beside it
                    verb = named_in(path.parent / f"{verb.value.id}.py").get(verb.attr, verb)
                if isinstance(verb, ast.Constant) and isinstance(verb.value, str) and "." in verb.value:
                    found.add(verb.value)
    return found


def named_in(path: Path) -> dict[str, ast.expr]:
    """The constants at the top of a file, by name."""
    top = ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else []
    found: dict[str, ast.expr] = {}
    for node in (node for node in top if isinstance(node, ast.Assign)):
        target, value = node.targets[0], node.value
        several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        pairs = zip(target.elts, value.elts, strict=True) if several else [(target, value)]
        found |= {str(getattr(name, "id", "")): said for name, said in pairs}
    return found


def all_verbs() -> set[str]:
    return set().union(*(verbs_in(path) for path in PACKAGE.rglob("*.py")))


def test_the_answer_is_no_unless_the_house_says_otherwise(settings):
    settings.LETGO_POLICIES = "tests.commons.people.test_queries.NO_POLICIES"
    for verb in ("checks.start", "checks.read", "", "no.such-verb"):
        assert not may(ANYONE, verb)
        assert policy_of(verb) is None


NO_POLICIES: dict[str, str] = {}
BROKEN = {"checks.start": "letgo.commons.people.rules.NOBODY_WROTE_THIS"}


def test_a_verb_that_leads_nowhere_is_no_yes(settings):
    settings.LETGO_POLICIES = "tests.commons.people.test_queries.BROKEN"
    with pytest.raises(ImportError):
        may(ANYONE, "checks.start")


@pytest.mark.django_db
def test_a_list_of_an_unmapped_verb_is_empty(settings):
    check()
    settings.LETGO_POLICIES = "tests.commons.people.test_queries.NO_POLICIES"
    assert not visible(ANYONE, "checks.read", Check.objects.all()).exists()


def test_every_verb_in_the_code_is_mapped_and_every_mapped_verb_is_asked():
    assert all_verbs() == set(policies())


def test_the_search_for_verbs_finds_them(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text('may(a, "x.do")\nvisible(a, "x.see", rows)\n@get("x.show")\ndef f(): pass\n{}.get("not.this")')
    assert verbs_in(planted) == {"x.do", "x.see", "x.show"}


def test_every_mapped_verb_leads_to_a_policy():
    for verb in policies():
        assert isinstance(policy_of(verb), Policy)


def test_someone_without_a_role_may_nothing():
    nobody = Actor(roles=frozenset())
    assert not may(nobody, "checks.start")
    assert may(ANYONE, "checks.start")


def test_what_an_actor_holds_is_not_printed():
    assert "sesame" not in repr(ANYONE.holding("sesame"))


def check() -> Check:
    made = now() - timedelta(days=10)
    return Check.objects.create(size=1, created=made, expires=now() + timedelta(days=7))


class TestListAndSingleAgree(TestCase):
    """Whatever is asked of whatever rows by whomever, a list holds exactly what the single check allows."""

    @given(st.data())
    def test_list_and_single(self, data):
        agreement.check(data.draw)


def test_every_verb_about_rows_is_part_of_that_test():
    assert agreement.unregistered() == []
    assert agreement.gone() == []
    assert set(agreement.ROWS) | agreement.ABOUT_NOTHING <= set(policies())


def test_anybody_is_not_nobody():
    assert ANYBODY.one(ANYONE, None)
    assert not ANYBODY.one(Actor(frozenset()), None)


def test_nothing_that_decides_is_kept_in_memory():
    """No cache in whatever finds who is asking or what they may: what was true a request ago is not believed."""
    found = []
    for name in ("commons/people", "commons/places", "web/ui/actors.py", "web/ui/verbs.py"):
        root = PACKAGE / name
        for path in [root] if root.is_file() else root.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found += [
                f"{path.name}: {word}"
                for word in ("lru_cache", "cached_property", "@cache", "core.cache")
                if word in text
            ]
    assert found == []
