from django.urls import path

from qiao.approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<str:number>/<int:pk>/<slug:verb>/", views.answer, name="answer"),
]
