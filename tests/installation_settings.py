"""Settings of the installations that tests start: the product's own, with short leases and a few jobs that only tests know."""

import os

from letgo.house.settings import *  # noqa: F403

LETGO_JOBS = "tests.commons.record.jobs_for_tests.JOBS"
LETGO_LEASE_SECONDS = float(os.environ.get("LETGO_LEASE_SECONDS", "3"))
