from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.desk"
    label = "desk"

    def ready(self) -> None:
        from qiao.desk import list_chronicle, rule_chronicle
        from qiao.desk.chronicle import CHAPTER
        from qiao.desk.lying import unattended_card
        from qiao.desk.objections import open_requests
        from qiao.desk.panels import checklist_card, parts_card, together_card, watchers
        from qiao.ledger import chronicle
        from qiao.org import objections
        from qiao.ui import slots

        objections.register(open_requests)
        chronicle.register(CHAPTER)
        chronicle.register(list_chronicle.CHAPTER)
        chronicle.register(rule_chronicle.CHAPTER)
        slots.register("today.answer", unattended_card, order=10)
        slots.register("request.more", watchers, order=60)
        slots.register("request.more", together_card, order=70)
        slots.register("request.main", checklist_card, order=20)
        slots.register("request.main", parts_card, order=30)
