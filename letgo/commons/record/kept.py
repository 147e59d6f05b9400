"""What is kept beside the database, in LETGO_HOME: the key that signs heads, keys used before it, and a copy of every head.

Whoever changes the database, but not these files, is found out. Whoever can change both is found out by a head that somebody else kept.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from letgo.commons.record.models import Head
from letgo.commons.record.rules import head_data, moment

KEY, KEYS_BEFORE, HEADS = "seal-key", "seal-keys-before", "heads.jsonl"
MADE_UP = "made-up-town"  # the mark of an installation that holds the made-up town and nothing else


def signing_key() -> Ed25519PrivateKey:
    """The key that signs: settings.LETGO_SEAL_KEY where hosts share one, else a file made once, for its owner's eyes only."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LETGO_SEAL_KEY or _made_once(_at(KEY))))


def public_key() -> str:
    """The key that shows who signed: 64 hex digits. It is the key's name, too."""
    return signing_key().public_key().public_bytes_raw().hex()


def known_keys() -> list[str]:
    """Every public key that this installation has had, oldest first; [] where there is none yet. Makes none."""
    before = _at(KEYS_BEFORE)
    keys = before.read_text(encoding="ascii").split() if before.exists() else []
    return [*keys, public_key()] if settings.LETGO_SEAL_KEY or _at(KEY).exists() else keys


def change_key() -> str:
    """Sign with a new key from now on; the old one's public part is kept. Returns the new public key. Raises OSError."""
    with _at(KEYS_BEFORE).open("a", encoding="ascii") as file:
        file.write(f"{public_key()}\n")
        _to_disk(file)
    fresh = _at(f"{KEY}.{secrets.token_hex(8)}")
    _write_private(fresh, secrets.token_hex(32))
    os.replace(fresh, _at(KEY))
    return public_key()


def is_made_up() -> bool:
    """Whether this is the made-up town: then the times in its record are made up, too."""
    return _at(MADE_UP).exists()


def sign(size: int, root: str, at: Any) -> tuple[str, str]:
    """(public key, signature) of a head, in hex."""
    key = signing_key()
    public = key.public_key().public_bytes_raw().hex()
    return public, key.sign(head_data(size, root, at, public)).hex()


def is_signed(head: Head) -> bool:
    """Whether a head's signature fits the key that the head names; whose key that is, known_keys() says."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.key))
        public.verify(bytes.fromhex(head.signature), head_data(head.size, head.root, head.at, head.key))
    except (InvalidSignature, ValueError):
        return False
    return True


def as_json(head: Head) -> dict[str, Any]:
    """A head as the heads file, the pages and the export write it."""
    return {"size": head.size, "root": head.root, "at": moment(head.at), "key": head.key, "signature": head.signature}


def keep_heads(after: int, heads: Iterable[Head]) -> None:
    """Append to the heads file those of `heads` (ascending, all above size `after`) that it does not hold yet."""
    with _at(HEADS).open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last_size(file)
        for head in heads:
            if head.size > max(after, last):
                file.write(json.dumps(as_json(head), separators=(",", ":")).encode() + b"\n")
        _to_disk(file)


def last_kept() -> int:
    """The size of the last head in the heads file; 0 where there is none."""
    if not _at(HEADS).exists():
        return 0
    with _at(HEADS).open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return _last_size(file)


def kept_heads() -> Iterator[dict[str, Any] | None]:
    """What the heads file holds, line by line; None for a line that is no head. Nothing where there is no file."""
    if not _at(HEADS).exists():
        return
    with _at(HEADS).open("rb") as file:
        for line in file:
            if line.endswith(
                b"\n"
            ):  # else it is being written, or its writer was killed: the next seal writes it again
                yield _read(line)


def _last_size(file: Any) -> int:
    """The size of the file's last whole line. Half a line, which a killed writer left, is cut off."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 4096))
    tail = file.read()
    if tail and not tail.endswith(b"\n"):
        file.truncate(end - len(tail) + tail.rfind(b"\n") + 1)
    lines = tail[: tail.rfind(b"\n") + 1].splitlines()
    found = _read(lines[-1]) if lines else None
    return found["size"] if found else 0


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("size"), int) else None


def _at(name: str) -> Path:
    return Path(settings.LETGO_HOME) / name


def _made_once(path: Path) -> str:
    """A secret made once, whichever of two processes is first."""
    if not path.exists():
        mine = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        _write_private(mine, secrets.token_hex(32))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass  # the other one was first: its key holds
        finally:
            mine.unlink()
    return path.read_text(encoding="ascii").strip()


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    with path.open("w", encoding="ascii") as file:
        file.write(text)
        _to_disk(file)


def _to_disk(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
