"""Who may see and change planning documents. Published ones are everybody's; a draft is for those who may change it."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import organises_anything
from talka.territories.models import Area
from talka.territories.queries import municipalities_of

from .models import Goal, Plan, PlanImport, PlanIndicator, PlanProject, PlanValue

OFFICIAL = (Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGION)
"""Whose planning documents these are. A society or a company of the place reads them as everybody does."""
HEAVY = ("area__boundary", "area__outline")


def home_of(person: Person | None) -> int | None:
    """The area for whose documents somebody answers: that of the local government or planning region they work for,
    of a parish or town the municipality it lies in. One to four queries, once per request."""
    return once(person, "area of own plans", lambda: _home(person)) if person is not None else None


def _home(person: Person) -> int | None:
    own = office_of(person)
    if own is None or own.area is None or own.kind not in OFFICIAL:
        return None
    if own.area.kind == Area.Kind.REGION:
        return own.area.pk
    found = municipalities_of([own.area.pk], timezone.localdate()).get(own.area.pk)
    return found.pk if found else None


def keeps_all(person: Person | None) -> bool:
    """Administrators, and organisers of anything, keep the documents of every area."""
    return is_administrator(person) or (person is not None and organises_anything(person))


def may_enter(person: Person | None) -> bool:
    """Whether there is any area for which the person may enter documents."""
    return keeps_all(person) or home_of(person) is not None


def may_change_in(person: Person | None, area: Area) -> bool:
    return keeps_all(person) or home_of(person) == area.pk


def may_change(person: Person | None, plan: Plan) -> bool:
    return keeps_all(person) or home_of(person) == plan.area_id


def check_change_in(person: Person | None, area: Area) -> None:
    """Raises Refusal(403). For actions."""
    if not may_change_in(person, area):
        raise not_allowed()


def check_change(person: Person | None, plan: Plan) -> None:
    """Raises Refusal(403). For actions."""
    if not may_change(person, plan):
        raise not_allowed()


def plans_known_to(person: Person | None) -> QuerySet[Plan]:
    """Published ones, and those the person may change.."""
    rows = Plan.objects.filter(retired_at=None)
    if keeps_all(person):
        return rows
    public = Q(published_at__isnull=False)
    home = home_of(person)
    return rows.filter(public | Q(area=home) if home else public)


def plan_for(person: Person | None, key: str) -> Plan:
    """Taken away ones are there only for those who may bring them back."""
    plan = Plan.objects.select_related("area").defer(*HEAVY).filter(key=key).first()
    if plan is None:
        raise Http404
    open_to_all = plan.published_at is not None and plan.retired_at is None
    if not open_to_all and not may_change(person, plan):
        raise Http404
    return plan


def plan_to_change(person: Person | None, key: str) -> Plan:
    """For pages on which a document is changed: "not found" to everybody else, and where it was taken away."""
    plan = plan_for(person, key)
    if plan.retired_at or not may_change(person, plan):
        raise Http404
    return plan


def plan_to_restore(person: Person | None, key: str) -> Plan:
    plan = plan_for(person, key)
    if not may_change(person, plan):
        raise Http404
    return plan


def enterers_only(person: Person | None) -> None:
    """For pages on which documents are entered: "not found" to everybody else."""
    if not may_enter(person):
        raise Http404


def goal_to_change(person: Person | None, key: str, pk: int) -> Goal:
    plan = plan_to_change(person, key)
    goal = Goal.objects.select_related("parent").filter(plan=plan, pk=pk).first()
    if goal is None:
        raise Http404
    goal.plan = plan
    return goal


def project_to_change(person: Person | None, key: str, pk: int) -> PlanProject:
    plan = plan_to_change(person, key)
    rows = PlanProject.objects.select_related("goal").prefetch_related("parties", "years")
    project = rows.filter(plan=plan, pk=pk).first()
    if project is None:
        raise Http404
    project.plan = plan
    return project


def indicator_to_change(person: Person | None, key: str, pk: int) -> PlanIndicator:
    plan = plan_to_change(person, key)
    rows = PlanIndicator.objects.select_related("goal", "project", "indicator")
    indicator = rows.filter(plan=plan, pk=pk).first()
    if indicator is None:
        raise Http404
    indicator.plan = plan
    return indicator


def value_to_change(person: Person | None, key: str, pk: int, number: int) -> PlanValue:
    indicator = indicator_to_change(person, key, pk)
    value = PlanValue.objects.filter(indicator=indicator, withdrawn_at=None, pk=number).first()
    if value is None:
        raise Http404
    value.indicator = indicator
    return value


def import_for(person: Person | None, key: str, table: str) -> PlanImport:
    """A table is for who sent it, as long as they may change the document."""
    plan = plan_to_change(person, key)
    found = PlanImport.objects.filter(plan=plan, key=table, by=person).first()
    if found is None:
        raise Http404
    found.plan = plan
    return found
