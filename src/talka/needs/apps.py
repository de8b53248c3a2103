from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "talka.needs"
    label = "needs"

    def ready(self) -> None:
        from talka.ui import panels as shelf

        from . import panels
        from .trail import join_trail

        join_trail()
        shelf.register("programme", panels.register_panel, order=20)
