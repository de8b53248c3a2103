"""Whom the installation writes to, and which projects' data goes soon."""

import datetime as dt

from django.db.models import Q

from talka.people.models import Person
from talka.programmes.models import Project, TeamMember

AHEAD = dt.timedelta(days=30)


def administrators() -> list[Person]:
    """Those who keep this installation and have an address."""
    rows = Person.objects.filter(account__is_staff=True, account__is_active=True, erased_at__isnull=True)
    return list(rows.exclude(email="").order_by("pk"))


def ending_soon(today: dt.date) -> list[Project]:
    """Projects whose evidence is kept for thirty days more at most."""
    soon = Project.objects.filter(retention_until__gte=today, retention_until__lte=today + AHEAD)
    return list(soon.select_related("programme").order_by("retention_until", "pk"))


def organisers_of(project: Project) -> list[Person]:
    """Organisers of the project or its whole programme, and those who keep the installation."""
    of_project = Q(team_memberships__project=project) | Q(
        team_memberships__project__isnull=True, team_memberships__programme=project.programme
    )
    leads = of_project & Q(team_memberships__role=TeamMember.Role.ORGANISER)
    rows = Person.objects.filter(leads | Q(account__is_staff=True, account__is_active=True), erased_at__isnull=True)
    return list(rows.exclude(email="").distinct().order_by("pk"))
