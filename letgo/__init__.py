"""Letgo: public services run by the people who use them."""

import os

__version__ = "0.1.0"

# numpy's linear algebra would share sums of 10,000 numbers among threads, which wait for each other at full speed: on a busy
# machine a count then takes many times its processor time. It reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
