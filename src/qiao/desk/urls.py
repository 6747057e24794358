from django.urls import path

from qiao.desk import views

app_name = "desk"
urlpatterns = [
    path("requests/", views.mine, name="mine"),
    path("requests/new/<slug:code>/", views.raise_request, name="raise"),
    path("requests/<str:number>/", views.request_page, name="request"),
    path("requests/<str:number>/comment/", views.comment, name="comment"),
    path("requests/<str:number>/files/<int:pk>/", views.download, name="file"),
    path("requests/<str:number>/watch/", views.watch, name="watch"),
    path("requests/<str:number>/unwatch/", views.unwatch, name="unwatch"),
    path("requests/<str:number>/watchers/", views.add_watcher, name="watchers"),
    path("requests/<str:number>/people/", views.people, name="people"),
    path("requests/<str:number>/templates/", views.pick_template, name="pick_template"),
    path("requests/<str:number>/links/", views.link, name="link"),
    path("requests/<str:number>/links/<int:pk>/away/", views.unlink, name="unlink"),
    path("requests/<str:number>/parts/", views.ask, name="ask"),
    path("requests/<str:number>/checklist/", views.add_item, name="add_item"),
    path("requests/<str:number>/checklist/<int:pk>/<slug:doing>/", views.item, name="item"),
    path("requests/<str:number>/<slug:verb>/", views.act, name="act"),
    path("answer-templates/", views.templates, name="templates"),
    path("answer-templates/new/", views.new_template, name="new_template"),
    path("answer-templates/<int:pk>/", views.edit_template, name="template"),
    path("answer-templates/<int:pk>/<slug:how>/", views.switch_template, name="switch_template"),
    path("worklist/", views.my_work, name="my_work"),
    path("worklist/<str:code>/", views.work, name="work"),
    path("worklist/<str:code>/views/", views.save_view, name="save_view"),
    path("worklist/<str:code>/views/<int:pk>/drop/", views.drop_view, name="drop_view"),
    path("worklist/<str:code>/export.<str:form>", views.export, name="export"),
    path("worklist/<str:code>/many/<slug:verb>/", views.many, name="many"),
    path("worklist/<str:code>/runs/<int:pk>/", views.run, name="run"),
    path("board/", views.my_board, name="boards"),
    path("board/<str:code>/", views.board, name="board"),
    path("board/<str:code>/rule/", views.work_rule, name="work_rule"),
    path("board/<str:code>/more/", views.board_more, name="board_more"),
    path("board/<str:code>/move/", views.board_move, name="board_move"),
]
