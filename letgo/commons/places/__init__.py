"""Where people live and meet, what they belong to, and the roles they hold there."""
