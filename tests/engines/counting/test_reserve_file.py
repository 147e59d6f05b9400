"""A file of reserved seats: what is read, and what is refused in one line with its cure."""

import time

import pytest

from letgo.engines.counting.reserve import Group, Pool, Reserve
from letgo.engines.counting.reserve_file import load
from letgo.engines.sealing.reading import BadFile

ONE = '[[group]]\nname = "young"\ncandidates = [2, 1]\nminimum = 1\n'
POOL = '[[pool]]\nname = "{}"\ncandidates = {}\nseats = {}\n'


def read(tmp_path, data):
    place = tmp_path / "kept.toml"
    place.write_bytes(data if isinstance(data, bytes) else data.encode())
    return load(place)


def test_groups_and_pools_are_read(tmp_path):
    text = (
        ONE + 'maximum = 3\n[[group]]\nname = "firm"\ncandidates = [4]\nmaximum = 1\n' + POOL.format("North", [1, 2], 1)
    )
    assert read(tmp_path, text) == Reserve(
        (Group("young", frozenset({1, 2}), 1, 3), Group("firm", frozenset({4}), 0, 1)),
        (Pool("North", frozenset({1, 2}), 1),),
    )
    assert read(tmp_path, "\ufeff" + ONE.replace("\n", "\r\n")).groups[0].name == "young"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "kept.toml: holds no [[group]] and no [[pool]]. Add one, or count without --reserve."),
        ("[[group]]\nname =", "kept.toml line 2: is no TOML: Invalid value. Mend it."),
        (ONE + "min = 1", "“young” has “min”, which is not known. Write only name, candidates, minimum, maximum."),
        ("[[groups]]", "has “groups”, which is not known. Write [[group]] and [[pool]] only."),
        (ONE.replace("[[group]]", "[group]"), "Write [[group]] above each."),
        ("group = [1]", "has a group that is no table"),
        ("[[group]]\ncandidates = [1]", "group 1 has no name"),
        (ONE.replace('"young"', '" "'), "group 1 has no name"),
        (ONE.replace("young", "\\u001b[31m"), "not to be printed"),
        (ONE.replace("young", "y" * 201), "too long"),
        (ONE + ONE, "“young” is there twice"),
        (ONE.replace("[2, 1]", "[]"), "“young” lists no candidates"),
        (ONE.replace("[2, 1]", "[2, 2]"), "lists candidate 2 twice"),
        (ONE.replace("[2, 1]", "[0]"), "lists “0” as a candidate"),
        (ONE.replace("[2, 1]", "[1.0]"), "lists “1.0” as a candidate"),
        (ONE.replace("[2, 1]", "[true]"), "lists “True” as a candidate"),
        (ONE.replace("[2, 1]", '["Ann"]'), "Write the candidates' numbers"),
        (ONE.replace("minimum = 1\n", ""), "has neither a minimum nor a maximum"),
        (ONE.replace("= 1\n", "= -1\n"), "has “-1” as its minimum. Write a whole number from 0"),
        (ONE.replace("= 1\n", "= 1001\n"), "has “1001” as its minimum"),
        (ONE.replace("= 1\n", "= 1.5\n"), "has “1.5” as its minimum"),
        (ONE.replace("= 1\n", f"= {'9' * 5000}\n"), "a number is too large"),
        (ONE + "maximum = 0", "has a minimum of 1, above its maximum of 0"),
        ('[[pool]]\nname = "A"\ncandidates = [1]', "pool “A” does not say how many seats it has"),
        (POOL.format("A", [1], 0), "has “0” as its seats. Write a whole number from 1"),
        (POOL.format("A", [1], 1) + POOL.format("B", [1], 1), "candidate 1 is in “A” and in “B”"),
        ("".join(ONE.replace("young", f"g{at}") for at in range(101)), "more than 100 tables"),
        (ONE.replace("young", "\xe9").encode("latin-1"), "line 2: is not text in UTF-8. Save it again as UTF-8."),
        (ONE.encode("utf-16"), "UTF-8"),
        (b"\0\0", "Save it again as UTF-8"),
        ("a = " + "[" * 100_000, "is nested too deeply"),
        ("a" + ".a" * 200_000 + " = 1", "is nested too deeply"),
        ("#" * 2_000_000, "is larger than 1 MB"),
    ],
)
def test_what_is_wrong_is_one_line_with_file_and_cure_and_soon(tmp_path, text, line):
    began = time.monotonic()
    with pytest.raises(BadFile) as refused:
        read(tmp_path, text)
    said = str(refused.value)
    assert said.startswith("kept.toml")
    assert line in said
    assert "\n" not in said
    assert time.monotonic() - began < 5


def test_a_folder_or_no_file_is_said(tmp_path):
    for place in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(BadFile):
            load(place)
