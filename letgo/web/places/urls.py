"""The addresses of these pages. A place is named by its own short address, all else by its id; no person stands in one."""

from django.urls import path

from letgo.web.places import belonging, electorates, keeping, lists, views

urlpatterns = [
    path("body/<uuid:body>", views.organisation, name="organisation"),
    path("body/<uuid:body>/roles", views.organisation_roles, name="organisation-roles"),
    path("place/<slug:slug>/roles", views.place_roles, name="place-roles"),
    path("roles/<uuid:role>/end", views.end_role, name="end-role"),
    path("place/<slug:slug>/keep", views.keep, name="keep-place"),
    path("place/<slug:slug>/keep/place", views.add_place, name="add-place"),
    path("place/<slug:slug>/keep/home", views.add_home, name="add-home"),
    path("place/<slug:slug>/keep/body", views.add_organisation, name="add-organisation"),
    path("place/<slug:slug>/keep/name", keeping.rename, name="rename-place"),
    path("place/<slug:slug>/keep/move", keeping.move, name="move-place"),
    path("place/<slug:slug>/people", belonging.find_standing, name="find-standing"),
    path("place/<slug:slug>/people/add", belonging.add_standing, name="add-standing"),
    path("standing/<uuid:standing>/end", belonging.end_standing, name="end-standing"),
    path("body/<uuid:body>/members", belonging.members, name="members"),
    path("membership/<uuid:membership>/end", belonging.end_member, name="end-member"),
    path("me/places", belonging.own, name="my-places"),
    path("place/<slug:slug>/who-can-vote", electorates.electorates, name="electorates"),
    path("place/<slug:slug>/who-can-vote/new", electorates.set_electorate, name="set-electorate"),
    path("who-can-vote/<uuid:electorate>", electorates.electorate, name="electorate"),
    path("place/<slug:slug>/lists", lists.send, name="lists"),
    path("place/<slug:slug>/lists/people.csv", lists.take_out, name="people-csv"),
    path("lists/<uuid:list_>", lists.shown, name="list"),
    path("lists/<uuid:list_>/progress", lists.progress, name="list-progress"),
    path("lists/<uuid:list_>/yes", lists.yes, name="list-yes"),
    path("lists/<uuid:list_>/no", lists.no, name="list-no"),
]
