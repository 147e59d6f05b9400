"""The door's parts in the house: the console's way in, the doctor, and what the environment says of the outside."""

import subprocess
import sys
from datetime import timedelta

import pytest

from letgo.commons.door import queries
from letgo.commons.door.knocks.actions import ask_for_help
from letgo.commons.record.clock import travel
from letgo.house import outside
from tests.commons.door.conftest import key
from tests.installation import ROOT

SEES = """
from letgo.commons.door.actions import come_in_by_link
from letgo.commons.places.queries import actor_of
from letgo.commons.record.models import Line
entry = come_in_by_link({secret!r}, "", "k" * 30)
actor = actor_of(entry.secret)
print(actor.strong, actor.has("administrator"), Line.objects.filter(verb="door.let-in", audience_kind="public").count())
"""


@pytest.mark.django_db(transaction=True)
def test_who_runs_the_machine_gets_back_in_and_the_public_can_see_that(installation):
    """Even with no administrator at all; and again, when the only one has lost everything."""
    for times in (1, 2):
        done = subprocess.run(
            [sys.executable, "-m", "letgo.house.cli", "let-in"],
            cwd=ROOT,
            env={
                **installation.env,
                "DJANGO_SETTINGS_MODULE": "letgo.house.settings",
                "LETGO_SITE": "https://town.example",
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        address = done.stdout.strip()
        assert address.startswith("https://town.example/sign-in/link/")
        assert installation.run(SEES.format(secret=address.rpartition("/")[2])).splitlines()[-1] == f"True True {times}"


@pytest.mark.django_db
def test_the_doctor_says_who_waits_too_long():
    assert next(queries.findings()).state == "well"
    ask_for_help("ring", "Canary", "07700900001", "", key=key())
    with travel(by=timedelta(days=9)):
        found = list(queries.findings())
    assert found[0].state == "wrong"
    assert "1 person asked for help" in found[0].text
    assert "Canary" not in str(found)


def test_links_lead_to_the_site_that_was_set_and_to_nothing_else():
    assert outside.site({"LETGO_SITE": "https://town.example/"}, True, ["other"]) == "https://town.example"
    assert outside.site({"LETGO_HOSTS": "town.example,b"}, True, ["town.example", "b"]) == "https://town.example"
    assert outside.site({}, False, ["localhost"]) == "http://localhost:8000"
    for wrong in ("town.example", "https://town.example/path", "javascript:x", "https://"):
        with pytest.raises(ValueError, match="LETGO_SITE"):
            outside.site({"LETGO_SITE": wrong}, True, [])


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"LETGO_EMAIL_BY": "pigeon"}, "LETGO_EMAIL_BY"),
        ({"LETGO_EMAIL_BY": "smtp"}, "LETGO_SMTP"),
        ({"LETGO_TEXT_BY": "notify"}, "LETGO_NOTIFY_KEY"),
        ({"LETGO_TEXT_BY": "notify", "LETGO_NOTIFY_KEY": "x"}, "LETGO_NOTIFY_TEXT"),
    ],
)
def test_a_carrier_that_is_half_set_up_is_named(env, word):
    with pytest.raises(ValueError, match=word):
        outside.carriers(env)


def test_accounts_elsewhere_need_both_names():
    assert outside.accounts({}) == {}
    with pytest.raises(ValueError, match="LETGO_OIDC_CLIENT"):
        outside.accounts({"LETGO_OIDC_ISSUER": "https://a.example"})
    assert (
        outside.accounts({"LETGO_OIDC_ISSUER": "https://a.example/", "LETGO_OIDC_CLIENT": "c"})["issuer"]
        == "https://a.example"
    )
