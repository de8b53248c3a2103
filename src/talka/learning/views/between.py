"""What of the time between sessions the reader may open: tabs of a cohort, parts of a team's page."""

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.refusals import Words

from .. import access
from ..access import between
from ..models import Cohort, Team


def tabs(person: Person | None, cohort: Cohort) -> list[tuple[str, Words]]:
    """Those the reader may open, as (address, label). What waits for an answer stands with the homework, twins with the
    progress of the teams."""
    found: list[tuple[str, Words]] = []
    if access.learner_of(person, cohort) is not None:
        found.append(("learning:my_way", _("My way")))
    if access.may_run_cohort(person, cohort):
        found.append(("learning:progress", _("Progress")))
    if access.may_read_inside(person, cohort):
        found.append(("learning:homework_list", _("Homework")))
    found.append(("learning:materials", _("Materials")))
    return found


def of_team(person: Person | None, team: Team) -> dict[str, object]:
    """Whether the reader opens the pages of its coaches' visits and its twins."""
    if team.cohort.training.retired_at is not None:
        return {}
    learner = access.learner_of(person, team.cohort)
    own = learner is not None and learner.team_id == team.pk
    return {
        "reads_coaching": between.may_read_coaching(person, team),
        "reads_twins": own or access.may_teach(person, team.cohort),
    }
