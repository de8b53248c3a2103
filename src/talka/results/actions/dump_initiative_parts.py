"""What is written alike of initiatives, deliberations, consultations and questions to councils."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet

from talka.initiatives.models import ModerationStep
from talka.links.models import Link
from talka.people.models import Consent, Person
from talka.plans.models import Goal, PlanProject
from talka.programmes.models import Programme
from talka.workshops.models import Card, Sheet

from .dump_causes import Named, causes_by_key
from .load_initiative_folder import SOURCES
from .naming import Keys, present

Themes = Mapping[int, tuple[str, str]]
PLURALS = {kind: name for name, kind in SOURCES.items()}


def own(programme: Programme) -> Q:
    """What hangs on the programme; of a made-up one also what is made up and hangs on none."""
    found = Q(programme=programme)
    return found | Q(programme=None, illustrative=True) if programme.illustrative else found


def sources_by_key(programme: Programme, themes: Themes, kind: str, ids: Collection[int]) -> Named:
    """How the files name what led to these things: needs and measures, and of the rest what is asked for."""
    asked: dict[str, set[str]] = defaultdict(set)
    links = Link.objects.filter(to_kind=kind, to_id__in=[str(pk) for pk in ids], from_kind__in=PLURALS)
    for name, pk in links.values_list("from_kind", "from_id"):
        asked[name].add(pk)
    named = dict(causes_by_key(programme))
    cards = Card.objects.filter(workshop__event__project__programme=programme, workshop__rehearsal=False)
    named |= {("card", str(card.pk)): str(card.pk) for card in cards.filter(pk__in=asked["card"])}
    named |= {("theme", str(pk)): f"{event}:{key}" for pk, (event, key) in themes.items()}
    sheets = Sheet.objects.filter(
        pk__in=asked["sheet"], group__workshop__event__project__programme=programme, group__workshop__rehearsal=False
    )
    for sheet in sheets.select_related("stage", "group__item", "group__workshop__event"):
        named["sheet", str(sheet.pk)] = _sheet(sheet)
    for model, name in ((Goal, "plan_goal"), (PlanProject, "plan_project")):
        rows: QuerySet[Any] = model._default_manager.filter(pk__in=asked[name], retired_at=None, plan__retired_at=None)
        named |= {(name, str(row.pk)): f"{row.plan.key}:{row.number}" for row in rows.select_related("plan")}
    return named


def _sheet(sheet: Sheet) -> str:
    group = sheet.group
    event, workshop = group.workshop.event.slug, group.workshop.slug
    return f"{event}:{workshop}:{group.item.key if group.item else f'#{group.number}'}:{sheet.stage.key}"


def hidden_of(row: Any) -> dict[str, Any]:
    return {"hidden_at": row.hidden_at, "hidden_why": row.hidden_why}


def moderation_of(kind: str, row: Model, keys: Keys) -> list[dict[str, Any]]:
    """What was done about words. Who asks to look again is whoever wrote them: that is not told here."""
    steps = list(ModerationStep.objects.filter(kind=kind, thing=row.pk).select_related("by").order_by("at", "pk"))
    places = {step.pk: place for place, step in enumerate(steps, start=1)}
    return [
        {
            "what": step.what,
            "reason": step.reason,
            "answers": places.get(step.answers_id or 0, ""),
            "by": "" if step.what == ModerationStep.What.APPEALED else keys.person(present(step.by)),
            "at": step.at,
        }
        for step in steps
    ]


def named_at(person: Person, subject: str, pk: int) -> Any:
    """Since when everybody reads the name with the thing; "" where the person has not agreed."""
    rows = Consent.objects.filter(
        person=person, kind=Consent.Kind.QUOTING, subject_kind=subject, subject_id=str(pk), withdrawn_at=None
    )
    return rows.order_by("pk").values_list("given_at", flat=True).first() or ""


def people_in(rows: QuerySet[Any], *names: str) -> set[int]:
    """The row ids of the people in these columns who are neither erased nor merged."""
    found: set[int] = set()
    for name in names:
        standing = rows.exclude(**{name: None}).filter(**{f"{name}__erased_at": None, f"{name}__merged_into": None})
        found |= set(standing.order_by().values_list(f"{name}_id", flat=True))
    return found


def moderators(kind: str, rows: QuerySet[Any]) -> set[int]:
    """The row ids of those who decided about these words."""
    steps = ModerationStep.objects.filter(kind=kind, thing__in=rows.order_by().values("pk"))
    return people_in(steps.exclude(what=ModerationStep.What.APPEALED), "by")
