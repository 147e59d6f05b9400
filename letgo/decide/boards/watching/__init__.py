"""No seat is forgotten: what fills each empty one, and the clock or the election that sees to it."""

from letgo.decide.boards.watching.actions import close_vacancy, open_vacancy, watch

__all__ = ["close_vacancy", "open_vacancy", "watch"]
