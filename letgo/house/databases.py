"""Which database, and how it must be set up so that what was said to be kept is kept."""

import sys
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Settings = dict[str, Any]

FIXED_IN = (3, 51, 3)
ALSO_FIXED = {(3, 44): 6, (3, 50): 7}
PLANNED_AFTER = 5  # times: then PostgreSQL keeps the plan of a statement that is built once


def use_sound_sqlite() -> None:
    """Let Django find pysqlite3, whose SQLite is sound, under the name of the standard library's module."""
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def log_can_corrupt(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fault that can corrupt a write-ahead log (3.7.0 up to 3.51.2; two older lines were mended)."""
    mended = ALSO_FIXED.get(version[:2])
    return (3, 7, 0) <= version < FIXED_IN and not (mended is not None and version[2] >= mended)


def embedded(path: Path) -> Settings:
    """SQLite in one file. Every commit reaches the disk; writers queue up instead of failing halfway.

    Where only a SQLite with the fault is at hand, it warns and uses the slower rollback journal, which the fault cannot touch.
    """
    import sqlite3

    journal = "WAL"
    if log_can_corrupt(sqlite3.sqlite_version_info):
        journal = "DELETE"
        warnings.warn(
            f"SQLite {sqlite3.sqlite_version} can corrupt a write-ahead log, so Letgo uses the slower rollback journal. "
            "Install pysqlite3 0.6.1 or newer, or use PostgreSQL (LETGO_DATABASE_URL).",
            RuntimeWarning,
            stacklevel=2,
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,  # opening it costs more than most pages
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "cached_statements": 500,  # once the cache is full the driver keeps nothing new (decision 0262)
            "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;",
        },
    }


def from_url(url: str) -> Settings:
    """postgresql://user:password@host:port/name?option=value as Django's settings; `?host=/folder` names a socket.

    `?prepare_threshold=none` keeps no plans: for a pooler between them that gives each transaction another connection.

    Raises ValueError, without the password in its words, for any other kind of address or one without a name.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    planned = options.pop("prepare_threshold", str(PLANNED_AFTER))
    port = options.pop("port", parts.netloc.rpartition("@")[2].rpartition("]")[2].partition(":")[2])
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2 or not (port == "" or port.isdecimal()):
        raise ValueError("LETGO_DATABASE_URL must read postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "prepare_threshold": int(planned) if planned.isdecimal() else None},
    }


def chosen(url: str | None, folder: Path) -> Settings:
    """PostgreSQL when `url` names one, else the embedded database in `folder`."""
    if url:
        return from_url(url)
    use_sound_sqlite()
    return embedded(folder / "letgo.sqlite3")
