"""The sealer takes what is committed, once, in order, whoever runs it and whatever is killed; and words go only with a reason."""

import os
import signal
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from letgo.commons.people.rules import ANYONE, Actor, Grant
from letgo.commons.record import actions, jobs, kept, queries
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Doer, Head, Leaf, Line, Words
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import leaf_data, moment
from letgo.engines.sealing.merkle import Tree
from letgo.house import jobs as house
from tests.commons.record.made import TEST, false, in_order, sealed, written
from tests.database import unguarded

# Writers write until they are told to stop; sealers say of each head that is their own. So no run passes in which nobody raced.
WRITE = """
import select, sys
from uuid import uuid4
from letgo.commons.record import actions
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import System
from django.db import transaction
from pathlib import Path
stop, i = Path(STOP), 0
while i < 30 or not stop.exists():
    with transaction.atomic():
        for _ in range(i % 3 + 1):
            actions.write("test.say", Ref("place", uuid4()), by=System("test"), body={"i": i})
    i += 1
    if i == 30:
        print("thirty", flush=True)
"""
SEAL = """
import time
from letgo.commons.record import actions
from letgo.commons.record.models import Head
print("ready", flush=True)
while True:
    sealed = actions._seal(None)
    actions.seal_now()
    if sealed:
        print("sealed", flush=True)
    time.sleep(0.01)
"""
CHECK = """
from letgo.commons.record import actions
from letgo.commons.record.models import Head, Leaf, Line
from letgo.commons.record.verifying import verify
actions.seal_now()
found = [text for holds, text in verify() if holds is False]
numbers = list(Leaf.objects.order_by("number").values_list("number", flat=True))
print(found, numbers == list(range(Line.objects.count())), Head.objects.count() >= 6)
"""


def test_two_sealers_and_two_writers_at_once_and_one_sealer_killed_leave_no_gap_and_no_double(installation, tmp_path):
    stop = tmp_path / "stop"
    write = WRITE.replace("STOP", repr(str(stop)))
    sealers = [installation.start(SEAL) for _ in range(2)]
    for process in sealers:
        assert process.stdout.readline() == "ready\n"
    writers = [installation.start(write) for _ in range(2)]
    for process in sealers:  # each has put lines in while the other was at it
        assert [process.stdout.readline() for _ in range(2)] == ["sealed\n"] * 2
    assert [process.poll() for process in (*sealers, *writers)] == [None] * 4
    os.kill(sealers[0].pid, signal.SIGKILL)
    for process in writers:
        assert process.stdout.readline() == "thirty\n"
    assert [sealers[1].stdout.readline() for _ in range(2)] == ["sealed\n"] * 2  # the other goes on
    stop.touch()
    for process in writers:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
    assert sealers[1].poll() is None
    os.kill(sealers[1].pid, signal.SIGKILL)
    assert installation.run(CHECK) == "[] True True"


@pytest.mark.django_db
def test_lines_are_sealed_in_order_of_time_and_id_and_the_root_is_that_of_the_plain_tree():
    lines = sealed(3, 1, 9)
    assert [line.pk for line in lines[4:]] == [
        line.pk for line in sorted(lines[4:], key=lambda line: (line.at, line.pk))
    ]
    tree = Tree()
    for line in lines:
        about, whose = (line.about_kind, str(line.about_id)), line.audience_id and str(line.audience_id)
        digests = (line.words_digest, line.doer_digest)
        tree.append(leaf_data(str(line.pk), line.verb, about, (line.audience_kind, whose), moment(line.at), digests))
    assert [head.root for head in queries.heads()] == [tree.root(size).hex() for size in (3, 4, 13)]
    assert actions.seal_now().size == 13  # nothing new: no new head
    assert Head.objects.count() == 3


@pytest.mark.django_db
def test_with_nothing_to_do_the_sealer_is_not_even_asked_for(django_assert_num_queries):
    sealed(2)
    with django_assert_num_queries(2):
        assert not queries.anything_to_seal()
    house.keep_up()
    assert not jobs.Job.objects.filter(name="record.seal").exists()
    written(1)
    house.keep_up()
    jobs.run_waiting()
    assert queries.last_head().size == 3
    assert jobs.Job.objects.get(name="record.seal").state == "done"


@pytest.mark.django_db
def test_a_line_with_a_time_of_long_ago_is_sealed_by_the_hourly_look():
    sealed(2)
    with travel(now() - timedelta(days=3)):
        written(1)
    assert not queries.anything_to_seal()
    jobs.later("record.seal-all", "k")
    jobs.run_waiting()
    assert queries.last_head().size == 3


@pytest.mark.django_db
def test_nothing_is_sealed_over_an_end_that_does_not_fit():
    sealed(3, 2)
    written(1)
    with unguarded():
        Leaf.objects.filter(number=4).delete()
    with pytest.raises(RuntimeError, match="does not fit its last head"), transaction.atomic():
        actions.seal_now()
    assert Head.objects.count() == 2


@pytest.mark.django_db
def test_the_key_is_made_once_for_its_owners_eyes_and_changed_with_a_line(
    redactor, django_capture_on_commit_callbacks, settings
):
    first = kept.public_key()
    assert kept.public_key() == first
    assert (settings.LETGO_HOME / kept.KEY).stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused):
        actions.change_key(ANYONE, "k")
    with django_capture_on_commit_callbacks(execute=True):
        line = actions.change_key(redactor, "k")
    assert queries.last_head().key == first
    assert queries.proof_of(line.pk).number == 0
    assert kept.known_keys() == [first, kept.public_key()]
    assert kept.public_key() != first
    assert (settings.LETGO_HOME / kept.KEY).stat().st_mode & 0o777 == 0o600
    written(1)
    actions.seal_now()
    assert false() == []
    settings.LETGO_SEAL_KEY = "7" * 64
    assert len(kept.known_keys()) == 2  # the first one, and the shared one in the place of the file's
    with pytest.raises(Refused, match="environment"):
        actions.change_key(redactor, "k2")


@pytest.mark.django_db
def test_half_a_line_in_the_heads_file_is_written_again(settings):
    sealed(2, 2)
    file = settings.LETGO_HOME / kept.HEADS
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    assert false() == []
    actions.keep_heads()
    assert file.read_bytes() == whole


@pytest.mark.django_db
def test_words_are_taken_out_by_who_may_with_a_reason_and_once(redactor):
    line = sealed(4)[1]
    for who in (ANYONE, Actor(person=uuid4()), Actor(person=uuid4(), strong=True, grants=frozenset({Grant("officer")})),
                Actor(person=uuid4(), grants=frozenset({Grant("administrator")})),
                Actor(person=uuid4(), strong=True, grants=frozenset({Grant("administrator", "/a/b/")}))):  # fmt: skip
        with pytest.raises(Refused) as no:
            actions.redact(line.pk, "Because.", by=who, key="k")
        assert no.value.kind == "not-allowed"
    with pytest.raises(Refused, match="why"):
        actions.redact(line.pk, "  ", by=redactor, key="k")
    assert Words.objects.filter(line=line).exists()
    why = actions.redact(line.pk, "A name stood in it.", by=redactor, key="k")
    assert actions.redact(line.pk, "A name stood in it.", by=redactor, key="k") == why
    with pytest.raises(Refused, match="before"):
        actions.redact(line.pk, "Again.", by=redactor, key="k2")
    assert not Words.objects.filter(line=line).exists()
    assert Doer.objects.filter(line=line).exists()
    assert (why.verb, why.about_kind, why.about_id, why.said) == (
        "record.redact",
        "line",
        line.pk,
        {"reason": "A name stood in it."},
    )
    forget = actions.redact(line.pk, "Its writer is forgotten.", by=redactor, key="k3", doer_too=True)
    assert forget.verb == "record.forget"
    assert not Doer.objects.filter(line=line).exists()
    assert queries.reasons(line.pk) == [why, forget]
    actions.seal_now()
    actions.keep_heads()
    assert false() == []
    assert in_order()[1].pk == line.pk


@pytest.mark.django_db
def test_why_a_private_line_was_emptied_is_read_by_the_same_people(redactor):
    line = sealed(1)[0]
    why = actions.redact(line.pk, "A name stood in it.", by=redactor, key="k")
    assert (why.audience_kind, why.audience_id) == (line.audience_kind, line.audience_id)


@pytest.mark.django_db
def test_a_public_line_names_nobody():
    person = uuid4()
    by = Actor(person=person)
    with pytest.raises(ValueError, match="public line"):
        actions.write("test.say", Ref("person", uuid4()), by=by)
    with pytest.raises(ValueError, match="public line"):
        actions.write("test.say", Ref("place", uuid4()), by=by, body={"a": [{"who": str(person)}]})
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(verb="test.say", about_kind="person", about_id=uuid4(), audience_kind="public", at=now())


@pytest.mark.django_db
def test_lines_are_read_by_their_audience_newest_first(django_assert_num_queries, redactor):
    person, place = Ref("person", redactor.person), Ref("place", uuid4())
    public = [actions.write("test.say", place, by=TEST, body={"n": n}) for n in range(5)]
    private = actions.write("test.whisper", place, audience=person, by=TEST)
    other = actions.write("test.whisper", place, audience=Ref("person", uuid4()), by=TEST)
    with django_assert_num_queries(1):
        found = queries.lines(redactor, place)
        assert [line.said for line in found][1:] == [{"n": n} for n in (4, 3, 2, 1, 0)]
    assert found[0] == private
    assert other not in found
    assert queries.lines(ANYONE, place) == public[::-1]
    with django_assert_num_queries(2):
        assert queries.lines(ANYONE, place, before=public[3].pk, size=2) == [public[2], public[1]]
    assert queries.lines(redactor, audience=person) == [private]
    assert queries.lines(redactor, verb_prefix="test.w") == [private]
    assert queries.lines(ANYONE, place, audience=PUBLIC, since=public[2].at, until=public[4].at) == [
        public[3],
        public[2],
    ]
