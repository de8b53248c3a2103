from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "talka.evidence"
    label = "evidence"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.results import loading
        from talka.ui import panels as shelf

        from . import jobs, panels, personal  # noqa: F401  jobs register what the worker does
        from .actions import record

        personal_data.register("evidence", export=personal.export, erase=personal.erase)
        loading.register("evidence", load=record.load, dump=record.dump)
        shelf.register("event-dashboard", panels.event_panel, order=70)
        shelf.register("project-work", panels.work_panel, order=40)
