from django.urls import path

from qiao.kiosk import views

app_name = "kiosk"
urlpatterns = [
    path("kiosk/", views.start, name="start"),
    path("kiosk/queue/", views.queue, name="queue"),
    path("kiosk/identify/", views.identify, name="identify"),
    path("kiosk/done/", views.done, name="done"),
    path("kiosk/still/", views.still, name="still"),
    path("kiosk/pin/", views.pin, name="pin"),
    path("kiosk/code/", views.code, name="code"),
    path("kiosk/set-up/<str:secret>/", views.set_up, name="set_up"),
    path("kiosks/", views.devices, name="devices"),
    path("kiosks/new/", views.new_device, name="new_device"),
    path("kiosks/<int:pk>/renew/", views.renew, name="renew"),
    path("kiosks/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("kiosks/pins/", views.pins, name="pins"),
    path("kiosks/pins/<int:pk>/give/", views.give_pin, name="give_pin"),
    path("kiosks/pins/<int:pk>/unlock/", views.unlock, name="unlock"),
    path("me/pin/", views.my_pin, name="my_pin"),
]
