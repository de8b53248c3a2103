"""Certificates of a training programme: given to whoever fulfils its rules, by decision to somebody else, revoked."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.qr import new_code
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access
from .. import letters_of_certificates as letters
from ..models import Achievement, Cohort, Learner, Module, TrainingCertificate
from ..queries import frozen
from ..queries.rules import Progress, progress_of
from .badges import publish_key
from .cohorts import cohort_locked

CODE_LENGTH = 12


def issue_to_all(cohort: Cohort, *, by: Person | None) -> int:
    """To all who take part, fulfil the rules and never had one; how many are new. A letter to each. Raises Refusal."""
    access.check_run_cohort(by, cohort)
    with deed(by):
        cohort_locked(cohort)
        return len(_issue(cohort, [row for row in progress_of(cohort) if row.ready and row.takes_part], by))


def issue(learner: Learner, *, by: Person | None) -> TrainingCertificate:
    """To one person by the rules; the one that holds already, if there is one. Raises Refusal where a rule is not
    fulfilled, and says which."""
    cohort = learner.team.cohort
    access.check_run_cohort(by, cohort)
    with deed(by):
        cohort_locked(cohort)
        (row,) = progress_of(cohort, [learner])
        if row.certificate is not None and row.holds:
            return row.certificate
        if not row.fulfilled:
            missing = [rule.words for rule in row.rules if not rule.fulfilled]
            raise Refusal(
                _("The rules for the certificate are not fulfilled."),
                "; ".join(missing) + ".",
                _("If it is to be given all the same, give it by decision, with a reason."),
                status=409,
            )
        return _issue(cohort, [row], by)[0]


def issue_by_decision(learner: Learner, reason: str, *, by: Person | None) -> TrainingCertificate:
    """To somebody who does not fulfil the rules, with a reason that those who run the cohort read; the certificate says
    that it was a decision, without the reason. Twice is once. Raises Refusal."""
    cohort = learner.team.cohort
    access.check_run_cohort(by, cohort)
    if not reason.strip():
        raise Refusal(_("Please say why."), _("Nothing was changed."), status=422)
    with deed(by):
        cohort_locked(cohort)
        (row,) = progress_of(cohort, [learner])
        if row.certificate is not None and row.holds:
            return row.certificate
        if row.fulfilled:
            return _issue(cohort, [row], by)[0]
        return _issue(cohort, [row], by, reason.strip()[:500])[0]


def revoke(certificate: TrainingCertificate, reason: str, *, by: Person | None) -> TrainingCertificate:
    """Its page and its badge say from now on that it does not hold, and why. Twice is once. Raises Refusal."""
    access.check_run_cohort(by, certificate.cohort)
    if not reason.strip():
        raise Refusal(_("A certificate is revoked with a reason."), advice=_("Write the reason in one sentence."))
    with deed(by):
        row = TrainingCertificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_reason = timezone.now(), reason.strip()[:300]
            row.save(update_fields=["revoked_at", "revoked_reason"])
            letters.certificate_revoked(row)
    return row


def put_on_record(learner: Learner, issued_at: dt.datetime, reason: str = "") -> TrainingCertificate:
    """One that was given on a day that is past; the one that holds already, if there is one. No letter is written.
    reason: by decision. The house's own deed, loading files."""
    cohort = learner.team.cohort
    with deed(None):
        cohort_locked(cohort)
        (row,) = progress_of(cohort, [learner])
        if row.certificate is not None and row.holds:
            return row.certificate
        return _give(cohort, [row], None, reason, issued_at)[0]


def _issue(cohort: Cohort, rows: Sequence[Progress], by: Person | None, reason: str = "") -> list[TrainingCertificate]:
    """Call it with the cohort's row held."""
    if not rows:
        return []
    new = _give(cohort, rows, by, reason, timezone.now())
    for certificate in new:
        letters.certificate_issued(certificate)
    return new


def _give(
    cohort: Cohort, rows: Sequence[Progress], by: Person | None, reason: str, issued_at: dt.datetime
) -> list[TrainingCertificate]:
    achievement, days, language = _achievement(cohort), frozen.days_of(cohort), frozen.language_of(cohort)
    modules = {row.pk: row for row in Module.objects.filter(training=cohort.training_id)}
    new = [
        TrainingCertificate(
            code=new_code(CODE_LENGTH),
            cohort=cohort,
            achievement=achievement,
            learner=row.learner,
            person=row.learner.person,
            holder=row.learner.person.name,
            facts=frozen.learner_facts(row, modules, days.get(row.learner.person_id, []), language),
            by_decision=bool(reason),
            decision_reason=reason,
            by=by,
            issued_at=issued_at,
        )
        for row in rows
    ]
    TrainingCertificate.objects.bulk_create(new)
    publish_key()
    return new


def _achievement(cohort: Cohort) -> Achievement:
    """The training programme as it is today, kept once for all certificates that attest the same."""
    facts = frozen.achievement_facts(cohort)
    row, _made = Achievement.objects.get_or_create(
        training=cohort.training,
        digest=frozen.digest_of(facts),
        defaults={"facts": facts, "issuer": frozen.issuer_of(facts), "made_at": timezone.now()},
    )
    return row
