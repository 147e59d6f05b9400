"""The pages of places as people use them: roles, the desk, and a list from the file to the end."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from letgo.commons.people.models import Person
from letgo.commons.places.models import Home, Import, Organisation, Place, Role
from letgo.commons.places.queries import today
from letgo.commons.record.jobs import run_waiting
from tests.commons.places.lists.made import row, text
from tests.commons.places.made import hold

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(db):
    from tests.world import make

    return make()


def post(client, name, /, to=None, **fields):
    return client.post(reverse(name, kwargs=to or {}), {"form_key": uuid4().hex, **fields})


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_anyone_reads_who_holds_an_office_since_when(world, client):
    said = words(client.get(reverse("organisation", kwargs={"body": world.board.pk})))
    for word in ("Tansy Row board", "Treasurer", "Canary Treasurer", "Fewer than 10 people belong to it"):
        assert word in said
    assert "Canary Checker" not in said
    assert "Give or end a role" not in said


def give(world, by="secretary", /, **more):
    fields = {"who": "Canary Resident", "role": "treasurer", "start": "31/03/2026", "end": "", "evidence": "", **more}
    return post(world.client(by), "organisation-roles", {"body": world.board.pk}, **fields)


def test_a_secretary_gives_a_role_and_ends_it(world):
    assert give(world).status_code == 302
    made = Role.objects.get(person=world.person("resident"))
    assert (made.name, made.organisation, made.start.isoformat()) == ("treasurer", world.board, "2026-03-31")
    secretary = world.client("secretary")
    listed = words(secretary.get(reverse("organisation-roles", kwargs={"body": world.board.pk})))
    assert "Canary Resident From 31 March 2026" in listed
    done = post(secretary, "end-role", {"role": made.pk}, end=today().isoformat())
    assert "The role ends on" in words(done)
    made.refresh_from_db()
    assert made.end == today()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": ""}, "Say who it is."),
        ({"who": "nobody@example.org"}, "We know nobody by that."),
        ({"start": "30/02/2026"}, "There is no such day."),
        ({"start": ""}, "Say from which day."),
        ({"end": "2020-01-01"}, "The end lies before the start."),
        ({"role": "officer"}, "Choose a role."),
        ({"who": "Canary Secretary"}, "We know nobody by that."),
    ],
)
def test_what_is_wrong_with_a_role_stands_on_the_form_and_nothing_is_lost(world, wrong, said):
    response = give(world, evidence="a letter of 3 March", **wrong)
    assert response.status_code == 422
    assert said in words(response)
    assert "a letter of 3 March" in response.content.decode()
    assert not Role.objects.filter(person=world.person("resident")).exists()


def test_an_administrator_adds_a_place_a_home_and_a_body(world):
    keeper, at = world.client("administrator"), {"slug": "tansy-row"}
    assert post(keeper, "add-place", at, name="Tansy House", kind="block").status_code == 302
    assert post(keeper, "add-home", at, address="1 Tansy Row", uprn="12").status_code == 302
    assert post(keeper, "add-organisation", at, name="Garden group", kind="team").status_code == 302
    assert "another UPRN" not in words(keeper.get(reverse("keep-place", kwargs=at)))
    assert Place.objects.get(name="Tansy House").parent == world.places["here"]
    assert Home.objects.get().uprn == "12"
    assert Organisation.objects.filter(name="Garden group").exists()
    wrong = post(keeper, "add-home", at, address="2 Tansy Row", uprn="12")
    assert wrong.status_code == 422
    assert "Another home has this UPRN." in words(wrong)


@pytest.fixture
def officer(world, django_capture_on_commit_callbacks):
    client = world.client("officer-here")
    client.capture = django_capture_on_commit_callbacks
    return client


def send(client, data: bytes):
    file = SimpleUploadedFile("people.csv", data, "text/csv")
    with client.capture(execute=True):
        response = post(client, "lists", {"slug": "tansy-row"}, file=file, evidence="tenancy list 2026-10")
    assert response.status_code == 302, words(response)
    return response["Location"]


def test_a_list_is_sent_shown_agreed_and_taken_over(world, officer):
    at = send(officer, text(*(row(number) for number in range(30))))
    waiting = officer.get(at)
    assert "We are reading the list" in words(waiting)
    assert "no-store" in waiting["Cache-Control"]
    progress = officer.get(f"{at}/progress").json()
    assert progress == {"over": False, "percent": 0, "words": "Waiting for its turn."}
    run_waiting()
    shown = words(officer.get(at))
    for said in ("This is what the list would do", "Nothing has changed yet.", "New people 30", "Yes, take it over"):
        assert said in shown
    assert not Person.objects.filter(name="Canary P1").exists()
    with officer.capture(execute=True):
        assert officer.post(f"{at}/yes", {"form_key": uuid4().hex}).status_code == 302
    run_waiting()
    assert "The list is taken over" in words(officer.get(at))
    assert Person.objects.filter(name__startswith="Canary P").count() == 30


def test_every_fault_of_a_list_is_shown_with_line_column_and_cure(world, officer):
    at = send(officer, text(row(1), *(row(number, start="never") for number in range(2, 252))))
    run_waiting()
    shown = officer.get(at)
    assert "250 things are to be mended" in words(shown)
    assert "Yes, take it over" not in words(shown)
    lines = set()
    for start in (0, 100, 200):
        page = officer.get(f"{at}?from={start}").content.decode()
        lines |= {int(found) for found in re.findall(r"Line</span>\s*([0-9]+)", page)}
        assert "This is not a date as we read it." in page
    assert lines == set(range(3, 253))
    assert officer.post(f"{at}/yes", {"form_key": uuid4().hex}).status_code == 422
    with officer.capture(execute=True):
        assert officer.post(f"{at}/no", {"form_key": uuid4().hex}).status_code == 302
    assert "This list was not taken over" in words(officer.get(at))


def test_a_list_goes_out_as_a_private_file_and_leaves_a_line(world, officer):
    response = post(officer, "people-csv", {"slug": "tansy-row"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="tansy-row-people.csv"'
    assert "no-store" in response["Cache-Control"]
    assert b"Canary Resident" in b"".join(response.streaming_content)


def test_no_file_an_empty_file_and_no_word_of_what_it_is_are_told_kindly(world, officer):
    for fields, said in (
        ({"evidence": "a list"}, "Choose a file first."),
        ({"file": SimpleUploadedFile("a.csv", b""), "evidence": "a list"}, "This file is empty."),
        ({"file": SimpleUploadedFile("a.csv", b"x")}, "Say what list this is."),
    ):
        response = post(officer, "lists", {"slug": "tansy-row"}, **fields)
        assert response.status_code == 422
        assert said in words(response)
    assert not Import.objects.exists()


def test_pages_with_many_rows_cost_what_they_cost_with_one(world, django_assert_max_num_queries):
    counts = []
    for many in (1, 40):
        for number in range(many):
            hold(world, Role, "stranger", -number, name="outside-checker", organisation=world.board)
            Organisation.objects.create(
                name=f"B{number}", kind="team", place=world.places["here"], line=world.board.line
            )
        for who, name, to in (
            ("anyone", "organisation", {"body": world.board.pk}),
            ("secretary", "organisation-roles", {"body": world.board.pk}),
            ("administrator", "keep-place", {"slug": "tansy-row"}),
            ("officer-here", "lists", {"slug": "tansy-row"}),
        ):
            with django_assert_max_num_queries(8) as asked:
                assert world.client(who).get(reverse(name, kwargs=to)).status_code == 200
            counts.append((name, len(asked)))
    assert counts[:4] == counts[4:]
