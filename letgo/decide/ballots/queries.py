"""What pages and other rooms may know of votes: never what an open box holds."""

from typing import Any


def title(row: Any) -> str:
    """What people call a vote or an option."""
    return getattr(row, "question", "") or row.title
