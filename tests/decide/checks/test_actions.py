import os
import stat
from datetime import timedelta

import pytest

from letgo.commons.people.queries import may, visible
from letgo.commons.people.rules import ANYONE, Actor
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Job, Once
from letgo.commons.record.refusals import Refused
from letgo.decide.checks import actions, queries, rules, store
from letgo.decide.checks.models import Check, Reason
from letgo.decide.checks.rules import MB, State
from tests.decide.checks.conftest import SMALL

pytestmark = pytest.mark.django_db(transaction=True)

IMPORTS = "from letgo.decide.checks.models import Check\nfrom letgo.commons.record.models import Job"
SAME_KEY = """
import time
from pathlib import Path
from letgo.commons.people.rules import ANYONE
from letgo.decide.checks import actions
def pieces():
    yield b"META\\n"
    print("ready", flush=True)
    while not Path({go!r}).exists(): time.sleep(0.005)
    yield b"x" * 3_000_000
print(actions.start(pieces(), ANYONE, "the-same-key-in-both-processes").address)
"""
FULL_DISK = """
import resource
from letgo.commons.people.rules import ANYONE
from letgo.commons.record.refusals import Refused
from letgo.decide.checks import actions, store
from letgo.decide.checks.models import Check
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
try:
    actions.start((b"x" * 65536 for _ in range(100)), ANYONE, "k" * 22)
except Refused as no:
    print(no.kind, Check.objects.count(), [p for p in store.root().rglob("*") if p.is_file()])
"""


def nothing_is_left(on_disk):
    assert on_disk() == []
    assert not Check.objects.exists()
    assert not Job.objects.exists()
    assert not Once.objects.exists()


def test_a_file_is_kept_as_it_came_for_its_owner_only(start, files):
    data = bytes(range(256)) * 1000
    check = start(data)
    votes = store.of(check.pk) / "votes"
    assert votes.read_bytes() == data
    assert stat.S_IMODE(votes.stat().st_mode) == 0o600
    assert stat.S_IMODE(votes.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(files.stat().st_mode) == 0o700
    assert (check.state, check.size) == ("waiting", 256_000)
    assert check.expires - check.created == timedelta(days=7)


def test_the_same_file_twice_has_two_addresses_of_128_bits(start):
    one, two = start(), start()
    assert one.address != two.address
    assert len(one.address) == 22
    assert not {one.address, two.address} & set(str(list(Job.objects.values())).split("'"))


def test_a_file_over_the_limit_is_refused_before_it_is_read_to_the_end(settings, key, on_disk):
    settings.LETGO_CHECKS = {"file_bytes": 3 * MB}
    given = []

    def endless():
        while True:
            given.append(65536)
            yield b"x" * 65536

    with pytest.raises(Refused) as no:
        actions.start(endless(), ANYONE, key())
    assert no.value.kind == "too-large"
    assert "3 MB" in no.value.sentence
    assert sum(given) <= 4 * MB
    nothing_is_left(on_disk)


def test_one_piece_over_the_limit_is_never_written(settings, key, on_disk):
    settings.LETGO_CHECKS = {"file_bytes": MB}
    with pytest.raises(Refused):
        actions.start([b"x" * (MB + 1)], ANYONE, key())
    nothing_is_left(on_disk)


def test_a_sender_who_goes_away_leaves_nothing(key, on_disk):
    def broken():
        yield b"META\n" * 1000
        raise ConnectionResetError("the sender went away")

    with pytest.raises(ConnectionResetError):
        actions.start(broken(), ANYONE, key())
    nothing_is_left(on_disk)


@pytest.mark.parametrize("limit", [{"all_bytes": 2000}, {"free_bytes": 2**60}])
def test_an_upload_that_would_fill_the_disk_is_refused_and_leaves_nothing(settings, start, on_disk, limit):
    start("x" * 1500)
    Check.objects.update(size=2500)
    rows, files = Check.objects.count(), on_disk()
    settings.LETGO_CHECKS = limit
    with pytest.raises(Refused) as no:
        start()
    assert no.value.kind == "full"
    assert "Try again after" in no.value.cure
    assert Check.objects.count() == rows
    assert on_disk() == files


def test_files_that_are_still_coming_in_count_as_taken(settings, start, files):
    (files / "incoming" / "another").write_bytes(b"x" * 5000)
    settings.LETGO_CHECKS = {"all_bytes": 4000}
    with pytest.raises(Refused):
        start()


def test_a_disk_that_fills_while_we_write_leaves_nothing(installation):
    assert installation.run(FULL_DISK) == "full 0 []"


def test_too_many_waiting_checks_are_refused(settings, start):
    settings.LETGO_CHECKS = {"waiting": 2}
    start(), start()
    with pytest.raises(Refused) as no:
        start()
    assert no.value.kind == "full"
    Check.objects.update(state="done")
    assert start()


def test_a_second_click_gives_the_same_check(start, key, on_disk):
    k = key()
    first = start(SMALL, k)
    assert start(SMALL, k) == first
    assert start("something else", k) == first
    assert Check.objects.count() == Job.objects.count() == len(on_disk()) == 1


def test_a_second_click_is_answered_even_when_we_are_full_by_then(start, key, settings):
    k = key()
    first = start(SMALL, k)
    settings.LETGO_CHECKS = {"waiting": 1, "all_bytes": 1}
    assert start(SMALL, k) == first


def test_two_uploads_with_one_key_at_once_make_one_check(installation, tmp_path):
    go = tmp_path / "go"
    both = [installation.start(SAME_KEY.format(go=str(go))) for _ in range(2)]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    go.touch()
    said = [process.communicate(timeout=60)[0].strip() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert said[0] == said[1]
    assert len(said[0]) == 22, said
    left = [path for path in (installation.home / "files" / "checks").rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["votes"]
    counts = f"{IMPORTS}\nprint(Check.objects.count(), Job.objects.count())"
    assert installation.run(counts) == "1 1"


def test_a_key_that_others_could_have_is_refused_before_a_byte_is_read(on_disk):
    with pytest.raises(Refused):
        actions.start(iter(()), ANYONE, "1")
    nothing_is_left(on_disk)


def test_someone_who_may_nothing_starts_nothing(key, on_disk):
    with pytest.raises(Refused) as no:
        actions.start([b"x"], Actor(frozenset()), key())
    assert no.value.kind == "not-allowed"
    nothing_is_left(on_disk)


def test_a_check_opens_for_its_address_only(start):
    check, other = start(), start()
    assert queries.by_address(check.address) == check
    for wrong in ("", "a" * 22, check.address[:-1], check.address + "a", check.address.swapcase(), str(check.pk)):
        assert queries.by_address(wrong) is None
    holder = ANYONE.holding(check.address)
    for verb in ("checks.read", "checks.explain", "checks.delete"):
        assert may(holder, verb, check)
        assert not may(holder, verb, other)
        assert not may(ANYONE, verb, check)
        assert list(visible(holder, verb, Check.objects.all())) == [check]
        assert not visible(ANYONE, verb, Check.objects.all())


def test_a_check_out_of_time_is_as_if_it_never_was(start, on_disk):
    check = start()
    holder = ANYONE.holding(check.address)
    with travel(by=timedelta(days=7, seconds=1)):
        assert queries.by_address(check.address) is None
        assert not may(holder, "checks.read", check)
        with pytest.raises(Refused) as no:
            actions.explain(check.pk, "a", holder, "k" * 22)
        assert no.value.kind == "gone"
        actions.tidy()
    assert on_disk() == []
    assert not Check.objects.exists()


def test_tidy_leaves_what_is_in_time(start, on_disk):
    start()
    with travel(by=timedelta(days=6, hours=23)):
        actions.tidy()
    assert Check.objects.count() == len(on_disk()) == 1


def test_tidy_removes_what_a_killed_server_left_of_a_form(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    old, new = tmp_path / "one.upload.pb", tmp_path / "two.upload.pb"
    old.touch(), new.touch()
    other = tmp_path / "something-else"
    other.touch()
    two_hours_ago = (now() - timedelta(hours=2)).timestamp()
    for name in (old, other):
        os.utime(name, (two_hours_ago, two_hours_ago))
    actions.tidy()
    assert sorted(tmp_path.glob("*.*")) == [new]
    assert other.exists()


def test_tidy_removes_what_a_power_cut_left(start, files, on_disk):
    check = start()
    lone, fresh = "ab" * 16, "cd" * 16
    for name in (lone, fresh):
        (files / name).mkdir()
        (files / name / "votes").write_bytes(b"x")
    for name in ("old", "new"):
        (files / "incoming" / name).write_bytes(b"x")
    two_hours_ago = (now() - timedelta(hours=2)).timestamp()
    for path in (files / lone, files / "incoming" / "old", store.of(check.pk)):
        os.utime(path, (two_hours_ago, two_hours_ago))
    actions.tidy()
    assert on_disk() == sorted([f"{check.pk.hex}/votes", f"{fresh}/votes", "incoming/new"])


def test_deleting_deletes_all_at_once_and_twice_is_harmless(start, key, on_disk):
    check, k = start(), key()
    holder = ANYONE.holding(check.address)
    actions.delete(check.pk, holder, k)
    assert on_disk() == []
    assert queries.by_address(check.address) is None
    assert not Reason.objects.exists()
    actions.delete(check.pk, holder, k)
    actions.delete(check.pk, holder, key())


def test_nobody_deletes_a_check_without_its_address(start, key, on_disk):
    check = start()
    with pytest.raises(Refused) as no:
        actions.delete(check.pk, ANYONE, key())
    assert no.value.kind == "not-allowed"
    assert Check.objects.count() == len(on_disk()) == 1


def test_the_key_of_a_deleted_check_opens_nothing(start, key):
    k = key()
    check = start(SMALL, k)
    actions.delete(check.pk, ANYONE.holding(check.address), key())
    with pytest.raises(Refused) as no:
        start(SMALL, k)
    assert no.value.kind == "gone"


def test_an_unknown_made_up_town_is_refused(key):
    with pytest.raises(Refused):
        actions.start_sample("atlantis", ANYONE, key())


def test_moves_that_are_not_in_the_table_are_refused(start):
    check = start()
    with pytest.raises(ValueError, match="waiting to done"):
        check.move(State.DONE)
    for before, afters in rules.MOVES.items():
        for after in State:
            assert rules.may_move(before, after) == (after in afters)


def test_asking_for_room_costs_two_queries(start, django_assert_num_queries):
    for _ in range(2):
        start()
        with django_assert_num_queries(2):
            queries.room(queries.limits())
