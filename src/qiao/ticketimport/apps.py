from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.ticketimport"
    label = "ticketimport"

    def ready(self) -> None:
        """The key that a request had before stands beside it."""
        from qiao.ticketimport.origin import origin
        from qiao.ui import slots

        slots.register("request.aside", origin, order=80)
