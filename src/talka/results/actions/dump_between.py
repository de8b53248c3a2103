"""Materials, visits of coaches and twin teams of a training programme, as `load_between` reads them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from talka.learning.models import Coaching, Material, Training, Twinning

from ..record_files import plain_words
from .dump_cooperation_costs import digits
from .load_between import COACHING, MATERIAL, MEETING, TWINS
from .naming import Keys, present


def between_of(training: Training, keys: Keys, modules: Mapping[int, int]) -> dict[str, Any]:
    """Materials that are a file only are not written, as no uploads are; nor are letters between twins."""
    rows = Material.objects.filter(training=training, retired_at=None).exclude(link="")
    rows = rows.filter(Q(module=None) | Q(module__retired_at=None))
    coaching = Coaching.objects.filter(team__cohort__training=training, team__cohort__retired_at=None, retired_at=None)
    twins = Twinning.objects.filter(first__cohort__training=training)
    twins = twins.filter(first__cohort__retired_at=None, second__cohort__retired_at=None)
    return {
        "material": [
            {
                "title": plain_words(row.title),
                "module": modules.get(row.module_id or 0, ""),
                "cohort": row.session.cohort.number if row.session else "",
                "event": row.session.event.slug if row.session else "",
                **{name: getattr(row, name) for name in MATERIAL},
            }
            for row in rows.select_related("session__cohort", "session__event").order_by("order", "pk")
        ],
        "coaching": [
            {
                "cohort": row.team.cohort.number,
                "team": keys.organisation(row.team.organisation),
                "coach": keys.person(present(row.coach)),
                "hours": digits(row.hours),
                **{name: getattr(row, name) for name in COACHING},
            }
            for row in coaching.select_related("team__cohort", "team__organisation", "coach").order_by("day", "pk")
        ],
        "twins": [_twins(row, keys) for row in twins.order_by("since", "pk")],
    }


def _twins(row: Twinning, keys: Keys) -> dict[str, Any]:
    return {
        "first_cohort": row.first.cohort.number,
        "first": keys.organisation(row.first.organisation),
        "second_cohort": row.second.cohort.number,
        "second": keys.organisation(row.second.organisation),
        **{name: getattr(row, name) for name in TWINS},
        "meeting": [
            {"noted_by": "first" if one.team_id == row.first_id else "second"}
            | {name: getattr(one, name) for name in MEETING}
            for one in row.meetings.order_by("day", "pk")
        ],
    }
