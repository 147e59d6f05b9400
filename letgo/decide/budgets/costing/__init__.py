"""What an idea costs, whether the money may be spent on it, and what the holders say when it was refused."""
