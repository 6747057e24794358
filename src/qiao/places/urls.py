from django.urls import path

from qiao.places import views

app_name = "places"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<slug:code>/", views.edit, name="edit"),
]
