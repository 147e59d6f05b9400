"""Pages of promises: one promise, those of a place, and what the holder of a duty can do."""
