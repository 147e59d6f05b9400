"""Two processes at once, on the real database: what only a lock can keep."""

PEOPLE = """
from datetime import date
from uuid import UUID
from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places import actions
from letgo.commons.places.models import Place, Role
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System
BY = Actor(frozenset({"anyone", "person"}), person=UUID(int=9), grants=frozenset({Grant("administrator")}))
"""
SET_UP = (
    PEOPLE
    + """
one, two = (Person.objects.create(made=now()) for _ in range(2))
first = actions.begin(one, "a decision", System("setup"), "begin")
second = actions.give_role(two, "administrator", None, first.start, None, "a letter", BY, "give")
top = actions.add_place("Top", "council", None, BY, "top")
a = actions.add_place("A", "area", top, BY, "a")
b = actions.add_place("B", "area", top, BY, "b")
print(first.pk, second.pk, a.pk, b.pk)
"""
)
TOGETHER = (
    PEOPLE
    + """
import time
from pathlib import Path
print("ready", flush=True)
while not Path(GO).exists(): time.sleep(0.002)
try:
    ACT
    print("done", flush=True)
except Refused as no:
    print("refused", flush=True)
"""
)


def at_once(installation, go, *acts):
    """Do these in as many processes, at the same moment; what each said."""
    running = [installation.start(TOGETHER.replace("GO", repr(str(go))).replace("ACT", act)) for act in acts]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    go.touch()
    said = [process.communicate(timeout=60)[0].split()[-1] for process in running]
    assert [process.returncode for process in running] == [0] * len(acts), said
    return sorted(said)


def test_two_administrators_ended_at_once_one_stays(installation, tmp_path):
    first, second, *_ = installation.run(SET_UP).split()
    act = "actions.end_role(UUID({!r}), now().date(), BY, {!r})"
    said = at_once(installation, tmp_path / "go", act.format(first, "1"), act.format(second, "2"))
    assert said == ["done", "refused"]
    left = installation.run(PEOPLE + "print(Role.objects.filter(name='administrator', end__isnull=True).count())")
    assert left == "1"


def test_two_places_moved_into_each_other_at_once_make_no_circle(installation, tmp_path):
    *_, a, b = installation.run(SET_UP).split()
    act = "actions.move_place(UUID({!r}), UUID({!r}), BY, {!r})"
    assert at_once(installation, tmp_path / "go", act.format(a, b, "1"), act.format(b, a, "2")) == ["done", "refused"]
    check = "print(all(p.lineage == (p.parent.lineage if p.parent else '/') + str(p.pk) + '/' for p in Place.objects.all()))"
    assert installation.run(PEOPLE + check) == "True"


def test_one_standing_said_twice_at_once_stands_once(installation, tmp_path):
    *_, a, _ = installation.run(SET_UP).split()
    act = (
        "actions.add_standing(Person.objects.order_by('made')[0], UUID({!r}), 'lives-here', None, now().date(), 'seen', "
        "Actor(person=UUID(int=9), grants=frozenset({{Grant('officer')}})), {!r})"
    )
    assert at_once(installation, tmp_path / "go", act.format(a, "1"), act.format(a, "2")) == ["done", "refused"]
