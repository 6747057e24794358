from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.roles"
    label = "roles"

    def ready(self) -> None:
        from qiao.ledger import chronicle
        from qiao.roles import panels
        from qiao.roles.chronicle import CHAPTER
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        slots.register("today.answer", panels.on_today, order=30)
        slots.register("org.person", panels.of_person)
        slots.register("org.unit", panels.of_unit)
