from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "talka.programmes"
    label = "programmes"

    def ready(self) -> None:
        from talka.people import access as people
        from talka.people import personal_data
        from talka.ui import navigation

        from . import jobs  # noqa: F401  registers what the worker does
        from .access import is_on_a_team, organises_anything
        from .personal import erase, export, holds
        from .trail import join_trail

        join_trail()
        people.register_keeper(organises_anything)
        people.register_team(is_on_a_team)
        personal_data.register("programmes", export=export, erase=erase, holds=holds)
        navigation.register(_("Programmes"), "programmes:programmes", order=20)
        navigation.register(_("My projects"), "programmes:mine", order=5, visible=_signed_in)


def _signed_in(person: Any) -> bool:
    return person is not None
