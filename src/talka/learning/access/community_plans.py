"""Who may read, write and talk about a community plan: its own people and those who teach its cohort; everybody reads
it once it is published."""

from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import organises_anything, programmes_organised

from ..models import CommunityPlan, CommunityPlanVersion, Learner, PlanActivity, PlanActor, PlanAsset, Staff, Team
from . import may_run_cohort, may_teach

Row = TypeVar("Row", PlanAsset, PlanActor, PlanActivity)
HEAVY = ("area__boundary", "area__outline")


def public_plans() -> QuerySet[CommunityPlan]:
    """What everybody reads."""
    open_to_all = Q(team=None) | Q(
        team__cohort__training__programme__public=True, team__cohort__training__programme__archived_at=None
    )
    return CommunityPlan.objects.filter(open_to_all, published_at__isnull=False, retired_at=None)


def inside(person: Person | None) -> Q:
    """Of plans that are not published: one's own, and those of cohorts one teaches or runs. Those that were taken away
    are in it, too."""
    if person is None:
        return Q(pk=None)
    if is_administrator(person):
        return Q(pk__isnull=False)  # an empty Q would vanish beside another one
    known = _own(person) | Q(Exists(_staff(person)))
    if organises_anything(person):
        known |= Q(team__cohort__training__programme__in=programmes_organised(person))
    return known


def writable(person: Person | None) -> Q:
    """As `may_write` says it of one: of plans that the person's community or those who run its cohort may change."""
    if person is None:
        return Q(pk=None)
    if is_administrator(person):
        return Q(pk__isnull=False)
    staff = _staff(person).filter(role=Staff.Role.COORDINATOR)
    return _own(person) | Q(Exists(staff)) | Q(team__cohort__training__programme__in=programmes_organised(person))


def _own(person: Person) -> Q:
    in_team = Learner.objects.filter(team=OuterRef("team"), person=person, left_on=None)
    office = office_of(person)
    return Q(Exists(in_team)) | (Q(team=None, organisation=office) if office is not None else Q(pk=None))


def _staff(person: Person) -> QuerySet[Staff]:
    rows = Staff.objects.filter(training=OuterRef("team__cohort__training"), person=person)
    return rows.filter(Q(cohort=None) | Q(cohort=OuterRef("team__cohort")))


def open_to_all(plan: CommunityPlan) -> bool:
    """Whether everybody reads what is published: in a programme that is not open only its own people do."""
    programme = plan.team.cohort.training.programme if plan.team else None
    return programme is None or (programme.public and programme.archived_at is None)


def plans_known_to(person: Person | None) -> QuerySet[CommunityPlan]:
    return CommunityPlan.objects.filter(Q(pk__in=public_plans().values("pk")) | inside(person), retired_at=None)


def is_own(person: Person | None, plan: CommunityPlan) -> bool:
    """Whether it is the person's community: they are in the team, or speak for the organisation that is in none. One
    query per request."""
    if person is None:
        return False
    if plan.team_id is None:
        office = office_of(person)
        return office is not None and office.pk == plan.organisation_id
    rows = Learner.objects.filter(team=plan.team_id, person=person, left_on=None)
    return once(person, f"in the team {plan.team_id}", rows.exists)


def runs(person: Person | None, plan: CommunityPlan) -> bool:
    """Those who run the cohort help to write; of a plan of no cohort the administrator does."""
    return is_administrator(person) if plan.team is None else may_run_cohort(person, plan.team.cohort)


def may_write(person: Person | None, plan: CommunityPlan) -> bool:
    return is_own(person, plan) or runs(person, plan)


def may_publish(person: Person | None, plan: CommunityPlan) -> bool:
    """Whether everybody reads it is the community's to say."""
    return is_own(person, plan)


def teaches(person: Person | None, plan: CommunityPlan) -> bool:
    """Trainers, coaches and coordinators of its cohort."""
    return is_administrator(person) if plan.team is None else may_teach(person, plan.team.cohort)


def may_talk(person: Person | None, plan: CommunityPlan) -> bool:
    return is_own(person, plan) or teaches(person, plan)


def teams_to_plan(person: Person | None) -> QuerySet[Team]:
    """The person's own teams that have no plan yet."""
    planned = CommunityPlan.objects.filter(team=OuterRef("pk"), retired_at=None)
    mine = Learner.objects.filter(team=OuterRef("pk"), person=person, left_on=None)
    if person is None:
        return Team.objects.none()
    rows = Team.objects.filter(Exists(mine), ~Exists(planned), left_on=None, cohort__retired_at=None)
    return rows.filter(cohort__training__retired_at=None)


def organisation_to_plan(person: Person | None) -> Organisation | None:
    """For which organisation somebody may begin a plan that is of no cohort; companies have none."""
    office = office_of(person)
    return office if office is not None and office.kind != Organisation.Kind.COMPANY else None


def may_begin(person: Person | None) -> bool:
    return organisation_to_plan(person) is not None or teams_to_plan(person).exists()


def may_begin_for(person: Person | None, team: Team) -> bool:
    """For a team: its own people, and those who run its cohort. Whether it has one already is not asked here."""
    if person is None or team.left_on is not None or team.cohort.training.retired_at is not None:
        return False
    own = Learner.objects.filter(team=team, person=person, left_on=None).exists()
    return own or may_run_cohort(person, team.cohort)


def team_to_plan(person: Person | None, pk: int) -> Team | None:
    """The team for which somebody asks to begin one."""
    row = Team.objects.select_related("organisation", "area", "cohort__training__programme").filter(pk=pk).first()
    return row if row is not None and may_begin_for(person, row) else None


def plan_for(person: Person | None, pk: int) -> CommunityPlan:
    """One that was taken away is there only for those who may bring it back."""
    rows = CommunityPlan.objects.select_related(
        "organisation", "area", "team__organisation", "team__cohort__training__programme"
    ).defer(*HEAVY)
    row = rows.filter(Q(pk__in=public_plans().values("pk")) | inside(person), pk=pk).first()
    if row is None or (row.retired_at is not None and not may_write(person, row)):
        raise Http404
    return row


def plan_inside(person: Person | None, pk: int) -> CommunityPlan:
    """For its earlier versions and what is said about it."""
    row = plan_for(person, pk)
    if row.retired_at is not None or not (may_talk(person, row) or may_write(person, row)):
        raise Http404
    return row


def plan_to_write(person: Person | None, pk: int) -> CommunityPlan:
    row = plan_for(person, pk)
    if row.retired_at is not None or not may_write(person, row):
        raise Http404
    return row


def plan_to_restore(person: Person | None, pk: int) -> CommunityPlan:
    row = plan_for(person, pk)
    if not may_write(person, row):
        raise Http404
    return row


def plan_to_publish(person: Person | None, pk: int) -> CommunityPlan:
    row = plan_to_write(person, pk)
    if not may_publish(person, row):
        raise Http404
    return row


def plan_to_talk_about(person: Person | None, pk: int) -> CommunityPlan:
    row = plan_for(person, pk)
    if row.retired_at is not None or not may_talk(person, row):
        raise Http404
    return row


def version_for(person: Person | None, pk: int, number: int) -> CommunityPlanVersion:
    plan = plan_inside(person, pk)
    row = CommunityPlanVersion.objects.filter(plan=plan, number=number).first()
    if row is None:
        raise Http404
    row.plan = plan
    return row


def row_to_change(person: Person | None, model: type[Row], pk: int, row_pk: int) -> Row:
    """Of what the place has, of who is there, of what is to be done: one that stands in this plan."""
    plan = plan_to_write(person, pk)
    row = model._default_manager.filter(plan=plan, pk=row_pk).first()
    if row is None:
        raise Http404
    row.plan = plan
    return row


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
