"""A photo shows what was done, and nothing about who took it, where, when and with what."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from letgo.commons.record.refusals import Refused
from letgo.decide.budgets.delivery import photos
from tests.decide.budgets.funded import photo


def with_gps() -> BytesIO:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x9286] = "CanaryPhone", 6, "canary comment"
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
    return photo((80, 60), exif=exif.tobytes())


def test_where_when_and_which_phone_are_gone_and_it_stands_upright():
    assert b"CanaryPhone" in with_gps().getvalue()
    data, width, height = photos.cleaned(with_gps())
    assert b"CanaryPhone" not in data
    assert b"Exif" not in data
    with Image.open(BytesIO(data)) as kept:
        assert dict(kept.getexif()) == {}
        assert (kept.size, (width, height)) == ((60, 80), (60, 80))  # turned as its orientation said
        assert kept.format == "JPEG"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_words_in_other_kinds_are_gone_too(kind):
    out = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(out, kind, xmp=b"<x>canary</x>")
    data, *_ = photos.cleaned(out)
    assert b"canary" not in data


def test_a_large_photo_is_made_smaller():
    _, width, height = photos.cleaned(photo((4000, 3000)))
    assert (width, height) == (1600, 1200)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff" + b"x" * 99, b"%PDF-1.7"]
)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(Refused):
        photos.cleaned(BytesIO(data))


def test_half_a_photo_is_refused():
    whole = photo((600, 600)).getvalue()
    with pytest.raises(Refused):
        photos.cleaned(BytesIO(whole[: len(whole) // 2]))


def test_too_many_bytes_are_refused_unread():
    with pytest.raises(Refused) as refused:
        photos.cleaned(BytesIO(b"\0" * (photos.MOST_BYTES + 1)))
    assert refused.value.kind == "too-large"


def test_a_bomb_is_refused_before_it_unpacks():
    """A PNG of a few kilobytes that says it is 50,000 points each way: 7 gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 500_000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(Refused):
        photos.cleaned(BytesIO(bomb))


def test_a_kept_photo_is_readable_by_us_alone_and_named_by_chance(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = photos.keep(photo())
    path = photos.folder() / kept.name
    assert path.stat().st_mode & 0o777 == 0o600
    assert photos.read(kept.name) == path.read_bytes()
    assert photos.read("../../etc/passwd") is None
    photos.forget(kept.name)
    assert photos.read(kept.name) is None
