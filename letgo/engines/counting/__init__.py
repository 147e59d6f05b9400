"""Ballots in, who is elected out, with every stage and its reason."""
