import time
import tracemalloc
from datetime import date, timedelta

import pytest

from letgo.commons.people.models import Person, Route
from letgo.commons.places.lists import actions, queries, store
from letgo.commons.places.lists.planning import plan
from letgo.commons.places.lists.reading import LONGEST_LINE, Problem, rows
from letgo.commons.places.models import Home, Import, Standing
from letgo.commons.record import clock
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Job, Line
from letgo.commons.record.queries import progress_of
from letgo.commons.record.refusals import Refused
from tests.commons.places.lists.made import HEAD, faulty, row, text
from tests.commons.places.made import key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def send(world, django_capture_on_commit_callbacks):
    """Send a list for Tansy Row and have it looked through; `yes` also takes it over."""

    def act(data: bytes, yes: bool = False, by: str = "officer-here") -> Import:
        with django_capture_on_commit_callbacks(execute=True):
            officer = world.actor(by)
            made = actions.take_in(world.places["here"], [data], "tenancy list 2026-10", officer, key())
            run_waiting()
            if yes:
                actions.confirm(made, officer, key())
                run_waiting()
        made.refresh_from_db()
        return made

    return act


def stood():
    """Everything of this room and of people that a list may touch."""
    tables = (Person, Route, Home, Standing)
    return [sorted(map(str, model.objects.values_list())) for model in tables], Line.objects.count()


def test_twelve_planted_faults_are_found_and_nothing_else(send):
    data, planted = faulty()
    before, start = stood(), time.perf_counter()
    found = send(data)
    took = time.perf_counter() - start
    assert found.state == "faulty"
    told = {line: (column, True) for line, column, *_ in found.found["faults"]}
    told |= {line: (column, False) for line, column, *_ in found.found["notes"]}
    assert told == planted
    assert found.found["counts"]["faults"] + found.found["counts"]["notes"] == 12
    for line, _, what, cure in found.found["faults"]:
        assert what, line
        assert cure, line
    assert stood() == before
    assert took <= 10, took


def test_what_is_found_never_says_what_stands_in_a_cell(send):
    data, _ = faulty(4_200)
    assert "Canary" not in str(send(data).found)


def test_a_list_is_shown_first_and_changes_nothing_until_the_yes(send, world):
    before = stood()
    found = send(text(row(1), row(2, standing="uses service"), row(1, standing="age-band 16-17")))
    assert found.state == "checked"
    assert found.found["counts"] == {"rows": 3, "add": 3, "people": 2, "homes": 2, "uprns": 0}
    assert stood() == before


def test_a_yes_takes_all_of_it_over_with_one_line_and_evidence(send, world):
    lines = Line.objects.count()
    found = send(text(row(1, needs="large-print easy-read", email="P1@Example.org"), row(2)), yes=True)
    assert found.state == "done"
    assert Line.objects.count() == lines + 1
    assert found.line.audience_id == world.places["here"].pk
    assert found.line.words.body["counts"]["people"] == 2
    person = Person.objects.get(name="Canary P1")
    assert person.needs == ["easy-read", "large-print"]
    assert set(person.routes.values_list("kind", "address")) == {
        ("text", "+447700000001"),
        ("email", "p1@example.org"),
    }
    assert not person.routes.filter(proved__isnull=False)
    standing = person.standings.get()
    assert (standing.evidence, standing.start, standing.line) == ("tenancy list 2026-10", date(2024, 3, 1), found.line)
    assert standing.home.uprn == "10000001"
    assert not store.of(found.pk).exists()


def test_the_same_file_again_changes_nothing(send):
    data = text(
        *(row(number) for number in range(40)),
        row(7, standing="works-here"),
        row(90, name=""),
        row(91, address="", uprn=""),
    )
    send(data, yes=True)
    people = stood()[0]
    again = send(data)
    assert again.found["counts"] == {"rows": 43, "same": 43, "people": 0, "homes": 0, "uprns": 0, "notes": 1}
    send(data, yes=True)
    assert stood()[0] == people


def test_what_goes_out_comes_back_and_changes_nothing(send, world):
    odd = ("'=SUM(A1)", "'+44 is a name", "'@x", "'-1", "''=y", '"Quo""te, comma"', "P\u00e9tur \u0141")
    send(text(*(row(number, name=name) for number, name in enumerate(odd))), yes=True)
    assert (
        Person.objects.filter(name__in=["=SUM(A1)", "+44 is a name", "@x", "-1", "'=y", 'Quo"te, comma']).count() == 6
    )
    out = b"".join(actions.export(world.places["here"], world.actor("officer-here"), key()))
    people = stood()[0]
    again = send(out)
    assert again.state == "checked", again.found
    assert again.found["counts"]["same"] == again.found["counts"]["rows"] == 7 + 2  # the world's two residents too
    assert stood()[0] == people


def test_an_end_a_new_start_a_move_and_a_uprn_are_changes_with_their_line(send):
    send(text(row(1), row(2), row(3), row(4, uprn="")), yes=True)
    moved = row(3, address="33 Tansy Row", uprn="")
    found = send(text(row(1, end="2026-01-31"), row(2, start="2024-02-01"), moved, row(4, uprn="77")), yes=True)
    counts = {"rows": 4, "end": 1, "change": 2, "same": 1, "people": 0, "homes": 1, "uprns": 1}
    assert found.found["counts"] == counts
    assert Standing.objects.get(person__name="Canary P1").end == date(2026, 1, 31)
    assert Standing.objects.get(person__name="Canary P2").start == date(2024, 2, 1)
    assert Standing.objects.get(person__name="Canary P3").home.address == "33 Tansy Row"
    assert Home.objects.get(address="4 Tansy Row").uprn == "77"
    assert Standing.objects.filter(line=found.line).count() == 3


def test_who_is_not_on_a_list_is_never_ended_by_it(send):
    send(text(row(1), row(2)), yes=True)
    send(text(row(1)), yes=True)
    assert Standing.objects.get(person__name="Canary P2").end is None


def test_what_changed_since_it_was_shown_is_looked_at_again(send, world, django_capture_on_commit_callbacks):
    data = text(row(1), row(2))
    first, second = send(data), send(data)
    with django_capture_on_commit_callbacks(execute=True):
        for one in (first, second):
            actions.confirm(one, world.actor("officer-here"), key())
        run_waiting()
    assert Person.objects.filter(name__startswith="Canary P").count() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("done", "done")
    assert second.found["counts"]["same"] == 2


def test_a_list_with_a_fault_cannot_be_taken_over(send, world):
    found = send(text(row(1), row(2, start="yesterday")))
    with pytest.raises(Refused):
        actions.confirm(found, world.actor("officer-here"), key())


def test_nobody_but_an_officer_of_the_place_brings_lists_in_says_yes_or_takes_them_out(send, world):
    found = send(text(row(1)))
    for name in ("anyone", "resident", "officer-there", "officer-weak", "administrator", "secretary", "manager"):
        actor = world.actor(name)
        for act in (
            lambda actor=actor: actions.take_in(world.places["here"], [b""], "x", actor, key()),
            lambda actor=actor: actions.confirm(found, actor, key()),
            lambda actor=actor: actions.drop(found, actor, key()),
            lambda actor=actor: actions.export(world.places["here"], actor, key()),
        ):
            with pytest.raises(Refused) as no:
                act()
            assert no.value.kind == "not-allowed"


def test_an_officer_does_not_speak_for_themselves(send, world):
    officer = world.person("officer-here")
    send(text(row(1)), yes=True)
    Standing.objects.create(
        person=officer, place=world.places["here"], kind="lives-here", start=date(2025, 1, 1), line=Line.objects.first()
    )
    found = send(text(row(5, name=officer.name, address="", uprn="", phone="", standing="uses-service")))
    assert [fault[2] for fault in found.found["faults"]] == ["This is you."]


def test_a_large_file_ends_on_one_line(world, settings):
    chunks = (b"x" * (1024 * 1024) for _ in range(22))
    with pytest.raises(Refused) as no:
        actions.take_in(world.places["here"], chunks, "a list", world.actor("officer-here"), key())
    assert (no.value.kind, no.value.sentence) == ("too-large", "Your file is larger than 20 MB.")
    assert not list(store.root().iterdir())
    assert not Import.objects.exists()


def test_a_list_that_is_dropped_or_forgotten_is_gone(send, world, django_capture_on_commit_callbacks):
    one, two = send(text(row(1))), send(text(row(2)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(one, world.actor("officer-here"), key())
    assert not store.of(one.pk).exists()
    (store.root() / "half.part").touch()
    with clock.travel(by=timedelta(days=5)), django_capture_on_commit_callbacks(execute=True):
        actions.tidy()
    two.refresh_from_db()
    assert two.state == "dropped"
    assert not list(store.root().iterdir())


def test_a_second_click_takes_in_one_list(world):
    once = key()
    made = [
        actions.take_in(world.places["here"], [text(row(1))], "a list", world.actor("officer-here"), once)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Job.objects.filter(name="places.look-through").count() == 1


def test_a_job_that_fails_for_good_says_so_and_takes_nothing_over(send, world, monkeypatch):
    monkeypatch.setattr(actions, "_write", lambda batch, row: 1 / 0)
    before = stood()[0]
    found = send(text(row(1)), yes=True)
    assert found.state == "failed"
    assert stood()[0] == before
    assert progress_of("places.take-over", str(found.pk)).state == "failed"


@pytest.mark.look
def test_200_000_rows_are_read_in_bounded_memory(world):
    lines = (f"{line}\n".encode() for line in (HEAD, *(row(number) for number in range(50_000))))
    known = queries.known(world.places["here"], None)
    tracemalloc.start()
    steps = sum(not isinstance(step, Problem) for step in plan(rows(lines), known))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert steps == 50_000
    assert most < 75 * 1024 * 1024, most  # 1.5 kB a row: 300 MB for the largest list that we take


def test_what_stands_is_read_in_a_few_queries_whatever_it_holds(send, world, django_assert_num_queries):
    for count in (1, 60):
        send(text(*(row(number) for number in range(count))), yes=True)
        with django_assert_num_queries(4):
            queries.known(world.places["here"], None)
        with django_assert_num_queries(2):
            assert len(list(queries.exported(world.places["here"]))) == 1 + count + 2
    assert LONGEST_LINE
