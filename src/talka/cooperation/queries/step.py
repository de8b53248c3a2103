"""One step of a case as its page shows it, or all of them for a page to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from talka.people.models import Person

from .. import access
from ..models import CaseStep, CooperationCase, Partner, PartnerAnswers, StepPaper
from ..models.path import Audience
from ..path.answers import Answers
from ..path.legal import questions_of
from ..path.reading import Told, told
from ..path.register import Step, phases

State = CaseStep.State


@dataclass(frozen=True)
class PartnerTold:
    """What one partner answered. hidden: it answered, and did not open it to the reader; may_answer: the reader may."""

    partner: Partner
    answers: Sequence[Told]
    answered: bool
    hidden: bool
    may_answer: bool


@dataclass(frozen=True)
class StepTold:
    """A step and what the reader may see of it. kept: its row, an unsaved one where nobody touched the step; plain: the
    answers as they are kept."""

    step: Step
    kept: CaseStep
    plain: Answers
    answers: Sequence[Told]
    partners: Sequence[PartnerTold] = ()
    documents: Sequence[StepPaper] = ()
    decisions: Sequence[StepPaper] = ()
    retired: Sequence[StepPaper] = field(default_factory=list)

    @property
    def notes(self) -> str:
        return self.kept.notes

    @property
    def empty(self) -> bool:
        """Whether nothing is there to read."""
        return not (self.answers or self.documents or self.decisions or any(row.answers for row in self.partners))


@dataclass(frozen=True)
class Frame:
    """What every step of a case is read with. partners: all, also those that left; names: by key of organisation;
    answered_by, figures_of: for which the reader answers, whose figures the reader sees; reader: row id."""

    case: CooperationCase
    inside: bool
    partners: Sequence[Partner]
    answered_by: frozenset[int]
    figures_of: frozenset[int]
    reader: int | None

    @property
    def names(self) -> Mapping[str, str]:
        return {row.organisation.key: row.organisation.name for row in self.partners}


def frame_of(case: CooperationCase, person: Person | None) -> Frame:
    """One query, and at most one more for organisers."""
    rows = list(Partner.objects.filter(case=case).select_related("organisation"))
    for row in rows:
        row.case = case
    inside = access.may_read_inside(person, case)
    mine = access.answered_by(person, case, rows) if inside else frozenset()
    figures = frozenset(row.pk for row in rows if inside and access.sees_figures(person, row))
    return Frame(case, inside, rows, mine, figures, person.pk if person is not None else None)


def step_told(frame: Frame, step: Step, *, may_change: bool) -> StepTold:
    """One step. Two or three queries."""
    kept = CaseStep.objects.filter(case=frame.case, step=step.key).first()
    papers = list(StepPaper.objects.filter(case=frame.case, step=step.key))
    answers = []
    if frame.inside and step.partner_questions:
        answers = list(PartnerAnswers.objects.filter(partner__case=frame.case, step=step.key))
    return _told(frame, step, kept, papers, answers, may_change=may_change)


def all_told(frame: Frame) -> list[StepTold]:
    """Every step, for a page to print. Three queries."""
    kept = {row.step: row for row in CaseStep.objects.filter(case=frame.case)}
    papers = list(StepPaper.objects.filter(case=frame.case, retired_at=None))
    answers = list(PartnerAnswers.objects.filter(partner__case=frame.case)) if frame.inside else []
    return [
        _told(
            frame,
            step,
            kept.get(step.key),
            [row for row in papers if row.step == step.key],
            [row for row in answers if row.step == step.key],
            may_change=False,
        )
        for phase in phases()
        for step in phase.steps
    ]


def _told(
    frame: Frame,
    step: Step,
    kept: CaseStep | None,
    papers: Iterable[StepPaper],
    answers: Iterable[PartnerAnswers],
    *,
    may_change: bool,
) -> StepTold:
    row = kept or CaseStep(case=frame.case, step=step.key, version=0)
    asked = questions_of(step, frame.case.service)
    seen = [one for one in asked if frame.inside or one.public]
    plain = {one.key: kept.answers[one.key] for one in seen if kept is not None and one.key in kept.answers}
    shown = [one for one in papers if frame.inside or one.audience == Audience.PUBLIC]
    if not frame.inside:
        # Templates get nothing that they would have to hide.
        row = CaseStep(case=frame.case, step=step.key, state=row.state, version=0)
    return StepTold(
        step=step,
        kept=row,
        plain=plain,
        answers=told(seen, plain, frame.names),
        partners=_partners_told(frame, step, answers) if step.partner_questions else (),
        documents=[one for one in shown if one.kind == StepPaper.Kind.DOCUMENT and one.retired_at is None],
        decisions=[one for one in shown if one.kind == StepPaper.Kind.DECISION and one.retired_at is None],
        retired=[one for one in shown if one.retired_at is not None] if may_change else [],
    )


def _partners_told(frame: Frame, step: Step, answers: Iterable[PartnerAnswers]) -> list[PartnerTold]:
    """Partners that take part or answered once; what a partner keeps for itself is only told to be there."""
    if not frame.inside:
        return []
    given = {row.partner_id: row for row in answers}
    found = []
    for partner in frame.partners:
        row = given.get(partner.pk)
        said = row.answers if row is not None else {}
        if not partner.takes_part and not said:
            continue
        mine = partner.pk in frame.answered_by
        wrote = row is None or (frame.reader is not None and row.by_id == frame.reader)
        open_to_reader = step.partners_shown == "partners" or partner.pk in frame.figures_of or (mine and wrote)
        found.append(
            PartnerTold(
                partner=partner,
                answers=told(step.partner_questions, said, frame.names) if open_to_reader else (),
                answered=bool(said),
                hidden=bool(said) and not open_to_reader,
                may_answer=partner.takes_part and mine and (open_to_reader or not said),
            )
        )
    return found
