"""Pages that belong to no single room: the front page, and what every footer leads to."""
