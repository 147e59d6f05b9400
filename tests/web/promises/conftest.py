"""The world, and rules and promises in it, as in tests/commons/promises."""

from tests.commons.promises.conftest import law, promised, world

__all__ = ["law", "promised", "world"]
