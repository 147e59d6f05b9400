"""The made-up town tells every state of a budget, the same each time, and quickly."""

from collections import Counter
from time import process_time

import pytest


@pytest.fixture
def built(db, tmp_path):
    """The whole town, and how many seconds of processor time its budgets took."""
    from django.utils.module_loading import import_string

    from letgo.commons.record import clock
    from letgo.house.town import budgets, building
    from letgo.house.town.building import Town

    town, spent = Town(clock.now()), 0.0
    for room in building.ROOMS:
        began = process_time()
        import_string(f"{room}.build")(town)
        if room == budgets.__name__:
            spent = process_time() - began
    return town, spent


def test_every_state_stands_there_and_always_the_same(built):
    """Ideas, costing, a vote, a declared result, a project that is late, one that is done, ones that are dearer, and a cut."""
    from letgo.decide.budgets.delivery.queries import late
    from letgo.decide.budgets.models import Change, Cut, Project, Round, Small

    town, spent = built
    votes_by_order(town)
    offices_stand(town)
    ways_in()
    assert spent < 60  # seconds of a processor; alone on a machine about 8
    states = {
        row.title: (row.state, row.poll.state if row.poll else "") for row in Round.objects.select_related("poll")
    }
    assert states == {
        "£4,000 for play": ("ideas", ""),
        "£6,000 for Lockside, spring": ("costing", ""),
        "What should our next £9,000 pay for?": ("voting", "open"),
        "£8,000 for Fairmead": ("voting", "declared"),
        "What should our £18,000 pay for?": ("delivering", "done"),
        "£15,000 for Lockside": ("delivering", "done"),
        "£9,500 for our hall and stairs": ("delivering", "done"),
    }
    won = Project.objects.filter(round__title="What should our £18,000 pay for?")
    assert set(won.values_list("idea__title", "state")) == {
        ("A bench in the park", "done"), ("Benches with backs", "started"), ("Lights in the underpass", "started"),
        ("Planters on Tansy Row", "started"),
    }  # fmt: skip
    assert [row.idea.title for row in late(Project.objects.all())] == ["Benches with backs"]
    rises = {row.project.idea.title: row for row in Change.objects.select_related("project__idea", "poll")}
    assert {
        title: (row.way, row.state, row.answer, row.poll.state if row.poll else "") for title, row in rises.items()
    } == {
        "Lights in the underpass": ("next-project", "asked", "", ""),
        "Planters on Tansy Row": ("next-project", "refused", "old-cost", ""),
        "A new floor for the hall": ("officer", "done", "", ""),
        "A door that opens by itself": ("poll", "done", "raise", "done"),
        "Handrails on the stairs": ("poll", "asked", "", "open"),
    }
    assert Counter(Small.objects.values_list("state", flat=True)) == {"paid": 1, "released": 1, "asked": 1}
    cut = Cut.objects.get()
    assert (cut.state, cut.plans.count()) == ("noticed", 2)


def votes_by_order(town):
    """Votes by order stand beside: one is to come, one waits for its number, one lost someone since (the town is built once for both)."""
    rows = {word: town.made[f"vote:{word}"] for word in ("hall", "buses", "garden")}
    for row in rows.values():
        row.refresh_from_db()
    assert {word: (row.method, row.state) for word, row in rows.items()} == {
        "hall": ("ranked-pairs", "called"), "buses": ("av", "closed"), "garden": ("scottish-stv", "done"),
    }  # fmt: skip
    again = rows["garden"].countbacks.get()
    assert again.filled
    assert again.filled not in rows["garden"].tallies.get().report["won"]


def ways_in():
    """There is a link for each kind of person: nobody is missing in the town."""
    from letgo.house.town.links import KINDS, links

    assert [who for who, _ in links("http://town")] == [who for who, *_ in KINDS]


def offices_stand(town):
    """A manager under review with a word beside a figure, another before a hearing, a job to ask for, four fifths of the names."""
    from letgo.commons.powers.petitions.queries import asked
    from letgo.decide.boards.office_models import Comment, Confidence

    review, removal, recall = (town.made[word] for word in ("review:tansy-row", "removal:fairmead", "recall:tansy-row"))
    for row in (review, removal, recall):
        row.refresh_from_db()
    assert (review.state, Comment.objects.filter(figure__review=review).count()) == ("commented", 1)
    assert (removal.state, removal.reply) == ("hearing", "")
    found = asked(recall.petition_id)
    assert (recall.state, found.names) == ("signing", found.petition.threshold * 4 // 5)
    assert town.made["job:lockside"].applicants.count() == 0
    assert Confidence.objects.get().state == "said"
