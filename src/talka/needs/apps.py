from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "talka.needs"
    label = "needs"

    def ready(self) -> None:
        from .trail import join_trail

        join_trail()
