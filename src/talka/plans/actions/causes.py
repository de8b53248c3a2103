"""From which need or measure a goal or a project of a document came: arrows of the trail."""

from django.utils.translation import gettext as _

from talka.links.actions import connect, disconnect
from talka.needs import access as needs
from talka.needs.models import Measure, Need
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_change
from ..models import Goal, PlanProject
from ..trail import GOAL, PLANNED, PROJECT
from .rows import locked


def say_cause(thing: Goal | PlanProject, kind: str, pk: int, *, by: Person | None) -> None:
    """Say that it came from a need or a measure (`kind`) of which the person may know. Twice is once."""
    check_change(by, thing.plan)
    known = kind == "need" and needs.known_to(by, Need.objects.filter(pk=pk)).exists()
    if not known and not (kind == "measure" and needs.known_to(by, Measure.objects.filter(pk=pk)).exists()):
        raise Refusal(
            _("This need or measure is not known."),
            _("Nothing was changed."),
            _("Open the page again and choose one from the list."),
            status=422,
        )
    with deed(by):
        locked(thing.plan)
        connect(kind, pk, PLANNED, _kind_of(thing), thing.pk)


def unsay_cause(thing: Goal | PlanProject, kind: str, pk: int, *, by: Person | None) -> None:
    """It did not come from it after all. Twice is once."""
    check_change(by, thing.plan)
    with deed(by):
        locked(thing.plan)
        disconnect(kind, pk, PLANNED, _kind_of(thing), thing.pk)


def _kind_of(thing: Goal | PlanProject) -> str:
    return GOAL if isinstance(thing, Goal) else PROJECT
