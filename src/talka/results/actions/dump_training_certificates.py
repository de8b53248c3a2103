"""Who holds a certificate of a training programme, as `load_training_certificates` reads it."""

from typing import Any

from talka.learning.models import Training, TrainingCertificate

from .naming import Keys


def certificates_of(training: Training, keys: Keys) -> dict[str, Any]:
    """Revoked ones are not written, nor codes and what leads to a holder's own page."""
    rows = TrainingCertificate.objects.filter(
        cohort__training=training, cohort__retired_at=None, revoked_at=None, person__erased_at=None
    ).exclude(learner=None)
    return {
        "certificate": [
            {
                "cohort": row.cohort.number,
                "person": keys.person(row.person),
                "issued_at": row.issued_at,
                "reason": row.decision_reason,
            }
            for row in rows.select_related("cohort", "person").order_by("cohort__number", "person__sort_key", "pk")
        ]
    }
