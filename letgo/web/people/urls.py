"""The addresses of these pages. No name, no phone number and no word of anybody stands in one."""

from django.urls import path, re_path

from letgo.web.people import acting, agreed, codes, views, worries

urlpatterns = [
    path("leave", worries.leave, name="leave"),
    path("worried", worries.worried, name="worried"),
    path("worries", worries.concerns, name="concerns"),
    path("worries/<uuid:concern>", worries.concern, name="concern"),
    path("worries/<uuid:concern>/answer", worries.answer, name="concern-answer"),
    path("worries/<uuid:concern>/close", worries.close, name="concern-close"),
    path("worries/<uuid:concern>/forget", worries.forget, name="concern-forget"),
    path("me/details", views.details, name="my-details"),
    re_path(r"^me/details/(?P<what>name|language|needs)$", views.change, name="change-details"),
    path("me/contact/add", views.add_route, name="add-route"),
    path("me/contact/<uuid:route>/remove", views.remove_route, name="remove-route"),
    path("me/contact/<uuid:route>/<slug:do>", views.use_route, name="use-route"),
    path("me/safe-contact", views.safe_contact, name="safe-contact"),
    path("me/acting", acting.acting, name="acting"),
    path("me/acting/give", acting.give, name="give-acting"),
    path("me/acting/<uuid:acting>/end", acting.end, name="end-acting"),
    path("acting", acting.leads, name="acting-leads"),
    path("acting/<uuid:acting>/suspend", acting.suspend, name="suspend-acting"),
    path("acting/<uuid:acting>/restore", acting.restore, name="restore-acting"),
    path("help", acting.help_someone, name="help"),
    path("help/new", acting.new_person, name="new-person"),
    path("me/agreements", agreed.agreements, name="agreements"),
    path("me/agreements/<uuid:wording>", agreed.question, name="agreement"),
    path("me/agreements/<uuid:agreement>/take-back", agreed.withdraw, name="withdraw-agreement"),
    path("paper", codes.print_form, name="print-form"),
    path("paper/back", codes.paper_codes, name="paper-codes"),
    re_path(r"^paper/(?P<code>[A-Za-z0-9]{4}-[A-Za-z0-9]{4})$", codes.paper_form, name="paper-form"),
]
