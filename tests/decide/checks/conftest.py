import secrets
from pathlib import Path

import pytest

# Rooms are imported inside: pytest may read this file before Django is set up.
SMALL = """META
key;value
description;Somewhere 2025
country;Nowhere
unit;Somewhere
instance;2025
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
a;60;3;Bench;1
b;50;2;Tree;0
c;40;1;Bin;1
VOTES
voter_id;vote
1;a,b
2;a
3;a,c
4;b
"""


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> Path:
    """Where the files of this test's checks lie."""
    from letgo.decide.checks import store

    settings.MEDIA_ROOT = tmp_path / "files"
    return store.root()


@pytest.fixture
def key():
    """A form key that nobody had before; call it for another one."""
    return lambda: secrets.token_urlsafe(16)


@pytest.fixture
def start(key):
    """Start a check of a text or bytes."""
    from letgo.commons.people.rules import ANYONE
    from letgo.decide.checks import actions

    def started(text: str | bytes = SMALL, form_key: str | None = None):
        data = text.encode() if isinstance(text, str) else text
        pieces = (data[i : i + 65536] for i in range(0, len(data), 65536))
        return actions.start(pieces, ANYONE, form_key or key())

    return started


@pytest.fixture
def on_disk(files):
    """All files under the directory of checks, as paths relative to it."""
    return lambda: sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())
