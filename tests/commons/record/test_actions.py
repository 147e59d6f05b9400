import pytest
from django.db import transaction

from letgo.commons.record.actions import earlier, once
from letgo.commons.record.clock import now
from letgo.commons.record.models import Job, Once
from letgo.commons.record.refusals import Refused, require

COUNT_ONCE = """
import time
from letgo.commons.record.actions import once
from letgo.commons.record.models import Once
from letgo.commons.record.clock import now
from django.db import transaction
from uuid import uuid4
print("ready", flush=True)
from pathlib import Path
while not Path({go!r}).exists(): time.sleep(0.005)
for i in range(10):
    with transaction.atomic(), once("test.act", f"key-{{i}}") as done:
        if not done.before:
            time.sleep(0.02)
            Once.objects.create(verb="test.effect", key=uuid4().hex, result={{"value": i}}, at=now())
            done.with_result({name!r})
        print(i, done.before or "did", flush=True)
"""


@pytest.mark.django_db
def test_a_second_use_of_a_key_gives_the_first_result():
    with once("test.act", "k") as done:
        assert done.before is None
        done.with_result({"n": 1})
    with once("test.act", "k") as done:
        assert done.before == {"n": 1}
    assert earlier("test.act", "k") == {"n": 1}


@pytest.mark.django_db
def test_another_verb_with_the_same_key_is_another_act():
    with once("test.act", "k") as done:
        done.with_result("a")
    with once("test.other", "k") as done:
        assert done.before is None
        done.with_result("b")
    assert Once.objects.count() == 2


@pytest.mark.django_db
def test_a_row_comes_back_as_the_row_and_is_refused_when_it_is_gone():
    row = Job.objects.create(name="n", key="k", made=now())
    with once("test.act", "k") as done:
        done.with_result(row)
    with once("test.act", "k") as done:
        assert done.before == row
    row.delete()
    with pytest.raises(Refused) as no, transaction.atomic(), once("test.act", "k"):
        pytest.fail("the act ran again")
    assert no.value.kind == "gone"
    assert no.value.cure


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_nothing_and_can_be_done_again():
    with pytest.raises(RuntimeError), once("test.act", "k"):
        raise RuntimeError
    assert not Once.objects.exists()
    with once("test.act", "k") as done:
        assert done.before is None
        done.with_result(1)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_does_not_say_what_came_of_it_leaves_nothing():
    with pytest.raises(RuntimeError, match=r"test\.act"), once("test.act", "k"):
        pass
    assert not Once.objects.exists()


@pytest.mark.django_db
def test_an_empty_result_is_refused():
    with pytest.raises(ValueError, match="empty"), transaction.atomic(), once("test.act", "k") as done:
        done.with_result("")


@pytest.mark.django_db
def test_the_key_itself_is_not_kept():
    with once("test.act", "a-key-that-opens-a-door") as done:
        done.with_result(1)
    assert "door" not in str(list(Once.objects.values()))


def test_two_processes_with_the_same_keys_do_each_act_once(installation, tmp_path):
    go = tmp_path / "go"
    both = [installation.start(COUNT_ONCE.format(go=str(go), name=name)) for name in "AB"]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    go.touch()
    said = [process.communicate(timeout=60)[0].split("\n")[:-1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    for act in zip(*said, strict=True):
        did = [line.endswith("did") for line in act]
        assert sum(did) == 1, act
        other = act[did.index(False)]
        assert other.split()[1] == "AB"[did.index(True)]
    effects = "from letgo.commons.record.models import Once; print(Once.objects.filter(verb='test.effect').count())"
    assert installation.run(effects) == "10"


def test_a_refusal_says_what_and_what_to_do():
    with pytest.raises(Refused) as no:
        require(False, "You cannot do this.", "Ask the clerk.")
    assert (no.value.sentence, no.value.cure, no.value.kind) == ("You cannot do this.", "Ask the clerk.", "not-allowed")
    require(True, "never said")
