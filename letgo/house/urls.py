"""Every address, by room."""

from django.urls import include, path

ROOMS = (
    "pages",
    "ballots",
    "boards",
    "budgets",
    "checks",
    "door",
    "money",
    "people",
    "places",
    "powers",
    "promises",
    "record",
)
urlpatterns = [path("", include(f"letgo.web.{room}.urls")) for room in ROOMS]
handler400 = "letgo.web.ui.errors.bad_request"
handler403 = "letgo.web.ui.errors.forbidden"
handler404 = "letgo.web.ui.errors.not_found"
handler500 = "letgo.web.ui.errors.broken"
