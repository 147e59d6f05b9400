"""The poll key: a file outside the database and outside its backups, made when a vote opens and destroyed when it has closed.

With it a voter's own ballot is found again, so that they can replace it. Nobody finds anything after it is gone. Several app hosts
share the folder (LETGO_POLL_KEYS) through their secret store.
"""

import hmac
import os
import secrets
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from letgo.commons.record.refusals import Refused

BYTES = 32
SWEPT = ".swept"


def folder() -> Path:
    """Where the keys lie."""
    found = Path(_folder())
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def _folder() -> str:
    return getattr(settings, "LETGO_POLL_KEYS", "") or f"{settings.LETGO_HOME}/poll-keys"


def make(poll: UUID) -> None:
    """Make the key of a vote, once: one that is there stays. On disk before this returns."""
    path = folder() / str(poll)
    mine = path.with_name(f".{poll}.{secrets.token_hex(8)}")
    _write(mine, secrets.token_bytes(BYTES), os.O_CREAT | os.O_EXCL)
    try:
        os.link(mine, path)
    except FileExistsError:
        pass  # made before, by a process that was killed or by another host
    finally:
        mine.unlink()
    _sync_folder()


def ballot_key(poll: UUID, entry: UUID) -> str:
    """Under which key the ballot of this entry of the roll stands in the open box. Raises Refused when the poll key is lost."""
    try:
        handle = os.open(f"{_folder()}/{poll}", os.O_RDONLY)
    except FileNotFoundError:
        key = b""
    else:
        key = os.read(handle, BYTES + 1)
        os.close(handle)
    if len(key) != BYTES:
        raise Refused(
            "The box cannot be opened just now. That is our fault.", "Your earlier vote is safe. Try again later."
        )
    return hmac.digest(key, entry.bytes, "sha256").hex()


def there(poll: UUID) -> bool:
    """Whether the key of this vote is where it should be."""
    path = folder() / str(poll)
    return path.is_file() and path.stat().st_size == BYTES


def all_kept() -> set[UUID]:
    """The votes whose keys lie here."""
    return {UUID(path.name) for path in folder().iterdir() if not path.name.startswith(".")}


def note_swept(at: datetime) -> None:
    """Remember when the open tables were last written anew."""
    (folder() / SWEPT).write_text(at.isoformat(), encoding="ascii")


def last_swept() -> datetime | None:
    """When that was, or None for never."""
    path = folder() / SWEPT
    return datetime.fromisoformat(path.read_text(encoding="ascii")) if path.exists() else None


def destroy(poll: UUID) -> None:
    """Write over the key and take it away. Harmless when it is gone."""
    path = folder() / str(poll)
    if path.exists():
        _write(path, secrets.token_bytes(BYTES), 0)
        path.unlink(missing_ok=True)
        _sync_folder()


def _write(path: Path, data: bytes, flags: int) -> None:
    handle = os.open(path, os.O_WRONLY | flags, 0o600)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder() -> None:
    handle = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
