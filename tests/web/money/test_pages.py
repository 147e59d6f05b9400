"""The pages of money: whole, in plain words, of a constant cost, with every state named, and with nobody's name."""

import csv
import gzip
import io
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letgo.commons.money import actions, queries
from letgo.commons.money.models import Transfer
from letgo.commons.money.rules import Kind, Terms
from letgo.commons.record.refs import Ref
from letgo.web.money import pictures
from tests.web.html import Page, sentences
from tests.web.money.addresses import a_pot, waiting
from tests.world import TEST

KEY = "k" * 22


@pytest.fixture
def world(db):
    from tests.world import make

    return make()


@pytest.fixture
def pot(world):
    return a_pot(world)


@pytest.fixture
def treasurer(world):
    return world.client("treasurer")


def body(client, name, **address) -> str:
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == 200
    return response.content.decode()


def pay(client, pot, pence="25.50", **more):
    given = {"form_key": KEY, "to": str(pot.outside.pk), "pence": pence, "why": "Paint for the hall", **more}
    return client.post(reverse("pay", kwargs={"pot": pot.pk}), given)


def test_a_treasurer_pays_and_nobody_says_paid_before_the_bank(pot, treasurer, client):
    assert "Check your answers" in pay(treasurer, pot).content.decode()
    assert not Transfer.objects.filter(debit=pot).exists()
    for _ in "two clicks":
        done = pay(treasurer, pot, sure="yes")
        assert done.status_code == 302
    made = Transfer.objects.get(debit=pot)
    assert (made.pence, made.move) == (2_550, "post")
    told = body(client, "payment-next", transfer=made.pk)
    assert "£25.50 is decided" in told
    assert "not paid until the bank has it" in told
    for stage, words in (("ordered", "Ordered"), ("sent", "Sent"), ("arrived", "Arrived")):
        response = treasurer.post(
            reverse("payment", kwargs={"transfer": made.pk}), {"form_key": uuid4().hex, "stage": stage}
        )
        assert response.status_code == 302, response.content.decode()
        assert words in body(client, "payment", transfer=made.pk)
        assert words in body(client, "pot", pot=pot.pk)


@pytest.mark.parametrize(
    ("pence", "words"), [("", "Write how much"), ("ten", "pounds and pence"), ("0", "above nothing")]
)
def test_a_wrong_amount_is_said_beside_the_field(pot, treasurer, pence, words):
    response = pay(treasurer, pot, pence=pence)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "There is a problem" in response.content.decode()


def test_more_than_there_is_is_refused_in_words(pot, treasurer):
    response = pay(treasurer, pot, pence="100.01", sure="yes")
    assert response.status_code == 422
    assert "There is not enough in this pot" in response.content.decode()


def test_a_large_payment_is_answered_by_a_second_person(world):
    transfer = waiting(world)["transfer"]
    where = reverse("payment-answer", kwargs={"transfer": transfer})
    told = body(world.client("anyone"), "payment", transfer=transfer)
    assert "Waits for a second person" in told
    refused = world.client("board").post(where, {"form_key": KEY, "answer": "no"})
    assert refused.status_code == 422
    assert "Write why not" in refused.content.decode()
    done = world.client("board").post(where, {"form_key": KEY, "answer": "yes"}, follow=True)
    assert "is decided" in done.content.decode()
    again = world.client("checker").post(where, {"form_key": "l" * 22, "answer": "no", "reason": "Late"})
    assert again.status_code == 422


def test_the_bar_shows_all_four_words_the_whole_and_what_is_not_decided(pot, client):
    actions.transfer(pot, pot.outside, 2_500, pot.cause, TEST, "k")
    told = body(client, "pot", pot=pot.pk)
    for words in (
        "Decided",
        "Ordered",
        "Sent",
        "Arrived",
        "Not decided",
        "The whole pot is <strong>£100</strong>",
        "£75",
    ):
        assert words in told
    assert "<desc" in told


def test_no_page_shows_a_name(world, pot, treasurer):
    transfer = waiting(world)["transfer"]
    pay(treasurer, pot, sure="yes")
    for who in ("anyone", "treasurer", "board"):
        client = world.client(who)
        for name, address in (
            ("pot", {"pot": pot.pk}), ("pot-statement", {"pot": pot.pk}), ("pot-export", {"pot": pot.pk}),
            ("payment", {"transfer": transfer}), ("payment-next", {"transfer": transfer}),
        ):  # fmt: skip
            told = body(client, name, **address)
            assert "Canary" not in told
            assert not any(str(person.pk) in told for person in world.people.values())


def test_a_private_pot_is_nowhere_to_be_read_and_its_words_stay_out_of_the_public_pot(world, pot):
    owner = world.person("resident")
    own = actions.open_pot(
        "Canary’s money", world.board, TEST, "own", kind=Kind.PERSON, audience=Ref("person", owner.pk), terms=Terms()
    )
    given = actions.transfer(pot, own, 1_000, pot.cause, TEST, "give", why="Secret reason")
    assert "Secret reason" not in body(world.client("anyone"), "pot-statement", pot=pot.pk)
    assert "A person’s own money" in body(world.client("anyone"), "pot-statement", pot=pot.pk)
    assert "Secret reason" not in body(world.client("anyone"), "pot-export", pot=pot.pk)
    assert "Secret reason" in body(world.client("resident"), "pot", pot=own.pk)
    for who in ("anyone", "neighbour", "officer"):
        for name, address in (("pot", {"pot": own.pk}), ("payment", {"transfer": given.pk})):
            assert world.client(who).get(reverse(name, kwargs=address)).status_code == 403


def test_every_page_is_whole_light_and_plainly_said(world, pot, treasurer):
    for n in range(30):
        actions.transfer(pot, pot.outside, 10, pot.cause, TEST, f"{n}", why=f"Nails, lot {n}")
    transfer = waiting(world)["transfer"]
    made = Transfer.objects.filter(debit=pot).first().pk
    for client, name, address in (
        (treasurer, "pot", {"pot": pot.pk}), (treasurer, "pot-statement", {"pot": pot.pk}), (treasurer, "pay", {"pot": pot.pk}),
        (treasurer, "payment", {"transfer": made}), (treasurer, "payment-next", {"transfer": made}),
        (treasurer, "payment-answer", {"transfer": transfer}), (treasurer, "pot", {"pot": pot.outside.pk}),
    ):  # fmt: skip
        told = body(client, name, **address)
        assert Page(told).wrong() == [], name
        assert len(gzip.compress(told.encode())) < 20_000
        assert [s for s in sentences(told) if len(re.findall(r"\S*\w\S*", s)) > 25] == []
    check = pay(treasurer, pot).content.decode()
    assert Page(check).wrong() == []


def test_a_page_costs_the_same_with_one_row_and_with_many(pot, client):
    counts = []
    for many in (1, 40):
        for n in range(many):
            actions.transfer(pot, pot.outside, 1, pot.cause, TEST, f"{many} {n}")
        for name in ("pot", "pot-statement", "pot-export"):
            with CaptureQueriesContext(connection) as caught:
                body(client, name, pot=pot.pk)
            counts.append((name, len(caught)))
    assert counts[:3] == counts[3:]
    assert max(count for _, count in counts) <= 5


def test_a_statement_shows_twenty_and_then_the_next(pot, client):
    for n in range(30):
        actions.transfer(pot, pot.outside, 1, pot.cause, TEST, f"{n}")
    first = client.get(reverse("pot-statement", kwargs={"pot": pot.pk})).content.decode()
    assert first.count('<th scope="row"') == 20
    older = re.search(r"\?before=(\d+)", first)[1]
    second = client.get(reverse("pot-statement", kwargs={"pot": pot.pk}), {"before": older}).content.decode()
    assert second.count('<th scope="row"') == 11
    assert "?before=" not in second
    for odd in ("-1", "x", "9" * 30, "٣"):
        assert client.get(reverse("pot-statement", kwargs={"pot": pot.pk}), {"before": odd}).status_code == 200


def test_a_file_for_a_spreadsheet_runs_nothing_and_adds_up(pot, client):
    for n, words in enumerate(('=HYPERLINK("http://evil")', "+1", "-1+2", "@SUM(A1)", " =1", "\t=1", "plain, words")):
        actions.transfer(pot, pot.outside, 100 + n, pot.cause, TEST, f"{n}", why=words)
    text = client.get(reverse("pot-export", kwargs={"pot": pot.pk})).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 8
    for row in rows:
        assert not any(cell.lstrip(" ").startswith(("=", "+", "@", "\t")) for cell in row.values()), row
        assert not row["What for"].startswith("-")
    balance = sum(float(row["In"] or 0) for row in rows) - sum(float(row["Out"] or 0) for row in rows)
    assert f"{balance:.2f}" == rows[0]["In the pot after it"]
    assert pictures.safe("-12.50") == "-12.50"


def test_every_stage_has_its_word_on_the_statement(pot, client):
    held = actions.hold(pot, pot.outside, 100, pot.cause, TEST, "1", why="Held")
    actions.step(held, "ordered", TEST, "2")
    assert "Set aside, ordered" in body(client, "pot", pot=pot.pk)
    actions.capture(held, 60, TEST, "3")
    for key, stage in (("4", "sent"), ("5", "failed"), ("6", "sent"), ("7", "returned")):
        actions.step(held, stage, TEST, key)
        assert str(pictures.SAID[stage]) in body(client, "pot", pot=pot.pk)
    actions.reverse(held.ending, TEST, "8")
    told = body(client, "pot", pot=pot.pk)
    assert "Undone later" in told
    assert queries.balance(pot).available == 10_000
