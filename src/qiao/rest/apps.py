from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.rest"
    label = "rest"
