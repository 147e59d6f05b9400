"""Second steps: PIN, app, recovery codes, accounts elsewhere. And that nobody is locked out, or let in, by them."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from django.urls import reverse
from joserfc.jwk import RSAKey

from letgo.commons.door import actions, codes, rules
from letgo.commons.door.factors import accounts
from letgo.commons.door.factors import actions as factors
from letgo.commons.door.models import Factor, Login, Miss, Session, Spare
from letgo.commons.people.models import Person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Acting, Actor
from letgo.commons.places.models import Role
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from tests.commons.door.conftest import key
from tests.commons.door.doubles import Issuer, Web, serving
from tests.commons.places.made import hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh(world):
    """fresh("administrator"): the actor, whose second step was taken just now."""

    def of(name: str) -> Actor:
        by = world.actor(name)
        Session.objects.filter(pk=by.session).update(strong_from=now())
        return by

    return of


@pytest.fixture
def enrolled(world, fresh, actor_of):
    """enrolled("officer-weak"): an administrator's start code, an app, its first code. Returns (actor, seed, recovery codes)."""

    def do(name: str) -> tuple[Actor, str, list[str]]:
        _, letters = actions.give_code(world.person(name), "enrol", "known", by=fresh("administrator"), key=key())
        by = world.actor(name)
        row = factors.start_app(letters, by=by, key=key())
        seed = codes.opened(row.secret)
        entry, spares = factors.prove_app(shown(seed), by=by, key=key())
        world.secrets[name] = entry.secret
        return actor_of(entry.secret), seed, spares

    return do


def shown(seed: str, later: int = 0) -> str:
    return pyotp.TOTP(seed).at(int(now().timestamp()) + later)


def test_an_administrators_start_code_and_an_app_make_staff_of_a_session(world, enrolled):
    lineage = world.places["council"].lineage
    assert not world.actor("officer-weak").has("officer", lineage)
    by, _, spares = enrolled("officer-weak")
    assert by.strong
    assert by.has("officer", lineage)
    assert len(set(spares)) == 8


def test_without_a_start_code_nobody_gives_themselves_a_second_step(world):
    for name in ("officer-weak", "resident", "leaver"):
        by = world.actor(name)
        Session.objects.filter(pk=by.session).update(strong_until=None)
        with pytest.raises(Refused):
            factors.start_app("", by=world.actor(name), key=key())


def test_a_start_code_is_for_one_person_once_and_opens_no_door(world, fresh):
    _, letters = actions.give_code(world.person("officer-weak"), "enrol", "known", by=fresh("administrator"), key=key())
    with pytest.raises(Refused):
        factors.start_app(letters, by=world.actor("resident"), key=key())
    with pytest.raises(Refused):
        actions.come_in(letters, "", key())
    assert factors.start_app(letters, by=world.actor("officer-weak"), key=key())
    with pytest.raises(Refused):
        factors.start_app(letters, by=world.actor("officer-weak"), key=key())


def test_an_officer_gives_no_start_codes_and_an_administrator_only_with_a_fresh_second_step(world, fresh):
    with pytest.raises(Refused):
        actions.give_code(world.person("officer-weak"), "enrol", "known", by=fresh("officer"), key=key())
    by = world.actor("administrator")
    Session.objects.filter(pk=by.session).update(strong_from=now() - rules.FRESH - timedelta(seconds=1))
    with pytest.raises(Refused) as refusal:
        actions.give_code(world.person("officer-weak"), "enrol", "known", by=by, key=key())
    assert "second code again" in refusal.value.sentence


def test_the_second_step_gives_the_session_a_new_secret_and_lasts_twelve_hours(world, enrolled, actor_of):
    _, seed, _ = enrolled("officer-weak")
    _, first = actions.open_session(world.person("officer-weak").pk, "", "letter")
    assert not actor_of(first).strong
    with travel(by=timedelta(minutes=2)):
        entry = factors.give_second(shown(seed), by=actor_of(first), key=key())
        assert actor_of(first).person is None
        assert actor_of(entry.secret).strong
    with travel(by=timedelta(hours=12, minutes=3)):
        assert actor_of(entry.secret).person is None


def test_a_code_of_the_app_is_used_once(world, enrolled, actor_of):
    by, seed, _ = enrolled("officer-weak")
    with travel(by=timedelta(minutes=2)):
        now_shown = shown(seed)
        entry = factors.give_second(now_shown, by=by, key=key())
        with pytest.raises(Refused):
            factors.give_second(now_shown, by=actor_of(entry.secret), key=key())


def test_a_second_click_is_harmless(world, enrolled):
    by, seed, _ = enrolled("officer-weak")
    with travel(by=timedelta(minutes=2)):
        same, code = key(), shown(seed)
        first = factors.give_second(code, by=by, key=same)
        assert factors.give_second(code, by=by, key=same).secret == first.secret


def test_a_recovery_code_stands_in_once_and_none_is_kept_as_it_is(world, enrolled, actor_of):
    by, _, spares = enrolled("officer-weak")
    assert not set(spares) & set(Spare.objects.values_list("digest", flat=True))
    entry = factors.give_second(rules.grouped(spares[0]).lower(), by=by, key=key())
    with pytest.raises(Refused):
        factors.give_second(spares[0], by=actor_of(entry.secret), key=key())


def test_second_codes_cannot_be_guessed(world, enrolled):
    by, seed, _ = enrolled("officer-weak")
    with travel(by=timedelta(minutes=2)):
        right = shown(seed)
        for _ in range(rules.TRIES_A_SECRET):
            with pytest.raises(Refused):
                factors.give_second("000000" if right != "000000" else "111111", by=by, key=key())
        with pytest.raises(Refused):
            factors.give_second(right, by=by, key=key())
    with travel(by=timedelta(minutes=40)):
        assert factors.give_second(shown(seed), by=by, key=key()).session


def test_and_not_by_coming_back_each_half_hour_while_a_recovery_code_always_works(enrolled):
    by, seed, spares = enrolled("officer-weak")
    for half_hour in range(1, 5):
        with travel(by=timedelta(minutes=40 * half_hour)):
            for _ in range(rules.TRIES_A_SECRET):
                with pytest.raises(Refused):
                    factors.give_second("000000" if shown(seed) != "000000" else "111111", by=by, key=key())
    assert Miss.objects.count() == rules.SECRETS_A_DAY
    with travel(by=timedelta(hours=4)):
        with pytest.raises(Refused):
            factors.give_second(shown(seed), by=by, key=key())
        assert factors.give_second(spares[0], by=by, key=key()).session


def test_the_seed_is_not_kept_as_it_is(enrolled):
    _, seed, _ = enrolled("officer-weak")
    assert seed not in Factor.objects.get().secret


def test_the_last_administrator_with_a_second_step_keeps_it(world, fresh, enrolled):
    """With one administrator who has a second step, nobody can take it away; with two, either can take the other's."""
    assert not may(fresh("administrator"), "door.end-factor", world.person("administrator"))
    from tests.world import _role

    other = world.person("officer-weak")
    _role(world, other, "administrator", "council")
    enrolled("officer-weak")
    by = world.actor("officer-weak")
    first = world.person("administrator")
    with pytest.raises(Refused):  # the first one has no app yet, so the second is the last who can act
        factors.end_factors(other, by=fresh("administrator"), key=key())
    Factor.objects.create(person=first, kind="app", secret=codes.sealed("A"), trusted=True, made=now(), proved=now())
    assert factors.end_factors(other, by=fresh("administrator"), key=key()) == 1
    assert may(by, "door.end-factor", first) is False


def test_taking_a_second_step_away_signs_out_and_is_written_down(world, fresh, enrolled, actor_of):
    enrolled("officer-weak")
    factors.end_factors(world.person("officer-weak"), by=fresh("administrator"), key=key())
    assert world.actor("officer-weak").person is None
    assert not Spare.objects.exists()
    line = Line.objects.get(verb="door.end-factor")
    assert (line.audience_kind, line.audience_id) == ("person", world.person("officer-weak").pk)


def test_who_acts_for_someone_or_helps_them_cannot_touch_their_way_in(world):
    mine = world.person("resident").pk
    for by in (
        Actor(
            frozenset({"anyone", "person"}),
            person=world.person("neighbour").pk,
            acting=Acting(mine, frozenset({"everything"})),
        ),
        Actor(frozenset({"anyone", "person"}), person=mine, helper=world.person("officer").pk),
    ):
        for act in (
            lambda by=by: factors.set_pin("482913", by=by, key=key()),
            lambda by=by: factors.start_app("", by=by, key=key()),
            lambda by=by: factors.add_passkey("{}", "", "", by=by, key=key()),
            lambda by=by: factors.bind_account("https://a.example", "1", by=by, key=key()),
            lambda by=by: actions.end_everywhere(mine, by=by, key=key()),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.kind == "not-allowed"
    assert world.actor("resident").person == mine


@pytest.mark.parametrize("pin", ["", "12345", "111111", "aaaaaaa", "x" * 65])
def test_a_poor_pin_is_refused(pin, world):
    with pytest.raises(Refused):
        factors.set_pin(pin, by=world.actor("resident"), key=key())


def test_a_passkey_answer_that_is_none_is_refused(world):
    for answer in ("", "{}", "[]", "null", '{"id": 3}', '{"id": "x"}', "{" * 5000):
        with pytest.raises(Refused):
            factors.come_in_by_passkey(answer, "token", "", key())
        with pytest.raises(Refused):
            factors.add_passkey(answer, "token", "", by=world.actor("resident"), key=key())


class TestAccountElsewhere:
    """OpenID Connect against an issuer that really signs."""

    @pytest.fixture
    def issuer(self, settings):
        double = Issuer()
        with serving(Web(double.answer)) as server:
            double.url = server.url
            settings.LETGO_ACCOUNTS = {
                "issuer": server.url,
                "client": "our-client",
                "secret": "our-secret",
                "name": "Town account",
            }
            yield double

    def go(self, issuer: Issuer, session: str = "") -> tuple[str, dict[str, str]]:
        sent = accounts.send("/sign-in/account/back", session)
        return sent.token, issuer.agree(sent.address)

    def back(self, token: str, given: dict[str, Any]) -> tuple[str, str, str]:
        return accounts.came_back("/sign-in/account/back", token, given)

    def test_who_is_joined_comes_in_and_nobody_else(self, issuer, world, actor_of):
        assert self.back(*self.go(issuer, "mine")) == (issuer.url, "subject-1", "mine")
        with pytest.raises(Refused):
            factors.come_in_by_account(issuer.url, "subject-1", "", key())
        factors.bind_account(issuer.url, "subject-1", by=world.actor("resident"), key=key())
        entry = factors.come_in_by_account(issuer.url, "subject-1", "", key())
        assert actor_of(entry.secret).person == world.person("resident").pk
        assert not actor_of(entry.secret).strong
        for other in ((issuer.url, "subject-2"), ("https://other.example", "subject-1")):
            with pytest.raises(Refused):
                factors.come_in_by_account(*other, "", key())

    def test_an_account_is_never_found_by_e_mail(self, issuer, person):
        person("Person A", ("email", "a@example.org"))
        issuer.lies = {"email": "a@example.org", "email_verified": True}
        found, subject, _ = self.back(*self.go(issuer))
        with pytest.raises(Refused):
            factors.come_in_by_account(found, subject, "", key())

    def test_an_officer_who_knows_whose_it_is_joins_it_and_the_person_is_told(self, issuer, world, actor_of):
        subject, officer = world.person("subject"), world.actor("officer-here")
        factors.bind_account_of(subject, issuer.url, "subject-1", "shown on their phone", by=officer, key=key())
        found, number, _ = self.back(*self.go(issuer))
        entry = factors.come_in_by_account(found, number, "", key())
        assert actor_of(entry.secret).person == subject.pk
        line = Line.objects.select_related("words").get(verb="door.bind-account")
        assert (line.audience_id, line.said) == (subject.pk, {"seen": "shown on their phone"})
        with pytest.raises(Refused):
            factors.bind_account_of(
                world.person("resident"), issuer.url, "subject-1", "shown on their phone", by=officer, key=key()
            )

    def test_no_officer_makes_themselves_a_way_in_to_who_moves_money_or_works_for_us(self, issuer, world):
        hold(world, Role, "treasurer", name="treasurer", place=world.places["here"])
        tries = {
            "officer-here": ("treasurer", "secretary", "manager", "neighbour", "officer-here"),
            "resident": ("subject",),
            "administrator": ("treasurer", "officer"),
        }
        for by, whose in tries.items():
            for name in whose:
                with pytest.raises(Refused):
                    factors.bind_account_of(
                        world.person(name), issuer.url, "mine", "I say so", by=world.actor(by), key=key()
                    )
        with pytest.raises(Refused):
            factors.bind_account_of(
                world.person("subject"), issuer.url, "mine", "", by=world.actor("officer"), key=key()
            )

    def test_an_account_of_someone_else_is_not_taken_over(self, issuer, world):
        factors.bind_account(issuer.url, "subject-1", by=world.actor("resident"), key=key())
        with pytest.raises(Refused):
            factors.bind_account(issuer.url, "subject-1", by=world.actor("neighbour"), key=key())
        assert Login.objects.get().person_id == world.person("resident").pk

    @pytest.mark.parametrize(
        "lies",
        [
            {"iss": "https://evil.example"},
            {"aud": "another-client"},
            {"aud": ["our-client", "b"], "azp": "b"},
            {"nonce": "another"},
            {"nonce": None},
            {"exp": 1000},
            {"sub": None},
            {"sub": 7},
            {"iat": 4_000_000_000},
        ],
    )
    def test_a_lie_in_the_token_is_found(self, lies, issuer):
        issuer.lies = lies
        with pytest.raises(Refused):
            self.back(*self.go(issuer))

    def test_a_token_signed_by_another_key_is_refused(self, issuer):
        issuer.key = RSAKey.generate_key(2048, {"kid": "one"})
        with pytest.raises(Refused):
            self.back(*self.go(issuer))

    def test_another_state_another_browser_and_a_code_used_twice_are_refused(self, issuer):
        token, given = self.go(issuer)
        for wrong in (
            {**given, "state": "other"},
            {"code": given["code"]},
            {"state": given["state"]},
            {"error": "access_denied"},
        ):
            with pytest.raises(Refused):
                self.back(token, wrong)
        other, _ = self.go(issuer)
        for cookie in (other, "", "x", token + "x"):
            with pytest.raises(Refused):
                self.back(cookie, given)
        assert self.back(token, given)
        with pytest.raises(Refused):
            self.back(token, given)

    def test_an_answer_by_another_issuer_is_refused(self, issuer):
        token, given = self.go(issuer)
        with pytest.raises(Refused):
            self.back(token, {**given, "iss": "https://evil.example"})

    def test_the_whole_way_through_the_pages(self, issuer, world, settings):
        from letgo.web.door.arriving import first_page

        client = world.client("resident")
        for state in ("join", "come in"):
            gone = client.get("/sign-in/account")
            assert gone.status_code == 302
            address = gone.headers["Location"]
            assert address.startswith(issuer.url)
            assert parse_qs(urlsplit(address).query)["redirect_uri"] == [f"{settings.LETGO_SITE}/sign-in/account/back"]
            back = client.get("/sign-in/account/back", issuer.agree(address))
            first = reverse("sessions" if state == "join" else first_page())
            assert (back.status_code, back.headers["Location"]) == (302, first), state
            client.cookies.pop("letgo") if state == "join" else None
        assert client.get("/my-devices").status_code == 200

    def test_the_account_of_a_leaver_opens_nothing(self, issuer, world):
        for name in ("leaver", "gone"):
            Login.objects.all().delete()
            Login.objects.create(person=world.person(name), issuer=issuer.url, subject="subject-1", made=now())
            with pytest.raises(Refused):
                factors.come_in_by_account(issuer.url, "subject-1", "", key())


def test_accounts_elsewhere_are_off_unless_they_are_set_up(client):
    assert client.get("/sign-in/account").status_code == 404
    assert client.get("/sign-in/account/back?code=a&state=b").status_code == 404
    assert Person.objects.count() == 0
