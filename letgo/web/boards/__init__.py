"""Pages on which people elect their board, hold it to account, and meet."""
