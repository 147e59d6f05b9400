"""The addresses of boards: bodies, their elections and their empty seats. No name of a person stands in one."""

from django.urls import path

from letgo.web.boards import (
    bodies,
    calling,
    continuing,
    elections,
    founding,
    kept,
    printing,
    rulebook,
    standing,
    vacancies,
)

urlpatterns = [
    path("place/<slug:slug>/boards", bodies.boards, name="boards"),
    path("place/<slug:slug>/boards/found", founding.found, name="body-found"),
    path("boards/<uuid:body>", bodies.body, name="body"),
    path("boards/<uuid:body>/elect", calling.call, name="election-call"),
    path("boards/<uuid:body>/go-on", continuing.call, name="body-go-on"),
    path("boards/<uuid:body>/ask-in", vacancies.co_opt, name="body-co-opt"),
    path("boards/<uuid:body>/rules", founding.terms, name="body-terms"),
    path("boards/<uuid:body>/rules/all", rulebook.rules, name="body-rules"),
    path("boards/<uuid:body>/rules/kept", kept.kept, name="body-kept"),
    path("boards/rules/<uuid:change>", founding.change, name="terms-change"),
    path("boards/elections/<uuid:election>", elections.election, name="election"),
    path("boards/elections/<uuid:election>/stand", standing.stand, name="election-stand"),
    path("boards/elections/<uuid:election>/desk", elections.desk, name="election-desk"),
    path("boards/elections/<uuid:election>/settle", calling.settle, name="election-settle"),
    path("boards/elections/<uuid:election>/call-off", calling.void, name="election-void"),
    path("boards/elections/<uuid:election>/print/<slug:sheet>", printing.printed, name="election-print"),
    path("boards/names/<uuid:nomination>", standing.nomination, name="nomination"),
    path("boards/names/<uuid:nomination>/back", standing.second, name="nomination-second"),
    path("boards/names/<uuid:nomination>/take-back", standing.withdraw, name="nomination-withdraw"),
    path("boards/names/<uuid:nomination>/refuse", standing.refuse, name="nomination-refuse"),
    path("boards/seats/<uuid:vacancy>", vacancies.offer, name="vacancy"),
    path("boards/offices/<uuid:mandate>/step-down", vacancies.resign, name="mandate-resign"),
    path("boards/offices/<uuid:mandate>/left", vacancies.end, name="mandate-end"),
    path("boards/approvals/<uuid:approval>", vacancies.approve, name="approval"),
]
