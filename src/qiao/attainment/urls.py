"""Addresses below /agreements/, beside those of the agreements themselves."""

from django.urls import path

from qiao.attainment import views

app_name = "attainment"
urlpatterns = [
    path("<str:number>/attainment/", views.attainment, name="attainment"),
    path("<str:number>/attainment/<str:period>/", views.attainment, name="period"),
    path("<str:number>/attainment/<str:period>/requests/", views.requests, name="requests"),
]
