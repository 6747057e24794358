from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        from qiao.kiosk import panels
        from qiao.kiosk.chronicle import CHAPTER
        from qiao.ledger import chronicle
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        slots.register("shell.bar", panels.bar)
        slots.register("me", panels.on_me)
        slots.register("places.head", panels.on_places)
