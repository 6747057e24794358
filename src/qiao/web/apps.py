from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.web"
    label = "web"
