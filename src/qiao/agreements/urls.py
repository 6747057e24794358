"""Addresses below /agreements/."""

from django.urls import path

from qiao.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("new/", views.choose, name="choose"),
    path("new/<str:provider>/<str:customer>/", views.propose, name="propose"),
    path("<str:number>/", views.agreement, name="agreement"),
    path("<str:number>/negotiate/", views.negotiate, name="negotiate"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/comment/<slug:clause>/", views.comment, name="comment"),
    path("<str:number>/seen/", views.seen, name="seen"),
    path("<str:number>/sign/", views.sign, name="sign"),
    path("<str:number>/revise/", views.revise, name="revise"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/review/", views.review, name="review"),
    path("<str:number>/end/", views.end, name="end"),
    path("<str:number>/versions/<int:version>/", views.version, name="version"),
]
