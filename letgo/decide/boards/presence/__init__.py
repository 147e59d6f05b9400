"""Who was really there: a count takes two, and whoever was written down says that they were not."""
