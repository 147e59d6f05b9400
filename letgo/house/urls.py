"""Every address, by room."""

from django.urls import include, path

urlpatterns = [path("", include("letgo.web.pages.urls")), path("", include("letgo.web.checks.urls"))]
handler400 = "letgo.web.ui.errors.bad_request"
handler403 = "letgo.web.ui.errors.forbidden"
handler404 = "letgo.web.ui.errors.not_found"
handler500 = "letgo.web.ui.errors.broken"
