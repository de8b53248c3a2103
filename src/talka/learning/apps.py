from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "talka.learning"
    label = "learning"

    def ready(self) -> None:
        from talka.events import certified
        from talka.letters.access import register_scope
        from talka.people import personal_data
        from talka.ui import navigation

        from . import jobs, personal  # noqa: F401  jobs registers what the worker does
        from .access.applications import cohorts_run_by
        from .assessment_letters import keep_private
        from .letters_of_applications import COHORT
        from .personal.assessments import private
        from .receivers import listen
        from .trail import join_trail
        from .views import badges

        join_trail()
        listen()
        personal_data.register(
            "learning", export=personal.export, erase=personal.erase, holds=personal.holds, private=private
        )
        keep_private()
        register_scope(COHORT, cohorts_run_by)
        certified.register(badges.show)
        navigation.register(_("Learning"), "learning:trainings", order=46)
        hang_panels()


def hang_panels() -> None:
    """On the pages of rooms below."""
    from talka.ui import panels as shelf

    from . import angel_panels, network_panels, panels, review_panels

    shelf.register("programme", panels.programme_panel, order=60)
    shelf.register("programme", panels.impressions_panel, order=62)
    shelf.register("person", panels.person_panel, order=60)
    shelf.register("area", panels.area_plans_panel, order=72)
    shelf.register("me", panels.way_panel, order=24)
    shelf.register("me", angel_panels.my_angel_panel, order=23)
    shelf.register("me", panels.certificates_panel, order=25)
    shelf.register("me", panels.my_applications_panel, order=40)
    shelf.register("need", panels.assessed_panel, order=45)
    shelf.register("need", panels.came_of_panel, order=61)
    shelf.register("measure", panels.came_of_panel, order=61)
    shelf.register("need", angel_panels.came_of_panel, order=62)
    shelf.register("measure", angel_panels.came_of_panel, order=62)
    shelf.register("programme", network_panels.programme_panel, order=61)
    shelf.register("need", network_panels.came_of_panel, order=63)
    shelf.register("measure", network_panels.came_of_panel, order=63)
    shelf.register("me", network_panels.me_panel, order=26)
    shelf.register("area", network_panels.area_panel, order=78)
    shelf.register("need", review_panels.came_of_panel, order=64)
    shelf.register("measure", review_panels.came_of_panel, order=64)
    shelf.register("me", review_panels.mine_panel, order=41)
