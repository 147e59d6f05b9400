"""Powers change hands, with reasons, notice and a line each time; what must never happen does not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from letgo.commons.people.queries import may
from letgo.commons.powers import actions, queries
from letgo.commons.powers.catalogue.actions import apply_catalogue, keep_again
from letgo.commons.powers.ladder import actions as ladder
from letgo.commons.powers.models import Power, Veto
from letgo.commons.powers.rules import Rung, VetoTerm
from letgo.commons.promises import actions as promises
from letgo.commons.promises.queries import of as promises_about
from letgo.commons.record import jobs
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Job, Line, Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from tests.commons.powers.made import GROUNDS, held, key, offer, offered, soon
from tests.commons.promises.made import bring_in
from tests.commons.promises.made import rule as promised
from tests.world import TEST

pytestmark = pytest.mark.django_db


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given, key=key(), **named)
    return no.value.sentence


def test_an_offer_changes_nothing_until_it_is_accepted(world):
    power = offered(world)
    assert power.state == "offered"
    [entry] = queries.at(world.places["here"])
    assert (entry.today, entry.promised) == (Rung.COUNCIL, Rung.RESIDENTS)
    actions.accept(power.pk, by=world.actor("secretary"), key=key())
    [entry] = queries.at(world.places["here"])
    assert (entry.today, entry.promised) == (Rung.RESIDENTS, Rung.RESIDENTS)


def test_every_change_has_its_own_public_line(world):
    power = held(world)
    lines = Line.objects.filter(about_kind="power", about_id=power.pk)
    assert [line.verb for line in lines.order_by("at")] == ["powers.hand-over", "powers.accept"]
    assert {line.audience_kind for line in lines} == {"public"}
    assert power.line.verb == "powers.accept"
    assert "Canary" not in str([*Words.objects.values_list("body", flat=True)])


@pytest.mark.parametrize(
    "who", ["anyone", "resident", "officer-weak", "officer-there", "leaver", "secretary", "administrator"]
)
def test_only_the_givers_side_hands_over(world, who):
    place, council = world.places["here"].pk, world.authority.pk
    refused(actions.hand_over, place, council, offer(world), by=world.actor(who))
    assert not Power.objects.exists()


def test_an_effect_that_the_house_does_not_know_is_refused(world):
    place, council = world.places["here"].pk, world.authority.pk
    for wrong in ({"effect": "roads.close"}, {"end_effect": "roads.open"}):
        sentence = refused(actions.hand_over, place, council, offer(world, **wrong), by=world.actor("officer"))
        assert "must not promise" in sentence
    refused(actions.hand_over, place, council, offer(world, by_hand="", effect=""), by=world.actor("officer"))
    assert not Power.objects.exists()


def test_saying_more_than_the_terms_give_is_refused(world):
    more = offer(world, decides="asked", declared=Rung.RESIDENTS)
    assert "more than the terms give" in refused(
        actions.hand_over, world.places["here"].pk, world.authority.pk, more, by=world.actor("officer")
    )


def test_residents_yes_is_written_down_by_their_secretary_or_an_outside_checker(world):
    power = offered(world)
    for who in ("resident", "board", "treasurer", "officer", "councillor"):
        refused(actions.accept, power.pk, by=world.actor(who))
    assert actions.accept(power.pk, by=world.actor("checker"), key=key()).state == "held"


def test_a_board_that_is_the_holder_speaks_for_itself(world):
    power = offered(world, holder=("organisation", world.board.pk))
    assert actions.accept(power.pk, by=world.actor("board"), key=key()).state == "held"


def test_accepting_twice_sets_the_effect_going_once(world):
    power = offered(world, effect="powers.return")
    same = key()
    for _ in range(2):
        actions.accept(power.pk, by=world.actor("secretary"), key=same)
    refused(actions.accept, power.pk, by=world.actor("checker"))
    assert Job.objects.filter(name="record.effect").count() == 1


def test_a_declined_power_can_be_offered_again_on_other_terms(world):
    power = offered(world)
    assert "reasons" in refused(actions.decline, power.pk, " ", by=world.actor("secretary"))
    actions.decline(power.pk, "The money is too little.", by=world.actor("secretary"), key=key())
    again = offered(world, pence_a_year=9_000_000)
    assert (again.pk, again.state, again.edition) == (power.pk, "offered", 2)
    assert [right.edition for right in again.present_rights()] == [2]


def test_nobody_hands_over_what_someone_holds(world):
    held(world)
    again = offer(world)
    assert "holds this power already" in refused(
        actions.hand_over, world.places["here"].pk, world.authority.pk, again, by=world.actor("officer")
    )


def decided(world, power, pence=100_000, by=None):
    return actions.use(power.pk, "Benches with backs", pence, by=by or world.actor("secretary"), key=key())


def test_a_decision_keeps_to_the_limits(world):
    power, secretary = held(world), world.actor("secretary")
    assert "at most" in refused(actions.use, power.pk, "A roof", 2_000_001, by=world.actor("secretary"))
    for _ in range(3):
        decided(world, power, 2_000_000)
    assert "£0 is left" in refused(actions.use, power.pk, "One more", 1, by=world.actor("secretary"))
    with travel(by=timedelta(days=366)):
        assert decided(world, power, 2_000_000, by=secretary)


def test_a_stopped_decision_gives_its_money_back(world):
    power = held(world)
    [right] = power.present_rights()
    for _ in range(3):
        last = decided(world, power, 2_000_000)
    actions.veto(
        right.pk, Ref("decision", last.pk), GROUNDS[0], "The wall is not ours.", by=world.actor("officer"), key=key()
    )
    assert decided(world, power, 2_000_000)


def test_a_veto_without_reasons_is_refused(world):
    power = held(world)
    [right], made = power.present_rights(), decided(world, power)
    about = Ref("decision", made.pk)
    for nothing in ("", "  \n "):
        assert "reasons" in refused(actions.veto, right.pk, about, GROUNDS[0], nothing, by=world.actor("officer"))
    assert not Veto.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Veto.objects.create(
            right=right, about_kind="decision", about_id=made.pk, ground="x", reasons="", on=made.on, line=power.line
        )


def test_a_veto_is_only_for_whom_the_terms_name_on_their_grounds_and_in_time(world):
    power = held(world)
    [right], made = power.present_rights(), decided(world, power)
    about, officer = Ref("decision", made.pk), world.actor("officer")
    for who in ("secretary", "resident", "officer-there", "administrator", "manager"):
        assert "can say no" in refused(actions.veto, right.pk, about, GROUNDS[0], "No.", by=world.actor(who))
    assert "grounds are" in refused(
        actions.veto, right.pk, about, "We do not like it", "No.", by=world.actor("officer")
    )
    assert "not decided under" in refused(
        actions.veto, right.pk, Ref("power", power.pk), GROUNDS[0], "No.", by=world.actor("officer")
    )
    with travel(by=timedelta(days=15)):
        assert "over" in refused(actions.veto, right.pk, about, GROUNDS[0], "No.", by=officer)


def test_a_veto_is_public_with_its_reasons_and_counted_once(world):
    power = held(world)
    [right], made = power.present_rights(), decided(world, power)
    about = Ref("decision", made.pk)
    no = actions.veto(right.pk, about, GROUNDS[0], "The wall is not ours.", by=world.actor("officer"), key=key())
    assert no.line.audience_kind == "public"
    assert no.line.words.body["reasons"] == "The wall is not ours."
    assert "already" in refused(actions.veto, right.pk, about, GROUNDS[0], "Again.", by=world.actor("officer"))
    [stopped] = queries.stopped_in(world.places["council"])
    assert (stopped.decision, stopped.veto) == (made, no)


def test_a_power_never_ends_without_notice(world):
    power, secretary = held(world), world.actor("secretary")
    officer = world.actor("officer")
    assert "without notice" in refused(actions.end, power.pk, "We want it back.", by=officer)
    assert "90 days" in refused(actions.give_notice, power.pk, "Reasons.", soon(89), by=officer)
    assert "reasons" in refused(actions.give_notice, power.pk, "", soon(90), by=officer)
    actions.give_notice(power.pk, "The estate is merging.", soon(90), by=officer, key=key())
    with travel(by=timedelta(days=89)):
        assert "runs until" in refused(actions.end, power.pk, "Now.", by=officer)
    with travel(by=timedelta(days=90)):
        assert "Only an officer" in refused(actions.end, power.pk, "Now.", by=secretary)
        assert actions.end(power.pk, "The notice is over.", by=officer, key=key()).state == "ended"


ENDINGS = {
    "at once": "state = 'ended', reasons = 'x', end_day = 1",
    "with a notice that is too short": "state = 'ended', reasons = 'x', notice_day = 800000, last_day = 800001, end_day = 800001",
    "before the notice is over": "state = 'ended', reasons = 'x', notice_day = 800000, last_day = 800090, end_day = 800089",
    "by one side": "state = 'ended', reasons = 'x', end_day = 800000, giver_yes_id = line_id",
    "without reasons": "state = 'ended', notice_day = 800000, last_day = 800090, end_day = 800090",
    "in one step": "state = 'ended', reasons = 'x', notice_day = 800000, last_day = 800090, end_day = 800090",
}


@pytest.mark.parametrize("how", ENDINGS)
def test_the_database_itself_refuses_to_end_a_power(world, how):
    power = held(world)
    line = Line.objects.exclude(pk=power.line_id).first()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE powers_power SET {ENDINGS[how]}, line_id = %s WHERE id = %s", [_raw(line.pk), _raw(power.pk)]
        )


@pytest.mark.parametrize("change", ["notice_days = 1", "pence_a_year = 1", "decides = 'giver'", "state = 'lapsed'"])
def test_nothing_of_a_held_power_changes_behind_the_record(world, change):
    power = held(world)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE powers_power SET {change} WHERE id = %s", [_raw(power.pk)])
    line = Line.objects.exclude(pk=power.line_id).first()
    if "state" not in change:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE powers_power SET {change}, line_id = %s WHERE id = %s", [_raw(line.pk), _raw(power.pk)]
            )


def _raw(pk):
    return pk.hex if connection.vendor == "sqlite" else str(pk)


def test_both_sides_together_can_end_it_at_once_and_one_alone_cannot(world):
    power = held(world)
    assert actions.agree_to_end(power.pk, "We merge.", by=world.actor("officer"), key=key()).state == "held"
    actions.agree_to_end(power.pk, "Still.", by=world.actor("councillor"), key=key())
    assert Power.objects.get(pk=power.pk).state == "held"
    refused(actions.agree_to_end, power.pk, "Yes.", by=world.actor("resident"))
    assert actions.agree_to_end(power.pk, "Yes.", by=world.actor("secretary"), key=key()).state == "ended"


def test_what_ended_goes_back_once_and_the_giver_says_why_it_keeps_it(world):
    power = held(world)
    actions.agree_to_end(power.pk, "We merge.", by=world.actor("officer"), key=key())
    actions.agree_to_end(power.pk, "We merge too.", by=world.actor("secretary"), key=key())
    run_waiting()
    keep_again(power.pk, by=CLOCK, key=key())
    [kept] = Power.objects.filter(state="kept")
    assert (kept.what, kept.reasons) == (power.what, "We merge too.")
    [entry] = queries.at(world.places["here"])
    assert entry.today == Rung.COUNCIL


def test_a_power_past_its_end_stays_with_the_residents_until_it_is_ended(world):
    power, secretary, officer = held(world, end=soon(30)), world.actor("secretary"), world.actor("officer")
    with travel(by=timedelta(days=31)):
        actions.lapse(power.pk, by=CLOCK, key=key())
        power.refresh_from_db()
        assert power.state == "lapsed"
        assert decided(world, power, by=secretary)
        assert "without notice" in refused(actions.end, power.pk, "It is over.", by=officer)
        assert actions.give_notice(power.pk, "It is over.", soon(90), by=officer, key=key())


def test_taking_back_fairly_goes_step_by_step_with_reasons_and_a_reply(world):
    power, officer = held(world), world.actor("officer")
    assert "step by step" in refused(ladder.supervise, power.pk, "Bad books.", soon(30), by=officer)
    assert "step by step" in refused(ladder.offer_help, power.pk, "Bad books.", soon(30), by=officer)
    assert "reasons" in refused(ladder.warn, power.pk, "", soon(30), by=officer)
    assert "still to come" in refused(ladder.warn, power.pk, "Bad books.", soon(0), by=officer)
    ladder.warn(power.pk, "Bad books.", soon(30), by=officer, key=key())
    assert ladder.reply(power.pk, "We lost our treasurer.", by=world.actor("secretary"), key=key()).reply
    with travel(by=timedelta(days=30)):
        helped = ladder.offer_help(power.pk, "A book-keeper, two days a week.", soon(30), by=officer, key=key())
    assert (helped.state, helped.reply) == ("helped", "")
    checker, secretary = world.actor("checker"), world.actor("secretary")
    with travel(by=timedelta(days=60)):
        ladder.supervise(power.pk, "Still no books.", soon(30), by=officer, key=key())
        refused(actions.use, power.pk, "Benches", 100, by=secretary)
        assert actions.use(power.pk, "Benches", 100, by=checker, key=key())
        refused(ladder.give_back, power.pk, "Good books.", by=secretary)
        assert ladder.give_back(power.pk, "Good books.", by=officer, key=key()).state == "held"
        assert decided(world, power, by=secretary)


def test_no_step_of_taking_back_follows_before_the_day_of_the_one_before(world):
    """From a warning to being watched over within one afternoon: it went through once."""
    power, officer = held(world), world.actor("officer")
    assert "at least" in refused(ladder.warn, power.pk, "Bad books.", soon(27), by=officer)
    ladder.warn(power.pk, "Bad books.", soon(40), by=officer, key=key())
    assert "They have until" in refused(ladder.offer_help, power.pk, "A book-keeper.", soon(60), by=officer)
    assert "at least" in refused(ladder.warn, power.pk, "Faster.", soon(10), by=officer)  # nor is its day moved up
    with travel(by=timedelta(days=39)):
        refused(ladder.offer_help, power.pk, "A book-keeper.", soon(60), by=officer)
    with travel(by=timedelta(days=40)):
        assert "at least" in refused(ladder.offer_help, power.pk, "A book-keeper.", soon(27), by=officer)
        ladder.offer_help(power.pk, "A book-keeper.", soon(28), by=officer, key=key())
        refused(ladder.supervise, power.pk, "Still no books.", soon(60), by=officer)
    with travel(by=timedelta(days=68)):
        assert ladder.supervise(power.pk, "Still no books.", soon(30), by=officer, key=key()).state == "supervised"


def test_watching_over_ends_by_itself_on_its_day(world):
    power, officer = held(world), world.actor("officer")
    for days, step in ((0, ladder.warn), (28, ladder.offer_help), (56, ladder.supervise)):
        with travel(by=timedelta(days=days)):
            step(power.pk, "Bad books.", soon(28), by=officer, key=key())
    with travel(by=timedelta(days=84)):
        assert actions.lapse(power.pk, by=CLOCK, key=key()).state == "held"


def test_who_stops_a_decision_owes_a_word_on_what_must_change_and_only_that_word_is_it(world):
    """The rule "powers.answer-a-veto" was promised and never started; and its holder could have pressed “done” and said nothing."""
    bring_in(promised("10 working days", name="test.veto", role="officer", starts_on="powers.decision-stopped"))
    power, officer = held(world), world.actor("officer")
    about = Ref("decision", decided(world, power).pk)
    right = power.present_rights()[0].pk
    stopped = actions.veto(right, about, GROUNDS[0], "It breaks the law.", by=officer, key=key())
    jobs.run_waiting()
    [owed] = promises_about(about)
    assert (owed.rule.name, owed.holder, owed.start) == ("test.veto", Ref("place", power.place_id), stopped.line.at)
    assert not may(officer, "promises.meet", owed)
    assert "answer" in refused(promises.meet, owed.pk, by=officer)
    refused(actions.answer_veto, stopped.pk, "We shall see.", by=world.actor("resident"))
    refused(actions.answer_veto, stopped.pk, " ", by=officer)
    assert actions.answer_veto(stopped.pk, "Ask the power company first.", by=officer, key=key()).words
    assert promises_about(about)[0].state == "kept"
    assert queries.stopped_under(power.pk)[0].answer == "Ask the power company first."
    assert "already" in refused(actions.answer_veto, stopped.pk, "And another word.", by=officer)


def test_another_body_that_stops_a_decision_owes_its_own_word(world):
    bring_in(promised("10 working days", name="test.veto", role="officer", starts_on="powers.decision-stopped"))
    vetoes = (VetoTerm(world.board.pk, GROUNDS, 14),)
    power = held(world, vetoes=vetoes)
    about = Ref("decision", decided(world, power).pk)
    by = world.actor("secretary")
    actions.veto(power.present_rights()[0].pk, about, GROUNDS[0], "It breaks the law.", by=by, key=key())
    jobs.run_waiting()
    assert [row.holder for row in promises_about(about)] == [Ref("organisation", world.board.pk)]


def test_the_catalogue_is_entered_once_and_never_overwrites(world):
    rows = [
        {"what": "estate-budget", "title": "Estate budget", "review": soon(90)},
        {"what": "rent", "title": "Rent", "review": soon(90), "reasons": "The law sets how it may rise."},
    ]
    here = world.places["here"].pk
    assert apply_catalogue(rows, here, by=TEST, key=key()) == 2
    power = offered(world)
    rows[0]["title"] = "Another title"
    assert apply_catalogue(rows, here, by=TEST, key=key()) == 0
    power.refresh_from_db()
    assert (power.state, power.title) == ("offered", "Estate budget")
    assert {row.giver for row in Power.objects.all()} == {world.authority}
    refused(apply_catalogue, rows, here, by=world.actor("officer"))


def test_what_is_kept_has_a_reason_and_can_be_asked_for(world):
    apply_catalogue(
        [{"what": "rent", "title": "Rent", "review": soon(90)}], world.places["here"].pk, by=TEST, key=key()
    )
    [row] = queries.kept(world.places["here"])
    assert "reasons" in refused(actions.keep, row.pk, " ", soon(300), by=world.actor("officer"))
    actions.keep(row.pk, "The law sets how it may rise.", soon(300), by=world.actor("councillor"), key=key())
    refused(actions.ask_for, row.pk, "We want it.", by=world.actor("resident"))
    actions.ask_for(row.pk, "We want it.", by=world.actor("board"), key=key())
    entries = queries.within(world.places["council"])
    [candidate] = queries.next_to_let_go(entries)
    assert candidate.power.asked_for is not None
