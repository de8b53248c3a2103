"""Knowledge angels and requests, as `load_angels` reads them.

Angels help in any programme: one of true people tells all true ones who agreed to it and those who helped in it, a
made-up one those of its made-up country.
"""

from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from talka.learning.access.angels import consenting, consents_of
from talka.learning.models import Advice, Angel, AngelRequest, MentorVisit, Proposal
from talka.learning.topics import competences_in
from talka.learning.trail_of_angels import ANGEL_REQUEST
from talka.programmes.models import Programme
from talka.territories.models import Area

from ..record_files import write_toml
from .dump_causes import Named, causes_by_key, causes_of
from .dump_cooperation_costs import digits
from .dump_needs import line_key
from .load_angels import ADVICE, ANGEL, PROPOSAL, RECOMMENDATION, REQUEST, VISIT, waits
from .naming import Keys, present


def angels_of(programme: Programme) -> QuerySet[Angel]:
    requests = AngelRequest.objects.filter(programme=programme)
    named = Q(proposals__request__in=requests) | Q(mentored__in=requests)
    named |= Q(visits__request__in=requests) | Q(advice__request__in=requests)
    helped = Angel.objects.filter(named).values("pk")
    rows = Angel.objects.filter(Q(pk__in=helped) | Q(pk__in=consenting().values("pk")))
    return rows.filter(
        person__illustrative=programme.illustrative, person__erased_at=None, person__merged_into=None
    ).order_by("person__sort_key", "pk")


def named_in_angels(programme: Programme) -> tuple[set[int], set[int]]:
    """The row ids of the organisations and of the people that they name."""
    requests = AngelRequest.objects.filter(programme=programme).order_by()
    people = set(angels_of(programme).values_list("person_id", flat=True))
    asked = requests.filter(asked_by__erased_at=None, asked_by__merged_into=None).exclude(asked_by=None)
    people |= set(asked.values_list("asked_by_id", flat=True))
    by = Proposal.objects.filter(request__in=requests, by__erased_at=None, by__merged_into=None).exclude(by=None)
    people |= set(by.order_by().values_list("by_id", flat=True))
    return set(requests.values_list("organisation_id", flat=True)), people


def areas_of_angels(programme: Programme) -> list[Area | None]:
    """Where requests come from, and where angels live and go to."""
    angels = angels_of(programme).select_related("home").prefetch_related("areas")
    requests = AngelRequest.objects.filter(programme=programme).select_related("area")
    found: list[Area | None] = [row.area for row in requests]
    for angel in angels:
        found += [angel.home, *angel.areas.all()]
    return found


def write_angels(programme: Programme, folder: Path, keys: Keys) -> None:
    named = causes_by_key(programme)
    angels = list(angels_of(programme).select_related("person", "home").prefetch_related("areas"))
    requests = AngelRequest.objects.filter(programme=programme).order_by("created_at", "pk")
    rows = [_request(row, keys, named) for row in requests.select_related("organisation", "area", "asked_by")]
    if angels or rows:
        made_up = programme.illustrative
        data = {
            "computed": waits(programme) or None,
            "angel": [_angel(row, keys, agreed=made_up) for row in angels],
            "request": rows,
        }
        write_toml(folder / "angels.toml", data)


def _angel(row: Angel, keys: Keys, *, agreed: bool) -> dict[str, Any]:
    consent = consents_of(row).order_by("pk").first() if agreed else None
    return {
        "person": keys.person(row.person),
        "competences": competences_in(row.topics),
        "words": row.words,
        **{name: getattr(row, name) for name in ANGEL},
        "areas": sorted(area.key for area in row.areas.all()),
        "home": row.home.key if row.home else "",
        "agreed_at": consent.given_at if consent else "",
    }


def _request(row: AngelRequest, keys: Keys, named: Named) -> dict[str, Any]:
    proposals = row.proposals.filter(angel__person__erased_at=None, angel__person__merged_into=None)
    visits = row.visits.filter(retired_at=None).select_related("angel__person", "budget_line__project")
    return {
        "organisation": keys.organisation(row.organisation),
        "area": row.area.key if row.area else "",
        "competences": competences_in(row.topics),
        **causes_of(ANGEL_REQUEST, row.pk, named),
        "words": row.words,
        **{name: getattr(row, name) for name in REQUEST},
        "asked_by": keys.person(present(row.asked_by)),
        "asked_at": row.created_at,
        "angel": _named(row.angel, keys),
        "agreed_at": row.agreed_at,
        "proposal": [_proposal(one, keys) for one in proposals.select_related("angel__person", "by").order_by("pk")],
        "visit": [_visit(one, keys) for one in visits.order_by("day", "pk")],
        "advice": [_advice(one, keys) for one in row.advice.select_related("angel__person").order_by("number")],
    }


def _named(angel: Angel | None, keys: Keys) -> str:
    return keys.person(present(angel.person)) if angel else ""


def _proposal(row: Proposal, keys: Keys) -> dict[str, Any]:
    return {
        "angel": keys.person(row.angel.person),
        **{name: getattr(row, name) for name in PROPOSAL},
        "by": keys.person(present(row.by)),
        "proposed_at": row.proposed_at,
        "answered_at": row.answered_at,
    }


def _visit(row: MentorVisit, keys: Keys) -> dict[str, Any]:
    return {
        "angel": _named(row.angel, keys),
        **{name: getattr(row, name) for name in VISIT},
        "hours": digits(row.hours),
        "travel_eur": row.travel_eur,
        "budget_line": line_key(row.budget_line),
    }


def _advice(row: Advice, keys: Keys) -> dict[str, Any]:
    return {
        "angel": _named(row.angel, keys),
        **{name: getattr(row, name) for name in ADVICE},
        "angel_agrees_at": row.angel_agrees_at,
        "asker_agrees_at": row.asker_agrees_at,
        "recommendation": [
            {name: getattr(one, name) for name in RECOMMENDATION} | {"answered_at": one.answered_at}
            for one in row.recommendations.all()
        ],
    }
