"""The one folder in which an installation keeps everything of its own: LETGO_HOME, or ./var."""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The folder, made readable by nobody else when it is not there yet."""
    return private_folder(Path(os.environ.get("LETGO_HOME") or "var").absolute())


def private_folder(path: Path) -> Path:
    """`path` as a folder that only its owner may enter. Raises OSError when it cannot be made."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key(folder: Path) -> str:
    """The key that signs forms, made once in `folder`; two processes that start together agree on one."""
    path = folder / "secret-key"
    if not path.exists():
        mine = folder / f"secret-key.{secrets.token_hex(8)}"
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(mine, path)
        except FileExistsError:
            pass  # the other one was first: its key holds
        finally:
            mine.unlink()
    return path.read_text(encoding="ascii").strip()


def whole_number(name: str) -> int:
    """The environment's `name` as a whole number above 0. Raises ValueError, naming it, for anything else."""
    text = os.environ[name]
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError(f"{name} must be a whole number above 0, not {text!r}")
    return int(text)


def left_over(folder: Path, before: float) -> list[Path]:
    """Files in `folder` that nobody has written to since `before` (seconds of the epoch): what a killed server left half received."""
    return [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < before]
