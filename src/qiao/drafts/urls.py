"""Addresses below /drafts/."""

from django.urls import path, re_path

from qiao.drafts import views

app_name = "drafts"
urlpatterns = [
    path("<int:pk>/away/", views.throw_away, name="away"),
    re_path(r"^(?P<key>[A-Za-z0-9:._-]{1,120})/$", views.draft, name="draft"),
]
