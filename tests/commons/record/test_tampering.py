"""What a vandal with the owner's rights does in SQL, guards out: each thing is found, and named by number and line."""

import json
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letgo.commons.record import actions, kept
from letgo.commons.record.clock import now
from letgo.commons.record.models import Doer, Head, Leaf, Line, Redaction, Words
from letgo.commons.record.queries import leaf_of
from letgo.commons.record.rules import salted
from letgo.commons.record.verifying import verify
from tests.commons.record.made import CANARY, another_key, false, sealed, vandal, written
from tests.database import unguarded

pytestmark = pytest.mark.django_db
REFUSED = "append-only|never changed|goes only|permission denied"


def test_a_true_record_holds():
    assert list(verify()) == [(True, "0 lines and 0 heads were looked at")]
    sealed(5, 1, 7)
    written(2)
    said = list(verify())
    assert [text for holds, text in said if holds is False] == []
    assert said[0] == (True, "13 lines and 3 heads were looked at")
    assert (True, "3 heads are the same in heads.jsonl") in said
    assert (None, "2 lines wait to be sealed: only their words are checked") in said


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "test.deny"),
        ("about_kind", "home"),
        ("about_id", uuid4()),
        ("at", "2020-02-02 02:02:02+00:00"),
        ("words_digest", "0" * 64),
        ("doer_digest", "0" * 64),
        ("audience_id", uuid4()),
    ],
)
def test_an_edited_line_is_named(column, value):
    line = sealed(7, 7)[7]  # a private one
    with vandal() as run:
        run(f"UPDATE record_line SET {column} = {{}} WHERE id = {{}}", value, line.pk)
    assert any(text.startswith(f"number 7 (line {line.pk}) was changed: ") for text in false())


def test_a_private_line_made_public_is_named():
    line = sealed(7)[3]
    with vandal() as run:
        run("UPDATE record_line SET audience_kind = 'public', audience_id = NULL WHERE id = {}", line.pk)
    assert any(f"number 3 (line {line.pk}) was changed" in text for text in false())


@pytest.mark.parametrize(("table", "what"), [("record_words", "what it says"), ("record_doer", "who did it")])
def test_edited_words_or_doer_are_named(table, what):
    line = sealed(4, 4)[5]
    with vandal() as run:
        run(f"UPDATE {table} SET body = {{}} WHERE line_id = {{}}", json.dumps({"what": "another"}), line.pk)
    assert false() == [f"number 5 (line {line.pk}): {what} was changed"]


@pytest.mark.parametrize(("table", "what"), [("record_words", "what it says"), ("record_doer", "who did it")])
def test_words_or_doer_deleted_without_a_line_that_says_why_are_named(table, what):
    line = sealed(4, 4)[5]
    with vandal() as run:
        run(f"DELETE FROM {table} WHERE line_id = {{}}", line.pk)
    assert false() == [f"number 5 (line {line.pk}): {what} was deleted, and no line says why"]


def _delete(run, line):
    for table in ("record_words", "record_doer", "record_leaf"):
        run(f"DELETE FROM {table} WHERE line_id = {{}}", line.pk)
    run("DELETE FROM record_line WHERE id = {}", line.pk)


def test_a_deleted_line_is_named_by_its_number():
    line = sealed(4, 4)[5]
    with vandal() as run:
        _delete(run, line)
    assert "number 5: it was deleted, and its leaf too" in false()


def test_a_deleted_line_whose_gap_was_closed_is_found_under_its_head():
    lines = sealed(4, 4, 4)
    with vandal() as run:
        _delete(run, lines[5])
        for number in range(6, 12):
            run("UPDATE record_leaf SET number = {} WHERE number = {}", number - 1, number)
    found = false()
    assert any("among the numbers 4 to 7 something was changed, moved, put in or taken out" in text for text in found)
    assert any("head of 12 lines" in text and "its lines from number 11 on are gone" in text for text in found)


def test_two_leaves_in_another_order_are_named():
    lines = sealed(4, 4)
    with vandal() as run:
        for old, new in ((5, 99), (6, 5), (99, 6)):
            run("UPDATE record_leaf SET number = {} WHERE number = {}", new, old)
    found = false()
    assert (
        f"number 6 (line {lines[5].pk}) stands at another place than where it was sealed: its time and id belong earlier"
        in found
    )
    assert any("among the numbers 4 to 7" in text for text in found)


def test_leaves_changed_together_with_their_lines_are_found_under_their_head():
    line = sealed(4, 4)[5]
    with unguarded():
        Line.objects.filter(pk=line.pk).update(verb="test.deny")
        Leaf.objects.filter(number=5).update(hash=leaf_of(Line.objects.get(pk=line.pk)).hex())
    assert any("head of 8 lines" in text and "among the numbers 4 to 7" in text for text in false())


def test_a_line_put_in_without_words_is_named():
    sealed(4)
    pk = uuid4()
    with unguarded():
        Line.objects.create(pk=pk, verb="test.say", about_kind="place", about_id=pk, audience_kind="public", at=now(),
                            words_digest="1" * 64, doer_digest="1" * 64)  # fmt: skip
    assert f"line {pk}, not sealed yet: what it says was deleted, and no line says why" in false()


@pytest.mark.parametrize("then_sealed", [False, True])
def test_a_line_put_in_with_a_time_of_long_ago_is_named(then_sealed):
    sealed(4)
    line = written(1)[0]
    with vandal() as run:
        run("UPDATE record_line SET at = {} WHERE id = {}", "2020-02-02 02:02:02+00:00", line.pk)
    if then_sealed:
        actions.seal_now()
    name = f"number 4 (line {line.pk})" if then_sealed else f"line {line.pk}, not sealed yet"
    assert any(text.startswith(f"{name} says 2020-02-02T") and text.endswith("it was put in later") for text in false())


def test_a_leaf_put_in_is_named():
    sealed(4)
    written(1)
    with unguarded():
        Leaf.objects.create(number=4, line=Line.objects.get(leaf__isnull=True), hash="2" * 64)
    found = false()
    assert any(text.startswith("number 4 (line") and "was changed" in text for text in found)
    assert "number 4 and what comes after it: sealed under no head, nobody signed for it" in found


@pytest.mark.parametrize("how", ["with heads", "lines alone", "heads alone"])
def test_an_end_that_was_cut_off_is_named(how):
    lines = sealed(4, 4)
    with vandal() as run:
        if how != "heads alone":
            for line in lines[4:]:
                _delete(run, line)
        if how != "lines alone":
            run("DELETE FROM record_head WHERE size > 4")
    found = false()
    if how == "lines alone":
        assert any("head of 8 lines" in text and "its lines from number 4 on are gone" in text for text in found)
    else:
        assert "heads.jsonl, line 2: the head of 8 lines is gone from the database" in found
    if how == "heads alone":
        assert "number 4 and what comes after it: sealed under no head, nobody signed for it" in found


def test_an_end_that_was_cut_off_and_written_anew_is_named():
    lines = sealed(4, 4)
    with vandal() as run:
        for line in lines[4:]:
            _delete(run, line)
        run("DELETE FROM record_head WHERE size > 4")
    written(4)
    actions.seal_now()
    actions.keep_heads()
    assert "heads.jsonl, line 2: the head of 8 lines was another when it was signed" in false()


def test_two_heads_swapped_are_named():
    sealed(4, 4)
    one, two = Head.objects.values("root", "at", "signature", "peaks", "key").order_by("size")
    with unguarded():
        Head.objects.filter(size=4).update(**two | {"peaks": one["peaks"]})
        Head.objects.filter(size=8).update(**one | {"peaks": two["peaks"]})
    found = "\n".join(false())
    for size, place in ((4, 1), (8, 2)):
        assert f"heads.jsonl, line {place}: the head of {size} lines was another when it was signed" in found
    assert found.count("its signature is false") == 2


def test_lines_of_the_heads_file_swapped_or_spoiled_are_named(settings):
    sealed(4, 4)
    file = settings.LETGO_HOME / kept.HEADS
    one, two = file.read_text().splitlines()
    file.write_text(f"{two}\n{one}\n")
    assert "heads.jsonl, line 2: it does not stand in order" in false()
    file.write_text(f"{one}\nwhat\n{two}\n")
    assert false() == ["heads.jsonl, line 2: it is no head"]
    file.write_text(f"{two}\n")
    assert false() == ["head of 4 lines: it is in the database, but not in heads.jsonl"]


def test_a_forged_signature_is_named():
    sealed(4)
    with vandal() as run:
        run("UPDATE record_head SET signature = {}", "ab" * 64)
    assert any("head of 4 lines" in text and text.endswith("its signature is false") for text in false())


def test_a_record_signed_anew_with_another_key_is_named(settings):
    sealed(4, 4)
    old = kept.public_key()
    another_key(settings)
    found = [text for text in false() if "it is signed with a key that this installation never had" in text]
    assert len(found) == 2
    assert all(old in text for text in found)


def test_heads_after_a_change_of_key_hold(settings):
    sealed(4)
    old = kept.public_key()
    kept.change_key()
    sealed(4)
    assert kept.known_keys() == [old, kept.public_key()]
    assert [head.key for head in Head.objects.order_by("size")] == kept.known_keys()
    assert false() == []


def test_a_redaction_that_no_line_explains_is_named():
    lines = sealed(4)
    with unguarded():
        Redaction.objects.create(line=lines[1], why=lines[2])
        Words.objects.filter(line=lines[1]).delete()
    assert f"line {lines[1].pk}: its redaction leads to line {lines[2].pk}, which says no such thing" in false()


def test_words_put_back_after_a_redaction_are_named(redactor):
    line = sealed(4)[1]
    kept_words = Words.objects.get(line=line)
    actions.redact(line.pk, "A name stood in it.", by=redactor, key="k")
    with unguarded():
        Words.objects.create(line=line, salt=kept_words.salt, body=kept_words.body)
    assert any("says that something was taken out, but it is there" in text for text in false())


def test_what_a_vandal_writes_under_new_digests_does_not_fit_its_seal():
    line = sealed(4)[1]
    body, salt = {"what": CANARY}, "12" * 32
    with unguarded():
        Words.objects.filter(line=line).update(body=body, salt=salt)
        Line.objects.filter(pk=line.pk).update(words_digest=salted(salt, body))
    assert any(text.startswith(f"number 1 (line {line.pk}) was changed") for text in false())


COLUMNS = {
    "record_line": [
        "verb",
        "about_kind",
        "about_id",
        "audience_kind",
        "audience_id",
        "at",
        "words_digest",
        "doer_digest",
    ],
    "record_leaf": ["hash", "above", "number"],
    "record_head": ["size", "root", "at", "key", "signature", "peaks"],
    "record_words": ["salt", "body"],
    "record_doer": ["salt", "body"],
    "record_redaction": ["line_id", "why_id"],
}
KEYS = {"record_line": "id", "record_head": "size", "record_leaf": "number", "record_redaction": "why_id"}
OTHER = {
    "verb": "test.other", "about_kind": "other", "audience_kind": "place", "at": "2021-01-01 01:01:01+00:00", "words_digest": "3" * 64,
    "doer_digest": "3" * 64, "hash": "3" * 64, "above": "3" * 64, "number": 999, "size": 999, "root": "3" * 64, "key": "3" * 64,
    "signature": "3" * 128, "peaks": '["3"]', "salt": "3" * 64, "body": '{"what": "another"}',
}  # fmt: skip


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_single_row_that_is_changed_or_deleted_is_found(data, db, redactor, tmp_path):
    with transaction.atomic():
        (tmp_path / kept.HEADS).unlink(missing_ok=True)
        lines = sealed(4, 1, 3)
        actions.redact(lines[1].pk, "A name stood in it.", by=redactor, key="k")
        actions.redact(lines[2].pk, "Its writer is forgotten.", by=redactor, key="k", doer_too=True)
        actions.seal_now()
        actions.keep_heads()
        assert false() == []
        table = data.draw(st.sampled_from(sorted(COLUMNS)))
        column = data.draw(st.sampled_from([*COLUMNS[table], "DELETE"]))
        place = data.draw(st.integers(0, 11))
        value = OTHER.get(column) or (lines[5].pk if table == "record_redaction" else uuid4())
        key = KEYS.get(table, "line_id")
        with vandal() as run, connection.cursor() as cursor:
            cursor.execute(f"SELECT {key} FROM {table} ORDER BY {key}")
            rows = [row[0] for row in cursor.fetchall()]
            row, refused = rows[place % len(rows)], False
            try:
                with transaction.atomic():
                    if column == "DELETE":
                        run(f"DELETE FROM {table} WHERE {key} = {{}}", row)
                    else:
                        run(f"UPDATE {table} SET {column} = {{}} WHERE {key} = {{}}", value, row)
                    connection.check_constraints()
            except IntegrityError:
                refused = True  # the database itself refuses it, even to its owner
        found = false()
        transaction.set_rollback(True)
    assert refused or found, (table, column)


def test_the_guards_refuse_all_of_it_to_the_app(redactor):
    line = sealed(4)[1]
    for rows, change in (
        (Line.objects.filter(pk=line.pk), {"verb": "test.deny"}),
        (Leaf.objects.filter(number=1), {"hash": "0" * 64}),
        (Head.objects.all(), {"root": "0" * 64}),
        (Words.objects.filter(line=line), {"body": {}}),
        (Doer.objects.filter(line=line), {"body": {}}),
    ):
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            rows._raw_delete(rows.db)
    actions.redact(line.pk, "A name stood in it.", by=redactor, key="k")
    with pytest.raises(DatabaseError, match="goes only"), transaction.atomic():
        Doer.objects.filter(line=line).delete()
    assert not Words.objects.filter(line=line).exists()
