"""Worries about someone, and who answers them."""
