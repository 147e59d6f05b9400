"""No false certificate of an election passes and no true one fails. verify.py counts by another hand than the engine, and here each
is asked what the other says."""

import json
import random
import resource
import shutil
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.counting import yesno
from letgo.engines.counting.certificate import answer_certificate, certificate
from letgo.engines.counting.counting import BadSettings, Settings, count
from letgo.engines.counting.election import Candidate, election_of, grouped
from letgo.engines.counting.reserve import Group, Pool, Reserve
from letgo.engines.sealing import verify
from letgo.engines.sealing.reading import BadFile
from letgo.engines.sealing.verify import PARTLY, Unreadable, Untrue, check, parse
from tests.engines.counting.made import ballots, elections, people
from tests.engines.counting.test_reserve import chosen_by
from tests.engines.sealing.elections import edits, places, replaced
from tests.engines.sealing.plain_sharing import seal

RECOUNTED = ["scottish-stv", "av", "approval", "block", "plurality", "ranked-pairs", "schulze", "minimax"]
NUMBERS = ("withdraw", "countback", "ron")


def certified(cast, **settings):
    return json.loads(certificate(count(cast, Settings(**settings))))


def holds(document):
    """Whether verify.py proves it; what it only proves in part, or cannot read, is not proven."""
    try:
        return not any(line.startswith(PARTLY) for line in check(document))
    except (Untrue, Unreadable):
        return False


def why(document):
    with pytest.raises(Untrue) as caught:
        list(check(document))
    return str(caught.value)


def engine_says(document):
    """The certificate that the engine makes of what this one says was cast and asked; None where it refuses."""
    told, settings = document["election"], dict(document["settings"])
    if settings["rule"] == "yes-no":
        question = yesno.Question(
            settings["roll"],
            settings["quorum"],
            verify.Fraction(settings["pass"]),
            settings["at_least"],
            settings["of_roll"],
        )
        return json.loads(
            answer_certificate(yesno.decide(told["yes"], told["no"], told["abstain"], question), question)
        )
    gone = set(told["withdrawn"]) - {settings["countback"]}
    settings |= {"kept": tuple(settings["kept"])} if "kept" in settings else {}
    rows: dict = {}
    for weight, ranking in told["ballots"]:  # equal ranks are lists
        row = tuple(rank if type(rank) is int else tuple(rank) for rank in ranking)
        rows[row] = rows.get(row, 0) + weight
    election = grouped([Candidate(name) for name in told["candidates"]], told["seats"], rows, gone)
    if "reserve" in settings:
        groups, pools = (
            [{**row, "candidates": frozenset(row["candidates"])} for row in part]
            for part in settings["reserve"].values()
        )
        settings["reserve"] = Reserve(tuple(Group(**row) for row in groups), tuple(Pool(**row) for row in pools))
    try:
        return certified(election, **{**settings, "withdraw": tuple(settings["withdraw"])})
    except (BadSettings, BadFile):
        return None


@st.composite
def certificates(draw):
    """A true certificate of a small election full of ties, by any rule that is recounted."""
    rule = draw(st.sampled_from(RECOUNTED))
    election = draw(elections(most=5))
    election = election.with_seats(1) if rule == "av" else election
    numbers = range(1, len(election.candidates) + 1)
    settings = {
        "rule": rule,
        "seed": draw(st.sampled_from(["letgo", "4 1 6"])),
        "election": draw(st.sampled_from(["", "Ü"])),
    }
    more = draw(st.sampled_from(["", "", "withdraw", "ron", "countback"]))
    if more == "withdraw" and len(numbers) > 1:
        settings["withdraw"] = (draw(st.sampled_from(numbers)),)
    if rule in ("scottish-stv", "av") and more == "ron":
        settings["ron"] = draw(st.sampled_from(numbers))
    if rule in ("scottish-stv", "av") and more == "countback":
        won = count(election, Settings(rule)).count.winners
        settings = {**settings, "seed": "letgo", "election": "", "countback": draw(st.sampled_from([0, *won]))}
    return certified(election, **settings)


@given(certificates())
def test_what_the_engine_counts_is_what_verify_counts(document):
    assert holds(document)
    assert [line.split(":")[0] for line in check(document)] == ["digest", "ballots", "stages", "elected"]


@given(certificates())
def test_every_edit_under_the_same_digest_is_caught(document):
    for path, edited in edits(document):
        assert edited == document or not holds(edited), path


@given(certificates())
def test_every_edit_of_a_result_is_caught_even_with_its_digest_made_anew(document):
    for path, edited in edits(document["result"]):
        assert not holds(seal({**document, "result": edited})), (path, edited)


@given(certificates())
def test_another_ballot_name_or_setting_passes_only_when_the_same_count_follows_from_it(document):
    for part in ("election", "settings"):
        for path, edited in edits(document[part]):
            told = seal({**document, part: edited})
            if holds(told):
                assert engine_says(told) == told, (part, path, edited)


def test_reserved_seats_are_recounted_pool_by_pool_and_by_what_could_still_fill_them():
    draw, seen = random.Random(21), 0
    for made in (chosen_by(draw) for _ in range(600)):
        if made is not None and not made[1].ron:
            seen += 1
            assert holds(parse(certificate(made[2])))
    assert seen > 150


def test_groups_that_overlap_too_much_are_not_recounted_and_it_says_so(monkeypatch):
    monkeypatch.setattr(verify, "MOST_STEPS", 20)
    assert [line for line in check(KEPT["groups"]) if line.startswith(PARTLY)]
    assert not [line for line in check(WHOLE["stv"]) if line.startswith(PARTLY)]


BOARD = {(1, 2, 3): 8, (1,): 5, (2, 1): 3, (3, 4): 4, (4, 3): 4, (5,): 1, (): 2, (5, 1, 4): 2, (6,): 3}
WHOLE = {
    "stv": certified(ballots(BOARD, seats=2), rule="scottish-stv", seed="4 1 6"),
    "withdrawn": certified(ballots(BOARD, seats=2, withdrawn=(2,)), rule="scottish-stv", withdraw=(3,)),
    "reopened": certified(ballots(BOARD, seats=3), rule="scottish-stv", ron=1),
    "countback": certified(ballots(BOARD, seats=2), rule="scottish-stv", countback=1),
    "countback with who sits": certified(ballots(BOARD, seats=3), rule="scottish-stv", countback=1, kept=(5, 6)),
    "av": certified(ballots({(1,): 3, (2, 3): 2, (3, 2): 2}, seats=1), rule="av"),
    "lot": certified(ballots({(1,): 3, (2,): 3, (3,): 3}, seats=2), rule="plurality"),
    "approval": certified(ballots(BOARD, seats=2), rule="approval"),
    "block": certified(ballots(BOARD, seats=2), rule="block"),
    "ranked pairs": certified(ballots({(1, 2, 3): 4, (2, 3, 1): 3, (3, 1, 2): 2}, seats=1), rule="ranked-pairs"),
    "schulze": certified(ballots({(1, 2, 3): 4, (2, 3, 1): 3, (3, 1, 2): 2}, seats=1), rule="schulze"),
    "equal ranks": certified(
        grouped(people(4), 1, {((1, 2), 3): 3, (2, (3, 4)): 2, (4, 1): 2, (2,): 1}), rule="schulze"
    ),
    "minimax": certified(ballots({(1, 2): 2, (2, 1): 2, (3,): 1}, seats=2), rule="minimax"),
}
YOUNG = (Group("few", frozenset({1, 3}), 0, 1), Group("young", frozenset({2, 5, 6}), 1))
KEPT = {
    "groups": certified(ballots(BOARD, seats=3), rule="scottish-stv", reserve=Reserve(YOUNG)),
    "groups and who sits": certified(
        ballots(BOARD, seats=3), rule="scottish-stv", reserve=Reserve(YOUNG), countback=2, kept=(1, 4)
    ),
    "pools": certified(
        ballots(BOARD, seats=3), rule="scottish-stv", reserve=Reserve((), (Pool("east", frozenset({2, 3}), 1),))
    ),
}
WHOLE |= KEPT
ANSWERS = {
    "passed": ((60, 30, 5), yesno.Question(400, 50)),
    "no quorum": ((60, 30, 5), yesno.Question(400, 100)),
    "two thirds": ((66, 33, 0), yesno.Question(None, 0, verify.Fraction(2, 3), True)),
    "of the roll": ((50, 10, 1), yesno.Question(100, 0, of_roll=True)),
    "a tie": ((5, 5, 0), yesno.Question(None, 0, verify.Fraction(1, 2), True)),
}
for name, (votes, question) in ANSWERS.items():
    WHOLE[name] = json.loads(answer_certificate(yesno.decide(*votes, question), question))


@pytest.mark.parametrize("kind", WHOLE)
def test_all_edits_of_a_whole_certificate_are_found_or_change_nothing(kind):
    document = WHOLE[kind]
    assert holds(document)
    for path, edited in edits(document, most=10**6):
        assert edited == document or not holds(edited), path
    for path, edited in edits(document["result"], most=10**6):
        assert not holds(seal({**document, "result": edited})), path
    for part in ("election", "settings"):
        for path, edited in edits(document[part], most=10**6):
            told = seal({**document, part: edited})
            assert not holds(told) or engine_says(told) == told, (part, path, edited)


def test_the_whole_certificates_hold_what_can_be_told_falsely():
    stages = WHOLE["stv"]["result"]["stages"]
    assert {stage["action"] for stage in stages} == {"first-preferences", "surplus", "exclusion"}
    assert [tie["by"] for tie in WHOLE["stv"]["result"]["ties"]] == ["lot"]
    assert WHOLE["stv"]["result"]["filled"] or WHOLE["withdrawn"]["result"]["filled"]
    assert WHOLE["withdrawn"]["election"]["withdrawn"] == [2, 3]
    assert WHOLE["lot"]["result"]["ties"]
    assert [WHOLE[kind]["result"]["why"] for kind in ANSWERS] == ["passed", "no-quorum", "passed", "not-enough", "tie"]
    assert any(int(stage["totals"][0]) % 100_000 for stage in stages) or any(int(s["lost"]) % 100_000 for s in stages)


# What is said of a false one: the first thing that is not so, in one line that a resident can follow

FALSE = {
    "a total": (("result", "stages", 1, "totals", 2), "1", 'stage 2: total of candidate 3 (in 1/100000 of a vote) says "1", but it is '),
    "who went out": (("result", "stages", 1, "from"), 5, "stage 2: from says 5, but it is "),
    "a stage left out": (("result", "stages"), WHOLE["stv"]["result"]["stages"][:2], "result.stages ends after 2, but the "),
    "a stage too many": (("result", "stages"), [*WHOLE["stv"]["result"]["stages"], {}], "result.stages has "),
    "a winner": (("result", "winners", 0), 2, "result.winners[0] says 2, but it is 1"),
    "the quota": (("result", "quota"), "0", 'result.quota says "0", but it is '),
    "votes lost": (("result", "stages", 0, "lost"), "1", 'stage 1: lost (in 1/100000 of a vote) says "1", but it is "0"'),
    "a lot": (("result", "ties", 0, "by"), "dice", 'result.ties[0].by says "dice", but it is '),
    "a candidate twice": (("election", "ballots", 1, 1), [1, 1], "election.ballots[1] does not rank candidates, each once"),
    "nobody's number": (("election", "ballots", 1, 1), [9], "election.ballots[1] does not rank candidates, each once"),
    "a ballot twice": (("election", "ballots", 1, 1), [], "election.ballots[1] is not in order, or there twice"),
    "no name": (("election", "candidates", 0), None, "election.candidates is no list of 1 to 1000 names"),
    "many seats": (("election", "seats"), 2**53 - 1, "election.seats is no number from 1 to 1000"),
    "many ballots": (("election", "ballots", 1, 0), 2**53 - 1, "election.ballots holds "),
    "other seats": (("settings", "seats"), 3, "settings.seats says 3, but it is 2"),
    "withdrawn, and stands": (("settings", "withdraw"), [1], "settings.withdraw names who is not withdrawn, or who leaves"),
    "a countback of nobody": (("settings", "countback"), 5, "settings.countback says 5, who was not elected"),
    "a countback that stays": (("settings", "countback"), 1, "settings.countback says 1, who still stands"),
    "another rule": (("settings", "rule"), "approval", "stage 1: total of candidate 1 says "),
}  # fmt: skip


@pytest.mark.parametrize("what", FALSE)
def test_the_first_false_thing_is_named_in_one_line(what):
    path, other, words = FALSE[what]
    told = why(seal(replaced(WHOLE["stv"], path, other)))
    assert told.startswith(words)
    assert told.isascii()
    assert "\n" not in told


# Rules that it does not recount


@pytest.mark.parametrize(
    "settings",
    [
        {"rule": "meek-nz"},
        {"rule": "ers97"},
        {"rule": "scottish-stv", "ron": 6, "reserve": {"groups": [], "pools": []}},
    ],
)
def test_a_rule_that_is_not_recounted_is_said_so_and_what_can_be_checked_is(settings, alone, tmp_path):
    document = certified(ballots(BOARD, seats=2), rule="meek-nz")
    document = seal({**document, "settings": {**document["settings"], **settings}})
    code, out, err = alone(written(tmp_path, document))
    assert (code, err) == (2, [])
    assert "is not recounted here" in out[-2]
    assert "letgo count" in out[-2]
    assert out[-1] == "what was counted again holds, the rest is not proven"
    assert why(seal(replaced(document, ("result", "winners"), [1, 1]))).startswith(
        "result.winners is no list of candidates"
    )
    assert why(seal(replaced(document, ("result", "winners"), [9]))).startswith(
        "result.winners is no list of candidates"
    )
    assert why(seal(replaced(document, ("election", "ballots", 0, 1), [9]))).startswith(
        "election.ballots[0] does not rank"
    )


def test_a_rule_that_nobody_knows_is_unreadable():
    told = seal(replaced(WHOLE["stv"], ("settings", "rule"), "best"))
    with pytest.raises(Unreadable, match="get a newer one"):
        list(check(told))


# Run alone, and attacked


@pytest.fixture
def alone(tmp_path):
    """Runs a copy of verify.py with no package in reach, a quarter of a gigabyte and little time."""
    copy = shutil.copy(verify.__file__, tmp_path)

    def run(*words):
        command = [sys.executable, "-I", "-S", copy, *words]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=30,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28)),
        )  # fmt: skip
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    return run


def written(folder, content):
    (folder / "proof.json").write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return "proof.json"


def test_alone_it_says_who_is_elected_and_that_all_holds(alone, tmp_path):
    code, out, err = alone(written(tmp_path, WHOLE["stv"]))
    assert (code, err) == (0, [])
    assert [line.split(":")[0] for line in out] == ["digest", "ballots", "stages", "elected", "all holds"]
    assert out[3].startswith('elected: 1 "Candidate 1", ')
    code, out, err = alone(written(tmp_path, WHOLE["passed"]))
    assert (code, out[1:], err) == (0, ["answer: 60 yes, 30 no, 5 abstain; passed", "all holds"], [])


def odd(path, other, of="stv"):
    return seal(replaced(WHOLE[of], path, other))


HOSTILE = {
    "huge numbers as text": odd(("result", "quota"), "9" * 10**6),
    "a huge number": json.dumps(WHOLE["stv"]).replace("100000", "9" * 100_000).encode(),
    "deep nesting": json.dumps(WHOLE["stv"]).replace('"lost": "0"', '"lost": ' + "[" * 50_000 + "]" * 50_000).encode(),
    "a key twice": json.dumps(WHOLE["stv"]).replace('"quota"', '"winners": [2], "quota"').encode(),
    "a seat for everyone on earth": odd(("election", "seats"), 8 * 10**9),
    "a party of many": odd(("election", "candidates"), ["x"] * 200_000),
    "a ranking of lists": odd(("election", "ballots", 1, 1), [[1], {}]),
    "a yes for a number": odd(("election", "ballots", 1, 1), [True]),
    "all of them the same": odd(("election", "ballots"), [[1, [1]]] * 200_000),
    "stages without end": odd(("result", "stages"), WHOLE["stv"]["result"]["stages"] * 5000),
    "a million winners": odd(("result", "winners"), [1] * 10**6),
    "a million withdrawn": odd(("election", "withdrawn"), [1] * 10**6),
    "a rule of lists": odd(("settings", "rule"), [["scottish-stv"]]),
    "a part of nothing": odd(("settings", "pass"), "1/0", "passed"),
    "a long part": odd(("settings", "pass"), "9" * 10**6 + "/1", "passed"),
    "no election": odd(("election",), None),
    "no settings": odd(("settings",), [1]),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_certificate_ends_soon_with_one_clear_line(what, alone, tmp_path):
    began = time.monotonic()
    code, out, err = alone(written(tmp_path, HOSTILE[what]))
    assert code in (1, 2)
    assert "all holds" not in out
    said = err if code == 2 else out[-1:]
    assert len(said) == 1
    assert len(said[0]) < 400
    assert said[0].startswith(("unreadable: proof.json: ", "FALSE: "))
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("rule", "size"), [("scottish-stv", 200), ("approval", 500), ("ranked-pairs", 100), ("schulze", 100)]
)
def test_many_candidates_are_recounted(rule, size):
    rows = {(n, n % size + 1, size + 1): 1 + n % 3 for n in range(1, size + 1)}
    assert holds(certified(ballots(rows, seats=9, candidates=size + 1), rule=rule))


@given(st.data())
def test_a_certificate_of_any_shape_ends_with_a_verdict_and_never_breaks(data):
    document = data.draw(st.sampled_from(list(WHOLE.values())))
    scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "1", "1/2", "0/1", "approval"])
    strange = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("ab"), inner))
    path = data.draw(st.sampled_from([path for path, _ in places(document)]))
    holds(seal(replaced(document, path, data.draw(strange))) if path else data.draw(strange))


def test_letters_that_paint_on_a_terminal_are_shown_as_codes(alone, tmp_path):
    nasty = certified(election_of([Candidate("\x1b[2J\u202e")], 1, [(3, (1,))]), rule="av")
    assert all(line.isascii() and line.isprintable() for line in alone(written(tmp_path, nasty))[1])


def test_a_certificate_is_read_back_as_it_was_written():
    made = certificate(count(ballots(BOARD, seats=2), Settings("scottish-stv")))
    assert json.dumps(parse(made), sort_keys=True, separators=(",", ":")).encode() == made
