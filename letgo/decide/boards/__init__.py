"""People elect their board, appoint a manager, meet, and can take both back."""
