"""The addresses of the door. A secret stands in a path, never in a query: logs blot out long paths, no referrer leaves the site."""

from django.urls import path, re_path

from letgo.web.door import accounts, desk, own, views

KEY = r"(?P<secret>[A-Za-z0-9_-]{40,64})"

urlpatterns = [
    path("sign-in", views.choose, name="sign-in"),
    path("sign-in/text", views.text, name="sign-in-text"),
    path("sign-in/email", views.email, name="sign-in-email"),
    path("sign-in/sent/<uuid:asked>", views.sent, name="sign-in-sent"),
    path("sign-in/code", views.code, name="sign-in-code"),
    path("c", views.short, name="sign-in-short"),
    re_path(rf"^sign-in/link/{KEY}$", views.link, name="sign-in-link"),
    re_path(rf"^sign-in/who/{KEY}$", views.who, name="sign-in-who"),
    path("sign-in/passkey", views.passkey, name="sign-in-passkey"),
    path("sign-in/help", views.ask_help, name="sign-in-help"),
    path("sign-in/account", accounts.start, name="sign-in-account"),
    path("sign-in/account/back", accounts.back, name="sign-in-account-back"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("my-devices", own.devices, name="sessions"),
    path("my-devices/<uuid:session>/end", own.end, name="session-end"),
    path("my-devices/end-all", own.end_all, name="sessions-end"),
    path("my-pin", own.pin, name="pin"),
    path("my-passkeys", own.keys, name="passkeys"),
    path("my-passkeys/<uuid:factor>/remove", own.remove_key, name="passkey-remove"),
    path("second-step", own.second, name="second"),
    path("second-step/start", own.enrol, name="second-start"),
    path("second-step/app", own.app, name="second-app"),
    path("neighbour", own.neighbour, name="neighbour"),
    path("desk", desk.desk, name="desk"),
    path("desk/knock/<uuid:knock>", desk.answer, name="desk-answer"),
    path("desk/person/<uuid:person>", desk.person, name="desk-person"),
    path("desk/person/<uuid:person>/start-code", desk.enrolment, name="desk-enrolment"),
    path("desk/person/<uuid:person>/second-steps", desk.end_factors, name="desk-factors"),
    path("desk/person/<uuid:person>/account", desk.bind, name="desk-account"),
    path("desk/code/<uuid:code>/yes", desk.confirm, name="desk-confirm"),
    path("desk/neighbour/<uuid:vouch>/agree", desk.agree, name="desk-agree"),
    path("desk/neighbour/<uuid:vouch>/take-back", desk.take_back, name="desk-take-back"),
    path("desk/messages", desk.messages_page, name="desk-messages"),
    path("outbox", desk.outbox, name="outbox"),
    path("notify/receipts", accounts.receipts, name="receipts"),
]
