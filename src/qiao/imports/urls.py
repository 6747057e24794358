from django.urls import path

from qiao.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="new"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/mapping/", views.choose, name="choose"),
    path("<int:pk>/mapping/file/", views.mapping, name="mapping"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/begin/<slug:job>/", views.begin, name="begin"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/discard/", views.discard, name="discard"),
]
