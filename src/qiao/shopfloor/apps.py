from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.shopfloor"
    label = "shopfloor"

    def ready(self) -> None:
        from qiao.shopfloor import panels
        from qiao.ui import slots

        slots.register("places.head", panels.labels)
        slots.register("places.edit", panels.code_of_place)
