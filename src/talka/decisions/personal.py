"""What runs of methods tell of a person: that they asked for one, decided on one or changed its result by hand."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.people.models import Person
from talka.ui.refusals import Words

from .models import DecisionRun, HandChange

METHODS: dict[str, Words] = {
    "followup": gettext_lazy("follow-up programme"),
    "grouping": gettext_lazy("forming of groups"),
    "clustering": gettext_lazy("themes of cards"),
    "cost-sharing": gettext_lazy("sharing of costs"),
    "coalitions": gettext_lazy("groups of municipalities"),
    "scale-economies": gettext_lazy("costs by size"),
}


def export(person: Person) -> Mapping[str, Any]:
    """Deeds with their days and reasons. What was computed is about needs, measures and groups, and stays with them."""
    asked = DecisionRun.objects.filter(created_by=person).order_by("pk")
    decided = DecisionRun.objects.filter(decided_by=person).order_by("pk")
    changed = HandChange.objects.filter(by=person).select_related("run").order_by("pk")
    told: dict[str, Any] = {
        _("Computations you asked for"): [
            {_("What was computed"): _method(run), _("When"): run.created_at} for run in asked
        ],
        _("Computations you decided on"): [
            {
                _("What was computed"): _method(run),
                _("Decision"): str(run.get_state_display()),
                _("Reason"): run.reason,
                _("When"): run.decided_at,
            }
            for run in decided
        ],
        _("What you changed by hand"): [
            {_("What was computed"): _method(row.run), _("Reason"): row.reason, _("When"): row.at} for row in changed
        ],
    }
    return {heading: rows for heading, rows in told.items() if rows}


def _method(run: DecisionRun) -> str:
    return str(METHODS.get(run.method, run.method))
