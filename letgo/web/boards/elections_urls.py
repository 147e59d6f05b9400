"""The addresses of boards: elections."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
