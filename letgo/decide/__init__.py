"""Where people decide, and where a decision can be checked."""
