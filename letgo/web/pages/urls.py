"""The addresses of pages that belong to no single room."""

from django.urls import path

from letgo.web.pages import mine, place, views

urlpatterns = [
    path("", views.front, name="front"),
    path("me", mine.mine, name="mine"),
    path("place/<slug:slug>", place.home, name="place"),
    path("how-it-works", views.how, name="how"),
    path("phone-or-paper", views.paper, name="paper"),
    path("how-easy", views.ease, name="ease"),
    path("what-we-keep", views.privacy, name="privacy"),
]
