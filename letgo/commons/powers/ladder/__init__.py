"""Taking back fairly: a warning, help, watching over; each with reasons, a last day and a right to reply."""
