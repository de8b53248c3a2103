from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "talka.archive"
    label = "archive"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import panels as shelf

        from . import jobs, panels, personal  # noqa: F401  jobs register what the worker does

        personal_data.register("archive", export=personal.export, erase=personal.erase)
        shelf.register("project-work", panels.archive_panel, order=70)
