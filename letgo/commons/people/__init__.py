"""Who someone is to us, and what they may do."""
