from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "talka.people"
    label = "people"

    def ready(self) -> None:
        from talka.ui import navigation

        from . import jobs, personal_data  # noqa: F401  jobs register what the worker does
        from .access import may_keep_people
        from .declared import declare_all
        from .personal import export

        declare_all()
        personal_data.register("people", export=export)
        navigation.register(_("People"), "people:people", order=60, visible=may_keep_people)
        navigation.register(_("Organisations"), "people:organisations", order=61, visible=may_keep_people)
