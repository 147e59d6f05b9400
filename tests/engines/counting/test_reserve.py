"""Reserved seats: beside a count that tries every completion, and what a group, a pool or a file can get wrong."""

import json
import random
from dataclasses import replace
from itertools import combinations

import pytest

from letgo.engines.counting import meek, reference, scottish
from letgo.engines.counting.certificate import certificate
from letgo.engines.counting.counting import BadSettings, Settings, count
from letgo.engines.counting.report import report
from letgo.engines.counting.reserve import Group, Pool, Reserve
from letgo.engines.sealing.reading import BadFile
from tests.engines.counting import brute
from tests.engines.counting.made import ballots


def by_chance(draw):
    """Rows, candidates, seats and groups by two attributes, each with two or three values: many elections, ties and clashes."""
    candidates, seats = draw.randint(1, 6), draw.randint(1, 3)
    some = [
        tuple(draw.sample(range(1, candidates + 1), draw.randint(0, candidates))) for _ in range(draw.randint(1, 6))
    ]
    rows = [draw.choice(some) for _ in range(draw.choice([0, 3, 6, 12, 25]))]
    groups = []
    for _ in range(draw.randint(0, 2)):
        values = draw.randint(2, 3)
        of = {number: draw.randrange(values) for number in range(1, candidates + 1)}
        for value in range(values):
            members = frozenset(number for number in of if of[number] == value)
            least = draw.choice([0, 0, 0, 1, 1, 2])
            if members:
                groups.append((members, least, draw.randint(least, max(least, min(3, len(members))))))
    return rows, candidates, seats, groups


def reserve_of(groups):
    return Reserve(tuple(Group(f"group {at}", *group) for at, group in enumerate(groups)))


def test_5000_elections_are_as_if_every_completion_were_tried_at_each_step():
    draw, seen, kept = random.Random(5), 0, {"clash": 0, "guarded": 0, "doomed": 0, "other": 0}
    while seen < 5_000:
        seen += 1
        rows, candidates, seats, groups = by_chance(draw)
        winners, told, feasible = brute.count(rows, candidates, seats, groups)
        weights = {}
        for row in rows:
            weights[row] = weights.get(row, 0) + 1
        election = ballots(weights or {(): 0}, seats, candidates)
        if not feasible:
            kept["clash"] += 1
            with pytest.raises(BadFile, match="group"):
                reserve_of(groups).apart(election)
            continue
        ((_, whole, hold),) = reserve_of(groups).apart(election)
        fast = scottish.count(whole, hold=hold)
        stages = [(stage.source, stage.guarded, stage.doomed) for stage in fast.stages]
        assert (fast.winners, stages) == (winners, told), (rows, candidates, seats, groups)
        kept["guarded"] += any(stage.guarded for stage in fast.stages)
        kept["doomed"] += any(stage.doomed for stage in fast.stages)
        kept["other"] += bool(groups) and scottish.count(election).winners != fast.winners
        plain = reference.count(whole, hold=hold)
        assert (plain.stages, plain.winners, plain.ties) == (fast.stages, fast.winners, fast.ties)
    assert min(kept.values()) > 250, kept


def rows_of(election):
    return [ranking for weight, ranking in election.groups() for _ in range(weight)]


def chosen_by(draw, pools=True):
    """A random election with groups, sometimes pools and sometimes “re-open nominations”, that all can be met; or None."""
    rows, candidates, seats, groups = by_chance(draw)
    weights = {row: draw.randint(1, 4) for row in rows}
    election = ballots(weights or {(): 0}, seats, candidates, withdrawn=tuple(draw.sample([1], draw.randint(0, 1))))
    ron = candidates if candidates > 2 and draw.random() < 0.3 else 0
    made = [
        Group(group.name, group.candidates - {ron}, group.minimum, group.maximum) for group in reserve_of(groups).groups
    ]
    split = draw.randint(1, candidates)
    halves = [frozenset(range(1, split)) - {ron}, frozenset(range(split, candidates + 1)) - {ron}]
    apart = [Pool(f"pool {at}", half, 1) for at, half in enumerate(halves) if half]
    reserve = Reserve(tuple(made), tuple(apart if pools and draw.random() < 0.5 else ()))
    try:
        settings = Settings("scottish-stv", ron=ron, reserve=reserve, seats=seats)
        return election, settings, count(election, settings)
    except BadFile:
        return None


def met(reserve, winners):
    won = set(winners)
    return all(
        group.minimum <= len(won & group.candidates) <= (len(won) if group.maximum is None else group.maximum)
        for group in reserve.groups
    )


def test_pools_and_reopened_nominations_keep_every_promise_and_are_the_same_both_ways():
    draw, seen = random.Random(7), {"pools": 0, "ron": 0, "empty": 0}
    for made in (chosen_by(draw) for _ in range(900)):
        if made is None:
            continue
        election, settings, result = made
        for part in result.parts or (result,):
            fast = part.count
            plain = reference.count(fast.election, ron=settings.ron, hold=part.hold)
            assert (plain.stages, plain.winners, plain.filled) == (fast.stages, fast.winners, fast.filled)
        if all(part.count.winners for part in result.parts or (result,)):
            assert met(settings.reserve, result.count.winners), (rows_of(election), settings)
        for pool in settings.reserve.pools:
            assert len(pool.candidates.intersection(result.count.winners)) <= pool.seats
        seen["pools"] += bool(result.parts)
        seen["ron"] += bool(settings.ron)
        seen["empty"] += settings.ron in result.count.winners
        report(result, [])
    assert min(seen.values()) > 10, seen


def test_a_reserve_that_binds_nobody_changes_nothing():
    draw = random.Random(3)
    for _ in range(200):
        rows, candidates, seats, _ = by_chance(draw)
        election = ballots(dict.fromkeys(rows, 3) or {(): 0}, seats, candidates)
        for rule, ron in (("scottish-stv", 0), ("scottish-stv", candidates), ("meek-nz", 0)):
            anybody = frozenset(range(1, candidates + 1)) - {ron}
            free = count(election, Settings(rule, ron=ron))
            loose = Reserve((Group("anybody", anybody, 0, 6),)) if anybody else None
            held = count(election, Settings(rule, ron=ron, reserve=loose))
            assert (held.count.stages, held.count.winners) == (free.count.stages, free.count.winners)


def test_meek_keeps_every_promise_by_arrays_and_paper_by_paper():
    draw, other = random.Random(11), 0
    for _ in range(600):
        rows, candidates, seats, groups = by_chance(draw)
        election = ballots(dict.fromkeys(rows, 2) or {(): 0}, seats, candidates)
        try:
            ((_, whole, hold),) = reserve_of(groups).apart(election)
        except BadFile:
            continue
        fast, plain = meek.count(whole, hold=hold), meek.count(whole, plain=True, hold=hold)
        assert (fast.stages, fast.winners) == (plain.stages, plain.winners)
        if fast.valid:
            assert met(reserve_of(groups), fast.winners)
            assert len(fast.winners) == min(seats, candidates)
        other += fast.winners != meek.count(election).winners
        elected, out = set(), set()
        for stage in fast.stages:
            elected |= set(stage.elected)
            out |= set(stage.excluded)
            if stage.guarded or stage.doomed:
                can = [
                    {*elected, *more}
                    for more in combinations(
                        sorted(set(range(1, candidates + 1)) - elected - out), seats - len(elected)
                    )
                    if met(reserve_of(groups), {*elected, *more})
                ]
                standing = set(range(1, candidates + 1)) - elected - out
                assert set(stage.guarded) == standing.intersection(*can)
                assert set(stage.doomed) == standing.difference(*can)
    assert other > 20


def test_in_a_countback_the_promises_hold_and_nobody_else_loses_their_seat():
    draw, seen = random.Random(13), {"again": 0, "refused": 0, "pools": 0}
    for _ in range(900):
        made = chosen_by(draw)
        if made is None or made[1].ron or not made[2].count.winners:
            continue
        election, settings, before = made
        leaves = draw.choice(before.count.winners)
        kept = set(before.count.winners) - {leaves}
        try:
            again = count(election, replace(settings, countback=leaves))
        except BadFile:  # nobody who is left can take that seat
            seen["refused"] += 1
            continue
        assert kept <= set(again.count.winners)
        assert leaves not in again.count.winners
        assert set(again.seated) == kept
        if all(part.count.winners for part in before.parts or (before,)) and len(kept) < len(again.count.winners):
            assert met(settings.reserve, again.count.winners)
        report(again, [])
        seen["again"] += 1
        seen["pools"] += bool(before.parts)
    assert min(seen.values()) > 10, seen


FIVE = {(1, 2): 40, (2, 1): 30, (3, 4): 12, (4, 3): 10, (5, 3): 8}


def words(election, reserve, **more):
    told = report(count(election, Settings("scottish-stv", reserve=reserve, **more)), [])
    return told, [stage["text"] for stage in told["stages"]]


def test_a_seat_that_nobody_can_take_in_a_countback_is_said_with_its_cure():
    reserve = Reserve((Group("young", frozenset({3}), 1),), (), "kept.toml")
    with pytest.raises(BadFile) as refused:
        count(ballots(FIVE, 2), Settings("scottish-stv", reserve=reserve, countback=3))
    assert str(refused.value) == (
        "kept.toml: nobody who still stands can take the seat of Candidate 3: “young” must have at least 1 seat. "
        "Hold a new election for this seat."
    )


def test_a_stage_says_why_someone_may_not_go_out():
    rows = {(1, 2): 7, (2,): 6, (5,): 6, (3,): 2, (4, 1): 1}
    told, texts = words(ballots(rows, seats=2), Reserve((Group("young", frozenset({3, 4}), 1),)))
    assert 3 in told["winners"]
    assert told["stages"][1]["guarded"] == [3]
    assert any("Candidate 3 may not go out: “young” must have at least 1 seat, and only 1" in text for text in texts)


def test_a_stage_says_why_someone_cannot_be_elected_though_over_the_quota():
    told, texts = words(ballots(FIVE, seats=2), Reserve((Group("firm", frozenset({1, 2}), 0, 1),)))
    assert told["stages"][0]["doomed"] == [2]
    assert texts[0].endswith("Candidate 2 cannot be elected: “firm” may have at most 1 seat, and has 1.")
    told, texts = words(
        ballots({(1,): 40, (2, 3): 40, (3,): 5}, seats=2), Reserve((Group("firm", frozenset({1, 2}), 0, 1),))
    )
    assert "cannot be elected, though over the quota: “firm” may have at most 1 seat" in texts[0]
    assert texts[1].startswith(f"Candidate {told['stages'][1]['from']} cannot be elected and goes out, with 40 votes.")


def test_several_who_cannot_be_elected_go_one_after_the_other_the_lowest_first_and_before_any_surplus():
    rows = {(1, 4): 50, (2, 4): 9, (3, 4): 7, (4,): 20, (5,): 15}
    told = count(ballots(rows, 2), Settings("scottish-stv", reserve=Reserve((Group("a", frozenset({1, 2, 3}), 0, 1),))))
    assert [(stage.action, stage.source) for stage in told.count.stages[:3]] == [
        ("first-preferences", 0),
        ("exclusion", 3),
        ("exclusion", 2),
    ]
    assert told.count.winners == (1, 4)


def test_the_seats_that_are_left_are_kept_for_who_is_owed_them():
    told, texts = words(ballots(FIVE, seats=2), Reserve((Group("young", frozenset({3, 4}), 1),)))
    assert told["winners"][0] == 1
    assert told["winners"][1] in (3, 4)
    assert any("“young” must have at least 1 seat and has 0; 1 seat is left." in text for text in texts)


@pytest.mark.parametrize(
    ("groups", "seats", "withdrawn", "clash"),
    [
        ([("young", {4, 5}, 2, None), ("old", {1, 2}, 2, None)], 3, (), "“old” must have at least 2 seats and “young”"),
        ([("young", {4, 5}, 3, None)], 3, (), "“young” must have at least 3 seats, and only 2 of its candidates stand. "),
        ([("young", {4, 5}, 2, None)], 3, (4,), "“young” must have at least 2 seats, and only 1 of its candidates stands (4 withdrew)"),
        ([("young", {4}, 1, None)], 3, (4,), "none of its candidates stands (4 withdrew)"),
        ([("young", {4, 5, 1}, 2, 3)], 1, (), "5 stand for 1 seat, and these clash: “young” must have at least 2 seats"),
        ([("old", {1, 2, 3}, 0, 1)], 4, (), "“old” may have at most 1 seat, and only 2 others stand for the 4 seats"),
        ([("old", {1, 2, 3}, 0, 1), ("young", {4, 5}, 0, 1)], 3, (), "“old” may have at most 1 seat and “young” may have at most 1 seat"),
        ([("old", {1, 2}, 2, 2), ("firm", {1, 2, 3}, 0, 1), ("x", {5}, 0, 1)], 3, (), "“firm” may have at most 1 seat and “old” must"),
        ([("nobody", {1, 2, 3, 4, 5}, 0, 0)], 2, (), "“nobody” may have no seat, and only 0 others stand"),
    ],
)  # fmt: skip
def test_what_cannot_be_met_is_refused_before_the_count_naming_the_clash_and_no_more(groups, seats, withdrawn, clash):
    reserve = Reserve(tuple(Group(n, frozenset(c), least, most) for n, c, least, most in groups), (), "kept.toml")
    with pytest.raises(BadFile) as refused:
        count(ballots(FIVE, seats, withdrawn=withdrawn), Settings("scottish-stv", reserve=reserve))
    line = str(refused.value)
    assert line.startswith("kept.toml: ")
    assert clash in line
    assert "\n" not in line


def test_a_pool_is_counted_apart_on_the_same_ballots():
    reserve = Reserve((), (Pool("North", frozenset({3, 4}), 1), Pool("South", frozenset({1, 2}), 1)))
    told, _ = words(ballots(FIVE, seats=3), reserve)
    assert told["winners"] == [3, 1, 5]
    assert [(pool["name"], pool["seats"], pool["quota"], pool["valid"]) for pool in told["pools"]] == [
        ("North", 1, 16, 30), ("South", 1, 36, 70), ("all others", 1, 5, 8),
    ]  # fmt: skip
    assert {stage["pool"] for stage in told["stages"]} == {"North", "South", "all others"}
    assert told["quota"] is None


@pytest.mark.parametrize(
    ("pools", "seats", "line"),
    [
        ([("A", {1, 2}, 2), ("B", {3, 4, 5}, 2)], 3, "its pools have 4 seats together, and 3 are to be filled"),
        ([("A", {1, 2}, 3)], 4, "pool “A” has 3 seats, and only 2 of its candidates stand"),
        ([("A", {1, 2}, 1), ("B", {3}, 1)], 2, "all 2 seats are in pools, and 4, 5 stand in none"),
        ([("A", {1, 9}, 1)], 2, "“A” lists candidate 9, and they are numbered from 1 to 5"),
    ],
)
def test_pools_that_cannot_be_filled_are_refused(pools, seats, line):
    reserve = Reserve((), tuple(Pool(n, frozenset(c), s) for n, c, s in pools))
    with pytest.raises(BadFile, match=line):
        count(ballots(FIVE, seats), Settings("scottish-stv", reserve=reserve))


def test_a_group_that_clashes_with_a_pool_names_both():
    pools = (Pool("North", frozenset({1, 2}), 1), Pool("South", frozenset({3, 4, 5}), 2))
    with pytest.raises(BadFile) as refused:
        reserve = Reserve((Group("old", frozenset({1, 2}), 2), Group("firm", frozenset({4, 5}), 0, 1)), pools)
        count(ballots(FIVE, 3), Settings("scottish-stv", reserve=reserve))
    clash = (
        "5 stand for 3 seats, and these clash: “North” may have at most 1 seat and “old” must have at least 2 seats. "
    )
    assert clash in str(refused.value)


def test_what_the_next_pools_must_bring_is_left_to_them():
    """Two women in all, one seat for each of two pools: the second pool's only woman may not go out, and all know why."""
    reserve = Reserve(
        (Group("women", frozenset({2, 4}), 2),), (Pool("A", frozenset({1, 2}), 1), Pool("B", frozenset({3, 4, 5}), 1))
    )
    told, texts = words(ballots(FIVE, 2), reserve)
    assert told["winners"] == [2, 4]
    assert (
        "Candidate 1 cannot be elected, though over the quota: “women” must have at least 2 seats and has 0; 2 seats"
        in texts[0]
    )


def test_a_pool_that_nobody_voted_in_leaves_its_seat_open_and_the_others_count_on():
    """The woman that the group is owed stands in a pool without a single vote: the other pool is counted all the same."""
    reserve = Reserve(
        (Group("women", frozenset({5}), 1),),
        (Pool("empty", frozenset({4, 5}), 1), Pool("full", frozenset({1, 2, 3}), 1)),
    )
    told = count(ballots({(1, 2): 5, (2,): 4}, 2, candidates=5), Settings("scottish-stv", reserve=reserve))
    assert told.count.winners == (1,)


def test_groups_that_overlap_beyond_proof_are_refused_in_bounded_time():
    draw = random.Random(1)
    groups = tuple(Group(f"g{at}", frozenset(draw.sample(range(1, 101), 50)), 7, 9) for at in range(25))
    with pytest.raises(BadFile, match="overlap in too many ways"):
        count(ballots({(1, 2): 5}, 16, candidates=100), Settings("scottish-stv", reserve=Reserve(groups)))


def test_a_council_of_15_seats_by_place_age_and_kind_is_counted():
    draw = random.Random(2)
    rows = {tuple(draw.sample(range(1, 61), 8)): draw.randint(1, 9) for _ in range(400)}
    place = tuple(Group(f"place {p}", frozenset(range(p, 61, 5)) or frozenset({5}), 2, 4) for p in range(1, 6))
    age = tuple(Group(f"age {a}", frozenset(range(1 + a * 20, 21 + a * 20)), 3, 7) for a in range(3))
    reserve = Reserve((*place, *age, Group("carers", frozenset(range(1, 61, 7)), 4)))
    told = count(ballots(rows, 15, candidates=60), Settings("scottish-stv", reserve=reserve))
    assert met(reserve, told.count.winners)
    assert len(set(told.count.winners)) == 15
    report(told, [])


def test_rules_without_transfers_and_options_that_do_not_go_together_are_refused():
    reserve = Reserve((Group("young", frozenset({1}), 1),))
    for rule in ("approval", "block", "plurality", "ranked-pairs", "ers97"):
        with pytest.raises(BadSettings, match="--reserve only counts with"):
            Settings(rule, reserve=reserve)
    with pytest.raises(BadSettings, match="do not count together"):
        Settings("scottish-stv", countback=1, ron=2)


def test_one_seat_by_the_alternative_vote_goes_to_the_group_that_it_is_kept_for():
    told = count(ballots(FIVE, 1), Settings("av", reserve=Reserve((Group("young", frozenset({3, 4, 5}), 1),))))
    assert told.count.winners == (3,)


def test_settings_and_certificate_carry_the_reserve_and_only_where_there_is_one():
    reserve = Reserve((Group("z", frozenset({3, 1}), 1), Group("a", frozenset({2}), 0, 1)), (), "x.toml")
    told = Settings("scottish-stv", reserve=reserve).as_dict()
    assert told["reserve"] == {
        "groups": [
            {"name": "a", "candidates": [2], "minimum": 0, "maximum": 1},
            {"name": "z", "candidates": [1, 3], "minimum": 1, "maximum": None},
        ],
        "pools": [],
    }
    assert "reserve" not in Settings("scottish-stv").as_dict()
    sealed = json.loads(certificate(count(ballots(FIVE, 2), Settings("scottish-stv", reserve=reserve))))
    assert sealed["settings"]["reserve"] == told["reserve"]
    assert not {"guarded", "pool"} & set(report(count(ballots(FIVE, 2), Settings("scottish-stv")), [])["stages"][0])
