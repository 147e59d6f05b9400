"""Those who elect take an office back early, by names and a vote."""
