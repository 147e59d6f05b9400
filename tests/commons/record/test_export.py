"""The whole record as a file that anybody checks with verify.py alone, and one line with its proof."""

import io
import json
import shutil
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letgo.commons.record import actions, export, kept, queries
from letgo.commons.record.refs import Ref
from letgo.engines.sealing import verify
from letgo.engines.sealing.canonical import digest
from tests.commons.record.made import CANARY, sealed, written

pytestmark = pytest.mark.django_db


def said(data: bytes, capsys) -> tuple[int, str]:
    """(exit code, last line) of a check of these bytes."""
    code = verify.check_stream("record", io.BytesIO(data))
    told = capsys.readouterr()
    return code, (told.out + told.err).splitlines()[-1]


def exported() -> bytes:
    return b"".join(export.rows())


@pytest.fixture
def record(redactor):
    """Two heads, private lines, a line emptied under the second head and one by a line that is not sealed yet."""
    lines = sealed(4, 3)
    actions.redact(lines[1].pk, "A name stood in it.", by=redactor, key="k")
    actions.seal_now()
    actions.keep_heads()
    actions.redact(lines[2].pk, "A name stood in it.", by=redactor, key="k2")
    return exported()


def test_a_true_record_holds(record, capsys):
    assert said(record, capsys) == (0, "all holds")
    assert said(exported(), capsys)[0] == 0


def test_an_empty_record_holds(capsys):
    kept.public_key()
    assert said(exported(), capsys) == (0, "all holds")


def test_nothing_private_and_nobody_is_in_it(redactor, capsys):
    person = Ref("person", redactor.person)
    actions.write("test.say", person, audience=person, by=redactor, body={"what": CANARY})
    actions.write("test.say", Ref("place", person.id), by=redactor, body={"what": "all may read this"})
    actions.seal_now()
    data = exported().decode()
    assert "all may read this" in data
    assert CANARY not in data
    assert data.count(str(redactor.person)) == 1  # as the id of the place, which is public
    assert '"person"' not in data


def change(data: bytes, number: int, how) -> bytes:
    rows = [json.loads(row) for row in data.splitlines()]
    changed = how(rows[number])
    rows[number : number + 1] = [] if changed is None else [changed]
    return b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in rows)


def _set(*path, to):
    def how(row):
        inner = row
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = to
        return row

    return how


FALSE = {
    "an edited verb": (3, _set("leaf", 1, to="test.deny"), "head of 4 entries"),
    "edited words": (7, _set("body", "what", to="another"), "row 8 (entry"),
    "another salt": (7, _set("salt", to="0" * 64), "row 8 (entry"),
    "a private line's hash": (1, _set("hash", to="0" * 64), "head of 4 entries"),
    "a deleted entry": (3, lambda row: None, "row 4: number says 3, but it is 2"),
    "another root": (5, _set("head", "root", to="0" * 64), "head of 4 entries"),
    "another signature": (5, _set("head", "signature", to="00" * 64), "its signature is false"),
    "another time of a head": (5, _set("head", "at", to="2020-02-02T02:02:02.000000Z"), "its signature is false"),
    "a key that nobody named": (0, _set("keys", to=[]), "it is signed with a key that row 1 does not name"),
    "a head left out": (5, lambda row: None, "the number of heads"),
    "an emptied entry that nothing explains": (2, _set("why", to=["0"]), "was emptied, and no entry says why"),
    "an entry emptied without a why": (2, _set("why", to=[]), "says no why"),
    "the last row left out": (-1, lambda row: None, "it was cut off"),
    "another number of heads": (-1, _set("end", "heads", to=2), "the number of heads"),
    "an unknown row": (3, lambda row: {"what": 1}, "row 4 is neither an entry nor a head"),
    "an unknown key": (3, _set("more", to=1), "has unknown or missing keys"),
}  # fmt: skip


@pytest.mark.parametrize("what", FALSE)
def test_a_false_record_is_named(record, what, capsys):
    number, how, words = FALSE[what]
    code, last = said(change(record, number % len(record.splitlines()), how), capsys)
    assert (code, last[:6]) == (1, "FALSE:")
    assert words in last


def test_rows_swapped_heads_swapped_and_a_tail_cut_off_are_named(record, capsys):
    rows = record.splitlines(keepends=True)
    for one, two in ((2, 3), (5, 9), (5, 6)):
        swapped = list(rows)
        swapped[one], swapped[two] = rows[two], rows[one]
        assert said(b"".join(swapped), capsys)[0] == 1
    for end in range(1, len(rows)):
        code, last = said(b"".join(rows[:end]), capsys)
        assert code == 1
        assert "cut off" in last
    assert said(b"".join(rows)[:-1], capsys)[0] == 1
    assert said(b"".join(rows) + rows[3], capsys)[0] == 1


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_flipped_byte_is_found_and_breaks_nothing(record, data, capsys):
    at = data.draw(st.integers(0, len(record) - 1))
    bit = data.draw(st.integers(0, 7))
    flipped = record[:at] + bytes([record[at] ^ 1 << bit]) + record[at + 1 :]
    assert said(flipped, capsys)[0] in (1, 2)


ODD_ROWS = [
    b'{"number":0,"hash":"' + b"0" * 64 + b'"}\n',
    b'{"head":1}\n',
    b'{"end":[]}\n',
    b"[\n",
    b'{"number":[]}\n',
    b'{"number":0,"leaf":{},"why":1}\n',
    b'{"number":0,"leaf":[],"salt":"","body":""}\n',
    b'"\xff"\n',
    b'{"number":0,"leaf":["\\ud800","a","b","c","public",null,"d","e","f"],"why":["g"]}\n',
]


@given(st.lists(st.sampled_from(ODD_ROWS)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_of_any_shape_end_with_a_verdict(capsys, rows):
    first = b'{"format":"letgo.record/1","keys":[]}\n'
    assert said(first + b"".join(rows), capsys)[0] in (1, 2)


@pytest.mark.parametrize("emptied", [False, True])
def test_one_line_is_proved_and_any_edit_of_it_is_found(emptied, redactor, capsys):
    lines = sealed(5, 6)
    if emptied:
        actions.redact(lines[2].pk, "A name stood in it.", by=redactor, key="k")
    row, proof = queries.sealed_line(lines[2].pk), queries.proof_of(lines[2].pk)
    document = export.certificate(row, proof)
    true = json.dumps({**document, "digest": digest(document)}).encode()
    assert said(true, capsys) == (0, "all holds")
    for how in (
        _set("leaf", 1, to="test.deny"),
        _set("number", to=3),
        _set("path", 0, to="0" * 64),
        _set("path", to=document["path"][1:]),
        _set("head", "size", to=12),
        _set("head", "root", to="0" * 64),
        _set("why", to=[]) if emptied else _set("body", to={}),
    ):
        false = how(json.loads(json.dumps(document)))
        if false != document and not (emptied and "why" in false and false["why"] == []):
            assert said(json.dumps({**false, "digest": digest(false)}).encode(), capsys)[0] == 1


def test_every_line_has_its_proof_in_three_queries(django_assert_num_queries, capsys):
    lines = sealed(1, 2, 5, 20)
    for line in lines:
        with django_assert_num_queries(3):
            proof = queries.proof_of(line.pk)
        if line.audience_kind == "public":
            document = export.certificate(queries.sealed_line(line.pk), proof)
            assert said(json.dumps({**document, "digest": digest(document)}).encode(), capsys)[0] == 0
    assert queries.proof_of(written(1)[0].pk) is None


def test_without_cryptography_openssl_says_the_same(record, tmp_path):
    """In a Python without packages: exit code 3, and the command that it prints, run as it stands, verifies."""
    program = shutil.copy(verify.__file__, tmp_path)
    (tmp_path / "all.jsonl").write_bytes(record)
    done = subprocess.run(
        [sys.executable, "-I", "-S", program, "all.jsonl"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (3, "")
    line = next(line for line in done.stdout.splitlines() if line.startswith(verify.UNSIGNED))
    if shutil.which("openssl"):
        command = line.partition("or run: ")[2]
        told = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert "Verified Successfully" in told.stdout
