"""What the clock and the workers do with a vote: open it, seal its box, count it, and let the result take effect once."""
