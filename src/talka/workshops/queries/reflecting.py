"""The questions of a step that looks back, with what one seat has answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..formats.spec import Asks, say
from ..models import Stage


@dataclass(frozen=True)
class QuestionRow:
    """One question. ratings: from 1 to its best, empty for others; value: the rating, 1 for a consent, None for no
    answer; text: what was written."""

    key: str
    words: str
    asks: str
    optional: bool
    ratings: tuple[int, ...]
    value: int | None
    text: str


def question_rows(stage: Stage, answers: Mapping[str, int | str]) -> list[QuestionRow]:
    """answers: by "STAGE|QUESTION", as `Personal` has them."""
    rows = []
    for question in stage.spec.questions:
        given = answers.get(f"{stage.key}|{question.key}")
        rows.append(
            QuestionRow(
                key=question.key,
                words=str(say(question.words)),
                asks=question.asks,
                optional=question.optional,
                ratings=tuple(range(1, question.top + 1)) if question.asks == Asks.RATING else (),
                value=given if isinstance(given, int) else None,
                text=given if isinstance(given, str) else "",
            )
        )
    return rows
