"""Letters about certificates: one is ready, or does not hold any more."""

from collections.abc import Mapping

from django.urls import reverse

from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import TrainingCertificate

CERTIFICATE = "learning-certificate"
REVOKED = "learning-certificate-revoked"


def certificate_issued(certificate: TrainingCertificate) -> None:
    """One letter for each certificate; none where no address is known."""
    _of_certificate(certificate, CERTIFICATE, "learning/letters/certificate.txt")


def certificate_revoked(certificate: TrainingCertificate) -> None:
    """One letter for each certificate; none where no address is known."""
    _of_certificate(certificate, REVOKED, "learning/letters/certificate_revoked.txt")


def _of_certificate(certificate: TrainingCertificate, kind: str, template: str) -> None:
    told = {
        "certificate": certificate,
        "training": certificate.cohort.training,
        "own": whole(reverse("learning:own_certificate", args=[certificate.token])),
        "verify": whole(reverse("events:certificate", args=[certificate.code])),
    }
    _write(certificate.person, kind, template, told, certificate.code)


def _write(person: Person, kind: str, template: str, told: Mapping[str, object], about: str) -> None:
    write_to(person, template, told, kind=kind, key=f"{kind}-{about}-{person.pk}")
