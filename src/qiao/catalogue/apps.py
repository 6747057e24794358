from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from qiao.catalogue.chronicle import CHAPTER
        from qiao.ledger import chronicle

        chronicle.register(CHAPTER)
