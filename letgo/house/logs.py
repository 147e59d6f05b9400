"""Logs that give nothing away: the address of a result is its key, so no address may stand in a log."""

import logging
import re
from typing import Any

SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}")
QUERY = re.compile(r"(?<=\?)[^\s'\"]+")


class Formatter(logging.Formatter):
    """Writes a record with every long part of a path, and every query, blotted out: in the message and in the traceback too."""

    def format(self, record: logging.LogRecord) -> str:
        return QUERY.sub("…", SECRET.sub("…", super().format(record)))


def config(level: str = "INFO") -> dict[str, Any]:
    """The logging settings: everything to standard error, through the formatter above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"quiet": {"()": Formatter, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "letgo": {"level": level},
            "django": {"handlers": [], "propagate": True, "level": "WARNING"},
            # What strangers can cause at will is answered, not written down: a log must not be filled from outside.
            "django.security": {"level": "CRITICAL"},
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {"handlers": ["stderr"], "propagate": False, "level": "WARNING"},
        },
    }
