"""What Letgo claims about speed and memory, measured beside its peers: `python -m bench` (make bench)."""

import letgo  # noqa: F401  # before numpy, which then keeps to one thread
