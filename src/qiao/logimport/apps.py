from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Config(AppConfig):
    name = "qiao.logimport"
    label = "logimport"

    def ready(self) -> None:
        """What a log's own activities did to a request is told as the desk tells its events."""
        from dataclasses import replace

        from qiao.desk.chronicle import CHAPTER
        from qiao.ledger import chronicle
        from qiao.logimport.replay import LOG_EVENT

        kinds = {LOG_EVENT: gettext_lazy("Activity of an imported log")}
        chronicle.register(replace(CHAPTER, prefix="log", label=gettext_lazy("Imported logs"), kinds=kinds))
