"""The reader against files nobody thought of: how a file is written never changes the election, and no bytes break it."""

from dataclasses import replace
from io import BytesIO

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.sharing import pabulib_text
from letgo.engines.sharing.pabulib import dump, load
from letgo.engines.sharing.problem import BadFile, Election
from tests.engines.sharing.pb_files import pb, read

words = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\n\v\f\t", exclude_categories=("Cc", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=12,
)
ids = words.filter(lambda word: "," not in word and word.lower() not in pabulib_text.SECTIONS)
amounts = st.integers(0, 10**9).map(str) | st.decimals(0, 10**6, places=2).map(str)


@st.composite
def files(draw: st.DrawFn) -> dict[str, object]:
    """The parts of a file: kind, budget, projects (id, cost, name, selected), voters (id, vote, points)."""
    projects = draw(
        st.lists(
            st.tuples(ids, amounts, words, st.sampled_from(["", "0", "1"])),
            min_size=1,
            max_size=12,
            unique_by=lambda p: p[0],
        )
    )
    votes = st.lists(st.sampled_from([p[0] for p in projects]), max_size=8, unique=True)
    voters = [
        (voter, vote, [draw(amounts) for _ in vote])
        for voter in draw(st.lists(ids, max_size=25, unique=True))
        for vote in [draw(votes)]
    ]
    kind = draw(st.sampled_from(["approval", "ordinal", "cumulative", "scoring", "choose-1"]))
    return {"kind": kind, "budget": draw(amounts), "projects": projects, "voters": voters}


def written(parts: dict, quote=lambda text: text, end: str = "\n", blank: str = "") -> bytes:
    rows = [["META"], ["key", "value"], ["budget", parts["budget"]], ["vote_type", parts["kind"]]]
    rows += [["PROJECTS"], ["project_id", "cost", "name", "selected"], *parts["projects"]]
    rows += [["VOTES"], ["voter_id", "vote", "points"]]
    rows += [[voter, ",".join(vote), ",".join(points)] for voter, vote, points in parts["voters"]]
    return "".join(";".join(blank + quote(field) + blank for field in row) + end for row in rows).encode()


def needed(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if ";" in text or text.startswith('"') else text


def always(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@given(parts=files(), data=st.data())
def test_row_order_line_ends_blanks_bom_and_quotes_never_change_the_election(parts, data):
    election, _ = read(written(parts, needed))
    shuffled = parts | {"voters": data.draw(st.permutations(parts["voters"]))}
    renamed = parts | {"voters": [(f"v{k}", *rest) for k, (_, *rest) in enumerate(parts["voters"])]}
    plain = written(parts, needed)
    variants = [written(shuffled, needed), written(renamed, needed), written(parts, always)]
    variants += [plain.replace(b"\n", end) for end in (b"\r\n", b"\r", b"\n\n")]
    variants += [plain.removesuffix(b"\n"), b"\xef\xbb\xbf" + written(parts, always, "\r\n")]
    if not any(
        '"' in needed(field) for row in parts["projects"] + [(v[0], *v[1]) for v in parts["voters"]] for field in row
    ):
        variants.append(written(parts, needed, blank=" \t"))
    for raw in variants:
        assert read(raw)[0] == election


@given(parts=files(), block=st.integers(1, 200))
def test_where_a_block_ends_never_changes_the_election(parts, block):
    raw = written(parts, needed, "\r\n")
    election = read(raw)
    before, pabulib_text.BLOCK = pabulib_text.BLOCK, block
    try:
        assert read(raw) == election
    finally:
        pabulib_text.BLOCK = before


@given(parts=files())
def test_what_is_read_is_what_was_written(parts):
    election, _ = read(written(parts, needed))
    names = [p[0] for p in parts["projects"]]
    assert [p.id for p in election.projects] == names
    assert election.voters == len(parts["voters"])
    for k, name in enumerate(names):
        voters = sum(name in vote for _, vote, _ in parts["voters"])
        assert sum(weight for weight, named, _ in election.ballots() if k in named) == voters


@given(parts=files())
def test_an_election_written_and_read_again_is_the_same(parts):
    election, _ = read(written(parts, needed))
    again, notes = load(BytesIO(dump(election).encode()))
    assert replace(again, meta=election.meta) == election
    assert election.meta.items() <= again.meta.items()
    assert not {"declared-numbers", "extra-fields", "mixed-line-ends"} & {note.code for note in notes}
    assert dump(again) == dump(election)


@given(st.binary(max_size=300))
def test_any_bytes_give_an_election_or_one_clear_line(raw):
    survives(raw)


LINES = [
    "META", "PROJECTS", "VOTES", "meta;", "key;value", "budget;10", "budget;1e5", "vote_type;scoring", "vote_type;ordinal",
    "max_length;1", "max_sum_cost;3", "project_id;cost", "project_id;cost;votes;score;selected", "1;5", "2;5;1;2;1", "x;1e6;;;",
    "voter_id;vote", "voter_id;vote;points", "a;1", "b;1,2;3,4", "c;2,2;1,1", "d;;", "e", 'f;"1";2', '"g";"2,1";"',
    "h;,1,,2,;0,0.5", "i; 1 , 2 ;\t3,4 ", ";", '"', "\ufeff", "\x0b", "\r",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(LINES), max_size=25),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_lines_give_an_election_or_one_clear_line(lines, end):
    survives(end.join(lines).encode())


@given(st.data())
def test_a_damaged_file_gives_an_election_or_one_clear_line(data):
    raw = bytearray(data.draw(st.sampled_from([pb(), pb(meta={"vote_type": "ordinal"}), POINTS])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b";", b",", b'"', b"\n", b"\r", b"\n\n", b" ", b"-", b"\xff", b"\0", b"VOTES\n"])
        )
    survives(bytes(raw))


POINTS = pb(
    meta={"vote_type": "cumulative"},
    votes=["voter_id;vote;points", "a;1,2;1.5,3", "b;1;0", "c;1,2;3,1.50", "d;L03/x;9"],
)


def survives(raw: bytes) -> None:
    try:
        election, _ = load(BytesIO(raw), name="f.pb")
    except BadFile as bad:
        message = str(bad)
    else:
        whole(election)
        return
    assert message.startswith("f.pb")
    assert message.isprintable()


def whole(election: Election) -> None:
    """What every rule may rely on."""
    assert election.voters == election.weights.sum()
    assert (election.weights > 0).all()
    assert election.starts[-1] == len(election.named)
    assert election.budget >= 0
    assert all(p.cost >= 0 for p in election.projects)
    assert len({p.id for p in election.projects}) == len(election.projects) >= 1
    assert election.marks is None or len(election.marks) == len(election.named)
    assert election.marks is None or (election.marks >= 0).all()
    ballots = [(named, marks or ()) for _, named, marks in election.ballots()]
    assert ballots == sorted(set(ballots))
    for named, _ in ballots:
        assert list(named) == sorted(set(named))
        assert all(0 <= index < len(election.projects) for index in named)
    assert np.diff(election.starts).min(initial=0) >= 0
