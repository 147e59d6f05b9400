"""Pages of votes: read one, vote, vote on paper, read its result and check it, object, and the work of those who run it."""
