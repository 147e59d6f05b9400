"""How long files and functions may be, and which functions must say what they do. A ratchet: budgets.toml may lift one, with a reason.

Lines of a function are counted without its docstring, which is asked for and should cost nothing.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.architecture.tree import Fault, Tree

FILE, FUNCTION, MEDIAN = 400, 60, 8
SAYING = {"actions", "queries", "rules"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lifted(path: Path) -> dict[str, dict]:
    """budgets.toml: "path" or "path::function" -> {lines, why}."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def length(function: Function) -> int:
    """Lines from `def` to the end, less the docstring's."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def files(root: Path, folders: tuple[str, ...] = ("letgo", "tests", "bench", "scripts")) -> dict[str, int]:
    """Lines of every Python file, migrations left out."""
    found = (
        path for folder in folders for path in sorted((root / folder).rglob("*.py")) if "migrations" not in path.parts
    )
    return {path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in found}


def functions(tree: Tree) -> dict[str, int]:
    """Lines of every function and method of the product, by "path::name"."""
    return {
        f"{source.shown}::{name}": length(node)
        for source in tree.sources
        for name, node in _named(source.tree, "")
    }  # fmt: skip


def _named(node: ast.AST, before: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            name = f"{before}{child.name}"
            if isinstance(child, Function):
                yield name, child
            yield from _named(child, f"{name}.")
        else:
            yield from _named(child, before)


def too_long(tree: Tree, allowed: dict[str, dict]) -> Iterator[Fault]:
    """Files and functions over their budget, and liftings that nothing needs any more."""
    measured = {name: (lines, FILE) for name, lines in files(tree.root).items()}
    measured |= {name: (lines, FUNCTION) for name, lines in functions(tree).items()}
    for name, (lines, budget) in measured.items():
        limit = allowed.get(name, {}).get("lines", budget)
        if lines > limit:
            yield Fault(name, 1, f"{lines} lines, the budget is {limit}")
    for name, entry in allowed.items():
        lines, budget = measured.get(name, (0, 0))
        if not entry.get("why"):
            yield Fault(name, 1, "budgets.toml lifts it without a reason")
        if lines <= budget or entry["lines"] > lines:
            yield Fault(
                name, 1, f"budgets.toml allows {entry['lines']} lines, it has {lines}: lower or delete the entry"
            )


def median_length(tree: Tree) -> float:
    """The median length of the product's functions."""
    return median(functions(tree).values())


def unsaid(tree: Tree) -> Iterator[Fault]:
    """Public functions of engines, actions, queries and rules that do not say what they do."""
    for source in tree.sources:
        if source.floor != "engines" and source.name not in SAYING:
            continue
        for node in source.tree.body:
            public = isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node) and not _is_enum(node):
                yield source.fault(node, f"{node.name} has no docstring")


def _is_enum(node: ast.AST) -> bool:
    bases = node.bases if isinstance(node, ast.ClassDef) else []
    return any("Enum" in ast.unparse(parent) or "Choices" in ast.unparse(parent) for parent in bases)
