from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.pulse"
    label = "pulse"

    def ready(self) -> None:
        from qiao.ledger import chronicle
        from qiao.pulse import panels
        from qiao.pulse.chronicle import CHAPTER
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        slots.register("request.aside", panels.on_request, order=10)
        slots.register("today.answer", panels.on_today, order=40)
