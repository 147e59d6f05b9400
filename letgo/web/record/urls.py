"""The addresses of the public record. An entry's address is its id."""

from django.urls import path

from letgo.web.record import views

urlpatterns = [
    path("record", views.record, name="record"),
    path("record/feed", views.feed, name="record-feed"),
    path("record/all.jsonl", views.everything, name="record-all"),
    path("record/heads", views.heads, name="record-heads"),
    path("record/key", views.key, name="record-key"),
    path("record/key/change", views.new_key, name="change-key"),
    path("record/<uuid:line>", views.entry, name="record-line"),
    path("record/<uuid:line>/proof.json", views.proof, name="record-proof"),
    path("record/<uuid:line>/redact", views.redact, name="record-redact"),
]
