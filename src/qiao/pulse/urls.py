from django.urls import path

from qiao.pulse import views

app_name = "pulse"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.answer, name="answer"),
    path("<int:pk>/skip/", views.skip, name="skip"),
    path("unit/<str:code>/", views.unit, name="unit"),
]
