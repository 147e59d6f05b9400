"""Who works here tells one named reader something, and stays unknown."""
