from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.ticketimport"
    label = "ticketimport"

    def ready(self) -> None:
        """The key that a request had before stands beside it; the event log tells of imports."""
        from qiao.ledger import chronicle
        from qiao.ticketimport.chronicle import CHAPTER
        from qiao.ticketimport.origin import origin
        from qiao.ui import slots

        chronicle.register(CHAPTER)
        slots.register("request.more", origin, order=80)
