from django.urls import path

from qiao.desk import views

app_name = "desk"
urlpatterns = [
    path("requests/", views.mine, name="mine"),
    path("requests/new/<slug:code>/", views.raise_request, name="raise"),
    path("requests/<str:number>/", views.request_page, name="request"),
    path("requests/<str:number>/comment/", views.comment, name="comment"),
    path("requests/<str:number>/files/<int:pk>/", views.download, name="file"),
    path("requests/<str:number>/<slug:verb>/", views.act, name="act"),
    path("board/", views.my_board, name="boards"),
    path("board/<str:code>/", views.board, name="board"),
]
