from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from qiao.ledger import chronicle
        from qiao.ui import slots
        from qiao.webhooks.chronicle import CHAPTER
        from qiao.webhooks.places import switched_off

        chronicle.register(CHAPTER)
        slots.register("today.answer", switched_off, order=90)
