from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "talka.resources"
    label = "resources"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import navigation, panels

        from . import jobs  # noqa: F401  registers what the worker does
        from .panels import area_panel
        from .personal import erase, export, hold, holds

        panels.register("area", area_panel, order=60)
        personal_data.register("resources", export=export, erase=erase, hold=hold, holds=holds)
        navigation.register(_("Resources"), "resources:resources", order=42)
