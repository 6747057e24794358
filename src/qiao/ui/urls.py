"""Addresses of the component library: the gallery, the colours, the manifest."""

from django.urls import path

from qiao.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("colours/", views.theme, name="theme"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
