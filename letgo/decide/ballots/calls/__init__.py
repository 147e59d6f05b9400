"""Calling a vote: its terms, its options and its list are settled, and adding an option before it opens."""
