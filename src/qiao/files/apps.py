from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.files"
    label = "files"
