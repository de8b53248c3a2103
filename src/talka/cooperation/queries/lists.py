"""Lists of cases: all that the reader may know of, and those of one area."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.folding import sought

from ..access import cases_known_to, may_change
from ..models import CooperationCase, Partner
from ..models.cases import STANDING

MOST_IN_AREA = 12


def cases_of(
    person: Person | None, *, words: str = "", service: str = "", state: str = ""
) -> QuerySet[CooperationCase]:
    """The cases a person may know of, the newest first; words: all of them, wherever they stand in the case or in the
    names of its partners. Two queries when read by the page."""
    partners = Partner.objects.filter(state__in=STANDING).select_related("organisation")
    rows = cases_known_to(person).prefetch_related(Prefetch("partners", partners, to_attr="standing"))
    if words:
        told = Partner.objects.filter(case=OuterRef("pk")).exclude(
            state__in=(Partner.State.INVITED, Partner.State.DECLINED)  # told to the partners alone
        )
        for word in sought(words):
            named = told.filter(organisation__folded__contains=word)
            rows = rows.filter(Q(folded__contains=word) | Exists(named))
    if service:
        rows = rows.filter(service=service)
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("-created_at", "-pk")


def retired_of(person: Person | None) -> list[CooperationCase]:
    """Cases that were taken away and that the person may bring back."""
    rows = CooperationCase.objects.exclude(retired_at=None).select_related("programme").order_by("-retired_at")[:100]
    return [row for row in rows if may_change(person, row)]


def cases_in(area: Area, person: Person | None) -> list[CooperationCase]:
    """The cases in which an organisation of the area takes part. One query."""
    here = Partner.objects.filter(case=OuterRef("pk"), organisation__area=area, state=Partner.State.TAKING_PART)
    takes_part = Count("partners", filter=Q(partners__state=Partner.State.TAKING_PART))
    rows = cases_known_to(person).filter(Exists(here)).annotate(partner_count=takes_part)
    return list(rows.order_by("-created_at", "-pk")[:MOST_IN_AREA])


def organisations_to_choose(*, illustrative: bool) -> QuerySet[Organisation]:
    """Whom one can ask to take part: every organisation that was not merged into another."""
    return Organisation.objects.filter(merged_into=None, illustrative=illustrative).order_by("sort_key")
