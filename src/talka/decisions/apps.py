from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "talka.decisions"
    label = "decisions"
