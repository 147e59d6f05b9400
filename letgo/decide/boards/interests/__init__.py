"""Who gains by a decision says so, and does not vote on it."""
