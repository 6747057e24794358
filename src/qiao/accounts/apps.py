from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.accounts"
    label = "accounts"
