from django.urls import path

from qiao.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="new"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/secret/", views.secret, name="secret"),
    path("<int:pk>/on/", views.switch_on, name="on"),
    path("<int:pk>/off/", views.switch_off, name="off"),
    path("<int:pk>/ping/", views.ping, name="ping"),
    path("<int:pk>/replay/", views.replay_between, name="replay_between"),
    path("<int:pk>/messages/<int:delivery>/", views.message, name="message"),
    path("<int:pk>/messages/<int:delivery>/replay/", views.replay, name="replay"),
]
