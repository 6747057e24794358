from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.sample"
    label = "sample"

    def ready(self) -> None:
        from qiao.sample import kiosk
        from qiao.ui import slots

        slots.register("kiosk.start", kiosk.on_start)
