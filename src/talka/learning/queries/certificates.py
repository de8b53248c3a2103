"""Certificates as lists show them, and the keys of their badges."""

from typing import Any

from talka.people.models import Person
from talka.programmes.models import Project

from ..models import BadgeKey, Cohort, TrainingCertificate


def held_in(cohort: Cohort) -> list[TrainingCertificate]:
    """Those of a cohort that hold, by name. One query."""
    rows = TrainingCertificate.objects.filter(cohort=cohort, revoked_at=None).select_related("achievement", "person")
    found = list(rows.order_by("person__sort_key", "pk"))
    for row in found:
        row.cohort = cohort
    return found


def certificates_of(person: Person) -> list[TrainingCertificate]:
    """A person's own, the newest first. One query."""
    rows = TrainingCertificate.objects.filter(person=person).select_related("cohort__training")
    return list(rows.order_by("-issued_at", "-pk"))


def codes_of_project(project: Project) -> list[str]:
    """Of the certificates that name the project as the one that paid. One query."""
    rows = TrainingCertificate.objects.filter(achievement__facts__project=project.slug)
    return list(rows.values_list("code", flat=True))


def projects_naming(person: Person) -> set[int]:
    """The projects that a person's certificates name. Two queries."""
    rows = TrainingCertificate.objects.filter(person=person)
    slugs = set(rows.values_list("achievement__facts__project", flat=True))
    return set(Project.objects.filter(slug__in=slugs).values_list("pk", flat=True))


def published_keys() -> list[dict[str, Any]]:
    """Every public key that has ever signed, the newest first. One query."""
    return list(BadgeKey.objects.values_list("jwk", flat=True))
