"""The one place where an office begins and ends, and with it the role: for whoever has asked who may."""

from letgo.decide.boards.seating.actions import begin, end, fill, locked_body, locked_body_of, locked_mandate

__all__ = ["begin", "end", "fill", "locked_body", "locked_body_of", "locked_mandate"]
