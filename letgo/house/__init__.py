"""Settings, addresses, the `letgo` command and the tables that wire rooms together. No rules live here."""
