from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.ledger"
    label = "ledger"
