from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.offline"
    label = "offline"

    def ready(self) -> None:
        from qiao.offline import panels
        from qiao.ui import slots

        slots.register("page.end", panels.script)
