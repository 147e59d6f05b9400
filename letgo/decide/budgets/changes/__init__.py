"""A project costs more, or less: by the terms that were fixed before anybody voted."""
