"""The addresses of these pages. A place is named by its own short address, all else by its id; no person stands in one."""

from django.urls import path

from letgo.web.places import lists, views

urlpatterns = [
    path("body/<uuid:body>", views.organisation, name="organisation"),
    path("body/<uuid:body>/roles", views.organisation_roles, name="organisation-roles"),
    path("place/<slug:slug>/roles", views.place_roles, name="place-roles"),
    path("roles/<uuid:role>/end", views.end_role, name="end-role"),
    path("place/<slug:slug>/keep", views.keep, name="keep-place"),
    path("place/<slug:slug>/keep/place", views.add_place, name="add-place"),
    path("place/<slug:slug>/keep/home", views.add_home, name="add-home"),
    path("place/<slug:slug>/keep/body", views.add_organisation, name="add-organisation"),
    path("place/<slug:slug>/lists", lists.send, name="lists"),
    path("place/<slug:slug>/lists/people.csv", lists.take_out, name="people-csv"),
    path("lists/<uuid:list_>", lists.shown, name="list"),
    path("lists/<uuid:list_>/progress", lists.progress, name="list-progress"),
    path("lists/<uuid:list_>/yes", lists.yes, name="list-yes"),
    path("lists/<uuid:list_>/no", lists.no, name="list-no"),
]
