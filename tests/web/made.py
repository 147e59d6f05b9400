"""Checks in every state a page can show, without counting anything."""

import gzip
import json
from typing import Any

from letgo.commons.record.clock import now
from letgo.commons.record.jobs import later
from letgo.decide.checks import layout, rules, store
from letgo.decide.checks.models import Check, Reason


def make_check(
    state: str = "done", report: Any = None, problem: Any = None, certificate: bytes = b"{}", sample: str = ""
) -> Check:
    """A check in one state, its files on disk as a count would have left them."""
    at = now()
    check = Check.objects.create(state=state, size=1, created=at, expires=rules.expires(at), sample=sample)
    home = store.of(check.pk)
    home.mkdir(mode=0o700)
    (home / layout.VOTES).write_bytes(b"META\n")
    if report is not None:
        (home / layout.REPORT).write_bytes(gzip.compress(json.dumps(report).encode()))
        (home / layout.CERTIFICATE).write_bytes(gzip.compress(certificate))
    if problem is not None:
        (home / layout.PROBLEM).write_text(json.dumps(problem))
    if state in ("waiting", "counting"):
        later("checks.count", str(check.pk), {"check": str(check.pk)})
    return check


def make_reason(check: Check, place: int, state: str = "waiting", reason: Any = None) -> Reason:
    """The full reason of one project, asked for and perhaps found."""
    row = Reason.objects.create(of=check, place=place, state=state)
    if reason is not None:
        (store.of(check.pk) / layout.reason_file(place)).write_bytes(gzip.compress(json.dumps(reason).encode()))
    if state == "waiting":
        later("checks.explain", str(row.pk), {"reason": str(row.pk)})
    return row
