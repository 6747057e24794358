"""Addresses below /services/. Codes come last, so that no service can hide a page of the catalogue."""

from django.urls import path

from qiao.catalogue.views import browse, categories, draft, keep

app_name = "catalogue"
urlpatterns = [
    path("", browse.catalogue, name="catalogue"),
    path("people/", browse.people, name="people"),
    path("units/", browse.units, name="units"),
    path("manage/", keep.manage, name="manage"),
    path("manage/new/", keep.create, name="create"),
    path("manage/categories/", categories.categories, name="categories"),
    path("manage/categories/new/", categories.create, name="create_category"),
    path("manage/categories/<str:code>/", categories.edit, name="category"),
    path("manage/categories/<str:code>/close/", categories.close, name="close_category"),
    path("<str:code>/", browse.service, name="service"),
    path("<str:code>/edit/", keep.edit, name="edit"),
    path("<str:code>/move/", keep.move, name="move"),
    path("<str:code>/close/", keep.retire, name="retire"),
    path("<str:code>/reopen/", keep.reopen, name="reopen"),
    path("<str:code>/versions/<int:number>/", keep.version, name="version"),
    path("<str:code>/draft/", draft.draft, name="draft"),
    path("<str:code>/draft/terms/", draft.terms, name="terms"),
    path("<str:code>/draft/questions/new/", draft.question, name="new_question"),
    path("<str:code>/draft/questions/<str:key>/", draft.question, name="question"),
    path("<str:code>/draft/questions/<str:key>/place/", draft.place, name="place"),
    path("<str:code>/draft/preview/", draft.preview, name="preview"),
    path("<str:code>/draft/publish/", draft.publish, name="publish"),
    path("<str:code>/draft/drop/", draft.drop, name="drop"),
]
