from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.escalation"
    label = "escalation"

    def ready(self) -> None:
        from qiao.escalation import panels
        from qiao.escalation.chronicle import CHAPTER
        from qiao.ledger import chronicle
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        slots.register("today.answer", panels.on_today, order=8)
