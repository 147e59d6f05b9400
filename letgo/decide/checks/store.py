"""Where the files of checks lie: one directory a check, readable by this user only, removed as a whole.

MEDIA_ROOT/checks/incoming/<random>    a file that is still coming in
MEDIA_ROOT/checks/<id>/votes           what was given; its own name is not kept
MEDIA_ROOT/checks/<id>/choices.json    how an election is to be counted, when somebody chose
MEDIA_ROOT/checks/<id>/report.json.gz, certificate.json.gz, problem.json, reason-<place>.json.gz    what came of it
With several web hosts this directory must be shared between them.
"""

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.conf import settings

from letgo.decide.checks.layout import CHOICES, VOTES

PIECE = 1024 * 1024


def root() -> Path:
    """The directory of all checks; made when it is not there."""
    path = Path(settings.MEDIA_ROOT) / "checks"
    (path / "incoming").mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def of(check: UUID) -> Path:
    """The directory of one check, whether or not it is there."""
    return root() / check.hex


@contextmanager
def incoming(chunks: Iterable[bytes], allow: Callable[[int], None]) -> Iterator["Incoming"]:
    """Write `chunks` to a new file and sync it; whatever is not kept by the end of the block is gone again.

    `allow(size)` is asked before the first byte and then at least once a megabyte, and raises to refuse.
    Raises OSError as the disk does; then too nothing is left.
    """
    path = root() / "incoming" / token_hex(16)
    try:
        yield Incoming(path, _receive(path, chunks, allow))
    finally:
        path.unlink(missing_ok=True)


def _receive(path: Path, chunks: Iterable[bytes], allow: Callable[[int], None]) -> int:
    size = unasked = 0
    allow(0)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0) as file:
        for chunk in chunks:
            size += len(chunk)
            unasked += len(chunk)
            if unasked >= PIECE:
                allow(size)
                unasked = 0
            _write(file, chunk)
        allow(size)
        os.fsync(file.fileno())
    return size


def _write(file, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]


class Incoming:
    """A file that came in whole: `size` bytes at `path`."""

    def __init__(self, path: Path, size: int):
        self.path = path
        self.size = size

    def keep_as(self, check: UUID, choices: dict[str, Any] | None = None) -> None:
        """Give it to the check, with what was chosen: its directory is made, and all is on disk before this returns."""
        home = of(check)
        home.mkdir(mode=0o700)
        if choices:
            (home / CHOICES).write_text(json.dumps(choices))
        os.rename(self.path, home / VOTES)
        for directory in (home, home.parent):
            _sync(directory)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def coming_in() -> int:
    """Bytes of all files that are coming in."""
    return sum(_size(path) for path in _unfinished())


def free() -> int:
    """Free bytes of the disk."""
    return shutil.disk_usage(root()).free


def pieces(check: UUID) -> Iterator[bytes]:
    """What was given for a check, a megabyte at a time. Raises FileNotFoundError when it is gone."""
    with open(of(check) / VOTES, "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def size_of(check: UUID) -> int:
    """Bytes that a check has on disk."""
    return sum(_size(path) for path in of(check).glob("*.*")) if of(check).is_dir() else 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # it went while we looked
        return 0


def read(check: UUID, name: str) -> Any:
    """The JSON in one of a check's files, or None when it is not there."""
    data = read_bytes(check, name)
    return None if data is None else json.loads(data)


def read_bytes(check: UUID, name: str) -> bytes | None:
    """One of a check's files, unpacked when it is packed, or None when it is not there."""
    try:
        data = (of(check) / name).read_bytes()
    except FileNotFoundError:
        return None
    return gzip.decompress(data) if name.endswith(".gz") else data


def keep(check: UUID, outcome: Path) -> None:
    """Put the files of the directory `outcome`, which lies in the check's own, in their place."""
    for path in outcome.iterdir():
        path.replace(of(check) / path.name)
    _sync(of(check))


def remove(check: UUID) -> None:
    """Delete all that a check has on disk, the votes first. Harmless when it is gone."""
    home = of(check)
    (home / VOTES).unlink(missing_ok=True)
    shutil.rmtree(home, ignore_errors=True)


def directories() -> Iterator[tuple[UUID, float]]:
    """Each check that has a directory, with the time of its last change in seconds since 1970."""
    for path in root().iterdir():
        if path.name != "incoming":
            yield UUID(hex=path.name), path.stat().st_mtime


def drop_incoming(before: float) -> None:
    """Delete files that were coming in and have not grown since `before` (seconds since 1970)."""
    for path in _unfinished():
        try:
            if path.stat().st_mtime < before:
                path.unlink()
        except FileNotFoundError:
            pass


def _unfinished() -> Iterator[Path]:
    """Files that are coming in: ours, and those that Django writes before we see them, which a killed server leaves."""
    yield from (root() / "incoming").iterdir()
    if settings.FILE_UPLOAD_TEMP_DIR:
        yield from Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*")
