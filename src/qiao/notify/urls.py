"""Addresses of notices."""

from django.urls import path

from qiao.notify import views

app_name = "notify"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/bell/", views.bell, name="bell"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/settings/", views.settings, name="settings"),
    path("inbox/<int:pk>/read/", views.read_one, name="read_one"),
    path("inbox/<int:pk>/unread/", views.unread_one, name="unread_one"),
    path("requests/<str:number>/here/", views.here, name="here"),
]
