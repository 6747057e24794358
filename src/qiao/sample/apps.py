from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.sample"
    label = "sample"
