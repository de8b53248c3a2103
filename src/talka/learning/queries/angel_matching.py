"""What the method that matches angels and requests is given, and what it says, in words."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.methods.matching.distance import km_between
from talka.methods.matching.problem import Angel as Helper
from talka.methods.matching.problem import Pair, Problem
from talka.methods.matching.problem import Request as Asked
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.territories.queries import municipalities_of, regions_of
from talka.ui.refusals import Words

from ..access.angels import consenting
from ..models import Angel, AngelRequest, Proposal
from ..models.angel_requests import LIVE, MENTORED, REFUSED

METHOD = "matching"
SUBJECT = "angel_round"
"""The subject of a run: a round in a programme, by its row id."""
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """Why an angel cannot be proposed for a request. code: consent, paused, full, declined, elsewhere, made_up, own,
    language."""

    code: str
    what: Words
    advice: Words = ""


def available(*, illustrative: bool, today: dt.date | None = None) -> list[Angel]:
    """Angels who may be proposed: the consent stands, not paused, made up where the programme is; with `taken`, how
    many of their places are held. Two queries."""
    today = today or timezone.localdate()
    waiting = Q(proposals__state__in=LIVE)
    rows = consenting().filter(person__illustrative=illustrative).filter(
        Q(paused_until=None) | Q(paused_until__lt=today)
    )  # fmt: skip
    rows = rows.annotate(asked=Count("proposals", filter=waiting, distinct=True))
    rows = rows.annotate(helping=Count("mentored", filter=Q(mentored__state__in=MENTORED), distinct=True))
    rows = rows.select_related("person__organisation__area", "person__organisation__merged_into", "home")
    return list(rows.prefetch_related("areas").order_by("pk"))


def given_for(programme: Programme) -> dict[str, Any]:
    """The question as plain data with references instead of names: what is frozen with a run. About eight queries."""
    angels = available(illustrative=programme.illustrative)
    open_ = AngelRequest.objects.filter(programme=programme, state=AngelRequest.State.OPEN)
    requests = list(open_.select_related("organisation__area", "organisation__merged_into", "area").order_by("pk"))
    pairs = Proposal.objects.filter(state__in=REFUSED, request__in=requests).order_by("pk")
    refused = list(pairs.values_list("request", "angel"))
    known = {angel.pk for angel in angels}
    return {
        "angels": [_helper(each) for each in angels],
        "requests": [_asked(each) for each in requests],
        "refused": [{"request": f"request:{r}", "angel": f"angel:{a}"} for r, a in refused if a in known],
        "elsewhere": _elsewhere(angels, requests),
    }


def problem_of(given: Given) -> Problem:
    """The question for the method. Who does not go to a place is given as refused: they are not proposed for it."""
    refused = [*given["refused"], *given["elsewhere"]]
    return Problem(
        angels=tuple(Helper(**_tuples(each, ("expertise", "languages"))) for each in given["angels"]),
        requests=tuple(Asked(**_tuples(each, ("topics", "languages"))) for each in given["requests"]),
        refused=tuple(Pair(each["request"], each["angel"]) for each in refused),
    )


def _tuples(row: Given, names: Sequence[str]) -> dict[str, Any]:
    return {**row, **{name: tuple(row[name]) for name in names}}


def _helper(angel: Angel) -> dict[str, Any]:
    place = _place_of(angel.home or _area_of(angel.person.organisation))
    return {
        "id": f"angel:{angel.pk}",
        "expertise": list(angel.topics),
        "languages": list(angel.languages),
        "organisation": _organisation(angel.person.organisation),
        **place,
        "max_requests": angel.most_requests,
        "taken": taken_by(angel),
    }


def taken_by(angel: Angel) -> int:
    """How many of an angel's places are held, by those who were asked and by what was agreed."""
    if hasattr(angel, "asked"):
        return int(angel.asked) + int(angel.helping)  # type: ignore[attr-defined]
    asked = Proposal.objects.filter(angel=angel, state__in=LIVE).count()
    return asked + AngelRequest.objects.filter(angel=angel, state__in=MENTORED).count()


def _asked(request: AngelRequest) -> dict[str, Any]:
    return {
        "id": f"request:{request.pk}",
        "topics": list(request.topics),
        "languages": list(request.languages),
        "organisation": _organisation(request.organisation),
        **_place_of(request.area or _area_of(request.organisation)),
        "urgency": float(request.urgency),
    }


def _organisation(organisation: Any) -> str:
    """The one it was merged into, so that doubles are one."""
    return f"organisation:{organisation.merged_into_id or organisation.pk}" if organisation is not None else ""


def _area_of(organisation: Any) -> Area | None:
    return organisation.area if organisation is not None else None


def _place_of(area: Area | None) -> dict[str, float | None]:
    if area is None or area.lat is None or area.lon is None:
        return {"lat": None, "lon": None}
    return {"lat": area.lat, "lon": area.lon}


def _elsewhere(angels: Sequence[Angel], requests: Sequence[AngelRequest]) -> list[dict[str, str]]:
    """Pairs of which the angel does not go to the place: neither it, nor its municipality, nor its region."""
    choosy = [(angel, {area.pk for area in angel.areas.all()}) for angel in angels]
    choosy = [(angel, areas) for angel, areas in choosy if areas]
    if not choosy:
        return []
    places = within([request.area_id or request.organisation.area_id for request in requests])
    return [
        {"request": f"request:{request.pk}", "angel": f"angel:{angel.pk}"}
        for request in requests
        for angel, areas in choosy
        if not areas & places.get(request.area_id or request.organisation.area_id, set())
        and (request.area_id or request.organisation.area_id)
    ]


def within(areas: Iterable[int | None]) -> dict[int | None, set[int]]:
    """Each area with the municipality and the region in which it lies today. A few queries for all of them."""
    wanted = {pk for pk in areas if pk is not None}
    today = timezone.localdate()
    towns, regions = municipalities_of(wanted, today), regions_of(wanted, today)
    found: dict[int | None, set[int]] = {}
    for pk in wanted:
        around = (towns.get(pk), regions.get(pk))
        found[pk] = {pk} | {area.pk for area in around if area is not None}
    return found


def match_of(request: AngelRequest, angel: Angel) -> dict[str, Any]:
    """Why the two fit, as plain data: topics and languages in common, kilometres as the crow flies (None: a place is
    not known)."""
    km = km_between(
        Asked(**_tuples(_asked(request), ("topics", "languages"))),
        Helper(**_tuples(_helper(angel), ("expertise", "languages"))),
    )
    return {
        "topics": [topic for topic in request.topics if topic in angel.topics],
        "asked": len(request.topics),
        "languages": [code for code in request.languages if code in angel.languages],
        "km": None if km is None else round(km),
    }


def faults_of(request: AngelRequest, angel: Angel, today: dt.date | None = None) -> list[Fault]:
    """Everything that speaks against proposing the two by hand; a topic in common is not needed there."""
    today = today or timezone.localdate()
    name = angel.person.name
    refused = Proposal.objects.filter(request=request, angel=angel, state__in=REFUSED)
    place = request.area_id or request.organisation.area_id
    areas = set(angel.areas.values_list("pk", flat=True))
    own = _organisation(angel.person.organisation)
    holding, most = taken_by(angel), angel.most_requests
    tests: list[tuple[bool, Fault]] = [
        (
            not consenting().filter(pk=angel.pk).exists(),
            Fault("consent", _("%(who)s did not agree to be proposed.") % {"who": name}, _("Choose somebody else.")),
        ),
        (
            angel.person.illustrative != request.illustrative,
            Fault("made_up", _("Made-up people help in made-up programmes only.")),
        ),
        (
            angel.paused_until is not None and angel.paused_until >= today,
            Fault("paused", _("%(who)s takes no requests at present.") % {"who": name}),
        ),
        (
            bool(own) and own == _organisation(request.organisation),
            Fault(
                "own",
                _("%(who)s works for the organisation that asks.") % {"who": name},
                _("An angel comes from outside: choose somebody of another organisation."),
            ),
        ),
        (
            not set(angel.languages) & set(request.languages),
            Fault(
                "language",
                _("%(who)s and those who ask share no language.") % {"who": name},
                _("Choose somebody else, or add a language to the request in which it can be answered."),
            ),
        ),
        (
            bool(areas) and place is not None and not areas & within([place])[place],
            Fault("elsewhere", _("%(who)s does not go to this place.") % {"who": name}),
        ),
        (
            holding >= most,
            Fault(
                "full",
                _("Every place of %(who)s is taken: %(n)s of %(most)s.") % {"who": name, "n": holding, "most": most},
                _("Wait until a request of theirs is closed, or choose somebody else."),
            ),
        ),
        (
            refused.exists(),
            Fault("declined", _("These two were proposed for each other before, and one of them declined.")),
        ),
    ]
    return [fault for applies, fault in tests if applies]


def why_nobody(code: str, count: int, elsewhere: bool) -> Words:
    """Why a request stayed without an angel, in words. count: who were left before the last of them was lost."""
    if code == "refused" and elsewhere:
        return _("Those who would fit do not go there, or one of the two sides has declined.")
    said: dict[str, Words] = {
        "no_angels": _("There is no angel who could be proposed."),
        "no_topic": _("No angel knows any of its topics. Invite somebody who does, or name the topics more widely."),
        "no_language": _("Whoever knows its topics shares no language with those who ask."),
        "only_own": _("Whoever fits works for the organisation that asks."),
        "refused": _("Whoever fits was proposed before, and one of the two sides declined."),
        "full": _("Every place of those who would fit is taken (%(n)s of them).") % {"n": count},
        "time": _("The time did not suffice to look at it. Compute again."),
    }
    return said.get(code, code)


def reasons(found: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many requests stayed without an angel for each reason."""
    return Counter(str(each["code"]) for each in found)


def numbers(references: Collection[str], kind: str) -> list[int]:
    """Row ids from references such as "angel:12"; those of erased ones are left out."""
    found = (each.removeprefix(f"{kind}:") for each in references if each.startswith(f"{kind}:"))
    return [int(each) for each in found if each.isdigit()]
