from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "talka.events"
    label = "events"

    def ready(self) -> None:
        from talka.letters.access import register_scope
        from talka.people import personal_data as registry
        from talka.ui import navigation
        from talka.ui import panels as shelf
        from talka.ui.declared import acted, declare

        from . import jobs, panels, personal  # noqa: F401  registers what the worker does
        from .access import ids_to_organise
        from .trail import join_trail

        join_trail()
        declare("events.AgendaItem_facilitators", acted(_("Who leads a working group")))
        registry.register(
            "events", export=personal.export, erase=personal.erase, hold=personal.hold, holds=personal.holds
        )
        register_scope("event", ids_to_organise)
        navigation.register(_("Events"), "events:list", order=10)
        shelf.register("project", panels.project_panel)
        shelf.register("project-work", panels.work_panel, order=20)
        shelf.register("project-budget", panels.budget_panel)
        shelf.register("me", panels.me_panel, order=20)
        shelf.register("person", panels.person_panel, order=20)
