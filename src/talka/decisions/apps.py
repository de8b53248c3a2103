from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "talka.decisions"
    label = "decisions"

    def ready(self) -> None:
        from talka.people import personal_data

        from . import personal

        personal_data.register("decisions", export=personal.export)
