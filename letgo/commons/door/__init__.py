"""Who comes in and what goes out: sign-in, sessions, and messages to people."""
