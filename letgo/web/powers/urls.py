"""The addresses of powers, demands and the councillor's page. No name of a person stands in one."""

from django.urls import path

from letgo.web.powers import acts, councillor, handing, petitions, views

urlpatterns = [
    path("place/<slug:slug>/powers", views.register, name="powers"),
    path("place/<slug:slug>/powers/hand-over", handing.hand_over, name="hand-over"),
    path("power/<uuid:power>", views.power, name="power"),
    path("power/<uuid:power>/decided", views.power_decided, name="power-decided"),
    path("power/<uuid:power>/next", views.power_next, name="power-next"),
    *(path(f"power/<uuid:power>/{act.name}", acts.view(act), name=f"power-{act.name}") for act in acts.ACTS),
    path("veto/<uuid:right>", views.veto, name="power-veto"),
    path("stopped/<uuid:veto>/answer", views.veto_answer, name="veto-answer"),
    path("place/<slug:slug>/demands", petitions.petitions, name="petitions"),
    path("place/<slug:slug>/demands/start", petitions.petition_start, name="petition-start"),
    path("place/<slug:slug>/demands/ask", petitions.question_ask, name="question-ask"),
    path("demand/<uuid:petition>", petitions.petition, name="petition"),
    path("demand/<uuid:petition>/sign", petitions.petition_sign, name="petition-sign"),
    path("demand/<uuid:petition>/sign-for", petitions.petition_sign_for, name="petition-sign-for"),
    path("demand/<uuid:petition>/take-off", petitions.petition_withdraw_name, name="petition-withdraw-name"),
    path("demand/<uuid:petition>/answer", petitions.petition_answer, name="petition-answer"),
    path("demand/<uuid:petition>/take-back", petitions.petition_take_back, name="petition-take-back"),
    path("councillor/<slug:slug>", councillor.councillor, name="councillor"),
]
