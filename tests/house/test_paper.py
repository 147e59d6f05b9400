"""`letgo paper POLL`: one page that holds everything a paper vote needs."""

import re
import stat
from datetime import timedelta

import pytest
import typer

from letgo.commons.people.models import Person, Route, SafeContact
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.decide.ballots.papers import queries
from letgo.decide.ballots.rules import Terms
from letgo.house import paper_cli
from tests.decide.ballots.votes import called

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings, tmp_path):
    from tests.world import make

    settings.LETGO_HOME = tmp_path
    return make()


@pytest.fixture
def vote(world, monkeypatch):
    monkeypatch.setattr("letgo.house.serving.start", lambda: None)
    return called(world, 4, Terms(bring_to="the green box in the hall"))


def test_the_page_holds_notice_papers_slips_headers_and_tallies_and_needs_nothing_else(vote, tmp_path):
    paper_cli.paper(str(vote.poll.pk), tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text()
    assert "Notice of a vote" in page
    assert page.count("Voting paper") == 2  # ordinary and large print: the same order, words and boxes
    assert page.count('class="box"') == 2 * 4
    assert page.count("Cover slip ") == vote.poll.roll_size
    assert page.count("Batch header") == 3
    assert page.count("Tally sheet") == 3
    assert "the green box in the hall" in page
    assert "your paper counts. Your online vote is taken out" in page
    assert "A paper that comes after the close does not count" in page
    assert "30 minutes in the last 6 hours" in page
    assert "three dice" in page
    assert not re.search(
        r"<script|<link|<img|src=|https?://(?!localhost|127|testserver)", page.split("<body>")[1].split("<svg")[0]
    )


def test_the_voting_paper_itself_has_no_code_name_or_number_of_a_voter(vote):
    page = paper_cli.rendered(vote.poll)
    papers = page[page.index("Voting paper") : page.index("Cover slip")]
    for person in vote.voters:
        assert vote.code(person) not in papers
        assert person.name not in papers
        assert vote.code(person) in page


def test_every_code_brings_its_paper_back_to_its_voter(vote):
    page = paper_cli.rendered(vote.poll)
    codes = re.findall(r'Your code: <span class="code">([A-Z0-9-]+)</span>', page)
    found = {queries.entry_of(vote.poll, code).person_id for code in codes}
    assert len(codes) == vote.poll.roll_size
    assert found == set(vote.poll.roll.values_list("person", flat=True))
    assert page.count("<svg") == len(codes)


def test_nothing_is_addressed_to_who_wants_no_post_and_large_print_goes_to_who_needs_it(vote):
    safe, hidden = vote.voters[0], vote.voters[1]
    for person, address in ((safe, "1 Safe Street\nWrenholt"), (hidden, "2 Hidden Lane\nWrenholt")):
        Route.objects.create(person=person, kind="letter", address=address, made=now(), proved=now())
    SafeContact.objects.create(person=hidden, kinds=["text", "letter"], days=[0], start=8, end=20, never=["write-home"])
    Person.objects.filter(pk=safe.pk).update(needs=["large-print"])
    page = paper_cli.rendered(vote.poll)
    assert "1 Safe Street" in page
    assert "2 Hidden Lane" not in page
    assert page.count("Send this person large print") == 1


def test_what_someone_writes_is_never_run(vote):
    Person.objects.filter(pk=vote.voters[0].pk).update(name="<script>canary</script>")
    assert "<script>" not in paper_cli.rendered(vote.poll)


def test_the_file_is_for_its_owner_alone_and_the_record_says_that_it_was_made(vote, tmp_path):
    file = tmp_path / "out.html"
    paper_cli.paper(str(vote.poll.pk), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    line = Line.objects.select_related("words").get(verb="ballots.print-papers", about_id=vote.poll.pk)
    assert (line.audience_kind, line.words.body) == ("public", {"slips": vote.poll.roll_size})


@pytest.mark.parametrize("word", ["", "bench", "00000000-0000-0000-0000-000000000000"])
def test_a_vote_that_is_none_gets_one_line_and_code_2(vote, capsys, tmp_path, word):
    with pytest.raises(typer.Exit) as ended:
        paper_cli.paper(word, tmp_path / "out.html")
    assert ended.value.exit_code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "out.html").exists()


def test_a_folder_that_is_not_there_gets_one_line_and_code_2(vote, capsys, tmp_path):
    with pytest.raises(typer.Exit) as ended:
        paper_cli.paper(str(vote.poll.pk), tmp_path / "nowhere" / "out.html")
    assert ended.value.exit_code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_vote_that_is_over_is_not_printed_any_more(vote, capsys, tmp_path):
    from letgo.commons.record.clock import travel
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots.actions import close_poll, open_poll

    with travel(vote.poll.opens):
        open_poll(vote.poll.pk, by=CLOCK, key="open")
    with travel(vote.poll.closes + timedelta(minutes=1)):
        close_poll(vote.poll.pk, by=CLOCK, key="close")
        with pytest.raises(typer.Exit):
            paper_cli.paper(str(vote.poll.pk), tmp_path / "out.html")
    assert "The box is sealed" in capsys.readouterr().err


@pytest.fixture
def elect(world):
    """An election of one of the ways of counting, called by the room itself."""
    from tests.web.ballots import elections, made

    return lambda method, seats: elections.made(world, "called", method=method, terms=made.Terms(seats=seats))


def test_papers_of_an_election_have_boxes_to_number_and_sheets_for_a_count_by_hand(elect):
    page = paper_cli.rendered(elect("scottish-stv", 2))
    papers = page[page.index("Voting paper") : page.index("Cover slip")]
    assert papers.count('class="box"') == 2 * 6
    assert papers.count("No. 3</span>") == 2  # apart from the box, so that nobody takes it for a place
    assert "Put a cross" not in page
    assert "where one is missing or stands twice, your order ends" in papers
    assert "First choices" in page
    assert "the papers divided by 3, rounded down, and one more" in page
    assert "Birch &lt;b&gt;of&lt;/b&gt;" in page
    assert page.count("Polling list") == 1


def test_each_way_of_counting_has_its_own_count_sheet(elect):
    pairs = paper_cli.rendered(elect("ranked-pairs", 1))
    assert "one against one" in pairs
    assert "stage by stage" not in pairs
    assert "Count sheet" not in paper_cli.rendered(elect("plurality", 1))


def test_the_polling_list_names_everyone_on_the_list_once_and_says_nothing_of_votes(vote):
    page = paper_cli.rendered(vote.poll)
    listed = page[page.index("Polling list") : page.index("For the people who open and type")]
    for person in vote.voters:
        assert listed.count(person.name) == 1
        assert vote.code(person) not in listed


def test_the_papers_of_a_boards_election_bring_its_own_sheets(world):
    from tests.web.boards import elections_made

    page = paper_cli.rendered(elections_made.voting(world).poll)
    assert "Notice of election" in page
    assert "Who stands" in page
    assert "Declaration of the result" not in page
