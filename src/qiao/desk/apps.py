from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.desk"
    label = "desk"

    def ready(self) -> None:
        from qiao.desk import list_chronicle
        from qiao.desk.chronicle import CHAPTER
        from qiao.desk.views.together import panel
        from qiao.ledger import chronicle
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        chronicle.register(list_chronicle.CHAPTER)
        slots.register("request.aside", panel, order=60)
