"""The one ledger: pots, and what moves between them, in whole pence."""
