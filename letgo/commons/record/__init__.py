"""The clock, doing a thing once, work for later, and how a refusal is said."""
