from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.approvals"
    label = "approvals"

    def ready(self) -> None:
        from qiao.approvals import panels
        from qiao.approvals.actions import gate
        from qiao.desk import gates
        from qiao.ui import slots

        gates.register(gate)
        slots.register("request.aside", panels.on_request, order=5)
        slots.register("today.answer", panels.on_today, order=5)
        slots.register("raise.before", panels.on_raise)
        slots.register("catalogue.promise", panels.on_service, order=60)
