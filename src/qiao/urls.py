"""Where everything is. Each package keeps its own addresses."""

from django.urls import include, path

from qiao.accounts.views import set_language
from qiao.web.api import api
from qiao.web.views import api_docs, openapi

urlpatterns = [
    path("", include("qiao.web.urls")),
    path("administration/webhooks/", include("qiao.webhooks.urls")),
    path("administration/imports/", include("qiao.imports.urls")),
    path("", include("qiao.audit.urls")),  # before the desk: a history is no verb
    path("", include("qiao.notify.urls")),
    path("", include("qiao.desk.urls")),
    path("", include("qiao.search.urls")),
    path("", include("qiao.shopfloor.urls")),
    path("", include("qiao.kiosk.urls")),
    path("", include("qiao.offline.urls")),
    path("files/", include("qiao.files.urls")),
    path("imported/", include("qiao.ticketimport.urls")),
    path("pulse/", include("qiao.pulse.urls")),
    path("escalation/", include("qiao.escalation.urls")),
    path("approvals/", include("qiao.approvals.urls")),
    path("agreements/", include("qiao.attainment.urls")),
    path("agreements/", include("qiao.agreements.urls")),
    path("schedules/", include("qiao.schedules.urls")),
    path("role-cards/", include("qiao.roles.urls")),
    path("services/", include("qiao.catalogue.urls")),
    path("organisation/places/", include("qiao.places.urls")),
    path("organisation/", include("qiao.org.urls")),
    path("drafts/", include("qiao.drafts.urls")),
    path("account/", include("qiao.accounts.urls")),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/docs", api_docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("", include("qiao.ui.urls")),
    path("language/", set_language, name="set_language"),
]

handler400 = "qiao.ui.errors.bad_request"
handler403 = "qiao.ui.errors.permission_denied"
handler404 = "qiao.ui.errors.page_not_found"
handler500 = "qiao.ops.trouble.server_error"
