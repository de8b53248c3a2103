from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "talka.results"
    label = "results"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import panels as shelf

        from . import jobs, panels, personal  # noqa: F401  jobs register what the worker does

        personal_data.register("results", export=personal.export, erase=personal.erase, traces=personal.traces)
        shelf.register("event", panels.findings_panel, order=30)
        for kind in ("event", "project", "programme"):
            shelf.register(kind, panels.trail_panel(kind), order=80)
        shelf.register("event-dashboard", panels.lead_panel, order=60)
        shelf.register("programme", panels.data_panel, order=60)
        shelf.register("project", panels.results_panel, order=60)
        shelf.register("project-work", panels.results_work_panel, order=30)
