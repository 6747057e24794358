from django.urls import path

from qiao.files import views

app_name = "files"
urlpatterns = [
    path("", views.send, name="send"),
    path("<str:key>/", views.show, name="show"),
    path("<str:key>/remove/", views.drop, name="drop"),
]
