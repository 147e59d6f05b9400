"""The whole record as others may have it, "letgo.record/1": a JSON row for each sealed line, and each head after the lines it covers.

Of a private line only the hash of its leaf is there. Who did a thing is never there. docs/verify.md says what each row means.
"""

import json
from collections.abc import Iterator
from typing import Any

from letgo.commons.record import kept, queries
from letgo.engines.sealing.canonical import encode


def rows() -> Iterator[bytes]:
    """The export, row by row, each ending with a line end. 3 SQL queries for each 2,000 lines, and one for each 2,000 heads."""
    yield b'{"format":"letgo.record/1","keys":' + encode(kept.known_keys()) + b"}\n"
    size = count = 0
    whys: set[str] = set()
    heads = queries.heads()
    head = next(heads, None)
    for row in queries.sealed():
        while head is not None and head.size <= row.number:
            head = next(heads, None)  # of a record that was tampered with: it is not hidden, its lines do not fit
        if head is None:
            break  # sealed since we began
        yield entry(row)
        size = row.number + 1
        whys |= set(row.whys)
        if head.size == size:
            yield encode({"head": kept.as_json(head)}) + b"\n"
            count += 1
            head = next(heads, None)
    yield encode({"end": {"size": size, "heads": count, "waiting": queries.waiting_of(whys, size)}}) + b"\n"


def entry(row: queries.Sealed) -> bytes:
    """One line's row."""
    if not row.is_public:
        return f'{{"number":{row.number},"hash":"{row.hash}"}}\n'.encode()
    said: dict[str, Any] = {"why": list(row.whys)}
    if row.words is not None:
        said = {"salt": row.words[0], "body": row.words[1]}
    return b'{"number":%d,"leaf":%s,%s\n' % (row.number, row.data, encode(said)[1:])


def certificate(row: queries.Sealed, proof: queries.Proof) -> dict[str, Any]:
    """One public line with its place in the whole, "letgo.line/1": what verify.py reads, less the digest of it all."""
    row_ = json.loads(entry(row))
    return {"format": "letgo.line/1", **row_, "path": proof.path, "head": kept.as_json(proof.head)}
