"""What the sheets of feedback say together. From fewer than five sheets nothing is shown, not even words."""

from collections.abc import Collection
from dataclasses import dataclass

from talka.events.actions.feedback import RATINGS, TEXTS
from talka.events.models import Event, FeedbackAnswer
from talka.ui.few import FEW
from talka.ui.refusals import Words


@dataclass(frozen=True)
class Rated:
    """One question: how many answered and the mean from 1 to 5; None where too few did.

    How many gave each mark is not told: one mark is often the mark of one.
    """

    key: str
    question: Words
    answered: int | None
    mean: float | None


@dataclass(frozen=True)
class Said:
    """The words written to one question, in alphabetical order, so that no sheet can be put together again."""

    key: str
    question: Words
    texts: tuple[str, ...]


@dataclass(frozen=True)
class FeedbackSummary:
    """sheets is None where there are some, but fewer than five."""

    sheets: int | None
    none_yet: bool
    rated: tuple[Rated, ...]
    said: tuple[Said, ...]


def satisfaction_of(events: Collection[Event]) -> dict[int, float]:
    """The mean of all marks (1 to 5) of each event, by its id; events with fewer than five sheets are left out. One
    query."""
    sheets: dict[int, list[list[int]]] = {}
    for event, ratings in FeedbackAnswer.objects.filter(event__in=events).values_list("event_id", "ratings"):
        if marks := [int(ratings[key]) for key in RATINGS if ratings.get(key)]:
            sheets.setdefault(event, []).append(marks)
    return {event: sum(map(sum, marks)) / sum(map(len, marks)) for event, marks in sheets.items() if len(marks) >= FEW}


def feedback_summary(event: Event) -> FeedbackSummary:
    """One query."""
    sheets = list(FeedbackAnswer.objects.filter(event=event))
    if len(sheets) < FEW:
        return FeedbackSummary(None if sheets else 0, not sheets, (), ())
    rated = []
    for key, question in RATINGS.items():
        marks = [int(sheet.ratings[key]) for sheet in sheets if sheet.ratings.get(key)]
        if len(marks) < FEW:
            rated.append(Rated(key, question, None if marks else 0, None))
        else:
            rated.append(Rated(key, question, len(marks), round(sum(marks) / len(marks), 1)))
    said = tuple(
        Said(key, question, tuple(sorted(text for sheet in sheets if (text := getattr(sheet, key).strip()))))
        for key, question in TEXTS.items()
    )
    return FeedbackSummary(len(sheets), False, tuple(rated), said)
