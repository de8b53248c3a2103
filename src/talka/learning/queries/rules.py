"""What of a training programme's rules for its certificate somebody has fulfilled."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from talka.ui.numbers import number

from ..models import Cohort, Learner, Training, TrainingCertificate
from .attended import Attended, attended
from .done import HomeworkDone, homework_done, most_done


@dataclass(frozen=True)
class Rule:
    """words: how far it is fulfilled, in the reader's language."""

    fulfilled: bool
    words: str


def rules_for(training: Training, came: Attended, done: HomeworkDone) -> tuple[Rule, ...]:
    """Each rule of the training programme and how far it is fulfilled; exactly as much as is needed is enough. Without
    any rule it is that at least one session was attended. Modules that were retired since count: what was done stays.
    """
    rules = []
    if training.least_hours is not None:
        words = _("Hours attended: %(has)s of at least %(least)s")
        rules.append(_counted(words, came.hours, training.least_hours))
    if training.least_modules is not None:
        words = _("Modules attended: %(has)s of at least %(least)s")
        rules.append(_counted(words, len(came.modules), training.least_modules))
    if training.homework_needed:
        rules.append(_homework(done))
    if not rules:
        words = _("Attended at least one session") if came.sessions else _("Has attended no session yet")
        rules.append(Rule(bool(came.sessions), words))
    return tuple(rules)


def rules_in_words(training: Training) -> list[str]:
    """What the certificate is given for, as sentences that say nothing of anybody."""
    said = []
    if training.least_hours is not None:
        said.append(_("Hours attended: at least %(least)s.") % {"least": number(training.least_hours)})
    if training.least_modules is not None:
        said.append(_("Modules attended: at least %(least)s.") % {"least": number(training.least_modules)})
    if training.homework_needed:
        said.append(_("Have all the homework that is needed accepted."))
    return said or [_("Attend at least one session.")]


def _counted(words: str, has: Decimal | int, least: Decimal | int) -> Rule:
    return Rule(has >= least, words % {"has": number(has), "least": number(least)})


def _homework(done: HomeworkDone) -> Rule:
    if not done.needed:
        return Rule(True, _("No homework is needed so far"))
    words = _("Homework accepted: %(has)s of %(needed)s that are needed")
    return Rule(done.accepted >= done.needed, words % {"has": number(done.accepted), "needed": number(done.needed)})


@dataclass(frozen=True)
class Progress:
    """How far somebody is on the way to the certificate. certificate: the one that holds, else the last revoked."""

    learner: Learner
    came: Attended
    rules: Sequence[Rule]
    certificate: TrainingCertificate | None

    @property
    def fulfilled(self) -> bool:
        return all(rule.fulfilled for rule in self.rules)

    @property
    def takes_part(self) -> bool:
        return _takes_part(self.learner)

    @property
    def holds(self) -> bool:
        return self.certificate is not None and self.certificate.revoked_at is None

    @property
    def ready(self) -> bool:
        """The rules are fulfilled and none was ever issued: one that was revoked is given anew by hand alone."""
        return self.fulfilled and self.certificate is None


def progress_of(cohort: Cohort, learners: Sequence[Learner] | None = None) -> list[Progress]:
    """Of those who take part now, and of those who have a certificate though they left, by name.

    learners: only these. Seven or eight queries. Whoever changed the team keeps what they did in the former one.
    """
    rows = list(
        Learner.objects.filter(team__cohort=cohort)
        .select_related("person", "team__organisation")
        .order_by("person__sort_key", "pk")
    )
    came, done = attended(cohort), homework_done(cohort)
    given = _given(cohort)
    by_person: dict[int, list[Learner]] = {}
    for row in rows:
        by_person.setdefault(row.person_id, []).append(row)
    wanted = None if learners is None else {learner.pk for learner in learners}
    found = []
    for person, own in by_person.items():
        row = next((one for one in own if _takes_part(one)), own[-1])
        if wanted is None and not _takes_part(row) and person not in given:
            continue
        if wanted is not None and not wanted & {one.pk for one in own}:
            continue
        rules = rules_for(cohort.training, came.get(row.pk, Attended()), most_done(own, done))
        found.append(Progress(row, came.get(row.pk, Attended()), rules, given.get(person)))
    return found


def _takes_part(learner: Learner) -> bool:
    return learner.left_on is None and learner.team.left_on is None


def _given(cohort: Cohort) -> dict[int, TrainingCertificate]:
    """By person: the certificate that holds, else the one revoked last."""
    rows = TrainingCertificate.objects.filter(cohort=cohort).order_by("issued_at", "pk")
    found: dict[int, TrainingCertificate] = {}
    for row in rows:
        if row.revoked_at is None or row.person_id not in found or found[row.person_id].revoked_at is not None:
            found[row.person_id] = row
    return found
