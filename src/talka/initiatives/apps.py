from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "talka.initiatives"
    label = "initiatives"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import navigation

        from . import jobs, personal  # noqa: F401  jobs registers what the worker does
        from .trail import join_trail

        join_trail()
        personal_data.register(
            "initiatives",
            export=personal.export,
            erase=personal.erase,
            holds=personal.holds,
            private=personal.private,
        )
        navigation.register(_("Initiatives"), "initiatives:initiatives", order=49)
        join_parts()


def join_parts() -> None:
    """Each part hangs its panels on pages, and tells the others what they ask it for."""
    from . import (
        choosing_panels,
        consultations_panels,
        consultations_registry,
        council_panels,
        council_registry,
        deliberation_panels,
        deliberation_registry,
        initiatives_panels,
        initiatives_registry,
        moderation_panels,
    )

    for panels in (
        initiatives_panels,
        deliberation_panels,
        choosing_panels,
        council_panels,
        consultations_panels,
        moderation_panels,
    ):
        panels.hang()
    for registry in (
        initiatives_registry,
        deliberation_registry,
        council_registry,
        consultations_registry,
    ):
        registry.fill()
