from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class NeedsConfig(AppConfig):
    name = "talka.needs"
    label = "needs"

    def ready(self) -> None:
        from talka.people import personal_data as kept
        from talka.ui import panels as shelf

        from . import jobs, panels, personal  # noqa: F401  jobs register what the worker does
        from .trail import join_trail

        join_trail()
        kept.register("needs", export=personal.export, erase=personal.erase, holds=personal.holds)
        shelf.register("programme", panels.register_panel, order=20)
        shelf.register("programme", panels.framework_panel, order=40)
        shelf.register("event-dashboard", panels.assessment_panel, order=45)
        shelf.register("event-dashboard", panels.carry_panel, order=25)
        shelf.register("event", panels.since_panel, order=20)
        shelf.register("registration", panels.own_words_panel, order=40)
        # Once the last app is done, so that the database can keep versions of what is written.
        post_migrate.connect(_keep_shipped, sender=_last_with_models())


def _last_with_models() -> AppConfig:
    """Apps without models are passed over when a migration has ended."""
    return [config for config in apps.get_app_configs() if config.models_module is not None][-1]


def _keep_shipped(sender: AppConfig, **about: Any) -> None:
    """The competences that come with the house stand in every database, also in one that was just emptied."""
    from .actions import keep_shipped

    if about.get("using", "default") == "default" and _whole(about):
        keep_shipped()


def _whole(about: dict[str, Any]) -> bool:
    """Whether the table is there as the code knows it: a database may be brought to an earlier state."""
    state = about.get("apps")
    try:
        return state is None or bool(state.get_model("needs", "Competence"))
    except LookupError:
        return False
