"""The addresses of pots and payments. No name stands in one."""

from django.urls import path

from letgo.web.money import keeping, views

urlpatterns = [
    path("money/<uuid:pot>", views.pot, name="pot"),
    path("money/<uuid:pot>/statement", views.statement, name="pot-statement"),
    path("money/<uuid:pot>/statement.csv", views.export, name="pot-export"),
    path("money/<uuid:pot>/pay", views.pay, name="pay"),
    path("money/<uuid:pot>/terms", keeping.pot_terms, name="pot-terms"),
    path("money/<uuid:pot>/close", keeping.close_pot, name="close-pot"),
    path("place/<slug:slug>/money/open", keeping.open_pot, name="open-pot"),
    path("body/<uuid:body>/money/open", keeping.open_pot, name="open-pot-of-body"),
    path("place/<slug:slug>/money/close", keeping.close_period, name="close-period"),
    path("body/<uuid:body>/money/close", keeping.close_period, name="close-period-of-body"),
    path("money/payment/<uuid:transfer>", views.payment, name="payment"),
    path("money/payment/<uuid:transfer>/next", views.payment_next, name="payment-next"),
    path("money/payment/<uuid:transfer>/answer", views.answer, name="payment-answer"),
]
