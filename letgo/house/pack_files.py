"""A pack as a file: read and checked whole, without a database and without Django. What is wrong is named with its line."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from letgo.commons.places.rules import ROLES, Eligibility
from letgo.commons.promises.tables import BadTable, PackFile, Table, calendar_of, rule_of
from letgo.decide.boards.rules import board_of

HERE = Path(__file__).parent / "packs"
LARGEST = 1_000_000
SECTIONS = {"pack", "roles", "words", "electorate", "power", "board", "rule"}
HEAD = {"name", "version", "title", "calendar", "needs"}
POWER = {"what", "title", "words", "rung", "who", "how_far", "how_stopped", "kept_why", "review"}
ELECTORATE = {"name", "title", "default", "standings", "days", "youngest", "oldest", "excludes"}
RUNGS = ("council decides", "residents are asked", "decided together", "residents decide")


@dataclass
class BadPack(Exception):
    """A pack that cannot be read: the file, its line (0: none to name), and what is wrong with the cure."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        where = f"{self.file}: line {self.line}" if self.line else self.file
        return f"{where}: {self.what}"


def load(pack: str) -> PackFile:
    """The pack of this name, or in this file, read and checked. Raises BadPack. Needs no database and no Django."""
    path = Path(pack) if pack.endswith(".toml") else HERE / f"{pack}.toml"
    if not pack.endswith(".toml") and pack not in names():
        raise BadPack(shown(pack), 0, f"no such pack. Use one of: {', '.join(names())}, or a file that ends in .toml.")
    text, data = _toml(path)
    found = _Reading(path.name, text)
    head = found.head(data)
    read = found.days_off(path.parent, head["calendar"])
    rules = [found.rule(index, table, read["country"]) for index, table in enumerate(found.tables(data, "rule"))]
    body = {
        "roles": found.words(data, "roles", ROLES),
        "words": found.words(data, "words", None),
        "electorate": [found.electorate(i, table) for i, table in enumerate(found.tables(data, "electorate"))],
        "power": [found.power(i, table) for i, table in enumerate(found.tables(data, "power"))],
    }
    if boards := [found.board(i, table) for i, table in enumerate(found.tables(data, "board"))]:
        body["board"] = boards
        found.once("board", boards, "name")
    found.once("rule", rules, "name")
    found.once("power", body["power"], "what")
    found.once("electorate", body["electorate"], "name")
    needs = tuple(head.get("needs", ()))
    return PackFile(head["name"], head["version"], head["title"], read, rules, body, needs, str(path))


def names() -> list[str]:
    """The packs that come with Letgo."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def with_needs(pack: str) -> list[PackFile]:
    """The pack and those that it needs, these first. Raises BadPack."""
    found: dict[str, PackFile] = {}

    def read(name: str, above: tuple[str, ...]) -> None:
        part = load(name)
        for need in part.needs:
            if need in above or need == part.name:
                raise BadPack(Path(part.path).name, 0, f"{need} needs it back. Take one of the two “needs” out.")
            read(need, (*above, part.name))
        found.setdefault(part.name, part)

    read(pack, ())
    return list(found.values())


def _toml(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadPack(path.name, 0, "is over 1 MB. Split it.")
        text = path.read_bytes().decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise BadPack(path.name, 0, f"byte {error.start} is no UTF-8. Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column \d+\)", str(error))
        said = re.sub(r"\s*\(at [^)]*\)", "", str(error))
        raise BadPack(path.name, int(where[1]) if where else 0, f"{shown(said)}. Mend this line.") from None
    except RecursionError:
        raise BadPack(path.name, 0, "is nested too deeply. Write it flat.") from None
    except OSError as error:
        raise BadPack(shown(str(path)), 0, f"cannot be read: {error.strerror}. Check the name.") from None


@dataclass
class _Reading:
    """One file under way: what is wrong in it is raised with its line."""

    file: str
    text: str

    def wrong(self, section: str, index: int, key: str, what: str) -> NoReturn:
        raise BadPack(self.file, self.line(section, index, key), what)

    def line(self, section: str, index: int, key: str = "") -> int:
        """The line of `key` in the index-th table of a section, or of its heading; 0 when it cannot be found."""
        heading, inner, count, first = f"[[{section}]]", f"{section}.", -1, 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            bare = line.split("#")[0].strip()
            opens = bare.startswith("[") and not bare.strip("[").startswith(inner)
            if bare in (heading, f"[{section}]"):
                count += 1
                first = number if count == index else first
            elif opens and first and "=" not in bare:
                break
            if first and count == index and key and re.match(rf'["\']?{re.escape(key)}["\']?\s*=', bare):
                return number
            if first and count > index:
                break
        return first

    def head(self, data: Table) -> dict[str, Any]:
        head = data.get("pack")
        if not isinstance(head, dict):
            raise BadPack(self.file, 1, "has no [pack] at its head. Add it with name, version, title and calendar.")
        for section in data:
            if section not in SECTIONS:
                self.wrong(
                    section, 0, "", f"“{shown(section)}” is no part of a pack. Use: {', '.join(sorted(SECTIONS))}."
                )
        self.keys("pack", 0, head, HEAD, HEAD - {"needs"})
        if isinstance(head["version"], bool) or not isinstance(head["version"], int) or not 0 < head["version"] < 10**6:
            self.wrong("pack", 0, "version", "version needs a whole number from 1.")
        for key in ("name", "title", "calendar"):
            self.text_of("pack", 0, head, key)
        needs = head.get("needs", [])
        if not isinstance(needs, list) or any(need not in names() for need in needs):
            self.wrong("pack", 0, "needs", f"needs is a list of packs that come with Letgo: {', '.join(names())}.")
        return head

    def days_off(self, folder: Path, name: str) -> Table:
        path = next((at for base in (folder, HERE) if (at := base / "calendars" / f"{name}.toml").is_file()), None)
        if path is None or not re.fullmatch(r"[a-z0-9-]+", name):
            self.wrong(
                "pack",
                0,
                "calendar",
                f"there is no calendar “{shown(name)}”. Make one: letgo pack calendar GB-ENG 2020 2040",
            )
        text, table = _toml(path)
        try:
            calendar_of(table)
        except BadTable as bad:
            raise BadPack(
                path.name, _Reading(path.name, f"[x]\n{text}").line("x", 0, bad.key) - 1 if bad.key else 0, str(bad)
            ) from None
        return table

    def rule(self, index: int, table: Table, country: str) -> Table:
        full = {"country": country, **table}
        try:
            rule_of(full)
        except BadTable as bad:
            self.wrong("rule", index, bad.key, str(bad))
        return full

    def tables(self, data: Table, section: str) -> list[Table]:
        found = data.get(section, [])
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            self.wrong(section, 0, "", f"write [[{section}]] with two brackets before each {section}.")
        return found

    def words(self, data: Table, section: str, known: tuple[str, ...] | None) -> dict[str, str]:
        found = data.get(section, {})
        if not isinstance(found, dict):
            self.wrong(section, 0, "", f"write [{section}] before its lines.")
        for key in found:
            if known is not None and key not in known:
                self.wrong(section, 0, key, f"{shown(key)} is no role. Use: {', '.join(known)}.")
            self.text_of(section, 0, found, key)
        return dict(found)

    def electorate(self, index: int, table: Table) -> dict[str, Any]:
        self.keys("electorate", index, table, ELECTORATE, {"name", "title", "standings"})
        for key in ("name", "title"):
            self.text_of("electorate", index, table, key)
        if not isinstance(table.get("default", False), bool):
            self.wrong("electorate", index, "default", "default is true or false.")
        try:
            lists = {key: tuple(table.get(key, ())) for key in ("standings", "excludes")}
            ages = {key: table.get(key, "") for key in ("youngest", "oldest")}
            Eligibility(days=table.get("days", 0), **lists, **ages)
        except (TypeError, ValueError) as error:
            self.wrong("electorate", index, "standings", f"{error}. See docs/handbook/packs.md.")
        return dict(table)

    def power(self, index: int, table: Table) -> dict[str, Any]:
        self.keys("power", index, table, POWER, {"what", "title", "rung", "who", "review"})
        if type(table["review"]) is not date:
            self.wrong("power", index, "review", "review is a day. Write: review = 2027-12-31.")
        for key in table.keys() - {"review"}:
            self.text_of("power", index, table, key)
        if table["rung"] not in RUNGS:
            self.wrong("power", index, "rung", f"rung is one of: {', '.join(RUNGS)}.")
        return {**table, "review": table["review"].isoformat()}

    def board(self, index: int, table: Table) -> dict[str, Any]:
        for key in ("name", "title"):
            if key not in table:
                self.wrong("board", index, "", f"{key} is missing. Add: {key} = …")
        for key in ("name", "title", "words"):
            if key in table:
                self.text_of("board", index, table, key)
        try:
            board_of(table)
        except ValueError as error:
            said = str(error).rstrip(".")
            key = next((word for word in table if f"“{word}”" in said), "")
            self.wrong("board", index, key, f"{said}. See docs/handbook/boards.md.")
        return dict(table)

    def keys(self, section: str, index: int, table: Table, known: set[str], needed: set[str]) -> None:
        for key in table:
            if key not in known:
                self.wrong(
                    section, index, key, f"{section} does not have “{shown(key)}”. Use: {', '.join(sorted(known))}."
                )
        for key in sorted(needed - table.keys()):
            self.wrong(section, index, "", f"{key} is missing. Add: {key} = …")

    def text_of(self, section: str, index: int, table: Table, key: str) -> None:
        if not isinstance(table[key], str) or not table[key].strip() or len(table[key]) > 1000:
            self.wrong(section, index, key, f'{shown(key)} needs words. Write: {shown(key)} = "…".')

    def once(self, section: str, tables: list[Any], key: str) -> None:
        seen: set[str] = set()
        for index, table in enumerate(tables):
            if table[key] in seen:
                self.wrong(section, index, key, f"“{shown(table[key])}” stands here twice. Take one out.")
            seen.add(table[key])


def shown(text: str) -> str:
    """At most 80 letters, without control characters that could drive a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:80])
