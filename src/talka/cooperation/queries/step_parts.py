"""What stands beside the questions of some steps: sums of financing, votes, seats, ratings, audiences, evaluations."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.links.registry import Shown
from talka.needs import access as needs
from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.refusals import Words

from ..actions.steps import RATINGS
from ..law.register import services
from ..models import CooperationCase, Evaluation, Partner, PartnerAnswers, Seat
from ..models.path import Audience
from ..path.answers import amount
from ..path.legal import constraint_questions
from ..path.ratings import Rated, rated, suggested
from ..path.reading import Told, told, total
from ..path.register import Question, Step, steps
from .case import causes_of
from .step import Frame, StepTold

MOST_FOUND = 20


@dataclass(frozen=True)
class Vote:
    """share: of all votes, 0 to 1; None where nobody has any."""

    partner: str
    seats: str
    votes: Decimal
    share: float | None


@dataclass(frozen=True)
class Sum:
    """What is needed, and what the sources give. missing: below nothing where they give more."""

    kind: str
    needed: Decimal
    given: Decimal
    certain: Decimal

    @property
    def missing(self) -> Decimal:
        return self.needed - self.given

    @property
    def over(self) -> Decimal:
        return self.given - self.needed


@dataclass(frozen=True)
class AudienceRow:
    name: Words
    planned: int
    done: int


@dataclass(frozen=True)
class LawAnswered:
    """How many of the law's questions were answered, and which of them ask for more work: "no" and "not known"."""

    asked: int
    answered: int
    open: Sequence[Told]


@dataclass(frozen=True)
class RatedRow:
    """A service of the matrix. easy: the one suggested to begin with."""

    service: str
    name: Words
    rated: Rated
    easy: bool


@dataclass(frozen=True)
class EvaluationRow:
    """overdue: its day has passed and it was not held. conclusions: as far as the reader may read them."""

    evaluation: Evaluation
    overdue: bool
    conclusions: str
    answers: Sequence[Told]


@dataclass(frozen=True)
class Found:
    """A need or measure that can be connected."""

    kind: str
    kind_name: Words
    pk: int
    words: str
    programme: Programme


@dataclass
class Parts:
    """What a step has beside its questions; a template shows what is there."""

    causes: Sequence[Shown] = ()
    law: LawAnswered | None = None
    seats: Sequence[Seat] = ()
    left: Sequence[Seat] = ()
    focal_points: Sequence[Partner] = ()
    votes: Sequence[Vote] = ()
    sums: Sequence[Sum] = ()
    audiences: Sequence[AudienceRow] = ()
    matrix: Sequence[RatedRow] = ()
    raters: Sequence[Partner] = ()
    evaluations: Sequence[EvaluationRow] = field(default_factory=list)


def parts_of(frame: Frame, row: StepTold, person: Person | None) -> Parts:
    """The parts of one step, as far as the reader may see them. At most four queries."""
    parts, answers = Parts(), row.plain
    named = row.step.parts
    if "causes" in named:
        parts.causes = causes_of(frame.case, person)
    if "votes" in named:
        parts.votes = votes_of(frame, answers)
    if "evaluations" in named:
        parts.evaluations = evaluations_of(frame)
    if not frame.inside:
        return parts
    if "constraints" in named:
        parts.law = law_answered(frame, answers)
    if "seats" in named:
        rows = seats_of(frame.case, row.step.body)
        parts.seats = [one for one in rows if one.left_on is None]
        parts.left = [one for one in rows if one.left_on is not None]
    if "focal_points" in named:
        parts.focal_points = focal_points_of(frame.case)
    if "sums" in named:
        parts.sums = sums_of(answers)
    if "audiences" in named:
        parts.audiences = audiences_of(row.step, answers)
    if "matrix" in named:
        parts.matrix, parts.raters = matrix_of(frame)
    return parts


def causes_to_connect(case: CooperationCase, person: Person | None, words: str) -> list[Found]:
    """Needs and measures the person may know of, by their words. Two queries."""
    if not words or person is None:
        return []
    asked = {"programme__illustrative": case.illustrative, "words__icontains": words}
    rows = needs.known_to(person, Need.objects.filter(**asked)).select_related("programme").order_by("words", "pk")
    measures = needs.known_to(person, Measure.objects.filter(**asked)).select_related("programme")
    return [
        *(Found("need", _("need"), row.pk, row.words, row.programme) for row in rows[:MOST_FOUND]),
        *(
            Found("measure", _("measure"), row.pk, row.words, row.programme)
            for row in measures.order_by("words", "pk")[:MOST_FOUND]
        ),
    ]


def seats_of(case: CooperationCase, body: str) -> list[Seat]:
    """Those who sit and who sat in a body. One query."""
    rows = Seat.objects.filter(case=case, body=body).select_related("partner__organisation", "person")
    return list(rows.order_by("partner__order", "pk"))


def focal_points_of(case: CooperationCase) -> list[Partner]:
    rows = Partner.objects.filter(case=case, state=Partner.State.TAKING_PART)
    return list(rows.select_related("organisation", "focal_point"))


def votes_of(frame: Frame, answers: Mapping[str, Any]) -> list[Vote]:
    """Seats and votes of each partner, with its share of all votes."""
    rows = [row for row in answers.get("votes", []) if row.get("partner")]
    every = total(rows, "votes")
    found = []
    for row in rows:
        votes = amount(row.get("votes", "")) or Decimal(0)
        share = float(votes / every) if every > 0 else None
        found.append(Vote(frame.names.get(row["partner"], row["partner"]), row.get("seats", ""), votes, share))
    return found


def sums_of(answers: Mapping[str, Any]) -> list[Sum]:
    """Whether the sources cover the investment and the yearly cost, to the cent."""
    rows = answers.get("sources", [])
    found = []
    for kind in ("capital", "operating"):
        needed = amount(answers.get(kind, ""))
        own = [row for row in rows if row.get("for") == kind]
        if needed is not None or own:
            sure = total([row for row in own if row.get("sure") == "yes"], "amount")
            found.append(Sum(kind, needed or Decimal(0), total(own, "amount"), sure))
    return found


def law_answered(frame: Frame, answers: Mapping[str, Any]) -> LawAnswered | None:
    """None where the register asks nothing about the service."""
    asked = constraint_questions(frame.case.service)
    given = [one for one in asked if answers.get(one.key, {}).get("said")]
    unsettled = [one for one in given if answers[one.key]["said"] in ("no", "unknown")]
    return LawAnswered(len(asked), len(given), told(unsettled, answers, frame.names)) if asked else None


def audiences_of(step: Step, answers: Mapping[str, Any]) -> list[AudienceRow]:
    """How many messages are planned and given for each audience, also for one nobody thought of."""
    column = next(each for one in step.questions if one.key == "messages" for each in one.columns if each.choices)
    rows = answers.get("messages", [])
    found = []
    for choice in column.choices:
        own = [row for row in rows if row.get("audience") == choice.key]
        found.append(AudienceRow(str(choice.label), len(own), sum(row.get("done") == "yes" for row in own)))
    return found


def matrix_of(frame: Frame) -> tuple[list[RatedRow], list[Partner]]:
    """The services that partners rated, the best first, and who rated. One query."""
    rows = PartnerAnswers.objects.filter(partner__case=frame.case, step="areas")
    given = {row.partner_id: row.answers.get(RATINGS, {}) for row in rows}
    partners = [one for one in frame.partners if given.get(one.pk)]
    found = rated([given[one.pk] for one in partners])
    easy = suggested(found, len(partners))
    table = [
        RatedRow(one.service, _service_name(one.service), one, easy is not None and easy.service == one.service)
        for one in found
    ]
    return table, partners


def _service_name(key: str) -> Words:
    found = services().get(key)
    return str(found.name) if found is not None else key


def evaluations_of(frame: Frame, today: dt.date | None = None) -> list[EvaluationRow]:
    """The planned one first, then those held, the last first. Others see days, and conclusions that are for everybody.
    One query."""
    today = today or timezone.localdate()
    asked: tuple[Question, ...] = steps()["evaluation"].review_questions
    rows = sorted(
        Evaluation.objects.filter(case=frame.case), key=lambda row: (row.held_on is not None, -row.due_on.toordinal())
    )
    return [
        EvaluationRow(
            row,
            overdue=row.held_on is None and row.due_on < today,
            conclusions=row.conclusions if frame.inside or row.audience == Audience.PUBLIC else "",
            answers=told(asked, row.answers, frame.names) if frame.inside else (),
        )
        for row in rows
    ]
