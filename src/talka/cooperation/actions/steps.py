"""Steps of the path: what is answered in them, how far they are, what the partners note."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.actions.versions import stale
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access
from ..law.register import services
from ..models import CaseStep, CooperationCase, Partner, PartnerAnswers
from ..path.answers import Answers, Unfit, checked
from ..path.legal import questions_of
from ..path.ratings import checked_ratings
from ..path.register import Question, Step, steps
from .cases import locked
from .partners import again

RATINGS = "ratings"
"""Under which key a partner's ratings of areas stand among its answers."""
LONGEST_NOTES = 20_000


def step_of(key: str) -> Step:
    """Raises Refusal(404) for a step that is none."""
    found = steps().get(key)
    if found is None:
        raise Refusal(_("This step is not known."), _("Nothing was changed."), status=404)
    return found


def answer_step(
    case: CooperationCase, step: str, given: Mapping[str, Any], *, version: int, by: Person | None, notes: str = ""
) -> CaseStep:
    """Keep what was answered in a step, and the partners' notes. version: the one that was shown, 0 where nothing was.
    A step nobody touched is under way from then on. Answers to questions that are not asked any more stay. by None: the
    house, loading files. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    found = step_of(step)
    asked = questions_of(found, case.service)
    answers = fitting(asked, given, case)
    with deed(by):
        locked(case)
        row = _locked_step(case, step)
        _not_stale(row.version if row.pk else 0, version)
        row.answers = _with(row.answers, asked, answers)
        row.notes = _noted(notes)
        if row.state == CaseStep.State.OPEN:
            row.state = CaseStep.State.UNDER_WAY
        _save(row, by)
    return row


def set_step_state(case: CooperationCase, step: str, state: str, *, by: Person | None, reason: str = "") -> CaseStep:
    """How far a step is; any step at any time, whatever became of the others. A step not needed needs a reason. Raises
    Refusal."""
    if by is not None:
        access.check_change(by, case)
    step_of(step)
    if state not in CaseStep.State.values:
        raise Refusal(_("This state is not known."), _("Nothing was changed."), status=422)
    if state == CaseStep.State.NOT_NEEDED and not reason.strip():
        raise Refusal(
            _("Please say why."),
            _("Nothing was changed."),
            _("Later nobody knows any more why a step was left out."),
            status=422,
        )
    with deed(by):
        locked(case)
        row = _locked_step(case, step)
        row.state = state
        row.reason = reason.strip()[:500] if state == CaseStep.State.NOT_NEEDED else ""
        _save(row, by)
    return row


def answer_for_partner(
    partner: Partner, step: str, given: Mapping[str, Any], *, version: int, by: Person | None
) -> PartnerAnswers:
    """Keep what one partner answers in a step. Only its own people, see `access.may_answer_for`. Raises Refusal."""
    found = step_of(step)
    kept = PartnerAnswers.objects.filter(partner=partner, step=step).first()
    own = by is not None and found.partners_shown == "figures"
    if own and kept is not None and not access.may_read_answers(by, partner, kept.by_id):
        raise not_allowed()  # who cannot read what stands there writes over none
    answers = fitting(found.partner_questions, given, partner.case)
    return _for_partner(partner, step, found.partner_questions, answers, version=version, by=by)


def rate_areas(
    partner: Partner, given: Mapping[str, Mapping[str, int]], *, version: int, by: Person | None
) -> PartnerAnswers:
    """A partner's ratings of services that might be shared, 1 to 5 each. Raises Refusal."""
    try:
        ratings = checked_ratings(given, services())
    except ValueError as fault:
        name = services()[str(fault)].name if str(fault) in services() else str(fault)
        raise Refusal(
            _("%(service)s is not rated whole.") % {"service": name},
            _("Nothing was saved."),
            _("Give 1 to 5 for all four, or leave all four empty."),
            status=422,
        ) from None
    asked = (Question(RATINGS, "table", label=steps()["areas"].title),)
    return _for_partner(partner, "areas", asked, {RATINGS: ratings} if ratings else {}, version=version, by=by)


def _for_partner(
    partner: Partner, step: str, asked: tuple[Question, ...], answers: Answers, *, version: int, by: Person | None
) -> PartnerAnswers:
    if by is not None:
        access.check_answer_for(by, partner)
    with deed(by):
        kept = again(partner)
        if by is not None and not kept.takes_part:
            raise Refusal(
                _("Only a partner that takes part answers."),
                _("Nothing was saved."),
                _("What it answered before it left stays."),
            )
        row = PartnerAnswers.objects.select_for_update(of=("self",)).filter(partner=partner, step=step).first()
        row = row or PartnerAnswers(partner=partner, step=step)
        _not_stale(row.version if row.pk else 0, version)
        row.answers = _with(row.answers, asked, answers)
        _save(row, by)
    return row


def fitting(asked: tuple[Question, ...], given: Mapping[str, Any], case: CooperationCase) -> Answers:
    """The answers as they are kept. Raises Refusal, naming the question."""
    partners = list(Partner.objects.filter(case=case).values_list("organisation__key", flat=True))
    try:
        return checked(asked, given, partners)
    except Unfit as fault:
        names = {question.key: str(question.label) for question in asked}
        raise Refusal(
            _("This answer does not fit: %(question)s") % {"question": names.get(fault.key, fault.key)},
            _("Nothing was saved."),
            _("Look at it and send the form again."),
            status=422,
        ) from None


def _locked_step(case: CooperationCase, step: str) -> CaseStep:
    row = CaseStep.objects.select_for_update(of=("self",)).filter(case=case, step=step).first()
    return row or CaseStep(case=case, step=step)


def _with(kept: Answers, asked: tuple[Question, ...], answers: Answers) -> Answers:
    """What is asked now is replaced; what was asked once stays."""
    names = {question.key for question in asked}
    return {key: value for key, value in kept.items() if key not in names} | answers


def _noted(notes: str) -> str:
    said = notes.strip()
    if len(said) > LONGEST_NOTES:
        raise Refusal(
            _("The notes are too long."), _("Nothing was saved."), _("Keep long texts as a document."), status=422
        )
    return said


def _not_stale(now: int, shown: int) -> None:
    if now != shown:
        raise stale()


def _save(row: CaseStep | PartnerAnswers, by: Person | None) -> None:
    if row.pk:
        row.version += 1
    row.by = by
    row.save()
