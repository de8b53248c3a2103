from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "talka.protection"
    label = "protection"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from talka.people import personal_data
        from talka.people.access import is_administrator, register_frozen
        from talka.ui import navigation
        from talka.ui import panels as shelf

        from . import jobs, panels  # noqa: F401  jobs register what the worker does
        from .personal import erase, export, holds, is_frozen

        personal_data.register("protection", export=export, erase=erase, holds=holds)
        register_frozen(is_frozen)
        navigation.register(_("Data protection"), "protection:overview", order=80, visible=is_administrator)
        shelf.register("project-work", panels.project_panel, order=60)
        shelf.register("programme", panels.programme_panel, order=60)
        shelf.register("person", panels.person_panel, order=60)
        shelf.register("me", panels.me_panel, order=60)
