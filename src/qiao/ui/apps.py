from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.ui"
    label = "ui"
