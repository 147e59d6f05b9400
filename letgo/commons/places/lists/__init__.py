"""Lists of people in and out, as CSV: read, shown, and only then taken over."""
