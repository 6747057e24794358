from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.places"
    label = "places"

    def ready(self) -> None:
        from qiao.ledger import chronicle
        from qiao.places.chronicle import CHAPTER

        chronicle.register(CHAPTER)
