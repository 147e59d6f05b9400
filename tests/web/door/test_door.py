"""The door's pages as an attacker sees them: fixation, forgery, ways out, poisoned names, probing, and what a log may hold."""

import io
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pyotp
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letgo.commons.door import actions, codes
from letgo.commons.door.models import Code, Factor, Message, Session
from letgo.commons.people.models import Person
from letgo.commons.record import jobs
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Job
from letgo.house import logs
from letgo.web.door.arriving import first_page
from letgo.web.ui.actors import COOKIE
from tests.web.html import sentences
from tests.web.test_words import BANNED, LONGEST, MIDDLE, words

KEY = "k" * 22
PHONE = "07700900001"
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    from tests.world import make

    return make()


@pytest.fixture
def someone(db):
    row = Person.objects.create(name="Canary Person", made=now())
    row.routes.create(kind="text", address="+447700900001", proved=now(), made=now())
    row.routes.create(kind="email", address="canary@example.org", proved=now(), made=now())
    return row


def letter(world, who: str = "subject") -> str:
    from uuid import uuid4

    return actions.give_code(world.person(who), "letter", "known", by=world.actor("officer"), key=uuid4().hex)[1]


def enter(client: Client, code: str, **more):
    return client.post("/sign-in/code", {"form_key": KEY, "code": code, **more})


def test_the_cookie_is_kept_from_scripts_and_other_sites(client, world, settings):
    settings.HTTPS = True
    response = enter(client, letter(world))
    assert (response.status_code, response.headers["Location"]) == (302, reverse(first_page()))
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600
    assert not cookie["domain"]


def test_a_session_that_was_there_before_is_not_taken_over(client, world, actor_of):
    """Fixation: whatever cookie a browser brings, signing in gives it a new one, and the old one's session ends."""
    for planted in ("x" * 43, world.secrets["neighbour"]):
        client.cookies[COOKIE] = planted
        enter(client, letter(world))
        secret = client.cookies[COOKIE].value
        assert secret != planted
        assert actor_of(secret).person == world.person("subject").pk
        assert actor_of(planted).person is None
        client.cookies.clear()


@pytest.fixture
def actor_of():
    from letgo.commons.places.queries import actor_of

    return actor_of


def test_the_form_token_is_new_after_signing_in(world):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/sign-in/code").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    before = strict.cookies["csrftoken"].value
    strict.post("/sign-in/code", {"form_key": KEY, "code": letter(world), "csrfmiddlewaretoken": token})
    assert strict.cookies[COOKIE].value
    assert strict.cookies["csrftoken"].value != before


@pytest.mark.parametrize(
    "path",
    ["/sign-in/code", "/sign-in/text", "/sign-in/help", "/sign-out", "/my-pin", "/my-devices/end-all", "/second-step"],
)
def test_a_form_from_another_site_does_nothing(path, world):
    strict = world.client("resident", enforce_csrf_checks=True)
    sessions = Session.objects.filter(ended=None).count()
    assert (
        strict.post(path, {"form_key": KEY, "code": letter(world), "address": PHONE, "pin": "482913"}).status_code
        == 403
    )
    assert Session.objects.filter(ended=None).count() == sessions
    assert not Code.objects.filter(way="text").exists()


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/desk\n", "front", "/" + "x" * 99,
        "/sign-out", "/sign-in/code", f"/sign-in/link/{'a' * 43}", "/my-devices/end-all", "/place/tansy-row?evil=1", "/no-such-page",
    ],
)  # fmt: skip
def test_a_way_on_leads_only_to_our_own_pages(next_, client, world):
    response = enter(client, letter(world), next=next_)
    assert response.headers["Location"] == reverse(first_page())
    page = client.get("/sign-in/code", {"next": next_}).content.decode()
    assert "evil" not in page
    assert 'name="next"' not in page


def test_a_way_on_that_we_know_is_kept(client, world):
    page = client.get("/sign-in/code?next=/my-passkeys").content.decode()
    assert 'name="next" value="/my-passkeys"' in page
    assert enter(client, letter(world), next="/my-passkeys").headers["Location"] == "/my-passkeys"


def test_a_page_that_was_passed_on_is_kept_on_every_way_in(client, world, someone):
    wanted = reverse("poll-me", kwargs={"poll": uuid4()})
    refused = client.get("/my-passkeys")
    assert (refused.status_code, 'href="/sign-in?next=/my-passkeys"' in refused.content.decode()) == (403, True)
    for step in ("/sign-in", "/sign-in/text", "/sign-in/code"):
        page = client.get(step, {"next": wanted}).content.decode()
        assert f"/sign-in/text?next={wanted}" in page or f'name="next" value="{wanted}"' in page, step
    sent = client.post("/sign-in/text", {"form_key": KEY, "address": PHONE, "next": wanted})
    assert sent.headers["Location"].endswith(f"?next={wanted}")
    assert f'name="next" value="{wanted}"' in client.get(sent.headers["Location"]).content.decode()


def test_a_second_step_leads_back_to_where_it_was_asked_for(world):
    weak = world.client("officer-weak")
    page = weak.get("/desk").content.decode()
    assert 'href="/second-step?next=/desk"' in page
    seed, person = pyotp.random_base32(), world.person("officer-weak")
    Factor.objects.create(
        person=person, kind="app", secret=codes.sealed(seed), trusted=True, made=now(), proved=now(), name="app"
    )
    assert 'name="next" value="/desk"' in weak.get("/second-step?next=/desk").content.decode()
    given = {"form_key": KEY, "code": pyotp.TOTP(seed).at(now()), "next": "/desk"}
    assert weak.post("/second-step", given).headers["Location"] == "/desk"


def test_a_get_of_the_link_spends_nothing_and_two_tabs_are_harmless(client, someone):
    client.post("/sign-in/email", {"form_key": KEY, "address": "canary@example.org"})
    jobs.run_waiting()
    at = re.search(r"/sign-in/link/[\w-]+", Message.objects.get().shown)[0]
    for _ in range(3):
        response = Client().get(at)
        assert response.status_code == 200
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in response.headers["Cache-Control"]
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert Client().head(at).status_code == 200
    assert client.post(at, {"form_key": KEY}).status_code == 302
    second = client.post(at, {"form_key": "m" * 22})
    assert second.status_code == 422
    assert client.get("/my-devices").status_code == 200
    assert Client().post(at, {"form_key": "n" * 22}).status_code == 422


def test_known_and_unknown_addresses_look_and_cost_the_same(client, someone):
    seen = []
    for address in (PHONE, "07700900999"):
        with CaptureQueriesContext(connection) as caught:
            response = client.post("/sign-in/text", {"form_key": KEY, "address": address})
        page = client.get(response.headers["Location"]).content.decode()
        seen.append((response.status_code, len(caught), re.sub(r'value="[^"]*"|action="[^"]*"', "", page)))
    assert seen[0] == seen[1]


def test_wrong_codes_all_look_the_same(client, world, someone):
    used = letter(world)
    enter(client, used)
    answers = set()
    for code in ("ACDEFHJKLMNP", used, "123456", "", "<script>alert(1)</script>", "é" * 12):
        response = Client().post("/sign-in/code", {"form_key": "z" * 22, "code": code, "address": PHONE})
        assert response.status_code == 422
        assert b"<script>alert" not in response.content
        answers.add(re.search(r"govuk-error-summary__list.*?</ul>", response.content.decode(), re.S)[0])
    assert len(answers) == 2  # "Type the code." for nothing at all


def test_sign_out_ends_the_session_and_everywhere_ends_all(world, actor_of):
    client = world.client("resident")
    client.post("/sign-out", {"form_key": KEY})
    assert actor_of(world.secrets["resident"]).person is None
    neighbour = world.person("neighbour").pk
    _, second = actions.open_session(neighbour, "Firefox", "letter")
    world.client("neighbour").post("/my-devices/end-all", {"form_key": KEY})
    assert actor_of(second).person is None
    assert actor_of(world.secrets["neighbour"]).person is None


def test_one_device_is_ended_and_nobody_elses(world, actor_of):
    row, secret = actions.open_session(world.person("resident").pk, "Firefox", "letter")
    assert world.client("neighbour").post(f"/my-devices/{row.pk}/end", {"form_key": KEY}).status_code == 404
    assert actor_of(secret).person
    assert world.client("resident").post(f"/my-devices/{row.pk}/end", {"form_key": KEY}).status_code == 302
    assert actor_of(secret).person is None


def test_my_devices_cost_the_same_with_1_and_100(world):
    client, costs = world.client("resident"), []
    for more in (1, 100):
        for _ in range(more):
            actions.open_session(world.person("resident").pk, "Firefox on Linux", "letter")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/my-devices").status_code == 200
        costs.append(len(caught))
    assert costs[0] == costs[1] <= 8


def test_the_desk_costs_the_same_with_1_and_100(world):
    from letgo.commons.door.knocks.actions import ask_for_help

    client, costs = world.client("officer"), []
    for more in (1, 99):
        for number in range(more):
            ask_for_help("ring", f"Canary {number}", PHONE, "", key=f"{more}-{number}-{'k' * 22}")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/desk").status_code == 200
        costs.append(len(caught))
    assert costs[0] == costs[1] <= 8


def test_a_used_session_holds_thirty_days_more_and_is_noted_by_the_day_only(client, world, actor_of):
    enter(client, letter(world))
    opened = Session.objects.get(way="letter")
    with travel(by=timedelta(days=20)):
        client.get("/my-devices")
    noted = Session.objects.get(way="letter")
    assert (noted.seen - opened.seen).days == 20
    with travel(by=timedelta(days=45)):
        assert client.get("/my-devices").status_code == 200
    with travel(by=timedelta(days=80)):
        assert client.get("/my-devices").status_code == 403


def test_a_shared_phone_forgets_and_is_never_prolonged(client, world):
    response = enter(client, letter(world), shared="yes")
    assert response.cookies[COOKIE]["max-age"] == ""
    with travel(by=timedelta(hours=11)):
        assert client.get("/my-devices").status_code == 200
    with travel(by=timedelta(hours=13)):
        assert client.get("/my-devices").status_code == 403


def test_staff_without_their_second_step_are_shown_where_to_give_it(world):
    page = world.client("officer-weak").get("/desk")
    assert page.status_code == 403
    assert "/second-step" in page.content.decode()
    assert "/second-step" not in Client().get("/desk").content.decode()


def test_the_outbox_is_shown_to_administrators_or_in_a_made_up_town(client, world, settings):
    assert client.get("/outbox").status_code == 403
    assert world.client("officer").get("/outbox").status_code == 403
    settings.LETGO_DEMONSTRATION = True
    assert client.get("/outbox").status_code == 200


def test_no_name_code_or_address_reaches_a_log_a_url_an_error_or_a_job(client, world, someone, capfd):
    """Canaries go through every page of the door, right and wrong; all that was logged, all addresses and all job arguments are read."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter("%(levelname)s %(name)s %(message)s"))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quiet = logging.getLogger("django.db.backends")
    quiet_level, quiet.level = quiet.level, logging.WARNING  # SQL is written only by who turns it on
    places = []
    try:
        code = letter(world)
        for at, form in [
            ("/sign-in/text", {"address": PHONE}),
            ("/sign-in/text", {"address": "canary"}),
            ("/sign-in/email", {"address": "canary@example.org"}),
            ("/sign-in/code", {"code": code[:-1] + "9", "address": "canary@example.org"}),
            ("/sign-in/code", {"code": code}),
            ("/sign-in/help", {"way": "ring", "name": "Canary Caller", "reach": PHONE, "words": "canary"}),
            (f"/sign-in/who/{'c' * 43}", {"name": "Canary Person", "pin": "canary-pin"}),
            (f"/sign-in/link/{'c' * 43}", {}),
            ("/my-pin", {"pin": "canary-pin-2"}),
            ("/second-step", {"code": "CANARY"}),
            ("/sign-in/passkey", {"answer": '{"id": "canary"}', "token": "canary"}),
        ]:
            response = client.post(at, {"form_key": KEY, **form})
            assert response.status_code in (200, 302, 422), (at, response.status_code)
            places.append(response.headers.get("Location", ""))
        jobs.run_waiting()
        link = re.search(r"/sign-in/link/([\w-]+)", " ".join(Message.objects.values_list("shown", flat=True)))[1]
        Client().get(f"/sign-in/link/{link}/wrong")
        officer = world.client("officer")
        officer.post("/desk", {"form_key": KEY, "name": "canary"})
        Client().get(f"/nowhere/{link}")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        quiet.level = quiet_level
    said = stream.getvalue() + "".join(capfd.readouterr()) + " ".join(places)
    said += " ".join(f"{job.args} {job.key}" for job in Job.objects.all())
    for canary in ("anary", "07700900001", "7700900001", code, link, "CANARY", *client.cookies[COOKIE].value.split()):
        assert canary not in said, canary


def test_the_pages_of_the_door_are_plain(world):
    """Short sentences, none of the words that people trip over."""
    pages = [
        "/sign-in",
        "/sign-in/text",
        "/sign-in/email",
        "/sign-in/code",
        "/sign-in/passkey",
        "/sign-in/help",
        "/sign-out",
    ]
    pages += [
        f"/sign-in/link/{'k' * 43}",
        f"/sign-in/who/{'k' * 43}",
        "/sign-in/sent/00000000-0000-4000-8000-000000000000",
    ]
    own = ["/my-devices", "/my-pin", "/my-passkeys", "/second-step", "/second-step/start", "/neighbour"]
    said = {s for at in pages for s in sentences(Client().get(at).content.decode())}
    said |= {s for at in own for s in sentences(world.client("resident").get(at).content.decode())}
    desk = ["/desk", f"/desk/person/{world.person('subject').pk}", "/desk/messages", "/outbox"]
    said |= {s for at in desk for s in sentences(world.client("administrator").get(at).content.decode())}
    assert [s for s in said if words(s) > LONGEST] == []
    whole = {s for s in said if s.endswith((".", "?", "!")) and words(s) > 2}
    assert sum(map(words, whole)) / len(whole) <= MIDDLE
    assert [(word, s) for s in said for word in BANNED if re.search(rf"\b{word}", s.lower())] == []


@pytest.mark.parametrize("at", ["/sign-in", "/sign-in/code", "/my-devices"])
def test_a_page_of_the_door_is_light(at, world):
    import gzip

    assert len(gzip.compress(world.client("resident").get(at).content)) < 12_000
