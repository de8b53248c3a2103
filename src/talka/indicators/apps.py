from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "talka.indicators"
    label = "indicators"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import navigation, panels

        from . import jobs, personal  # noqa: F401
        from .panels import profile_panel

        navigation.register(_("Indicators"), "indicators:indicators", order=45)
        panels.register("area", profile_panel, order=10)
        personal_data.register("indicators", export=personal.export, erase=personal.erase)
