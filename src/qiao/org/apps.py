from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.org"
    label = "org"

    def ready(self) -> None:
        from qiao.ledger import chronicle
        from qiao.org.chronicle import CHAPTER

        chronicle.register(CHAPTER)
