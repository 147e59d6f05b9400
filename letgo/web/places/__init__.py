"""Pages about organisations and roles, for who keeps places and homes, and for lists in and out."""
