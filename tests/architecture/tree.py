"""The source tree as data: what the checks of this folder read. Each check takes a Tree, so that it can be shown a planted fault."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, order=True)
class Fault:
    """One place where the house's order is broken."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Source:
    """One Python file below letgo/. `place` is its dotted name's parts without "letgo": ("commons", "record", "jobs")."""

    path: Path
    place: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @property
    def floor(self) -> str:
        return self.place[0] if self.place else ""

    @property
    def room(self) -> tuple[str, ...]:
        return self.place[:2]

    @property
    def name(self) -> str:
        return self.place[-1] if self.place else ""

    @property
    def shown(self) -> str:
        folder = self.path.name == "__init__.py"
        return "/".join(("letgo", *self.place, *(["__init__"] if folder else []))) + ".py"

    def fault(self, node: ast.AST | int, text: str) -> Fault:
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return Fault(self.shown, line, text)

    def imports(self) -> Iterator[tuple[ast.AST, str]]:
        """Every imported name in full: `from a.b import c` gives "a.b.c". Relative imports are made absolute."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    package = ("letgo", *self.place)[: -node.level]
                    base = ".".join([*package, *([base] if base else [])])
                yield from ((node, f"{base}.{alias.name}") for alias in node.names)


class Tree:
    """The Python files of the package `letgo` below `root`, without migrations."""

    def __init__(self, root: Path = ROOT):
        self.root = root

    @cached_property
    def sources(self) -> list[Source]:
        package = self.root / "letgo"
        found = []
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package).with_suffix("").parts
            if "migrations" not in parts:
                found.append(Source(path, parts[:-1] if parts[-1] == "__init__" else parts))
        return found

    def below_web(self) -> Iterator[Source]:
        return (source for source in self.sources if source.floor not in {"web", "house", ""})


def dotted(node: ast.AST) -> str:
    """`a.b.c` for that expression, "" for anything that is no plain chain of names."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])
