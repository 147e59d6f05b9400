"""The addresses of promises. None holds a word of what it is about."""

from django.urls import path

from letgo.web.promises import acts, views

urlpatterns = [
    path("promise/<uuid:promise>", views.promise, name="promise"),
    path("place/<slug:slug>/promises", views.at_place, name="place-promises"),
    *(path(f"promise/<uuid:promise>/{word}", page, name=f"promise-{word}") for word, page in acts.PAGES.items()),
]
