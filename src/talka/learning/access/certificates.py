"""Who gets to certificates: those who run the cohort, their holder by a link of their own, everybody by the code."""

from django.db.models import QuerySet
from django.http import Http404

from talka.people.models import Person

from ..models import Achievement, BadgeKey, Cohort, Learner, TrainingCertificate
from . import cohort_to_run


def learner_to_certify(person: Person | None, slug: str, number: int, pk: int) -> Learner:
    cohort = cohort_to_run(person, slug, number)
    row = Learner.objects.select_related("person", "team__organisation").filter(team__cohort=cohort, pk=pk).first()
    if row is None:
        raise Http404
    row.team.cohort = cohort
    return row


def certificate_to_run(person: Person | None, slug: str, number: int, code: str) -> TrainingCertificate:
    cohort = cohort_to_run(person, slug, number)
    return _with_cohort(_rows().filter(cohort=cohort, code=code).first(), cohort)


def own_certificate(token: str) -> TrainingCertificate:
    """By the link that the holder alone has."""
    return _found(_rows().filter(token=token).first())


def certificate_by_code(code: str) -> TrainingCertificate | None:
    return _rows().filter(code=code).first()


def achievement_by_key(key: str) -> Achievement:
    """By an address that stands in badges alone."""
    row = Achievement.objects.filter(key=key).first()
    if row is None:
        raise Http404
    return row


def achievement_of_issuer(issuer: str) -> Achievement:
    """One of those an issuer gave badges for; all say the same of the issuer."""
    row = Achievement.objects.filter(issuer=issuer).order_by("pk").first()
    if row is None:
        raise Http404
    return row


def badge_key(kid: str) -> BadgeKey:
    row = BadgeKey.objects.filter(kid=kid).first()
    if row is None:
        raise Http404
    return row


def _rows() -> QuerySet[TrainingCertificate]:
    return TrainingCertificate.objects.select_related("achievement", "person", "cohort__training__programme")


def _found(row: TrainingCertificate | None) -> TrainingCertificate:
    if row is None:
        raise Http404
    return row


def _with_cohort(row: TrainingCertificate | None, cohort: Cohort) -> TrainingCertificate:
    found = _found(row)
    found.cohort = cohort
    return found
