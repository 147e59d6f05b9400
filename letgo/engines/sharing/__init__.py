"""Projects, votes and a budget go in; what is funded, and why, comes out."""
