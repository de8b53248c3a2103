"""Who may see and do what in programmes and projects. Rooms above ask here for a person's roles."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people import access as people
from talka.people.access import not_allowed, once
from talka.people.models import Person

from .models import Programme, Project, TeamMember

ORGANISER = TeamMember.Role.ORGANISER
FACILITATOR = TeamMember.Role.FACILITATOR
AUDITOR = TeamMember.Role.AUDITOR
VIEWER = TeamMember.Role.VIEWER


is_administrator = people.is_administrator


def roles_in(person: Person | None, project: Project) -> frozenset[str]:
    """The person's roles in a project, those of its whole programme included. One query, once per request."""
    if person is None:
        return frozenset()
    rows = TeamMember.objects.filter(person=person, programme_id=project.programme_id)
    held = once(
        person, f"roles in programme {project.programme_id}", lambda: list(rows.values_list("role", "project_id"))
    )
    return frozenset(role for role, own in held if own in (None, project.pk))


def may_organise(person: Person | None, project: Project) -> bool:
    return is_administrator(person) or ORGANISER in roles_in(person, project)


def may_read_inside(person: Person | None, project: Project) -> bool:
    """Anyone on the team sees what is not public yet."""
    return is_administrator(person) or bool(roles_in(person, project))


def may_read_people(person: Person | None, project: Project) -> bool:
    """Names of participants: organisers, facilitators and auditors, not mere viewers."""
    return is_administrator(person) or bool(roles_in(person, project) & {ORGANISER, FACILITATOR, AUDITOR})


def programme_for(person: Person | None, slug: str) -> Programme:
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404
    if (programme.public and not programme.archived_at) or is_administrator(person):
        return programme
    if person and TeamMember.objects.filter(person=person, programme=programme).exists():
        return programme
    raise Http404


def project_for(person: Person | None, slug: str) -> Project:
    project = Project.objects.select_related("programme").filter(slug=slug).first()
    if project is None:
        raise Http404
    open_to_all = project.public and project.programme.public
    archived = project.archived_at or project.programme.archived_at
    if (open_to_all and not archived) or may_read_inside(person, project):
        return project
    raise Http404


def team_projects(person: Person | None, *roles: str) -> QuerySet[Project]:
    """The projects on whose team the person is (in one of these roles), as a subquery; all for an administrator."""
    if is_administrator(person):
        return Project.objects.all()
    if person is None:
        return Project.objects.none()
    own = TeamMember.objects.filter(person=person, programme=OuterRef("programme"))
    if roles:
        own = own.filter(role__in=roles)
    return Project.objects.filter(Exists(own.filter(Q(project=None) | Q(project=OuterRef("pk")))))


def projects_known_to(person: Person | None) -> QuerySet[Project]:
    """The projects a person may know of: public ones, and those on whose team they are."""
    return Project.objects.filter(Q(public=True, programme__public=True) | Q(pk__in=team_projects(person).values("pk")))


def may_organise_programme(person: Person | None, programme: Programme) -> bool:
    """Organisers of the whole programme: they enter its projects and its team."""
    if is_administrator(person):
        return True
    rows = TeamMember.objects.filter(person=person, programme=programme, project=None, role=ORGANISER)
    return person is not None and rows.exists()


def organises_anything(person: Person) -> bool:
    """Whether keeping the register of persons is part of this person's work."""
    rows = TeamMember.objects.filter(person=person, role=ORGANISER)
    return once(person, "organises anything", rows.exists)


def programmes_organised(person: Person | None) -> QuerySet[Programme]:
    """The programmes in which somebody organises anything, the whole or one project, as a subquery; all for an
    administrator."""
    if is_administrator(person):
        return Programme.objects.all()
    rows = TeamMember.objects.filter(person=person, role=ORGANISER, programme=OuterRef("pk"))
    return Programme.objects.filter(Exists(rows)) if person is not None else Programme.objects.none()


def organises_in(person: Person | None, programme: int) -> bool:
    """Whether somebody organises anything in a programme (its row id). One query, once per request."""
    if is_administrator(person):
        return True
    if person is None:
        return False
    rows = programmes_organised(person).filter(pk=programme)
    return once(person, f"organises in programme {programme}", rows.exists)


def is_on_a_team(person: Person) -> bool:
    """Whether the person has any role anywhere."""
    rows = TeamMember.objects.filter(person=person)
    return once(person, "is on a team", rows.exists)


def programme_to_organise(person: Person | None, slug: str) -> Programme:
    """For pages on which a programme is changed: "not found" to everybody else."""
    programme = programme_for(person, slug)
    if not may_organise_programme(person, programme):
        raise Http404
    return programme


def project_to_organise(person: Person | None, slug: str) -> Project:
    """For pages on which a project is changed: "not found" to everybody else."""
    project = project_for(person, slug)
    if not may_organise(person, project):
        raise Http404
    return project


def project_inside(person: Person | None, slug: str) -> Project:
    """For pages of the team."""
    project = project_for(person, slug)
    if not may_read_inside(person, project):
        raise Http404
    return project


def check_organise(person: Person | None, project: Project) -> None:
    """Raises Refusal(403). For actions."""
    if not may_organise(person, project):
        raise not_allowed()


def check_organise_programme(person: Person | None, programme: Programme) -> None:
    """Raises Refusal(403). For actions."""
    if not may_organise_programme(person, programme):
        raise not_allowed()
