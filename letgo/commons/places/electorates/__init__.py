"""Who is eligible: rules with versions, and the list they give on a day."""
