from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.audit"
    label = "audit"

    def ready(self) -> None:
        from qiao.audit.chronicle import CHAPTER
        from qiao.audit.places import history_link
        from qiao.ledger import chronicle
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        slots.register("request.story", history_link)
