"""A job is described, published and voted on, and leads to an office with a term, targets and reviews."""
