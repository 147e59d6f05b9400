"""The addresses of boards: offices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
