from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "talka.workshops"
    label = "workshops"

    def ready(self) -> None:
        from talka.events.queries.privacy import register_readers
        from talka.live import registry as streams
        from talka.people import personal_data as registry
        from talka.ui import panels as shelf

        from . import jobs, panels, personal, receivers  # noqa: F401  listens to news of events

        # Importing these says which deeds phones may send.
        from .actions import answering, calling, cards, sheets, tables, voting  # noqa: F401
        from .live import rendering
        from .queries.readers import readers_of
        from .trail import join_trail

        join_trail()
        register_readers(readers_of)
        streams.register(rendering.PREFIX, rendering.render)
        shelf.register("event", panels.join_panel, order=20)
        shelf.register("event-dashboard", panels.lead_panel, order=40)
        shelf.register("registration", panels.seat_panel, order=30)
        shelf.register("project-work", panels.formats_panel, order=40)
        registry.register("workshops", export=personal.export, erase=personal.erase)
