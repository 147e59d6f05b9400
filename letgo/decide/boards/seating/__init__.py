"""The one place where an office begins and ends, and with it the role: for whoever has asked who may."""

from letgo.decide.boards.seating.actions import (
    begin,
    close_vacancy,
    end,
    fill,
    locked_body,
    locked_mandate,
    open_vacancy,
)

__all__ = ["begin", "close_vacancy", "end", "fill", "locked_body", "locked_mandate", "open_vacancy"]
