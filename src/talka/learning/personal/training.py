"""Of training programmes: who takes part, teaches, coordinates."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept

from ..models import Cohort, Learner, Staff


def export(person: Person) -> Mapping[str, Any]:
    learning = [
        {
            _("Training programme"): str(row.team.cohort.training),
            _("Cohort"): str(row.team.cohort),
            _("Team"): str(row.team),
            _("Left on"): row.left_on,
        }
        for row in Learner.objects.filter(person=person).select_related("team__cohort__training", "team__organisation")
    ]
    work = [
        {_("Training programme"): str(row.training), _("As what"): row.get_role_display()}
        for row in Staff.objects.filter(person=person).select_related("training")
    ]
    told = {_("Training programmes you take part in"): learning, _("Training programmes you work for"): work}
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Whoever worked for it does so no longer, and whoever took part has left: nobody's place is held by nobody, and no
    certificate is issued to them. That a team had so many people stays: the row leads to an emptied one."""
    Staff.objects.filter(person=person).delete()
    Learner.objects.filter(person=person, left_on=None).update(left_on=today)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Those who take part in a cohort that has not ended, and who works for a training programme."""
    going = Learner.objects.filter(left_on=None, team__cohort__retired_at=None)
    return (
        going.exclude(team__cohort__state=Cohort.State.ENDED).values("person"),
        Staff.objects.values("person"),
    )
