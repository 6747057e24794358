from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.schedules"
    label = "schedules"

    def ready(self) -> None:
        from qiao.ledger import chronicle
        from qiao.schedules.chronicle import CHAPTER

        chronicle.register(CHAPTER)
