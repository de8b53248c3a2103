from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "talka.live"
    label = "live"
