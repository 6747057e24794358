"""Addresses at the root."""

from django.urls import path

from qiao.web import views

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("me/", views.me, name="me"),
    path("sample/enter/<int:person_id>/", views.cast_sign_in, name="cast"),
    path("health", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]
