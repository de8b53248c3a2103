"""Who may see and change what of joint projects: a draft is its partners' own, a published one everybody's to read."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Person
from talka.people.office import office_of
from talka.people.queries import agreed_to_be_named
from talka.programmes.access import organises_anything, programmes_organised

from ..models import (
    Funding,
    JointBudgetLine,
    JointPartner,
    JointProject,
    Milestone,
    ProjectDecision,
    ProjectImport,
    ProjectResult,
    ProjectResultValue,
    Risk,
    Spending,
)
from . import has_people

Hanging = TypeVar("Hanging", Funding, JointBudgetLine, Milestone, ProjectDecision, ProjectResult, Risk, Spending)

CONSENT = "joint_project"
"""What a consent names under which the person who answers for a project is shown to everybody."""


def projects_known_to(person: Person | None) -> QuerySet[JointProject]:
    """Published projects, and drafts of those who are a partner or organise the programme they stand in."""
    rows = JointProject.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    known = Q(published_at__isnull=False)
    office = office_of(person)
    if office is not None:
        known |= Q(pk__in=JointPartner.objects.filter(organisation=office, left_on=None).values("project"))
    if person is not None and organises_anything(person):
        known |= Q(programme__in=programmes_organised(person))
    return rows.filter(known)


def partner_of(person: Person | None, project: JointProject) -> JointPartner | None:
    """The party for which a person speaks in a project; none that left."""
    office = office_of(person)
    if person is None or office is None:
        return None
    rows = JointPartner.objects.filter(project=project, organisation=office, left_on=None)
    return once(person, f"partner of joint project {project.pk}", rows.first)


def organises(person: Person | None, project: JointProject) -> bool:
    """Administrators, and organisers of the programme in which the project stands."""
    if is_administrator(person):
        return True
    if person is None or project.programme_id is None:
        return False
    rows = programmes_organised(person).filter(pk=project.programme_id)
    return once(person, f"organises programme {project.programme_id}", rows.exists)


def may_change(person: Person | None, project: JointProject) -> bool:
    """The people of its partners, and who organises the programme. A supporter only reads."""
    partner = partner_of(person, project)
    return (partner is not None and partner.role != JointPartner.Role.SUPPORTER) or organises(person, project)


def changed_by(person: Person | None, projects: Sequence[JointProject]) -> set[int]:
    """Of these projects the row ids of those a person may change; for a board. At most two queries."""
    every = {one.pk for one in projects}
    if person is None or is_administrator(person):
        return every if person is not None else set()
    found: set[int] = set()
    office = office_of(person)
    if office is not None:
        own = JointPartner.objects.filter(project__in=every, organisation=office, left_on=None)
        found |= set(own.exclude(role=JointPartner.Role.SUPPORTER).values_list("project", flat=True))
    if organises_anything(person):
        organised = set(programmes_organised(person).values_list("pk", flat=True))
        found |= {one.pk for one in projects if one.programme_id in organised}
    return found


def may_read_inside(person: Person | None, project: JointProject) -> bool:
    """What partners keep among themselves: drafts, files that are not for everybody, who answers by name."""
    return partner_of(person, project) is not None or organises(person, project)


def may_answer_for(person: Person | None, partner: JointPartner) -> bool:
    """Whether somebody may say that a partner takes part or leaves: its own people. Where none of them can sign in,
    whoever may change the project writes down what it said."""
    office = office_of(person)
    if office is not None and office.pk == partner.organisation_id:
        return True
    return may_change(person, partner.project) and not has_people(partner.organisation)


def name_is_open(project: JointProject) -> bool:
    """Whether who answers for the project agreed to be named to everybody. One query where somebody does."""
    return bool(agreed_to_be_named(CONSENT, {project.pk: project.responsible_id}))


def check_change(person: Person | None, project: JointProject) -> None:
    """Raises Refusal(403). For actions; None is the house, loading files."""
    if person is not None and not may_change(person, project):
        raise not_allowed()


def check_answer_for(person: Person | None, partner: JointPartner) -> None:
    """Raises Refusal(403). For actions."""
    if person is not None and not may_answer_for(person, partner):
        raise not_allowed()


def project_for(person: Person | None, slug: str) -> JointProject:
    """Taken away ones are there only for those who may bring them back."""
    rows = JointProject.objects.select_related("programme", "responsible__organisation")
    project = rows.filter(slug=slug).first()
    if project is None:
        raise Http404
    open_to_all = project.published_at is not None and project.retired_at is None
    if open_to_all or (may_change(person, project) if project.retired_at else may_read_inside(person, project)):
        return project
    raise Http404


def project_to_change(person: Person | None, slug: str) -> JointProject:
    """For pages on which a project is changed: "not found" to everybody else, and where it was taken away."""
    project = project_for(person, slug)
    if project.retired_at or not may_change(person, project):
        raise Http404
    return project


def project_to_restore(person: Person | None, slug: str) -> JointProject:
    project = project_for(person, slug)
    if not may_change(person, project):
        raise Http404
    return project


def partner_to_answer(person: Person | None, slug: str, pk: int) -> JointPartner:
    """One that has not left and for which the person says what it decides."""
    partner = _standing(person, slug, pk)
    if not may_answer_for(person, partner):
        raise Http404
    return partner


def partner_to_leave(person: Person | None, slug: str, pk: int) -> JointPartner:
    """One that leaves by itself, or that never agreed and may be taken out by who changes the project."""
    partner = _standing(person, slug, pk)
    takes_out = partner.agreed_on is None and may_change(person, partner.project)
    if not takes_out and not may_answer_for(person, partner):
        raise Http404
    return partner


def partner_to_change(person: Person | None, slug: str, pk: int) -> JointPartner:
    """One that has not left, of a project the person may change."""
    partner = _standing(person, slug, pk)
    if not may_change(person, partner.project):
        raise Http404
    return partner


def _standing(person: Person | None, slug: str, pk: int) -> JointPartner:
    project = project_for(person, slug)
    rows = JointPartner.objects.select_related("organisation").filter(project=project, left_on=None)
    partner = rows.filter(pk=pk).first()
    if partner is None or project.retired_at:
        raise Http404
    partner.project = project
    return partner


def row_to_change(person: Person | None, slug: str, model: type[Hanging], pk: int, *, retired: bool = False) -> Hanging:
    """Something that hangs on a project the person may change; retired: what was taken away too."""
    project = project_to_change(person, slug)
    row = model._default_manager.filter(project=project, pk=pk).first()
    if row is None or (not retired and getattr(row, "retired_at", None) is not None):
        raise Http404
    row.project = project
    return row


def figure_to_change(person: Person | None, slug: str, pk: int) -> ProjectResultValue:
    """A figure that stands, of a result of a project the person may change."""
    project = project_to_change(person, slug)
    rows = ProjectResultValue.objects.select_related("result").filter(result__project=project, withdrawn_at=None)
    figure = rows.filter(pk=pk, result__retired_at=None).first()
    if figure is None:
        raise Http404
    figure.result.project = project
    return figure


def decision_file_for(person: Person | None, slug: str, pk: int) -> ProjectDecision:
    """A decision with a kept file: open ones of a published project to everybody, else to the partners."""
    project = project_for(person, slug)
    decision = ProjectDecision.objects.filter(project=project, pk=pk, retired_at=None).exclude(file="").first()
    if decision is None or not (decision.open_to_all or may_read_inside(person, project)):
        raise Http404
    return decision


def import_for(person: Person | None, key: str) -> ProjectImport:
    """Only whoever sent it."""
    found = ProjectImport.objects.filter(key=key, by=person).first() if person is not None else None
    if found is None:
        raise Http404
    return found
