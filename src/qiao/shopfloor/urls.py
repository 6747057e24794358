from django.urls import path

from qiao.shopfloor import views

app_name = "shopfloor"
urlpatterns = [
    path("q/<str:kind>/<str:code>", views.scanned, name="scanned"),
    path("codes/", views.labels, name="labels"),
]
