from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "talka.plans"
    label = "plans"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import navigation
        from talka.ui import panels as shelf

        from . import jobs, panels, personal  # noqa: F401  jobs register what the worker does
        from .trail import join_trail

        join_trail()
        personal_data.register("plans", export=personal.export, erase=personal.erase)
        navigation.register(_("Plans"), "plans:plans", order=47)
        shelf.register("area", panels.way_panel, order=70)
        shelf.register("measure", panels.planned_panel, order=60)
        shelf.register("need", panels.planned_panel, order=60)
