"""Recommendations, whoever gives them: their words, the municipality's answer to each, what became of each."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import stale
from talka.ui.refusals import Refusal

from ..models.recommendations import Answered

MOST = 40


@dataclass(frozen=True)
class AnswerData:
    """What a municipality says to one recommendation. who: a unit or a position."""

    answer: str = ""
    why: str = ""
    what: str = ""
    who: str = ""
    until: dt.date | None = None


@dataclass(frozen=True)
class ProgressData:
    progress: str = ""
    words: str = ""


def tidied(said: Iterable[str]) -> list[str]:
    """One recommendation each; empty lines are none."""
    return [" ".join(each.split()) for each in said if each.strip()]


def check_words(said: Sequence[str]) -> None:
    """Raises Refusal where there is none, where there are too many, and for one that is too long."""
    if not said:
        raise Refusal(
            _("No recommendation is named."),
            _("Nothing was saved."),
            _("Write each recommendation on a line of its own: each gets an answer of its own."),
            status=422,
        )
    if len(said) > MOST or any(len(each) > 500 for each in said):
        raise Refusal(
            _("At most %(n)s recommendations, each of at most 500 letters.") % {"n": MOST},
            _("Nothing was saved."),
            _("What explains them belongs to the text."),
            status=422,
        )


def check_answers(answers: Mapping[int, AnswerData]) -> None:
    """Raises Refusal."""
    for each in answers.values():
        fault = fault_of(each)
        if fault is not None:
            raise fault[1]


def put_answers(rows: Iterable[Answered], answers: Mapping[int, AnswerData]) -> None:
    """By the recommendation's row id; those without one can follow later. The caller holds the rows and has checked.
    Raises Refusal where one is answered that stands here no longer."""
    rows = _all_there(rows, answers)
    for row in rows:
        said = answers.get(row.pk)
        if said is None:
            continue
        row.answer, row.why, row.what = said.answer, said.why.strip(), said.what.strip()
        row.who, row.until = said.who.strip(), said.until
        row.answered_at = timezone.now() if said.answer else None
        row.save()


def check_progress(progress: Mapping[int, ProgressData]) -> None:
    """Raises Refusal."""
    if any(each.progress not in ("", *Answered.Progress.values) for each in progress.values()):
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)


def put_progress(rows: Iterable[Answered], progress: Mapping[int, ProgressData]) -> None:
    """What became of each, by its row id. The caller holds the rows and has checked. Raises as `put_answers`."""
    rows = _all_there(rows, progress)
    for row in rows:
        said = progress.get(row.pk)
        if said is not None:
            row.progress, row.progress_words = said.progress, said.words.strip()
            row.save(update_fields=["progress", "progress_words"])


def _all_there(rows: Iterable[Answered], said: Mapping[int, object]) -> list[Answered]:
    """A newer version may have come while somebody wrote to the one before."""
    held = list(rows)
    if set(said) - {row.pk for row in held}:
        raise stale()
    return held


def fault_of(data: AnswerData) -> tuple[str, Refusal] | None:
    """What an answer lacks, as the name of the column and the words for it; None: nothing."""
    if data.answer not in ("", *Answered.Answer.values):
        return "answer", Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    if data.answer in (Answered.Answer.NO, Answered.Answer.PARTLY) and not data.why.strip():
        return "why", Refusal(
            _("A reason is missing."),
            _("Nothing was saved."),
            _("Say why a recommendation is not accepted, or only in part."),
            status=422,
        )
    if data.answer in (Answered.Answer.ACCEPTED, Answered.Answer.PARTLY) and not data.what.strip():
        return "what", Refusal(
            _("What will be done is missing."),
            _("Nothing was saved."),
            _("Say for each recommendation you accept what will be done."),
            status=422,
        )
    return None
