"""Addresses below /services/. Codes come last, so that no service can hide a page of the catalogue."""

from django.urls import path

from qiao.catalogue.views import browse, categories, draft, keep

app_name = "catalogue"
urlpatterns = [
    path("", browse.catalogue, name="catalogue"),
    path("people/", browse.people, name="people"),
    path("units/", browse.units, name="units"),
    path("places/", browse.places, name="places"),
    path("manage/", keep.manage, name="manage"),
    path("manage/new/", keep.create, name="create"),
    path("manage/categories/", categories.categories, name="categories"),
    path("manage/categories/new/", categories.create, name="create_category"),
    path("manage/categories/<slug:code>/", categories.edit, name="category"),
    path("manage/categories/<slug:code>/close/", categories.close, name="close_category"),
    path("<slug:code>/", browse.service, name="service"),
    path("<slug:code>/edit/", keep.edit, name="edit"),
    path("<slug:code>/move/", keep.move, name="move"),
    path("<slug:code>/close/", keep.retire, name="retire"),
    path("<slug:code>/reopen/", keep.reopen, name="reopen"),
    path("<slug:code>/versions/<int:number>/", keep.version, name="version"),
    path("<slug:code>/draft/", draft.draft, name="draft"),
    path("<slug:code>/draft/terms/", draft.terms, name="terms"),
    path("<slug:code>/draft/approvals/", draft.approvals, name="approvals"),
    path("<slug:code>/draft/checklist/", draft.checklist, name="checklist"),
    path("<slug:code>/draft/questions/new/", draft.question, name="new_question"),
    path("<slug:code>/draft/questions/<slug:key>/", draft.question, name="question"),
    path("<slug:code>/draft/questions/<slug:key>/place/", draft.place, name="place"),
    path("<slug:code>/draft/preview/", draft.preview, name="preview"),
    path("<slug:code>/draft/publish/", draft.publish, name="publish"),
    path("<slug:code>/draft/drop/", draft.drop, name="drop"),
]
