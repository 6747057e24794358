from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.logimport"
    label = "logimport"
