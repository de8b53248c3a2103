from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "talka.indicators"
    label = "indicators"

    def ready(self) -> None:
        from talka.ui import panels

        from . import jobs  # noqa: F401
        from .panels import profile_panel

        panels.register("area", profile_panel, order=10)
