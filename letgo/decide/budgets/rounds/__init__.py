"""Opening a round, putting its ideas to the vote, and what the clock does meanwhile."""
