from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    name = "talka.territories"
    label = "territories"

    def ready(self) -> None:
        from talka.ui import navigation

        navigation.register(_("Territories"), "territories:areas", order=40)
