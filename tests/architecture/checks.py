"""What import-linter cannot see. Each check is a function from a Tree to its faults."""

import ast
import re
import sys
from collections.abc import Iterator

from tests.architecture.tree import Fault, Source, Tree, dotted

FLOORS = ("engines", "commons", "listen", "decide", "deliver", "learn", "web", "house")
STAIRS = {
    "commons": ("record", "people", "door", "places", "money", "promises", "powers"),
    "decide": ("checks", "ballots", "budgets", "boards"),
}
HTTP = (
    "django.http",
    "django.views",
    "django.urls",
    "django.shortcuts",
    "django.template",
    "django.middleware",
    "jinja2",
    "ninja",
)
CLOCKS = re.compile(
    r"(^|\.)(timezone\.now|datetime\.(now|utcnow|today)|date\.today"
    r"|time\.(time|time_ns|localtime|gmtime|ctime|strftime)|functions\.Now)$"
)
CLOCKS_IF_BARE = {"localtime", "localdate", "localdatetime"}  # with a moment given they only show it in local time
CLOCK_WORDS = re.compile(
    r"(?<![.\w])now\(\)|\bcurrent_(time|date|timestamp)\b|\b(statement|clock|transaction)_timestamp\b|\('now'",
    re.IGNORECASE,
)
CLOCK_NAMES = {
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
    "django.utils.timezone": {"now"},
}
OUTSIDE = {
    "open", "input", "print", "exec", "eval", "breakpoint",
    "read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "unlink", "touch", "getenv", "urlopen",
}  # fmt: skip
WRITES = {
    "save",
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "delete",
    "update",
    "raw",
    "execute",
}
FORMATS = {("engines", "sharing", "pabulib"), ("engines", "counting", "lines"), ("engines", "sealing", "verify")}
POOR_NAMES = {"utils", "helpers", "common", "base", "manager", "managers", "service", "services", "misc"}


def _rank(floor: str, room: str) -> tuple[int, int]:
    stairs = STAIRS.get(floor, ())
    return FLOORS.index(floor), stairs.index(room) if room in stairs else 0


def foreign_keys(tree: Tree) -> Iterator[Fault]:
    """A foreign key, also one written as a string, points to the same room or to a lower one."""
    rooms = {
        source.place[1]: source.place[:2]
        for source in tree.sources
        if source.name == "models" and len(source.place) == 3
    }
    for source in tree.sources:
        if source.name != "models" and "models" not in source.place:
            continue
        for call in _calls(source, {"ForeignKey", "OneToOneField", "ManyToManyField"}):
            given = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "to"), None)
            if isinstance(given, ast.Constant) and isinstance(given.value, str) and "." in given.value:
                label = given.value.split(".")[0]
                if label not in rooms:
                    yield source.fault(call, f"foreign key to {given.value!r}, a room that is not here")
                elif not _may_point(source.room, rooms[label]):
                    yield source.fault(call, f"foreign key up or across to {given.value!r}")


def _may_point(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one == other:
        return True
    (floor, stair), (other_floor, other_stair) = _rank(*one), _rank(*other)
    return other_floor < floor or (other_floor == floor and other_stair < stair)


def http_below_web(tree: Tree) -> Iterator[Fault]:
    """Only the web floor (and the house that wires it) knows HTTP and templates."""
    for source in tree.below_web():
        for node, name in source.imports():
            if any(name == http or name.startswith(http + ".") for http in HTTP):
                yield source.fault(node, f"imports {name}: only web knows HTTP")


def signals(tree: Tree) -> Iterator[Fault]:
    """No signals: what follows from an act stands in the act."""
    for source in tree.sources:
        for node, name in source.imports():
            if "signals" in name.split(".") or name.startswith("django.dispatch"):
                yield source.fault(node, f"imports {name}: no signals")
        for call in _calls(source, {"receiver"}):
            yield source.fault(call, "a signal's receiver")


def generic_keys(tree: Tree) -> Iterator[Fault]:
    """No generic foreign keys and no content types: a thing in another room is a Ref."""
    for source in tree.sources:
        for node, name in source.imports():
            if "contenttypes" in name.split("."):
                yield source.fault(node, f"imports {name}: no generic keys")
        for call in _calls(source, {"GenericForeignKey", "GenericRelation"}):
            yield source.fault(call, "a generic key")


def clocks(tree: Tree) -> Iterator[Fault]:
    """Only commons/record/clock.py asks the time."""
    for source in tree.sources:
        if source.place == ("commons", "record", "clock"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and CLOCKS.search(dotted(node)):
                yield source.fault(node, f"{dotted(node)}: ask record.clock.now()")
            elif isinstance(node, ast.ImportFrom) and node.module in CLOCK_NAMES:
                taken = CLOCK_NAMES[node.module] & {alias.name for alias in node.names}
                yield from (
                    source.fault(node, f"{node.module}.{name}: ask record.clock.now()") for name in sorted(taken)
                )
            elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
                yield source.fault(node.value, f"{node.arg}: the action sets the time")
            elif isinstance(node, ast.Call) and _called(node) in CLOCKS_IF_BARE and not node.args:
                yield source.fault(node, f"{_called(node)}() asks the time: give it record.clock.now()")
            elif isinstance(node, ast.Name) and node.id == "Now":
                yield source.fault(node, "Now(): ask record.clock.now()")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and CLOCK_WORDS.search(node.value):
                yield source.fault(node, "SQL that asks the time: pass record.clock.now()")


def writers(tree: Tree) -> Iterator[Fault]:
    """Only a room's actions.py writes rows; a model's own method may save itself (models.py, budgets' projects.py).

    record/jobs.py is the queue's own book-keeping, house/jobs.py that of its tickets; house/guards.py makes triggers, no rows, and
    house/tables.py the tables of an empty database; photos.py saves pictures. record/prepared.py and briefly.py run what they are given:
    whoever takes their writing parts is a writer.
    """
    record = "letgo.commons.record"
    photos = ("decide", "budgets", "delivery", "photos")
    excepted = {("commons", "record", "jobs"), ("commons", "record", "prepared"), ("commons", "record", "briefly"),
                ("house", "jobs"), ("house", "guards"), ("house", "tables"), photos}  # fmt: skip
    for source in tree.sources:
        if source.name == "actions" or source.place in excepted or source.floor in {"engines", ""}:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and node.module in (f"{record}.prepared", f"{record}.briefly"):
                taken = {"briefly", "change", "inserting", "put"} & {alias.name for alias in node.names}
                yield from (source.fault(node, f"{name} writes rows: only actions.py does") for name in sorted(taken))
        for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
            own = (
                source.name in {"models", "projects"}
                and isinstance(call.func, ast.Attribute)
                and dotted(call.func) == "self.save"
            )
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES and _on_rows(call.func) and not own:
                yield source.fault(call, f".{call.func.attr}() writes rows: only actions.py does")


def _on_rows(func: ast.Attribute) -> bool:
    """Whether a method that writes is called on rows: on `objects` or a queryset made from it, or .save() on anything."""
    return func.attr in {"save", "execute"} or ".objects" in ast.unparse(func.value)


def outside_engines(tree: Tree) -> Iterator[Fault]:
    """Engines neither read nor write anything outside, except the modules whose work is a file format."""
    for source in tree.sources:
        if source.floor != "engines" or source.place in FORMATS:
            continue
        for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
            if _called(call) in OUTSIDE:
                yield source.fault(call, f"{_called(call)}(): an engine touches nothing outside")
        for node in ast.walk(source.tree):
            if dotted(node) == "os.environ" and source.place != ("engines",):  # how many threads numpy may start
                yield source.fault(node, "os.environ: an engine touches nothing outside")


def rules_imports(tree: Tree) -> Iterator[Fault]:
    """rules.py imports the standard library, engines, and rules of its own or lower rooms; nothing else."""
    for source in tree.sources:
        if source.name != "rules":
            continue
        for node, name in source.imports():
            parts = name.split(".")
            pure = parts[0] in sys.stdlib_module_names or name.startswith("letgo.engines.") or "rules" in parts
            if not pure:
                yield source.fault(node, f"imports {name}: rules are pure")


def names(tree: Tree) -> Iterator[Fault]:
    """No file named for nothing in particular."""
    for source in tree.sources:
        if source.name in POOR_NAMES:
            yield source.fault(1, f"{source.name}.py says nothing about what it holds")


def handbook(tree: Tree) -> Iterator[Fault]:
    """Each room has its page in docs/handbook, named after it."""
    rooms = {source.room for source in tree.sources if len(source.place) >= 2 and source.floor != "house"}
    for floor, room in sorted(rooms):
        if not (tree.root / "letgo" / floor / room).is_dir() or floor == "web":
            continue
        if not (tree.root / "docs" / "handbook" / f"{room}.md").is_file():
            yield Fault(f"letgo/{floor}/{room}", 1, f"docs/handbook/{room}.md is missing")


def _calls(source: Source, wanted: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _called(node) in wanted:
            yield node


def _called(call: ast.Call) -> str:
    """The last name of what is called: "c" for `a.b.c()`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


ALL = (
    foreign_keys,
    http_below_web,
    signals,
    generic_keys,
    clocks,
    writers,
    outside_engines,
    rules_imports,
    names,
    handbook,
)
