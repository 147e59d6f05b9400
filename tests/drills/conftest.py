from tests.installation import installation, migrated

__all__ = ["installation", "migrated"]
