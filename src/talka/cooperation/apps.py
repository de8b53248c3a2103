from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "talka.cooperation"
    label = "cooperation"

    def ready(self) -> None:
        from talka.people import personal_data
        from talka.ui import navigation
        from talka.ui import panels as shelf

        from . import jobs, panels, personal  # noqa: F401  jobs registers what the worker does
        from .receivers import listen
        from .trail import join_trail

        join_trail()
        listen()
        personal_data.register("cooperation", export=personal.export, erase=personal.erase, holds=personal.holds)
        navigation.register(_("Cooperation"), "cooperation:cases", order=48)
        shelf.register("area", panels.area_panel, order=75)
        shelf.register("need", panels.came_of_panel, order=65)
        shelf.register("measure", panels.came_of_panel, order=65)
        shelf.register("area", panels.area_projects_panel, order=76)
        shelf.register("need", panels.joint_project_panel, order=66)
        shelf.register("measure", panels.joint_project_panel, order=66)
        shelf.register("initiative", panels.of_initiative_panel, order=90)
