"""Someone cannot get in: they ask to be rung, written to or seen, or a neighbour gives their word."""
