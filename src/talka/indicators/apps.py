from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "talka.indicators"
    label = "indicators"

    def ready(self) -> None:
        from . import jobs  # noqa: F401
