from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.desk"
    label = "desk"
