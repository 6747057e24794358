from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.drafts"
    label = "drafts"

    def ready(self) -> None:
        from qiao.drafts.panels import mine
        from qiao.ui import slots

        slots.register("me", mine, order=30)
