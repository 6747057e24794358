from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.search"
    label = "search"

    def ready(self) -> None:
        from qiao.search import box
        from qiao.ui import slots

        slots.register("shell.search", box.fill)
