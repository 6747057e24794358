"""Addresses below ``/api/``."""

from django.urls import path

from qiao.web import views
from qiao.web.api import api

urlpatterns = [
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/docs", views.api_docs, name="api_docs"),
    path("v1/", api.urls),
]
