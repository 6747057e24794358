from django.urls import path

from qiao.audit import views

app_name = "audit"
urlpatterns = [
    path("administration/events/", views.events, name="events"),
    path("administration/events/export/", views.export, name="export"),
    path("requests/<str:number>/history/", views.request_history, name="history"),
]
