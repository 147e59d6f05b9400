"""Where lists lie until they are taken over or dropped: one file each, for the server's own user only."""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from uuid import UUID

from django.conf import settings


def root() -> Path:
    """The directory of all lists; made when it is not there. With several web hosts they must share it."""
    path = Path(settings.MEDIA_ROOT) / "lists"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def of(pk: UUID) -> Path:
    """The file of one import, whether or not it is there."""
    return root() / f"{pk.hex}.csv"


def receive(chunks: Iterable[bytes], most: int) -> tuple[Path, int, str]:
    """Write what comes in to a new file: (path, size, SHA-256). Reads no more than a chunk beyond `most` bytes."""
    path, size, sums = root() / f"{token_hex(16)}.part", 0, sha256()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    break
                sums.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, size, sums.hexdigest()


def lines(pk: UUID, longest: int) -> Iterator[bytes]:
    """The file's lines, none longer than `longest` + 1 bytes: the rest of a longer one is read and thrown away."""
    with of(pk).open("rb") as file:
        while line := file.readline(longest + 1):
            rest = line
            while len(rest) > longest and not rest.endswith(b"\n"):
                rest = file.readline(longest + 1)
            yield line


def remove(pk: UUID) -> None:
    """Delete it. Harmless when it is gone."""
    of(pk).unlink(missing_ok=True)


def left_over(before: float) -> Iterator[Path]:
    """Files that nobody wrote to since `before` (seconds since 1970)."""
    for path in root().iterdir():
        try:
            if path.stat().st_mtime < before:
                yield path
        except FileNotFoundError:
            pass
