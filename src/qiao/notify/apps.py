from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.notify"
    label = "notify"

    def ready(self) -> None:
        from qiao.notify.panels import here, mine, since
        from qiao.ui import slots

        slots.register("request.main", since, order=10)
        slots.register("request.aside", here, order=10)
        slots.register("me", mine, order=20)
