"""Merkle trees as in RFC 6962 §2.1 and RFC 9162 §2.1: one hash for a whole list, short proofs about it.

Hashes are 32 bytes. A leaf is hashed with a leading 0x00 and a node with 0x01, so that neither can pass for the other.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Hash = bytes
Complete = Callable[
    [int, int], Hash
]  # (start, width) -> the hash of that complete subtree: width a power of two that divides start
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
        return span(0, size, self._complete) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[Hash]:
        """The audit path of leaf `index` in the first `size` leaves, from the leaf up. Raises IndexError."""
        return inclusion(index, self._size(size), self._complete)

    def consistency(self, old: int, size: int | None = None) -> list[Hash]:
        """The proof that the first `old` (from 1) leaves begin the tree of `size`. Raises IndexError."""
        size = self._size(size)
        if not 1 <= old <= size:
            raise IndexError(f"no proof from size {old} to size {size}")
        start, end, path = 0, size, []
        while end != old:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(span(middle, end, self._complete))
                end = middle
            else:
                path.append(span(start, middle, self._complete))
                start = middle
        if start:
            path.append(span(start, end, self._complete))
        return path[::-1]

    def _size(self, size: int | None) -> int:
        size = len(self) if size is None else size
        if not 0 <= size <= len(self):
            raise IndexError(f"the tree has {len(self)} leaves, not {size}")
        return size

    def _complete(self, start: int, width: int) -> Hash:
        return self._levels[width.bit_length() - 1][start // width]


class Frontier:
    """The right edge of a tree that only grows: enough to add leaves and to say the root, in O(log n) memory.

    `peaks` are the hashes of the complete subtrees that make up the first `size` leaves, largest first: one for each 1 in `size`
    written in binary. Raises ValueError for another number of them.
    """

    def __init__(self, size: int = 0, peaks: Sequence[Hash] = ()) -> None:
        if size < 0 or len(peaks) != size.bit_count() or not _are_hashes(*peaks):
            raise ValueError(f"{len(peaks)} peaks do not make a tree of {size} leaves")
        self.size, self.peaks = size, list(peaks)

    def append(self, leaf: Hash) -> list[Hash]:
        """Add a leaf's hash. Returns the hashes of the subtrees that it completed, the smallest (of 2 leaves) first."""
        completed = []
        self.peaks.append(leaf)
        self.size += 1
        width = self.size
        while width % 2 == 0:
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)
            completed.append(self.peaks[-1])
            width //= 2
        return completed

    def root(self) -> Hash:
        """The tree hash of all leaves so far."""
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def inclusion(index: int, size: int, complete: Complete) -> list[Hash]:
    """The audit path of leaf `index` in the first `size` leaves, from the leaf up. Raises IndexError. Source: RFC 9162 §2.1.3.1."""
    if not 0 <= index < size:
        raise IndexError(f"there is no leaf {index} in a tree of {size}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(span(middle, end, complete))
            end = middle
        else:
            path.append(span(start, middle, complete))
            start = middle
    return path[::-1]


def span(start: int, end: int, complete: Complete) -> Hash:
    """The hash of leaves start..end, as it stands in the tree; every left half met on the way is a complete subtree."""
    width = end - start
    if width & (width - 1) == 0:
        return complete(start, width)
    middle = start + _split(width)
    return node_hash(span(start, middle, complete), span(middle, end, complete))


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
