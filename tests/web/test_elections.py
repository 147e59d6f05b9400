"""The pages of a checked election in every state: whole, cheap, in plain words, and saying what is true."""

import re
from hashlib import sha256
from html import unescape

import pytest

from tests.web import elections, reports
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, MIDDLE, banned, words

TAILS = ("", "/whole", "/whole?print=large", "/not-elected", "/stages", "/stages?from=20", "/again", "/delete")
PLAIN = sorted(set(elections.STATES) - {"many"})  # its names are made to break things


@pytest.fixture
def check_of(checked):
    """A check of one state by its name."""
    return lambda state: checked(report=elections.STATES[state]())


def body(client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("tail", TAILS)
def test_every_state_is_a_whole_page_that_runs_nothing_of_the_file(tail, client, check_of):
    for state in elections.STATES:
        response = client.get(f"/check/{check_of(state).address}{tail}")
        page = Page(response.content.decode())
        assert (state, response.status_code, page.wrong()) == (state, 200, [])
        assert all(load.startswith("/static/letgo/") for load in page.loads), state


@pytest.mark.parametrize(
    ("state", "news"),
    [
        ("ward", "Alder Ward 2027: Carys Mbeki, Ada Fenwick, Hamish Okoro and Farid Quill are elected"),
        ("hall", "Who chairs Alder Hall: Pia Dunmore is elected"),
        ("pairs", "Who chairs Alder Hall: Nia Birch is elected"),
        ("reopened", "Alder Ward 2027: Ada Fenwick, Hamish Okoro and Farid Quill are elected, one seat stays empty"),
        ("nobody", "Nobody came: nobody is elected"),
        ("many", "Many: seven are elected"),
    ],
)
def test_the_heading_is_the_news(state, news, client, check_of):
    assert re.search(r"<h1[^>]*>(.*?)</h1>", body(client, f"/check/{check_of(state).address}"))[1] == news


def test_each_part_that_was_promised_stands_on_the_page(client, check_of):
    page = body(client, f"/check/{check_of('ward').address}")
    for part in (
        "Elected at stage 1 with 747 votes.",
        "Went out at stage 8 with 477.96 votes, the fewest.",
        "Elin Tarrow went out 10.07 votes behind Greta Sandeman.",
        "Carys Mbeki has 126 votes more than a seat takes. They move on. Dev Oakshott gets most of them, 83.82.",
        '<td class="lg-r">339.10818</td>',
        "492.72 of 3,100 votes ended with nobody.",
        "188 people, one voter in 16, ranked nobody who is elected.",
        "An X for each seat",
        "One X (first past the post)",
        "python verify.py proof.json",
        "How votes moved: Alder Ward 2027</title>",
    ):
        assert part in page, part


def test_one_seat_shows_the_pairs_and_says_when_they_elect_another(client, check_of):
    page = body(client, f"/check/{check_of('hall').address}")
    assert "It would elect Nia Birch." in page
    assert "<strong>136</strong>" in page
    assert "would elect" not in body(client, f"/check/{check_of('pairs').address}")


def test_a_lot_is_told_with_all_that_draws_it_again(client, check_of):
    page = body(client, f"/check/{check_of('lot').address}")
    assert "By lot Person A went out." in page
    drawn = re.findall(r"(\[&#34;.*?\]) Person \w<br>([0-9a-f]{64})", page)
    assert len(drawn) == 5
    assert all(sha256(unescape(text).encode()).hexdigest() == lot for text, lot in drawn)


def test_a_group_that_is_owed_a_seat_is_one_plain_sentence(client, check_of):
    page = body(client, f"/check/{check_of('shut-out').address}")
    assert "62 people put Person 3 and Person 4 before all others. That is enough for one of them." in page


def test_every_stage_can_be_reached_twenty_at_a_time(client, check_of):
    address, seen, start = check_of("many").address, set(), 0
    while start is not None:
        page = body(client, f"/check/{address}/stages?from={start}")
        seen |= set(re.findall(r"<span>Stage (\d+)\.", page))
        further = re.search(r"stages\?from=(\d+)\">Show the (?:next|last)", page)
        start = int(further[1]) if further else None
    assert seen == {str(at) for at in range(1, 55)}


def test_sentences_are_short_and_no_word_trips(client, check_of):
    said = {
        s
        for state in PLAIN
        for tail in ("", "/again")
        for s in sentences(body(client, f"/check/{check_of(state).address}{tail}"))
    }
    assert [s for s in said if words(s) > LONGEST] == []
    assert [(word, s) for s in said for word in banned(s)] == []
    told = {s for s in said if s.endswith((".", "?", "!")) and words(s) > 2}
    assert sum(map(words, told)) / len(told) <= MIDDLE


@pytest.mark.parametrize("tail", ["", "/whole", "/not-elected", "/stages", "/again", "/proof.json"])
def test_the_number_of_queries_does_not_grow(tail, check_of, queries_of):
    costs = [queries_of(f"/check/{check_of(state).address}{tail}") for state in ("hall", "many")]
    assert costs[0] == costs[1] <= 8


def test_lists_of_one_kind_are_not_at_an_address_of_the_other(client, checked, check_of):
    ward, budget = check_of("ward").address, checked(report=reports.left_out()).address
    for nowhere in (f"{ward}/funded", f"{ward}/compared", f"{ward}/why/0", f"{budget}/stages", f"{budget}/again"):
        assert client.get(f"/check/{nowhere}").status_code == 404


def test_a_file_without_seats_asks_for_them(client, checked):
    problem = {
        "line": None,
        "what": "",
        "cure": "",
        "ask": "seats",
        "candidates": [{"number": 1, "name": "A", "party": ""}],
    }
    address = checked("failed", problem=problem).address
    page = body(client, f"/check/{address}")
    assert "How many seats are there?" in page
    assert Page(page).wrong() == []
    assert 'name="rule"' not in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"seats": "none"}, "Write the number of seats, from 1 to 1,000."),
        ({"seats": "0"}, "Write the number of seats, from 1 to 1,000."),
        ({"rule": "guess"}, "Choose a way of the list."),
        ({"rule": "av"}, "AV fills one seat. Choose Scottish STV, or write 1 seat."),
        ({"rule": "block", "ron": "3"}, "This counts with Scottish STV and AV only."),
        ({"withdraw": "77"}, "Choose people of the list."),
        ({"withdraw": "3", "ron": "3"}, "This one withdrew. Choose one of the two."),
    ],
)
def test_a_choice_that_cannot_be_counted_is_told_at_its_field(wrong, says, client, check_of):
    address = f"/check/{check_of('ward').address}/again"
    key = re.search(r'name="form_key" value="([^"]+)"', body(client, address))[1]
    response = client.post(address, {"form_key": key, "rule": "scottish-stv", "seats": "4", "ron": "0"} | wrong)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert Page(response.content.decode()).wrong() == []


def test_it_is_counted_another_way_at_an_address_of_its_own(client, check_of):
    """The file goes along, with what was chosen; the result that is there stays."""
    from letgo.decide.checks import layout, store
    from letgo.decide.checks.models import Check

    first = check_of("ward")
    address = f"/check/{first.address}/again"
    key = re.search(r'name="form_key" value="([^"]+)"', body(client, address))[1]
    form = {
        "form_key": key,
        "rule": "meek-nz",
        "seats": "3",
        "withdraw": ["2", "9"],
        "ron": "0",
        "name": "Ward",
        "seed": "6 2 5",
    }
    one, two = client.post(address, form), client.post(address, form)
    assert one.status_code == 302
    assert one.url == two.url != f"/check/{first.address}"
    made = Check.objects.get(address=one.url.rsplit("/", 1)[1])
    assert store.read_bytes(made.pk, layout.VOTES) == store.read_bytes(first.pk, layout.VOTES)
    assert store.read(made.pk, layout.CHOICES) == {
        "rule": "meek-nz", "seats": 3, "withdraw": [2, 9], "ron": 0, "name": "Ward", "seed": "6 2 5",
    }  # fmt: skip
    assert "are elected" in body(client, f"/check/{first.address}")
