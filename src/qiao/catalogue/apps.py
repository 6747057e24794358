from django.apps import AppConfig


class Config(AppConfig):
    name = "qiao.catalogue"
    label = "catalogue"
