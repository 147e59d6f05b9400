"""Photos of what was done: read with care, made anew without where, when and by which phone they were taken, and kept on disk.

MEDIA_ROOT/budgets/<random>.jpg, readable by this user only; pages send them. With several web hosts the folder must be shared.
"""

import os
import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import IO

from django.conf import settings
from PIL import Image, ImageOps

from letgo.commons.record.refusals import Refused

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = {
    "JPEG": 64_000_000,
    "PNG": 16_000_000,
    "WEBP": 16_000_000,
}  # a JPEG is read smaller at once, others are not
SIDE = 1600  # pixels of the longer side that is kept
QUALITY = 80
CURE = "Send one photo as JPEG, PNG or WebP, as your phone makes it."


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept: the picture and nothing else."""

    name: str
    sha256: str
    width: int
    height: int


def cleaned(file: IO[bytes]) -> tuple[bytes, int, int]:
    """The picture in `file` as a JPEG of at most SIDE pixels, upright, with no other data in it; and its width and height.

    Nothing of the file itself is kept. Raises Refused for what is no photo, is too large, or unpacks to more than a photo.
    """
    if _size(file) > MOST_BYTES:
        raise Refused(
            "This photo is larger than {most} MB.", cure=CURE, kind="too-large", most=MOST_BYTES // 1024 // 1024
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _drawn(file)
    except Refused:
        raise
    except Exception:  # whatever a broken file makes of the decoder, it is the file that is wrong
        raise Refused("This is not a photo that we can read.", cure=CURE) from None


def _size(file: IO[bytes]) -> int:
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(0)
    return size


def _drawn(file: IO[bytes]) -> tuple[bytes, int, int]:
    with Image.open(file, formats=tuple(MOST_PIXELS)) as opened:
        if opened.width * opened.height > MOST_PIXELS[opened.format or ""]:
            raise Refused("This picture has more points than a photo.", cure=CURE, kind="too-large")
        opened.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((SIDE, SIDE))
        picture = Image.new("RGB", upright.size, "white")
        picture.paste(upright.convert("RGB"), mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), picture.width, picture.height


def keep(file: IO[bytes]) -> Photo:
    """Clean a photo and keep it. Raises Refused as cleaned(), and OSError as the disk does: then nothing is left."""
    data, width, height = cleaned(file)
    name = f"{token_hex(16)}.jpg"
    path = folder() / name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            kept.write(data)
            kept.flush()
            os.fsync(kept.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return Photo(name, sha256(data).hexdigest(), width, height)


def folder() -> Path:
    """Where photos lie; made when it is not there."""
    path = Path(settings.MEDIA_ROOT) / "budgets"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def read(name: str) -> bytes | None:
    """A kept photo, or None when it is not there."""
    path = folder() / Path(name).name
    return path.read_bytes() if path.is_file() else None


def forget(name: str) -> None:
    """Delete a kept photo: of an act that was undone, or one that must not be seen."""
    (folder() / Path(name).name).unlink(missing_ok=True)
