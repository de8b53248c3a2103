"""Who may see and change what of assessments. A single answer is its person's alone: no role opens it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from talka.needs.access import may_keep_register
from talka.people import personal_links
from talka.people.access import is_administrator
from talka.people.models import Person
from talka.programmes.access import organises_anything, programmes_organised
from talka.ui.refusals import Refusal

from .. import access
from ..models import (
    AssessmentAnswer,
    AssessmentItem,
    AssessmentRound,
    Cohort,
    Learner,
    Staff,
    SupervisorView,
    Training,
)


def link_purpose(round_: AssessmentRound) -> str:
    """What a personal link to an assessment opens: one round, and nothing else."""
    return f"assessment-{round_.pk}"


def rounds_known_to(person: Person | None, cohort: Cohort) -> QuerySet[AssessmentRound]:
    """Planned ones are known to who runs the cohort; what is open or closed to everybody inside."""
    rows = AssessmentRound.objects.filter(cohort=cohort)
    return rows if access.may_run_cohort(person, cohort) else rows.exclude(opened_at=None)


def round_to_run(person: Person | None, slug: str, number: int, pk: int) -> AssessmentRound:
    return _of(access.cohort_to_run(person, slug, number), pk)


def _of(cohort: Cohort, pk: int) -> AssessmentRound:
    return get_object_or_404(cohort.rounds, pk=pk)


def item_to_record(person: Person | None, slug: str, number: int, pk: int, key: str) -> AssessmentItem:
    """A competence of which who keeps the programme's register can make a need: one with figures."""
    cohort = access.cohort_inside(person, slug, number)
    if not may_keep_register(person, cohort.training.programme):
        raise Http404
    round_ = _of(cohort, pk)
    row = AssessmentItem.objects.select_related("figure").filter(round=round_, key=key, figure__mwds__gt=0).first()
    if row is None:
        raise Http404
    row.round = round_
    return row


def own_round(person: Person | None, slug: str, number: int, pk: int) -> AssessmentRound:
    """The person's own page of a round: they take part, or have answered before they left."""
    round_ = _of(access.cohort_for(person, slug, number), pk)
    if person is None or not _opened(round_) or not _has_part(person, round_):
        raise Http404
    return round_


def round_by_link(pk: int, token: str) -> tuple[AssessmentRound, Person]:
    """What a personal link opens, and for whom. Raises Http404 for a link nobody made, Refusal(410) for one that is
    over."""
    round_ = AssessmentRound.objects.select_related("cohort__training__programme").filter(pk=pk).first()
    if round_ is None or not _opened(round_):
        raise Http404
    person = personal_links.person_by(token, link_purpose(round_))
    if not _has_part(person, round_):
        raise Refusal(
            _("You do not take part in this cohort any more."),
            _("Nothing is asked of you here."),
            _("If this is a mistake, write to the coordinator."),
            status=410,
        )
    return round_, person


def view_by_link(pk: int, token: str) -> SupervisorView:
    """What a supervisor's link opens. Raises Http404 for a link nobody made or that was taken back, Refusal(410) for
    one whose round has closed."""
    rows = SupervisorView.objects.select_related("round__cohort__training__programme", "person")
    row = rows.filter(round=pk, digest=personal_links.digest_of(token)).first()
    if row is None or not _opened(row.round) or row.person.erased_at:
        raise Http404
    if not row.round.open:
        raise Refusal(
            _("This assessment is closed."),
            _("What you said until then is kept; nothing is asked of you any more."),
            _("If you want to tell something, write to the person who asked you."),
            status=410,
        )
    return row


def _opened(round_: AssessmentRound) -> bool:
    cohort = round_.cohort
    return round_.opened_at is not None and cohort.retired_at is None and cohort.training.retired_at is None


def _has_part(person: Person, round_: AssessmentRound) -> bool:
    if access.learner_of(person, round_.cohort) is not None:
        return True
    return AssessmentAnswer.objects.filter(round=round_, person=person).exists()


def cohorts_told(person: Person | None) -> QuerySet[Cohort]:
    """Cohorts whose group figures a person may read: those they are inside of."""
    rows = Cohort.objects.filter(retired_at=None, training__retired_at=None)
    if is_administrator(person):
        return rows
    if person is None:
        return rows.none()
    staff = Staff.objects.filter(training=OuterRef("training"), person=person)
    staff = staff.filter(Q(cohort=None) | Q(cohort=OuterRef("pk")))
    learners = Learner.objects.filter(team__cohort=OuterRef("pk"), person=person, left_on=None, team__left_on=None)
    told = Q(Exists(staff)) | Q(Exists(learners))
    if organises_anything(person):
        told |= Q(training__programme__in=programmes_organised(person))
    return rows.filter(told)


def may_read_levels(person: Person | None, training: Training) -> bool:
    """Who runs the training programme, and everybody who works for the whole of it."""
    return access.may_run(person, training) or bool(access.roles_in(person, training))


def training_with_levels(person: Person | None, slug: str) -> Training:
    row = access.training_for(person, slug)
    if row.retired_at is not None or not may_read_levels(person, row):
        raise Http404
    return row
