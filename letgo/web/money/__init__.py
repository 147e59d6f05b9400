"""A pot, its payments and its terms, as pages."""
