"""What is published of a vote is checked by verify.py alone, and whoever tampers with any of it is found."""

import json
import random
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest

from letgo.engines.sealing import verify
from letgo.engines.sealing.canonical import digest, encode
from tests.decide.ballots.bundles import for_agents, lines, public, sealed, vote
from tests.engines.sealing.elections import others, places, replaced

LARGE, SMALL, AGENTS = public(210), public(40, paper=5), for_agents(40, paper=5)
BOARD = public(210, method="scottish-stv", seats=3, vacancy="countback")
METHODS = ["equal-shares", "greedy", "approval", "yes-no", "scottish-stv", "av", "ranked-pairs", "plurality"]
SEATS = {"approval": 2, "scottish-stv": 3, "plurality": 2}
WHOLE = verify.VOTE.split()


def says(document):
    """The exit code and the last line of verify.py for this document."""
    try:
        told = list(verify.check(verify.parse(json.dumps(document).encode())))
    except verify.Untrue as error:
        return 1, str(error)
    except verify.Unreadable as error:
        return 2, str(error)
    return 3 if any(line.startswith(verify.UNSIGNED) for line in told) else 0, told[-1]


def forged(document, **parts):
    """Changed, with every fingerprint that a forger can make anew made anew; the signed record stays as it is."""
    document = {**deepcopy(document), **parts}
    if type(document.get("count")) is dict:
        document["count"] = sealed(document["count"])
    return sealed(document)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("number", [40, 210])
def test_a_true_bundle_of_each_method_holds(method, number):
    terms = {"seats": SEATS.get(method, 1)}
    document = public(number, method=method, paper=5, **terms)
    assert says(document)[0] == 0
    assert says(for_agents(40, method=method, paper=5, **terms))[0] == 0


def test_few_ballots_are_not_published_and_many_are():
    assert SMALL["ballots"] is SMALL["count"] is None
    assert len(LARGE["ballots"]) == 210
    assert says(forged(SMALL, ballots=AGENTS["ballots"], count=AGENTS["count"]))[0] == 1
    assert says(forged(LARGE, ballots=None, count=None))[0] == 1


def test_one_ballot_changed_put_in_or_taken_out_is_found():
    for change in (
        lambda rows: rows[7].__setitem__(1, [1, 2, 3]),
        lambda rows: rows.pop(),
        lambda rows: rows.append(["ffffffff-ffff-4fff-bfff-ffffffffffff", [1]]),
    ):
        rows = deepcopy(LARGE["ballots"])
        change(rows)
        code, why = says(forged(LARGE, ballots=rows))
        assert (code, "ballots" in why or "box" in why) == (1, True), why


def test_one_check_slip_changed_or_taken_out_is_found():
    slips = LARGE["slips"]
    assert says(forged(LARGE, slips=slips[1:]))[0] == 1
    assert says(forged(LARGE, slips=sorted([*slips[1:], "K7QX-2M9D-4TRW"])))[0] == 1
    assert says(forged(LARGE, slips=sorted([*slips[1:], slips[-1]])))[0] == 1


@pytest.mark.parametrize(("part", "name"), [("roll", "size"), ("roll", "root"), ("poll", "seed"), ("poll", "purse")])
def test_the_list_the_seed_and_the_purse_cannot_be_changed(part, name):
    for document in (LARGE, SMALL):
        for other in others(document[part][name]):
            told = {**document[part], name: other}
            if told != document[part]:
                assert says(forged(document, **{part: told}))[0] == 1, other


def test_a_cost_cannot_be_changed():
    poll = deepcopy(LARGE["poll"])
    poll["options"][2]["cost"] -= 1
    assert says(forged(LARGE, poll=poll))[0] == 1
    poll = deepcopy(SMALL["poll"])
    poll["options"][2]["cost"] -= 1
    assert says(forged(SMALL, poll=poll))[0] == 1


@pytest.mark.parametrize("name", list(LARGE["counts"]))
def test_every_total_is_held_a_spoilt_late_or_lost_paper_too(name):
    for document in (LARGE, SMALL):
        for change in (-1, 1):
            counts = {**document["counts"], name: document["counts"][name] + change}
            assert says(forged(document, counts=counts))[0] == 1


def test_papers_cannot_be_moved_from_one_heap_to_another():
    """A forger who makes a spoilt paper a late one keeps the sum, and is found by the signed entry."""
    counts = {**SMALL["counts"], "spoilt": SMALL["counts"]["spoilt"] - 1, "late": SMALL["counts"]["late"] + 1}
    code, why = says(forged(SMALL, counts=counts))
    assert (code, why.startswith("the whole, as it stands in the entry of the result")) == (1, True)


def test_a_whole_other_count_that_holds_by_itself_is_found_by_the_record():
    """Other ballots, counted rightly, with every fingerprint made anew: the entry of the close has another box."""
    other, _, _ = vote(211)
    assert says(sealed({"format": "letgo.poll/1", **other, "lines": lines(other)}))[0] == 0
    code, why = says(sealed({"format": "letgo.poll/1", **other, "lines": LARGE["lines"]}))
    assert (code, "entry of the close" in why) == (1, True)


def test_the_entries_of_another_vote_and_changed_entries_are_found():
    for name in ("call", "open", "close", "result"):
        told = deepcopy(LARGE["lines"])
        told[name]["body"] = {**told[name]["body"], "list": {"size": 1, "root": "0" * 64}}
        told[name] = sealed(told[name])
        assert says(forged(LARGE, lines=told))[0] == 1
        emptied = {key: value for key, value in LARGE["lines"][name].items() if key not in ("body", "salt", "digest")}
        told = {**LARGE["lines"], name: sealed({**emptied, "why": ["x"]})}
        assert says(forged(LARGE, lines=told))[0] == 1
        gone = {key: value for key, value in LARGE["lines"].items() if key != name}
        assert says(forged(LARGE, lines=gone))[0] == 1
    assert says(forged(LARGE, lines={**LARGE["lines"], "call": LARGE["lines"]["close"]}))[0] == 1


@pytest.mark.parametrize("document", [LARGE, SMALL, AGENTS, BOARD], ids=["large", "small", "agents", "board"])
def test_an_edit_anywhere_is_found_with_the_digests_made_anew(document):
    """Hundreds of small edits at random places of the bundle: each is false or unreadable, never "all holds"."""
    chance = random.Random(7)
    spots = [(path, part) for path, part in places(document) if path and path[0] not in ("format", "digest")]
    for path, part in chance.sample(spots, 60 if document is BOARD else 250):
        edited = forged(replaced(document, path, chance.choice(others(part))))
        if edited == document:  # a digest that was changed and made anew
            continue
        code, why = says(edited)
        assert code in (1, 2), (path, why)


def test_another_board_another_order_on_a_paper_or_another_rule_is_found():
    """Each with every fingerprint made anew, the certificate's too; and a wrong winner is named before the record is asked."""
    won = [*BOARD["result"]["won"][:-1], next(n for n in range(1, 6) if n not in BOARD["result"]["won"])]
    code, why = says(forged(BOARD, result={**BOARD["result"], "won": won}))
    assert (code, why.startswith("result.won")) == (1, True), why
    rows = deepcopy(BOARD["ballots"])
    long = next(row for row in rows if len(row[1]) > 3)
    long[1].reverse()
    assert says(forged(BOARD, ballots=rows))[0] == 1
    long[1][1] = long[1][0]
    assert says(forged(BOARD, ballots=rows))[0] == 1
    count = deepcopy(BOARD["count"])
    count["settings"]["ron"] = 0
    assert says(forged(BOARD, count=count))[0] == 1
    assert says(forged(BOARD, poll={**BOARD["poll"], "method": "ranked-pairs"}))[0] == 1


def test_what_two_agents_recount_is_what_was_published():
    assert says(AGENTS)[0] == 0
    rows = deepcopy(AGENTS["ballots"])
    rows[0][1] = [1] if rows[0][1] != [1] else [2]
    assert says(forged(AGENTS, ballots=rows))[0] == 1
    assert says(forged(AGENTS, public=public(41, paper=5)))[0] == 1


def run(folder, document, *flags):
    """verify.py as a program of its own."""
    program, file = folder / "verify.py", folder / "bundle.json"
    program.write_bytes(Path(verify.__file__).read_bytes())
    file.write_bytes(document if isinstance(document, bytes) else encode(document))
    done = subprocess.run(
        [sys.executable, *flags, program, file], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout


def test_the_four_exit_codes(tmp_path):
    """0 all holds, 1 something is false, 2 it cannot be read, 3 all but a signature (no package for it)."""
    assert run(tmp_path, LARGE)[0] == 0
    assert run(tmp_path, {**LARGE, "box": "0" * 64})[0] == 1
    assert run(tmp_path, encode(LARGE)[:-20])[0] == 2
    code, said = run(tmp_path, LARGE, "-I", "-S")
    assert code == 3
    assert "openssl pkeyutl -verify" in said


def test_a_signature_that_is_there_and_false_is_false():
    told = deepcopy(LARGE["lines"])
    for entry in told.values():
        entry["head"]["signature"] = "0" * 128
    told = {name: sealed(entry) for name, entry in told.items()}
    assert says(forged(LARGE, lines=told))[0] == 1


def test_a_digest_that_does_not_fit_is_found_first():
    assert says({**LARGE, "digest": digest({})})[0] == 1
