from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    name = "talka.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        from talka.people.access import is_administrator
        from talka.ui import navigation

        from . import jobs  # noqa: F401  registers what the worker does

        navigation.register(_("Upkeep"), "upkeep:dashboard", order=95, visible=is_administrator)
