"""What forms and filters of joint projects offer."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.links import registry
from talka.needs.access import known_to
from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.territories.models import Area
from talka.territories.queries import municipalities, name_of, regions
from talka.ui.refusals import Words

from ...access import cases_known_to
from ...actions.projects.causes import CAUSES, Cause
from ...models import CooperationCase, JointProject
from ...trail import CASE
from .page import parties

MOST = 200
Choice = tuple[str, str]


def areas_to_ask() -> list[tuple[Words, list[Choice]]]:
    """Planning regions and municipalities to ask for, in groups. Two queries."""
    today = timezone.localdate()
    groups: tuple[tuple[Words, QuerySet[Area]], ...] = (
        (_("Planning regions"), regions(today)),
        (_("Municipalities"), municipalities(today)),
    )
    return [(label, [(one.key, name_of(one)) for one in rows]) for label, rows in groups]


def begun_from(causes: Sequence[Cause], person: Person | None) -> dict[str, object]:
    """What a new project takes over from the first thing it comes from: the words as title, a case's service."""
    if not causes:
        return {}
    kind, pk = causes[0]
    if kind == CASE:
        case = CooperationCase.objects.get(pk=int(pk))
        return {"title": case.title, "service": case.service, "about": case.about, "programme": case.programme_id}
    told = registry.kind_of(kind)
    shown = told.show([pk], person).get(pk) if told else None
    language = (get_language() or "lv").split("-")[0]
    return {"title": LazyI18nString({language: str(shown.title)})} if shown else {}


def causes_to_choose(project: JointProject, person: Person | None) -> list[tuple[Words, list[Choice]]]:
    """Groups of what the project may come from, of which the person may know: the newest needs, measures and cases;
    of other kinds what their room offers for the partners' territories. A query for each kind."""
    areas = {one.organisation.area_id for one in parties(project) if one.organisation.area_id}
    groups: list[tuple[Words, list[Choice]]] = []
    for name in CAUSES:
        kind = registry.kind_of(name)
        if kind is None:
            continue
        if name == CASE:
            found = [(one.pk, str(one)) for one in cases_known_to(person).order_by("-pk")[:MOST]]
        elif name == "need":
            found = [(one.pk, one.words) for one in known_to(person, Need.objects.all()).order_by("-pk")[:MOST]]
        elif name == "measure":
            found = [(one.pk, one.words) for one in known_to(person, Measure.objects.all()).order_by("-pk")[:MOST]]
        elif kind.choose is not None:
            offered = kind.choose(areas, person)
            groups.append((kind.label, [(f"{name}:{one.id}", f"{one.title} ({one.note})") for one in offered]))
            continue
        else:
            continue
        groups.append((kind.label, [(f"{name}:{pk}", words[:150]) for pk, words in found]))
    return [(label, choices) for label, choices in groups if choices]
