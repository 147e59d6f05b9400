"""A Merkle proof holds for what is there and for nothing else; checked against RFC 6962/9162 vectors where they are."""

import json
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.sealing.merkle import EMPTY, Frontier, Tree, extends, includes, inclusion, leaf_hash, node_hash

LEAVES = [b"%d" % number for number in range(40)]
TREE = Tree(LEAVES)
sizes = st.integers(1, len(LEAVES))


def plain_root(leaves):
    """The definition of RFC 6962 §2.1, word by word."""
    if len(leaves) < 2:
        return leaf_hash(leaves[0]) if leaves else EMPTY
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(plain_root(leaves[:half]), plain_root(leaves[half:]))


def flipped(data, bytes_):
    bit = data.draw(st.integers(0, len(bytes_) * 8 - 1))
    return (int.from_bytes(bytes_, "big") ^ 1 << bit).to_bytes(len(bytes_), "big")


def test_golden_roots():
    first = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [Tree().root().hex(), Tree([b""]).root().hex()] == [first, leaf_hash(b"").hex()]
    assert TREE.root(1).hex() == "db3426e878068d28d269b6c87172322ce5372b65756d0789001d34835f601c03"
    assert TREE.root(7).hex() == "a3e23b32ccb6bf96d092d165d8aa546e09829de8f03b0e8957581d1e16b92bdf"
    assert TREE.root(40).hex() == "ddbb9b3cf949ee71624c128dd11befe36b0b9e5fea8860df3cd7f4c4741868a8"


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_the_root_is_the_one_defined_and_growing_keeps_old_roots(size):
    assert TREE.root(size) == Tree(LEAVES[:size]).root() == plain_root(LEAVES[:size])


def test_every_leaf_of_every_size_is_proven():
    for size in range(1, len(LEAVES) + 1):
        for index in range(size):
            path = TREE.inclusion(index, size)
            assert includes(TREE.root(size), size, index, leaf_hash(LEAVES[index]), path)
            assert len(path) <= (size - 1).bit_length()


def test_every_earlier_size_is_a_beginning_of_every_later_one():
    for size in range(1, len(LEAVES) + 1):
        for old in range(1, size + 1):
            assert extends(TREE.root(old), old, TREE.root(size), size, TREE.consistency(old, size))


@given(sizes, st.data())
def test_a_flipped_bit_anywhere_breaks_an_inclusion_proof(size, data):
    index = data.draw(st.integers(0, size - 1))
    root, leaf, path = TREE.root(size), leaf_hash(LEAVES[index]), TREE.inclusion(index, size)
    assert not includes(flipped(data, root), size, index, leaf, path)
    assert not includes(root, size, index, flipped(data, leaf), path)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert not includes(root, size, index, leaf, [*path[:at], flipped(data, path[at]), *path[at + 1 :]])
        assert not includes(root, size, index, leaf, path[:at] + path[at + 1 :])
    assert not includes(root, size, index, leaf, [*path, root])


@given(sizes, st.data())
def test_a_leaf_is_proven_at_no_other_place(size, data):
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size + 2).filter(lambda place: place != index))
    assert not includes(TREE.root(size), size, other, leaf_hash(LEAVES[index]), TREE.inclusion(index, size))


@given(sizes, st.data())
def test_a_wrong_size_never_proves_more_leaves_than_the_path_could_hold(size, data):
    """A size whose paths have the same shape for this leaf proves the same; any other size is refused."""
    index = data.draw(st.integers(0, size - 1))
    path = TREE.inclusion(index, size)
    for wrong in (0, index, 2 * size + 1, 4 * size):
        same_shape = index < wrong <= len(LEAVES) and len(TREE.inclusion(index, wrong)) == len(path)
        assert same_shape or not includes(TREE.root(size), wrong, index, leaf_hash(LEAVES[index]), path)


@given(sizes, st.data())
def test_a_flipped_bit_a_swap_or_a_cut_breaks_a_consistency_proof(size, data):
    old = data.draw(st.integers(1, size))
    first, second, path = TREE.root(old), TREE.root(size), TREE.consistency(old, size)
    assert not extends(flipped(data, first), old, second, size, path)
    assert not extends(first, old, flipped(data, second), size, path)
    assert not extends(first, old, second, size, [*path, second])
    assert old == size or not extends(second, old, first, size, path)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert not extends(first, old, second, size, [*path[:at], flipped(data, path[at]), *path[at + 1 :]])
        assert not extends(first, old, second, size, path[:at] + path[at + 1 :])


@given(sizes, st.data())
def test_a_changed_leaf_is_no_beginning(size, data):
    old = data.draw(st.integers(1, size))
    at = data.draw(st.integers(0, old - 1))
    other = Tree([*LEAVES[:at], b"other", *LEAVES[at + 1 :]])
    assert not extends(TREE.root(old), old, other.root(size), size, other.consistency(old, size))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: TREE.root(41),
        lambda: TREE.root(-1),
        lambda: TREE.inclusion(40),
        lambda: TREE.inclusion(-1),
        lambda: TREE.inclusion(3, 3),
        lambda: TREE.consistency(0),
        lambda: TREE.consistency(5, 4),
        lambda: Tree().inclusion(0),
    ],
)
def test_no_proof_is_made_of_what_is_not_there(ask):
    with pytest.raises(IndexError):
        ask()


def vectors(real_data, kind):
    folder = real_data / "stv/crypto-vectors/rfc6962-merkle" / kind
    if not folder.is_dir():
        pytest.skip("the RFC 6962 vectors are not here: set LETGO_DATA to the folder of the real data")
    cases = [json.loads(path.read_text()) for path in sorted(folder.rglob("*.json"))]
    assert len(cases) > 50
    return cases


def hashes(words):
    return [b64decode(word) for word in words or []]


def test_inclusion_vectors(real_data):
    for case in vectors(real_data, "inclusion"):
        root, leaf = b64decode(case["root"] or ""), b64decode(case["leafHash"] or "")
        holds = includes(root, case["treeSize"], case["leafIdx"], leaf, hashes(case["proof"]))
        assert holds != case["wantErr"], case["desc"]


def test_consistency_vectors(real_data):
    for case in vectors(real_data, "consistency"):
        old, new = b64decode(case["root1"] or ""), b64decode(case["root2"] or "")
        holds = extends(old, case["size1"], new, case["size2"], hashes(case["proof"]))
        assert holds != case["wantErr"], case["desc"]


@given(st.integers(0, 70), st.integers(0, 70))
def test_the_right_edge_alone_grows_to_the_same_roots(before, after):
    data = LEAVES[:1] * before + LEAVES[1:2] * after
    first = Frontier()
    for one in data[:before]:
        first.append(leaf_hash(one))
    later = Frontier(first.size, first.peaks)
    for one in data[before:]:
        later.append(leaf_hash(one))
    assert (later.size, later.root()) == (len(data), Tree(data).root())


@given(sizes, st.data())
def test_what_each_leaf_completes_is_enough_for_every_path(size, given_):
    data, completed, edge = LEAVES[:size], {}, Frontier()
    for number, one in enumerate(data):
        completed[number, 1] = leaf_hash(one)
        for level, found in enumerate(edge.append(leaf_hash(one)), start=1):
            completed[number + 1 - 2**level, 2**level] = found
    index = given_.draw(st.integers(0, size - 1))
    path = inclusion(index, size, lambda start, width: completed[start, width])
    assert path == Tree(data).inclusion(index)
    assert includes(edge.root(), size, index, leaf_hash(data[index]), path)


@pytest.mark.parametrize(("size", "peaks"), [(-1, []), (0, [EMPTY]), (3, [EMPTY]), (1, [b"short"])])
def test_peaks_that_make_no_tree_are_refused(size, peaks):
    with pytest.raises(ValueError, match="do not make a tree"):
        Frontier(size, peaks)
