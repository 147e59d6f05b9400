"""Whatever is done to a chain, the first false entry is found and named."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.sealing.chain import BEFORE_ALL, Entry, append, entry_hash, first_fault

bodies = st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=8)


def chain(all_bodies):
    entries = []
    for body in all_bodies:
        entries.append(append(entries[-1] if entries else None, body))
    return entries


def rehashed(entry):
    return replace(entry, hash=entry_hash(entry.number, entry.before, entry.body))


@given(bodies)
def test_a_true_chain_holds(all_bodies):
    entries = chain(all_bodies)
    assert first_fault(entries) is None
    assert first_fault(entries, entries[-1].hash) is None


def test_an_empty_chain_holds_only_under_the_empty_head():
    assert first_fault([]) is None
    assert first_fault([], BEFORE_ALL) is None
    assert first_fault([], "ab").place == 0


@given(bodies, st.data())
def test_an_edited_entry_is_named(all_bodies, data):
    entries = chain(all_bodies)
    at = data.draw(st.integers(0, len(entries) - 1))
    field, value = data.draw(
        st.sampled_from([("body", {"z": 1}), ("before", "f" * 64), ("hash", "f" * 64), ("number", 99)])
    )
    entries[at] = replace(entries[at], **{field: value})
    assert first_fault(entries).place == at


@given(bodies, st.data())
def test_an_edited_entry_with_its_hash_made_anew_breaks_the_next_or_the_head(all_bodies, data):
    entries = chain(all_bodies)
    head = entries[-1].hash
    at = data.draw(st.integers(0, len(entries) - 1))
    entries[at] = rehashed(replace(entries[at], body={"z": 1}))
    assert first_fault(entries, head).place == min(at + 1, len(entries) - 1)


@given(bodies, st.data())
def test_deleted_moved_inserted_and_repeated_entries_are_named(all_bodies, data):
    entries = chain([*all_bodies, {"last": 1}])
    head = entries[-1].hash
    at = data.draw(st.integers(0, len(entries) - 2))
    deleted = entries[:at] + entries[at + 1 :]
    swapped = [*entries[:at], entries[at + 1], entries[at], *entries[at + 2 :]]
    stranger = append(entries[at - 1] if at else None, {"z": 1})
    inserted = [*entries[:at], stranger, *entries[at:]]
    repeated = [*entries[: at + 1], *entries[at:]]
    assert first_fault(deleted, head).place == at
    assert first_fault(swapped, head).place == at
    assert first_fault(inserted, head).place == at + 1
    assert first_fault(repeated, head).place == at + 1


@given(bodies, st.data())
def test_a_chain_cut_short_or_made_anew_from_somewhere_does_not_reach_the_head(all_bodies, data):
    entries = chain([*all_bodies, {"last": 1}])
    head = entries[-1].hash
    at = data.draw(st.integers(0, len(entries) - 1))
    anew = chain([entry.body for entry in entries[:at]] + [{"z": 1}] + [entry.body for entry in entries[at + 1 :]])
    assert first_fault(entries[:at], head).place == max(at - 1, 0)
    assert first_fault(anew, head).place == len(anew) - 1


def test_a_body_that_cannot_be_hashed_is_named_and_does_not_break_the_check():
    assert first_fault([Entry(0, 1.5, BEFORE_ALL, "ab")]).place == 0


def test_golden_head():
    head = chain([{"a": 1}, "b", None])[-1].hash
    assert head == "0fc7719e530a8e077208af6b7330ac79c2fce4a0f79181449e766d1fda3a62cb"
