from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "talka.indicators"
    label = "indicators"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import panels

        from . import jobs, personal  # noqa: F401
        from .panels import profile_panel

        panels.register("area", profile_panel, order=10)
        personal_data.register("indicators", export=personal.export, erase=personal.erase)
