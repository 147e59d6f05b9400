"""The addresses of boards: bodies, their elections and their empty seats."""

from django.urls import path

from letgo.web.boards import bodies

urlpatterns = [
    path("place/<slug:slug>/boards", bodies.boards, name="boards"),
    path("boards/<uuid:body>", bodies.body, name="body"),
]
