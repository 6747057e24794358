from django.urls import path

from qiao.escalation import views

app_name = "escalation"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("settings/", views.settings, name="settings"),
]
