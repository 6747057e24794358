from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.accounts"
    label = "accounts"

    def ready(self) -> None:
        from qiao.accounts import signals  # noqa: F401  (receivers need the models)
        from qiao.accounts.chronicle import CHAPTER
        from qiao.ledger import chronicle

        chronicle.register(CHAPTER)
