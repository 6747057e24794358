from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.agreements"
    label = "agreements"

    def ready(self) -> None:
        from qiao.agreements import panels
        from qiao.agreements.chronicle import CHAPTER
        from qiao.agreements.objections import bound
        from qiao.ledger import chronicle
        from qiao.org import objections
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        objections.register(bound)
        slots.register("today.answer", panels.on_today, order=30)
        slots.register("catalogue.promise", panels.on_service)
