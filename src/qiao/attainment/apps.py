from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.attainment"
    label = "attainment"

    def ready(self) -> None:
        from qiao.attainment import panels
        from qiao.ui import slots

        slots.register("agreement.main", panels.on_agreement)
