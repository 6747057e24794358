from django.urls import path

from qiao.ticketimport import views

app_name = "ticketimport"
urlpatterns = [
    path("<str:source>/<path:key>/", views.by_key, name="by_source"),
    path("<str:key>/", views.by_key, name="by_key"),
]
