"""Merkle trees as in RFC 6962 §2.1 and RFC 9162 §2.1: one hash for a whole list, short proofs about it.

Hashes are 32 bytes. A leaf is hashed with a leading 0x00 and a node with 0x01, so that neither can pass for the other.
"""

from collections.abc import Sequence
from hashlib import sha256

Hash = bytes
EMPTY = sha256(b"").digest()


class Tree:
    """A list that only grows: `append` leaves; ask for the root or a proof at any size it has had.

    Holds every complete subtree's hash (twice the leaves); a proof costs O(log² n) hashes.
    """

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self._levels: list[list[Hash]] = [[]]
        for data in leaves:
            self.append(data)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, data: bytes) -> int:
        """Add a leaf; returns its index."""
        level, hashed = 0, leaf_hash(data)
        self._levels[0].append(hashed)
        while len(self._levels[level]) % 2 == 0:
            hashed = node_hash(*self._levels[level][-2:])
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(hashed)
        return len(self) - 1

    def root(self, size: int | None = None) -> Hash:
        """The tree hash of the first `size` leaves (all by default). Raises IndexError beyond them."""
        size = self._size(size)
        return self._hash(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[Hash]:
        """The audit path of leaf `index` in the first `size` leaves, from the leaf up. Raises IndexError."""
        size = self._size(size)
        if not 0 <= index < size:
            raise IndexError(f"there is no leaf {index} in a tree of {size}")
        start, end, path = 0, size, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[Hash]:
        """The proof that the first `old` (from 1) leaves begin the tree of `size`. Raises IndexError."""
        size = self._size(size)
        if not 1 <= old <= size:
            raise IndexError(f"no proof from size {old} to size {size}")
        start, end, path = 0, size, []
        while end != old:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        if start:
            path.append(self._hash(start, end))
        return path[::-1]

    def _size(self, size: int | None) -> int:
        size = len(self) if size is None else size
        if not 0 <= size <= len(self):
            raise IndexError(f"the tree has {len(self)} leaves, not {size}")
        return size

    def _hash(self, start: int, end: int) -> Hash:
        """The hash of leaves start..end; every left half met on the way is a complete subtree and is kept."""
        width = end - start
        if width & (width - 1) == 0:
            return self._levels[width.bit_length() - 1][start // width]
        middle = start + _split(width)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def leaf_hash(data: bytes) -> Hash:
    """SHA-256 of 0x00 and the leaf's bytes."""
    return sha256(b"\0" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """SHA-256 of 0x01 and the two hashes below."""
    return sha256(b"\1" + left + right).digest()


def includes(root: Hash, size: int, index: int, leaf: Hash, path: Sequence[Hash]) -> bool:
    """Whether `path` proves that `leaf` (a hash) is leaf `index` under this root. Source: RFC 9162 §2.1.3.2."""
    if not 0 <= index < size or not _are_hashes(root, leaf, *path):
        return False
    here, last, hashed = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            hashed = node_hash(step, hashed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            hashed = node_hash(hashed, step)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == root


def extends(old_root: Hash, old: int, root: Hash, size: int, path: Sequence[Hash]) -> bool:
    """Whether `path` proves that the tree of size `old` begins the tree of `size`. Source: RFC 9162 §2.1.4.2.

    From size 0 there is nothing to prove: always False.
    """
    if not 1 <= old <= size:
        return False
    if old == size:
        return not path and old_root == root
    if not _are_hashes(old_root, root, *path):
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, step)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == root


def _are_hashes(*words: bytes) -> bool:
    return all(len(word) == len(EMPTY) for word in words)


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)
