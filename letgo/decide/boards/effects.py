"""What a vote, a resolution or a rung sets going here. Named in house/effects.py; each runs once for its key."""
