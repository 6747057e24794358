from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.imports"
    label = "imports"

    def ready(self) -> None:
        from qiao.imports.chronicle import CHAPTER
        from qiao.ledger import chronicle

        chronicle.register(CHAPTER)
