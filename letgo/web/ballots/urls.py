"""The addresses of votes. No name of a person stands in one, nor what anyone picked, nor a check slip."""

from django.urls import path

from letgo.web.ballots import calling, officer, own, papers, polls, printing, voting

urlpatterns = [
    path("place/<slug:slug>/votes", polls.polls, name="polls"),
    path("place/<slug:slug>/votes/call", calling.call, name="poll-call"),
    path("votes/<uuid:poll>", polls.poll, name="poll"),
    path("votes/<uuid:poll>/vote", voting.vote, name="poll-vote"),
    path("votes/<uuid:poll>/print", printing.paper, name="poll-print"),
    path("votes/<uuid:poll>/me", polls.me, name="poll-me"),
    path("votes/<uuid:poll>/me/entry", polls.entry, name="poll-entry"),
    path("votes/<uuid:poll>/add", own.add_option, name="poll-add-option"),
    path("votes/choice/<uuid:option>/back", own.back_option, name="option-back"),
    path("votes/<uuid:poll>/stages", polls.stages, name="poll-stages"),
    path("votes/<uuid:poll>/slips", polls.slips, name="poll-slips"),
    path("votes/<uuid:poll>/bundle", polls.bundle, name="poll-bundle"),
    path("votes/<uuid:poll>/sealed", polls.sealed, name="poll-sealed"),
    path("votes/<uuid:poll>/object", own.challenge, name="poll-object"),
    path("votes/<uuid:poll>/seed", officer.seed, name="poll-seed"),
    path("votes/<uuid:poll>/desk", officer.desk, name="poll-desk"),
    *(path(f"votes/<uuid:poll>/desk/{act.name}", officer.view(act), name=f"poll-{act.name}") for act in officer.ACTS),
    path("votes/objection/<uuid:challenge>", officer.challenge, name="poll-challenge"),
    path("votes/<uuid:poll>/papers", papers.desk, name="poll-papers"),
    path("votes/<uuid:poll>/papers/finish", papers.finish, name="poll-papers-finish"),
    path("votes/<uuid:poll>/paper", papers.slip, name="poll-paper"),
    path("votes/pile/<uuid:batch>/type", papers.typing, name="paper-type"),
    path("votes/pile/<uuid:batch>/settle", papers.settling, name="paper-settle"),
    path("votes/pile/<uuid:batch>/paper/<int:position>", officer.doubt, name="paper-doubt"),
]
