"""Giving a seat or an office and taking it back: the one place where a mandate begins and ends, and with it the role."""
