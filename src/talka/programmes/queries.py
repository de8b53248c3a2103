"""What can be asked about programmes and projects; rows ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from talka.people.models import Person

from . import access
from .models import Activity, BudgetLine, Programme, Project, ProjectPartner, TeamMember
from .roles import role_label


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in the list, with those of its projects that the person may know of."""

    programme: Programme
    projects: Sequence[Project]
    may_organise: bool = False


@dataclass(frozen=True)
class PartnersByRole:
    role: str
    label: str
    partners: Sequence[ProjectPartner]


@dataclass(frozen=True)
class MyProject:
    """One of a person's own projects: their roles in it in the programme's words, and what waits there."""

    project: Project
    roles: Sequence[str]
    may_organise: bool


@dataclass(frozen=True)
class TeamRow:
    member: TeamMember
    person: Person
    label: str
    whole_programme: bool


@dataclass(frozen=True)
class BudgetTable:
    """Lines with what is planned; `differs`: planned lines against the budget. What was spent, rooms above hang on."""

    lines: Sequence[BudgetLine]
    planned: Decimal
    budget: Decimal | None

    @property
    def differs(self) -> Decimal | None:
        return None if self.budget is None or not self.lines else self.planned - self.budget


def programmes_known_to(person: Person | None) -> list[ProgrammeRow]:
    """All programmes a person may know of with their projects, in two queries (and those of the roles)."""
    own = Q(pk__in=access.team_projects(person).values("programme"))
    if person is not None:
        own |= Q(pk__in=TeamMember.objects.filter(person=person).values("programme"))
    rows = Programme.objects.all()
    if not access.is_administrator(person):
        rows = rows.filter(Q(public=True, archived_at=None) | own)
    led = _led(person)
    return [
        ProgrammeRow(row, list(row.projects.all()), led is None or row.pk in led)
        for row in rows.prefetch_related(Prefetch("projects", queryset=_visible(person)))
    ]


def projects_of(programme: Programme, person: Person | None) -> list[Project]:
    """Projects of one programme that the person may know of. One query."""
    return list(_visible(person).filter(programme=programme))


def my_projects(person: Person) -> list[MyProject]:
    """The projects on whose team a person is, the running ones first. Three queries at most."""
    rows = list(access.team_projects(person).select_related("programme").order_by("archived_at", "-starts", "slug"))
    held = list(TeamMember.objects.filter(person=person))
    everything = access.is_administrator(person)
    mine = []
    for project in rows:
        roles = {
            member.role
            for member in held
            if member.programme_id == project.programme_id and member.project_id in (None, project.pk)
        }
        mine.append(
            MyProject(
                project,
                [role_label(project.programme, role) for role in TeamMember.Role.values if role in roles],
                everything or access.ORGANISER in roles,
            )
        )
    return mine


def partners_of(project: Project) -> list[PartnersByRole]:
    """Partners, the promoter first. One query."""
    rows = list(project.partners.select_related("organisation").order_by("order", "pk"))
    return [
        PartnersByRole(role, str(label), [row for row in rows if row.role == role])
        for role, label in ProjectPartner.Role.choices
        if any(row.role == role for row in rows)
    ]


def activities_of(project: Project) -> QuerySet[Activity]:
    return project.activities.all()


def budget_of(project: Project) -> BudgetTable:
    """The budget's lines in order, and their sum. Two queries."""
    lines = list(project.budget_lines.all())
    planned = project.budget_lines.aggregate(sum=Sum("planned_eur"))["sum"] or Decimal(0)
    return BudgetTable(lines, planned, project.budget_eur)


def team_of(project: Project) -> list[TeamRow]:
    """Everybody with a role in the project, those of the whole programme included. One query."""
    rows = (
        TeamMember.objects.filter(Q(project=project) | Q(project=None), programme=project.programme_id)
        .select_related("person__organisation", "person__account")
        .order_by("person__sort_key", "role")
    )
    return [_team_row(row, project.programme) for row in rows]


def programme_team_of(programme: Programme) -> list[TeamRow]:
    """Those with a role in the whole programme. One query."""
    rows = (
        programme.team.filter(project=None)
        .select_related("person__organisation", "person__account")
        .order_by("person__sort_key", "role")
    )
    return [_team_row(row, programme) for row in rows]


def with_counts(projects: QuerySet[Project]) -> QuerySet[Project]:
    """How many activities and partners each project has."""
    return projects.annotate(
        activity_count=Count("activities", distinct=True), partner_count=Count("partners", distinct=True)
    )


def _team_row(row: TeamMember, programme: Programme) -> TeamRow:
    return TeamRow(row, row.person, role_label(programme, row.role), row.project_id is None)


def _visible(person: Person | None) -> QuerySet[Project]:
    public = Q(public=True, archived_at=None, programme__public=True, programme__archived_at=None)
    rows = Project.objects.filter(public | Q(pk__in=access.team_projects(person).values("pk")))
    return rows.order_by("starts", "slug")


def _led(person: Person | None) -> set[int] | None:
    """Ids of programmes the person organises as a whole; None: all of them."""
    if access.is_administrator(person):
        return None
    if person is None:
        return set()
    rows = TeamMember.objects.filter(person=person, project=None, role=access.ORGANISER)
    return set(rows.values_list("programme_id", flat=True))
