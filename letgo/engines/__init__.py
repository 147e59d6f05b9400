"""Pure computations: a problem goes in, a result with its reasons comes out. No Django, no clock, no network."""

import os

# One core a count: the vectors here are short, and threads that wait for each other cost more than they give.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
