"""They stand in web/ui now, for all rooms; this name goes when nobody uses it."""

from letgo.web.ui.fields import *  # noqa: F403
