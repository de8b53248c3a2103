from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "talka.links"
    label = "links"
