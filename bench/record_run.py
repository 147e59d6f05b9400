"""`python -m bench.record_run N`: the record measured in an installation of its own (LETGO_HOME, a fresh one). Prints JSON.

N lines, every third one private, are put in 10,000 at a time, past the action but not past the database's own guards.
"""

import io
import json
import os
import sys
from contextlib import redirect_stdout
from hashlib import sha256
from secrets import token_hex
from time import process_time
from uuid import uuid4

from letgo.house.databases import use_sound_sqlite

BATCH = 10_000


def main() -> int:
    """Make, measure, print."""
    use_sound_sqlite()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
    from letgo.house.serving import migrate

    migrate(quiet=True)
    found = _fill(int(sys.argv[1])) | _verify() | _copy() | {"hashes": _hashes(int(sys.argv[1]))}
    print(json.dumps(found))
    return 0


def _fill(many: int) -> dict:
    from letgo.commons.record import actions

    for _ in range(0, many, BATCH):
        _lines()
        began = process_time()
        actions.seal_now()
        spent = process_time() - began
    return {"seal": spent}  # of the last 10,000, with all others before them


def _lines() -> None:
    from django.db import transaction

    from letgo.commons.record.clock import now
    from letgo.commons.record.models import Doer, Line, Words
    from letgo.commons.record.rules import salted

    lines, words, doers = [], [], []
    for n in range(BATCH):
        salts, said, did = (
            (token_hex(32), token_hex(32)),
            {"what": "grass cutting", "pence": n, "days": 28},
            {"system": "bench"},
        )
        line = Line(
            verb="powers.hand-over", about_kind="power", about_id=uuid4(), at=now(),
            audience_kind="place" if n % 3 == 0 else "public", audience_id=uuid4() if n % 3 == 0 else None,
            words_digest=salted(salts[0], said), doer_digest=salted(salts[1], did),
        )  # fmt: skip
        lines.append(line)
        words.append(Words(line=line, salt=salts[0], body=said))
        doers.append(Doer(line=line, salt=salts[1], body=did))
    with transaction.atomic():
        for model, rows in ((Line, lines), (Words, words), (Doer, doers)):
            model.objects.bulk_create(rows, batch_size=2_000)


def _verify() -> dict:
    from letgo.commons.record.verifying import verify

    began = process_time()
    found = list(verify())
    return {"database": process_time() - began, "faults": [text for holds, text in found if holds is False]}


def _copy() -> dict:
    from letgo.commons.record import export
    from letgo.engines.sealing import verify

    copy = io.BytesIO(b"".join(export.rows()))
    began = process_time()
    with redirect_stdout(io.StringIO()):
        code = verify.check_stream("copy", copy)
    if code:
        raise RuntimeError("the saved copy of the bench does not hold")
    return {"copy": process_time() - began}


def _hashes(many: int) -> float:
    """Four for each line: its leaf, what it says, who did it, and one node of the tree."""
    leaf, words, doer, node = bytes(330), bytes(80), bytes(50), bytes(65)
    began = process_time()
    for _ in range(many):
        for data in (leaf, words, doer, node):
            sha256(data).digest()
    return process_time() - began


if __name__ == "__main__":
    sys.exit(main())
