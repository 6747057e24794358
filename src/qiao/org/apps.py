from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.org"
    label = "org"
