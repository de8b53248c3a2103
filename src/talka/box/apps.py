from django.apps import AppConfig


class BoxConfig(AppConfig):
    name = "talka.box"
    label = "box"
