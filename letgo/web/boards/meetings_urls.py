"""The addresses of boards: meetings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
