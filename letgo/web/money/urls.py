"""The addresses of pots and payments. No name stands in one."""

from django.urls import path

from letgo.web.money import views

urlpatterns = [
    path("money/<uuid:pot>", views.pot, name="pot"),
    path("money/<uuid:pot>/statement", views.statement, name="pot-statement"),
    path("money/<uuid:pot>/statement.csv", views.export, name="pot-export"),
    path("money/<uuid:pot>/pay", views.pay, name="pay"),
    path("money/payment/<uuid:transfer>", views.payment, name="payment"),
    path("money/payment/<uuid:transfer>/next", views.payment_next, name="payment-next"),
    path("money/payment/<uuid:transfer>/answer", views.answer, name="payment-answer"),
]
