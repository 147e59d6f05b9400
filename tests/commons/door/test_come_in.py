"""Codes: asked for, sent, typed on any device, once."""

from datetime import timedelta
from fractions import Fraction

import pytest

from letgo.commons.door import actions, codes, queries, rules
from letgo.commons.door.models import Code, Message, Session
from letgo.commons.people.models import Person, Route
from letgo.commons.record import jobs
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line, Words
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System
from tests.commons.door.conftest import key

pytestmark = pytest.mark.django_db
PHONE, MAIL = ("text", "07700 900001"), ("email", "a@example.org")


def enter(code: str, **more):
    return actions.come_in(code, "Chrome on Android", more.pop("key", None) or key(), **more)


def test_a_code_by_text_signs_in_on_another_device(person, asked, actor_of):
    someone = person("Person A", PHONE)
    _, code, _ = asked(*PHONE)
    entry = enter(code, address="+44 7700 900 001")
    assert actor_of(entry.secret).person == someone.pk
    assert entry.session.way == "text"


def test_a_code_works_with_the_open_request_alone(person, asked, actor_of):
    someone = person("Person A", MAIL)
    row, code, _ = asked(*MAIL)
    assert actor_of(enter(code, asked=row.pk).secret).person == someone.pk


def test_a_code_of_six_figures_is_nothing_without_its_address_or_request(person, asked):
    person("Person A", PHONE)
    _, code, _ = asked(*PHONE)
    with pytest.raises(Refused):
        enter(code)
    with pytest.raises(Refused):
        enter(code, address="07700 900002")


@pytest.mark.parametrize("kind", ["text", "email"])
def test_an_unknown_address_gets_the_same_answer_the_same_rows_and_nothing_sent(
    kind, person, asked, django_assert_num_queries
):
    addresses = {"text": ("07700900001", "07700900002"), "email": ("a@example.org", "b@example.org")}[kind]
    person("Person A", (kind, addresses[0]))
    counts = []
    for address in addresses:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            row = actions.ask_code(kind, address, key=key())
        counts.append(len(caught))
        assert row.person is None
    assert counts[0] == counts[1]
    jobs.run_waiting()
    assert sorted(Message.objects.values_list("state", flat=True)) == ["dropped", "sent"]


def test_a_code_is_used_once(person, asked):
    person("Person A", PHONE)
    row, code, _ = asked(*PHONE)
    assert enter(code, asked=row.pk).session
    with pytest.raises(Refused):
        enter(code, asked=row.pk)


def test_a_second_click_gets_the_same_session_and_a_late_replay_gets_nothing(person, asked):
    person("Person A", PHONE)
    row, code, _ = asked(*PHONE)
    same = key()
    first = enter(code, asked=row.pk, key=same)
    assert enter(code, asked=row.pk, key=same).secret == first.secret
    assert Session.objects.count() == 1
    with travel(by=timedelta(minutes=3)), pytest.raises(Refused):
        enter(code, asked=row.pk, key=same)


def test_after_five_wrong_tries_the_right_code_is_dead(person, asked):
    person("Person A", PHONE)
    row, code, _ = asked(*PHONE)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(rules.TRIES_A_CODE):
        with pytest.raises(Refused):
            enter(wrong, asked=row.pk)
    with pytest.raises(Refused):
        enter(code, asked=row.pk)
    assert not Session.objects.exists()


def test_guessing_is_counted_over_all_codes_of_an_address_and_locks_no_other_way(person, asked, world):
    someone = person("Person A", PHONE)
    for _ in range(rules.MISSES_A_DAY // rules.TRIES_A_CODE):
        row, code, _ = asked(*PHONE)
        for _ in range(rules.TRIES_A_CODE):
            with pytest.raises(Refused):
                enter("000000" if code != "000000" else "111111", asked=row.pk)
    row, code, _ = asked(*PHONE)
    with pytest.raises(Refused):
        enter(code, asked=row.pk)
    _, letters = actions.give_code(someone, "letter", "photo card", by=world.actor("officer"), key=key())
    assert enter(letters).session
    with travel(by=timedelta(days=1, minutes=1)):
        row, code, _ = asked(*PHONE)
        assert enter(code, asked=row.pk).session


def test_who_tries_all_day_has_one_chance_in_50_000_and_no_more(person, asked):
    """Tries times the codes that each is compared with, over 10**6: for codes that were sent, and for an app's."""
    at_most = Fraction(1, 50_000)
    assert rules.guessed(rules.MISSES_A_DAY, rules.NEWEST) <= at_most
    assert rules.guessed(rules.SECRETS_A_DAY, rules.STEPS_OF_AN_APP) <= at_most
    person("Person A", PHONE)
    codes = {asked(*PHONE)[1] for _ in range(rules.SENT_AN_HOUR)}
    wrong = next(f"{n:06}" for n in range(10) if f"{n:06}" not in codes)
    for _ in range(3 * rules.MISSES_A_DAY):
        with pytest.raises(Refused):
            enter(wrong, address=PHONE[1])
    compared = sum(Code.objects.values_list("wrong", flat=True))  # each try against each code that it was held beside
    assert rules.guessed(compared, 1) <= at_most


def test_many_people_behind_one_internet_address_never_lock_each_other_out(person, asked):
    """No limit reads where a request came from: it is not even given to the actions."""
    import inspect

    assert not {"ip", "address_of_request", "request", "remote"} & set(inspect.signature(actions.come_in).parameters)
    for number in range(30):
        phone = f"0770090{number:04}"
        person(f"Person {number}", ("text", phone))
        row, code, _ = asked("text", phone)
        assert enter(code, asked=row.pk).session


def test_no_more_than_five_an_hour_go_to_one_address_and_the_last_stays_good(person, asked):
    person("Person A", PHONE)
    for _ in range(rules.SENT_AN_HOUR):
        row, code, _ = asked(*PHONE)
    for _ in range(3):
        asked(*PHONE)
    assert Message.objects.filter(state="sent").count() == rules.SENT_AN_HOUR
    assert enter(code, asked=row.pk).session


@pytest.mark.parametrize(("way", "route"), [("text", PHONE), ("email", MAIL)])
def test_a_sent_code_is_dead_after_a_quarter_of_an_hour(way, route, person, asked):
    person("Person A", route)
    row, code, _ = asked(*route)
    with travel(by=timedelta(minutes=15, seconds=1)), pytest.raises(Refused):
        enter(code, asked=row.pk)


@pytest.mark.parametrize(("way", "days"), [("letter", 14), ("person", 1)])
def test_a_given_code_holds_for_its_days_and_no_longer(way, days, person, world):
    someone = person()
    for late, fine in ((timedelta(days=days, seconds=-30), True), (timedelta(days=days, seconds=1), False)):
        _, letters = actions.give_code(someone, way, "photo card", by=world.actor("officer"), key=key())
        with travel(by=late):
            if fine:
                assert enter(letters).session
            else:
                with pytest.raises(Refused):
                    enter(letters)


def test_a_letter_code_is_read_as_people_type_it(person, world, actor_of):
    someone = person()
    _, letters = actions.give_code(someone, "letter", "photo card", by=world.actor("officer"), key=key())
    assert set(letters) <= set(rules.LETTERS)
    assert len(letters) == 12
    assert actor_of(enter(f" {rules.grouped(letters).lower().replace(' ', ' - ')}. ").secret).person == someone.pk


def test_the_same_click_prints_the_same_letter_and_a_new_one_kills_the_old(person, world):
    someone, officer, same = person(), world.actor("officer"), key()
    _, first = actions.give_code(someone, "letter", "known", by=officer, key=same)
    assert actions.give_code(someone, "letter", "known", by=officer, key=same)[1] == first
    _, second = actions.give_code(someone, "letter", "known", by=officer, key=key())
    with pytest.raises(Refused):
        enter(first)
    assert enter(second).session


def test_who_is_given_a_code_can_read_that_it_was_and_the_public_cannot(person, world):
    someone = person()
    actions.give_code(someone, "letter", "photo card", by=world.actor("officer"), key=key())
    line = Line.objects.get(verb="door.give-code")
    assert (line.audience_kind, line.audience_id) == ("person", someone.pk)


@pytest.mark.parametrize("who", ["anyone", "resident", "officer-weak", "secretary", "outreach", "leaver"])
def test_only_doorkeepers_give_codes(who, world):
    with pytest.raises(Refused):
        actions.give_code(world.person("subject"), "letter", "known", by=world.actor(who), key=key())


def test_an_officer_of_another_estate_gives_no_codes_here(world):
    with pytest.raises(Refused):
        actions.give_code(world.person("subject"), "letter", "known", by=world.actor("officer-there"), key=key())
    assert actions.give_code(world.person("subject"), "letter", "known", by=world.actor("officer-here"), key=key())


def test_an_officer_gives_no_code_to_who_has_duties(world):
    with pytest.raises(Refused):
        actions.give_code(world.person("administrator"), "letter", "known", by=world.actor("officer"), key=key())


def test_a_mail_scanner_that_opens_the_link_spends_nothing_and_the_button_works_once(person, asked, actor_of):
    someone = person("Person A", MAIL)
    _, code, link = asked(*MAIL)
    entry = actions.come_in_by_link(link, "", key())
    assert actor_of(entry.secret).person == someone.pk
    with pytest.raises(Refused):
        actions.come_in_by_link(link, "", key())
    with pytest.raises(Refused):
        enter(code, address=MAIL[1])


def test_a_code_proves_the_phone_that_it_was_sent_to(person, asked):
    person("Person A", PHONE, proved=False)
    row, code, _ = asked(*PHONE)
    enter(code, asked=row.pk)
    assert Route.objects.get().proved


def test_nothing_is_sent_where_a_person_said_never(person, asked):
    someone = person("Person A", PHONE)
    someone.routes.update(never=True)
    assert asked(*PHONE)[1] == ""


class TestSharedPhone:
    """A phone, or an inbox, that two people read."""

    @pytest.fixture
    def two(self, person):
        return person("Canary One", PHONE), person("Canary Two", PHONE)

    def test_the_code_alone_opens_nobodys_account(self, two, asked):
        row, code, _ = asked(*PHONE)
        entry = enter(code, asked=row.pk)
        assert entry.session is None
        assert entry.step
        assert not Session.objects.exists()

    def test_with_the_right_name_and_pin_it_opens_the_right_one(self, two, asked, actor_of):
        self.choose(two[1], "482913")
        row, code, _ = asked(*PHONE)
        entry = actions.take_step(enter(code, asked=row.pk).step, " canary  two", "482913", "", key())
        assert actor_of(entry.secret).person == two[1].pk

    def test_a_member_number_will_do_for_a_name(self, two, asked, actor_of):
        self.choose(two[1], "482913")
        row, code, _ = asked(*PHONE)
        number = queries.member_number(two[1])
        entry = actions.take_step(enter(code, asked=row.pk).step, number.lower(), "482913", "", key())
        assert actor_of(entry.secret).person == two[1].pk

    @pytest.mark.parametrize(
        ("name", "pin"),
        [("Canary One", "482913"), ("Canary One", ""), ("Nobody", "482913"), ("", "482913"), ("Canary Two", "1")],
    )
    def test_whoever_shares_it_gets_no_further_and_learns_no_name(self, name, pin, two, asked):
        self.choose(two[1], "482913")
        row, code, _ = asked(*PHONE)
        step = enter(code, asked=row.pk).step
        with pytest.raises(Refused) as refusal:
            actions.take_step(step, name, pin, "", key())
        assert refusal.value.sentence == actions.NOT_FITTING[0]
        assert not Session.objects.exists()

    def test_a_pin_cannot_be_guessed(self, two, asked):
        self.choose(two[1], "482913")
        row, code, _ = asked(*PHONE)
        step = enter(code, asked=row.pk).step
        for _ in range(rules.TRIES_A_SECRET):
            with pytest.raises(Refused):
                actions.take_step(step, "Canary Two", "111122", "", key())
        with pytest.raises(Refused):
            actions.take_step(step, "Canary Two", "482913", "", key())

    def test_the_step_is_dead_after_a_quarter_of_an_hour_and_after_it_was_used(self, two, asked):
        self.choose(two[1], "482913")
        row, code, _ = asked(*PHONE)
        step = enter(code, asked=row.pk).step
        with travel(by=timedelta(minutes=16)), pytest.raises(Refused):
            actions.take_step(step, "Canary Two", "482913", "", key())
        assert actions.take_step(step, "Canary Two", "482913", "", key()).session
        with pytest.raises(Refused):
            actions.take_step(step, "Canary Two", "482913", "", key())

    def test_a_letter_code_needs_no_pin(self, two, world, actor_of):
        _, letters = actions.give_code(two[0], "letter", "known", by=world.actor("officer"), key=key())
        assert actor_of(enter(letters).secret).person == two[0].pk

    def choose(self, someone, pin):
        from letgo.commons.door.factors.actions import set_pin
        from letgo.commons.people.rules import Actor

        set_pin(pin, by=Actor(frozenset({"anyone", "person"}), person=someone.pk), key=key())


def test_an_account_of_someone_who_left_opens_by_no_way(world, asked, actor_of):
    """A leaver's staff role ended; a person was ended: no code, no link, no open session lets them in."""
    leaver, gone = world.person("leaver"), world.person("gone")
    for someone in (leaver, gone):
        code = Code.objects.create(
            way="letter",
            person=someone,
            digest=codes.keyed("alone", "ACDEFHJKLMNP"),
            made=now(),
            expires=now() + timedelta(days=1),
        )
        with pytest.raises(Refused):
            enter("ACDE FHJK LMNP")
        code.delete()
        with pytest.raises(Refused):
            actions.open_session(someone.pk, "", "letter")
    assert actor_of(world.secrets["gone"]).person is None
    assert not actor_of(world.secrets["leaver"]).grants


def test_a_resident_who_was_staff_once_still_comes_in(world):
    resident = world.person("resident")
    from tests.world import _role

    _role(world, resident, "officer", "council", ended=True)
    assert actions.open_session(resident.pk, "", "letter")


def test_an_ended_person_is_signed_out_at_once(person, actor_of):
    someone = person()
    _, secret = actions.open_session(someone.pk, "", "letter")
    assert actor_of(secret).person == someone.pk
    Person.objects.filter(pk=someone.pk).update(ended=now())
    assert actor_of(secret).person is None


def test_only_hashes_of_codes_and_secrets_are_kept(person, asked, world):
    from django.apps import apps

    someone = person("Person A", MAIL)
    row, code, link = asked(*MAIL)
    Message.objects.update(shown="")  # the outbox page is the one place that shows it, on a demonstration
    _, letters = actions.give_code(someone, "letter", "known", by=world.actor("officer"), key=key())
    entry = enter(code, asked=row.pk)
    kept = " ".join(
        str(list(model.objects.values_list()))
        for model in apps.get_app_configs() and apps.get_models()
        if model._meta.managed
    )
    for secret in (link, letters, entry.secret):
        assert secret not in kept
    assert not any(code == str(value) for value in Code.objects.values_list("digest", flat=True))


def test_the_consoles_link_lets_an_administrator_in_once_and_says_so_publicly(world, actor_of):
    link = actions.let_in(world.person("administrator"), by=System("console"), key=key())
    entry = actions.come_in_by_link(link, "", key())
    assert actor_of(entry.secret).has("administrator", world.places["council"].lineage)
    line = Line.objects.get(verb="door.let-in")
    assert line.audience_kind == "public"
    assert "Canary" not in str(Words.objects.get(line=line).body)
    assert str(world.person("administrator").pk) not in str(Words.objects.get(line=line).body)
    with pytest.raises(Refused):
        actions.come_in_by_link(link, "", key())
