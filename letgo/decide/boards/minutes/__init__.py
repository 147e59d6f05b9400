"""Minutes, published by default, and the tasks that a meeting sets."""
