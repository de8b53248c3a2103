"""Of certificates of training programmes: they are the holder's own, to keep and to erase."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept

from ..models import TrainingCertificate


def export(person: Person) -> Mapping[str, Any]:
    rows = [
        {
            _("Code"): row.code,
            _("Name"): row.holder,
            _("Training programme"): str(row.cohort.training),
            _("Issued on"): row.issued_at.isoformat(),
            _("By decision, because"): row.decision_reason,
            _("Revoked, because"): row.revoked_reason,
        }
        for row in TrainingCertificate.objects.filter(person=person).select_related("cohort__training")
    ]
    return {_("Certificates of training programmes"): rows} if rows else {}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """They go as those of events do: nobody verifies them any more, by code or by badge. What they attested stays, for
    it tells of the training programme alone."""
    TrainingCertificate.objects.filter(person=person).delete()
    TrainingCertificate.objects.filter(by=person).update(by=None)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Whoever has a certificate keeps it."""
    return (TrainingCertificate.objects.values("person"),)
