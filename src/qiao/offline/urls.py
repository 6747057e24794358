from django.urls import path

from qiao.offline import views

app_name = "offline"
urlpatterns = [
    path("offline/", views.page, name="page"),
    path("offline/queue/", views.queue, name="queue"),
    path("offline/who/", views.whoami, name="who"),
    path("sw.js", views.worker, name="worker"),
]
