"""Who decides what: powers handed over with their terms, and petitions that demand an answer."""
