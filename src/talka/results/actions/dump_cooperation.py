"""Cooperation cases of a programme, as `load_cooperation` reads them."""

from pathlib import Path
from typing import Any

from talka.cooperation.models import CooperationCase, CouncilBrief, Partner, Seat
from talka.cooperation.trail import CASE
from talka.programmes.models import Programme

from ..record_files import plain_words, write_toml
from .dump_causes import Named, causes_by_key, causes_of
from .dump_cooperation_costs import costs_of, digits, figures_of
from .dump_cooperation_path import write_path
from .load_cooperation import BRIEF, PARTNER
from .naming import Keys


def cases_of(programme: Programme) -> list[CooperationCase]:
    """What was taken away is not written."""
    return list(CooperationCase.objects.filter(programme=programme, retired_at=None).order_by("slug"))


def named_in_cases(programme: Programme) -> tuple[set[int], set[int]]:
    """The row ids of the organisations and of the people that the cases name."""
    rows = Partner.objects.filter(case__programme=programme, case__retired_at=None)
    told = rows.values_list("organisation_id", "focal_point_id")
    seated = Seat.objects.filter(case__programme=programme, case__retired_at=None).values_list("person_id", flat=True)
    people = {person for _one, person in told} | set(seated)
    return {one for one, _person in told}, {person for person in people if person is not None}


def write_cooperation(programme: Programme, folder: Path, keys: Keys) -> None:
    causes = causes_by_key(programme)
    for case in cases_of(programme):
        write_toml(folder / "cooperation" / f"{case.slug}.toml", _case(case, keys, causes))
        write_path(case, folder, keys)


def _case(case: CooperationCase, keys: Keys, causes: Named) -> dict[str, Any]:
    partners = case.partners.select_related("organisation", "focal_point", "brief", "figures").order_by("order", "pk")
    return {
        "title": plain_words(case.title),
        "service": case.service,
        "about": plain_words(case.about),
        "state": case.state,
        "state_reason": case.state_reason,
        "published": case.published_at is not None,
        **causes_of(CASE, case.pk, causes),
        "partner": [_partner(row, keys) for row in partners],
        "appraisal": costs_of(case, keys),
    }


def _partner(row: Partner, keys: Keys) -> dict[str, Any]:
    brief = getattr(row, "brief", None)
    return {
        "organisation": keys.organisation(row.organisation),
        **{name: getattr(row, name) for name in PARTNER},
        "focal_point": keys.person(row.focal_point),
        "brief": _brief(brief) if brief is not None else {},
        "figures": figures_of(row),
    }


def _brief(row: CouncilBrief) -> dict[str, Any]:
    return {name: getattr(row, name) for name in BRIEF} | {"jobs_after": digits(row.jobs_after)}
