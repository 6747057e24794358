from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.desk"
    label = "desk"

    def ready(self) -> None:
        from qiao.desk.chronicle import CHAPTER
        from qiao.ledger import chronicle

        chronicle.register(CHAPTER)
