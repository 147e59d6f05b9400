"""Made-up lists of people for the tests: no name in them belongs to anybody."""

from letgo.commons.places.lists.cells import COLUMNS

HEAD = ",".join(COLUMNS)


def row(number: int, **more: str) -> str:
    """A line that is right: person `number`, in a home of their own at Tansy Row."""
    given = {
        "name": f"Canary P{number}",
        "language": "en",
        "address": f"{number} Tansy Row",
        "uprn": str(10_000_000 + number),
        "place": "tansy-row",
        "standing": "lives-here",
        "start": "2024-03-01",
        "phone": f"+44770{number:07d}",
    }
    given |= more
    return ",".join(given.get(column, "") for column in COLUMNS)


def text(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def faulty(rows: int = 5_000) -> tuple[bytes, dict[int, tuple[str, bool]]]:
    """A list of `rows` lines with twelve planted faults, and where: line -> (column, whether it is more than a note)."""
    lines = [HEAD, *(row(number) for number in range(2, rows + 2))]  # line n of the file tells of person n
    raw = [line.encode() for line in lines]

    def plant(line: int, **more: str) -> None:
        raw[line - 1] = row(line, **more).encode()

    raw[0] = b"\xef\xbb\xbf" + raw[0]
    plant(101, name="Canary Jos\u00e9")
    raw[100] = raw[100].decode().encode("latin-1")
    plant(501, uprn="10000400")
    plant(902, start="2025-02-30")
    plant(1303, place="Tansy Roe")
    plant(1704, end="2023-12-31")
    raw[2104] = ",".join(row(2105).split(",")[:-1]).encode()
    plant(2506, name='"Canary "P" Q"')
    plant(2907, address="=HYPERLINK(1)")
    raw[3307] += b"\r"
    plant(3709, name="")
    plant(4110, name="Canary P4000", address="4000 Tansy Row", uprn="10004000", phone="+447700004000")
    expected = {
        1: ("", False),
        101: ("", True),
        501: ("uprn", True),
        902: ("start", True),
        1303: ("place", True),
        1704: ("end", True),
        2105: ("", True),
        2506: ("", True),
        2907: ("address", True),
        3308: ("", False),
        3709: ("name", False),
        4110: ("name", True),
    }
    return b"\n".join([*raw, b""]), expected
