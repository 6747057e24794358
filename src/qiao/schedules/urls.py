"""Addresses below /schedules/."""

from django.urls import path

from qiao.schedules import views

app_name = "schedules"
urlpatterns = [
    path("", views.schedules, name="schedules"),
    path("new/", views.choose, name="choose"),
    path("new/<slug:code>/", views.create, name="create"),
    path("new/<slug:code>/preview/", views.preview, name="preview"),
    path("<int:pk>/", views.schedule, name="schedule"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
