"""Ideas that say the same are shown side by side before one is saved; the figures are printed (pytest -s)."""

from time import process_time

from letgo.decide.budgets.likeness import LEAST, MOST, alike
from letgo.house.town.idea_pairs import WISHES, pairs


def shown(one, other, crowd):
    """Whether `other`, among all the town's ideas, is one of those shown to who writes `one`."""
    found = alike(one.title, one.words, [*crowd, other])
    return any(hit.index == len(crowd) for hit in found)


def test_recall_and_precision_on_the_town_s_labelled_pairs(capsys):
    """Someone types an idea that stands there already in other words: it is among the three shown, far more often than not."""
    labelled = pairs()
    everything = [said for several in WISHES.values() for wish in several for said in wish]
    hits = {
        (pair.one, pair.other): shown(
            pair.one, pair.other, [said for said in everything if said not in (pair.one, pair.other)]
        )
        for pair in labelled
    }
    same = [pair for pair in labelled if pair.same]
    right = sum(hits[pair.one, pair.other] for pair in same)
    wrong = sum(hits[pair.one, pair.other] for pair in labelled if not pair.same)
    recall, precision = right / len(same), right / max(1, right + wrong)
    with capsys.disabled():
        print(f"\n{len(labelled)} pairs: recall {recall:.2f}, precision {precision:.2f} (top {MOST}, from {LEAST})")
    assert len(labelled) == 199 or len(labelled) == 200
    assert precision >= 0.9
    assert recall >= 0.4


def test_the_pairs_are_the_same_for_a_seed():
    assert pairs() == pairs()
    assert pairs("another") != pairs()


def test_at_most_three_the_likest_first_and_none_below_the_mark():
    found = alike("Benches", "Benches by the canal", [("Benches", f"Benches by the canal {n}") for n in range(9)])
    assert len(found) == 3
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(LEAST <= hit.score <= 1.000001 for hit in found)


def test_an_idea_is_like_itself_and_not_like_nothing():
    assert alike("Benches", "By the canal", [("Benches", "By the canal")])[0].score > 0.99
    assert alike("Benches", "By the canal", [("", ""), ("Lights", "On the footpath")]) == []
    assert alike("", "", [("", "")]) == []


def test_a_thousand_ideas_are_compared_in_a_second():
    others = [(f"Idea {n} benches lights", "Somewhere to sit down on the way " * 4 + str(n)) for n in range(1000)]
    began = process_time()
    alike("Benches along the canal", "Older people need somewhere to sit down", others)
    assert process_time() - began < 3
