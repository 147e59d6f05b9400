"""What everybody can take home of a vote and check without us."""
