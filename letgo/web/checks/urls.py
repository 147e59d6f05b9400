"""The addresses of "Check a count". A check's address is its key: nothing else opens it, and no name of a project stands in one."""

from django.urls import path, re_path

from letgo.web.checks import elections, views

CHECK = r"^check/(?P<address>[A-Za-z0-9_-]{22})"

urlpatterns = [
    path("check", views.check, name="check"),
    path("check/sample", views.sample, name="sample"),
    path("check/deleted", views.deleted, name="deleted"),
    path("verify.py", views.verifier, name="verifier"),
    re_path(rf"{CHECK}$", views.result, name="result"),
    re_path(rf"{CHECK}/progress$", views.progress, name="progress"),
    re_path(rf"{CHECK}/whole$", views.whole, name="whole"),
    re_path(rf"{CHECK}/proof\.json$", views.proof, name="proof"),
    re_path(rf"{CHECK}/delete$", views.delete, name="delete"),
    re_path(rf"{CHECK}/again$", elections.again, name="again"),
    re_path(rf"{CHECK}/(?P<part>funded|not-funded|compared|not-elected|stages)$", views.more, name="more"),
    re_path(rf"{CHECK}/why/(?P<place>[0-9]{{1,6}})$", views.why, name="why"),
    re_path(rf"{CHECK}/why/(?P<place>[0-9]{{1,6}})/progress$", views.why_progress, name="why-progress"),
]
