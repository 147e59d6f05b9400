"""The addresses of promises. None holds a word of what it is about."""

from django.urls import path

from letgo.web.promises import acts, rulebook, views

urlpatterns = [
    path("promise/<uuid:promise>", views.promise, name="promise"),
    path("place/<slug:slug>/promises", views.at_place, name="place-promises"),
    path("rules", rulebook.everything, name="rules"),
    path("rule/<uuid:rule>", rulebook.rule, name="rule"),
    path("rule/<uuid:rule>/change", rulebook.change, name="rule-change"),
    path("rule/<uuid:rule>/agree", rulebook.agree, name="rule-agree"),
    path("rule/<uuid:rule>/take-back", rulebook.take_back, name="rule-take-back"),
    *(path(f"promise/<uuid:promise>/{word}", page, name=f"promise-{word}") for word, page in acts.PAGES.items()),
]
