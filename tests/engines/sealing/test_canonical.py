"""One value, one sequence of bytes, on every machine and in every language."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.sealing.canonical import LARGEST, NotCanonical, decode, digest, encode

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))


def shuffled(value, random):
    """The same value, its keys in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


@given(values, st.randoms())
def test_order_of_keys_and_spaces_do_not_change_the_bytes(value, random):
    other = json.dumps(shuffled(value, random), indent=random.randint(0, 3), ensure_ascii=random.random() < 0.5)
    assert encode(decode(other.encode())) == encode(value)


@given(values)
def test_what_is_encoded_reads_back_the_same(value):
    assert decode(encode(value)) == value


@given(values, values)
def test_different_values_have_different_bytes(one, other):
    assert (encode(one) == encode(other)) == (repr(decode(encode(one))) == repr(decode(encode(other))))


def test_keys_stand_in_the_order_of_their_utf16_code_units():
    """A grinning face (two surrogates from D83D) stands before a Hebrew letter at FB33, unlike by code point."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\xf6"]
    assert list(decode(encode(dict.fromkeys(keys, 0)))) == ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]


def test_texts_are_escaped_as_little_as_may_be():
    assert (
        encode('\x00\x1f\b\t\n\f\r"\\/\x7fé\u2028😀') == '"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\x7fé\u2028😀"'.encode()
    )


def test_golden_digest():
    assert encode({"b": [1, -2, True, None], "a": "£"}) == '{"a":"£","b":[1,-2,true,null]}'.encode()
    assert digest({"b": [1, -2, True, None], "a": "£"}) == (
        "sha256:ecffceefa22e2b6d510d4e9f17643af06889a3df9c0016844606d8a45754cd57"
    )


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), 10**4000, "\ud800", {"\udfff": 1}, {1: 2}, {1, 2}, b"x", [[object()]]]
)
def test_what_two_machines_could_write_differently_is_refused(value):
    with pytest.raises(NotCanonical):
        encode(value)


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{", b"1.0", b"1e3", b"NaN", b"-Infinity", b"9007199254740992", b"1" * 5000, b'{"a":1,"a":1}', b'"\\ud800"',
        b"\xff", b"\xef\xbb\xbf1", b"[" * 100_000, b"[" * 300 + b"]" * 300, b"1 2",
    ],
)  # fmt: skip
def test_text_that_could_be_read_in_two_ways_is_refused(text):
    with pytest.raises(NotCanonical):
        decode(text)
