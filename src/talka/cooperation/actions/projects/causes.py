"""What a joint project comes from: needs, measures, cooperation cases, tasks and projects of plans, initiatives."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from talka.links import registry
from talka.links.actions import connect, disconnect
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.ui.refusals import Refusal

from ...access import projects as access
from ...models import JointProject, Partner
from ...trail import CASE, LED_TO, PROJECT

Cause = tuple[str, str]
CAUSES = ("need", "measure", CASE, "initiative", "community_plan", "plan_goal", "plan_project")
"""Kinds of the trail from which a joint project may come; a kind that no room has registered is not known."""


def point_to(project: JointProject, cause: Cause, *, by: Person | None) -> None:
    """Store the arrow; the caller has checked who may change the project. Raises Refusal where the cause is not known
    to the person."""
    kind, pk = cause
    if by is not None and not known(cause, by):
        raise Refusal(
            _("What the project is to come from is not known."),
            _("Nothing was changed."),
            _("Open the page again and choose one from the list."),
            status=422,
        )
    connect(kind, pk, LED_TO, PROJECT, project.pk)


def known(cause: Cause, person: Person | None) -> bool:
    """Whether there is such a thing of which the person may know."""
    kind = registry.kind_of(cause[0]) if cause[0] in CAUSES else None
    return kind is not None and cause[1] in kind.show([cause[1]], person)


def say_cause(project: JointProject, cause: Cause, *, by: Person | None) -> None:
    """It comes from this too. Twice is once. Raises Refusal."""
    access.check_change(by, project)
    with deed(by):
        point_to(project, cause, by=by)


def unsay_cause(project: JointProject, cause: Cause, *, by: Person | None) -> None:
    """It does not come from this after all. Twice is once."""
    access.check_change(by, project)
    with deed(by):
        disconnect(cause[0], cause[1], LED_TO, PROJECT, project.pk)


def partners_of_case(causes: Sequence[Cause], *, but: Organisation) -> Iterable[Organisation]:
    """Who takes part in the cooperation cases among the causes, once each."""
    cases = [int(pk) for kind, pk in causes if kind == CASE and pk.isascii() and pk.isdigit()]
    rows = Partner.objects.filter(case__in=cases, state=Partner.State.TAKING_PART).select_related("organisation")
    found = {row.organisation_id: row.organisation for row in rows.order_by("case", "order", "pk")}
    return [one for pk, one in found.items() if pk != but.pk]
