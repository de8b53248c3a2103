"""Assessments of a training programme, as `load_assessments` reads them."""

from pathlib import Path
from typing import Any

from talka.learning.models import (
    AssessmentFigure,
    AssessmentItem,
    AssessmentRound,
    AssessmentScore,
    SupervisorScore,
    Training,
)

from ..record_files import plain_words, write_csv
from .load_assessments import ANSWERS, FIGURE, ITEM, ROUND
from .naming import Keys

MOMENTS = ("opens_at", "closes_at", "opened_at", "closed_at")


def assessments_of(training: Training) -> dict[str, Any]:
    """Figures of true people; those of made-up ones are computed anew from their answers."""
    rounds = AssessmentRound.objects.filter(cohort__training=training, cohort__retired_at=None)
    rounds = rounds.select_related("cohort").order_by("cohort__number", "opens_at", "pk")
    return {"round": [_round(row, figures=not training.illustrative) for row in rounds]}


def _round(row: AssessmentRound, *, figures: bool) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ROUND}
    if not figures:
        told |= {"told": "", "people": None}
    return {
        "cohort": row.cohort.number,
        **told,
        **{name: getattr(row, name) for name in MOMENTS},
        "item": [_item(one, figures) for one in row.items.select_related("figure")],
    }


def _item(row: AssessmentItem, figures: bool) -> dict[str, Any]:
    figure: AssessmentFigure | None = getattr(row, "figure", None) if figures else None
    return {
        **{name: getattr(row, name) for name in ITEM},
        "title": plain_words(row.title),
        "description": plain_words(row.description),
        "figure": {name: getattr(figure, name) for name in FIGURE} if figure else {},
    }


def write_assessment_answers(training: Training, folder: Path, keys: Keys) -> None:
    """Of made-up people only: what others said of themselves is theirs."""
    if not training.illustrative:
        return
    inside = {"cohort__training": training, "cohort__retired_at": None}
    own = {f"answer__round__{name}": value for name, value in inside.items()}
    seen = {f"view__round__{name}": value for name, value in inside.items()}
    said: dict[tuple[Any, ...], list[object]] = {}
    scores = AssessmentScore.objects.filter(**own).select_related("answer__round__cohort", "answer__person", "item")
    for score in scores:
        key = _place(score.answer.round, keys.person(score.answer.person), score.item)
        said[key] = [score.importance, score.ability, ""]
    views = SupervisorScore.objects.filter(**seen).select_related("view__round__cohort", "view__person", "item")
    for view in views:
        key = _place(view.view.round, keys.person(view.view.person), view.item)
        said.setdefault(key, ["", "", ""])[2] = view.ability
    rows = [
        (cohort, when, person, item, *numbers)
        for (cohort, _opens, when, person, _order, item), numbers in sorted(said.items())
    ]
    write_csv(folder / "assessments.csv", ANSWERS, rows)


def _place(round_: AssessmentRound, person: str, item: AssessmentItem) -> tuple[Any, ...]:
    return round_.cohort.number, round_.opens_at, round_.when, person, item.order, item.key
