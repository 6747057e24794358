"""Addresses below /role-cards/."""

from django.urls import path

from qiao.roles.views import lists, printing, signing, writing

app_name = "roles"
urlpatterns = [
    path("", lists.cards, name="cards"),
    path("lines/", lists.lines, name="lines"),
    path("lines/accept/", signing.accept_many, name="accept_many"),
    path("lines/<int:pk>/refuse/", signing.refuse_line, name="refuse_line"),
    path("unit/<int:pk>/<slug:size>.pdf", printing.unit, name="unit_pdf"),
    path("print/<int:pk>/", printing.choose_unit, name="print_unit"),
    path("begin/<int:position>/<int:person>/", writing.begin, name="begin"),
    path("<int:pk>/", lists.card, name="card"),
    path("<int:pk>/difference/", lists.difference, name="difference"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/worksheet/", writing.worksheet, name="worksheet"),
    path("<int:pk>/worksheet/<slug:key>/", writing.worksheet, name="step"),
    path("<int:pk>/print/", printing.choose, name="print"),
    path("<int:pk>/<slug:size>.pdf", printing.card, name="pdf"),
    path("<int:pk>/<slug:verb>/", signing.act, name="act"),
]
