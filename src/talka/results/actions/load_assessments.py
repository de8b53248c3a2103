"""Assessments of competences in a training programme: what was asked, what came of it; answers of made-up people only.

What somebody said of themselves is their own and leaves no installation: of true people the figures alone stand in
files, which are of five people or more. Made-up people have nothing to keep to themselves, so their answers stand
there, and what they add up to is computed when they are read.
"""

import secrets
from collections import defaultdict
from typing import Any

from talka.learning.actions.assessment_figures import write_figures
from talka.learning.models import (
    AssessmentAnswer,
    AssessmentFigure,
    AssessmentItem,
    AssessmentRound,
    AssessmentScore,
    SupervisorScore,
    SupervisorView,
)
from talka.people.personal_links import digest_of

from ..record_files import Row, read_csv, words
from .load import at, checked, unknown, wrong
from .load_training_folder import Told, TrainingFolder, given, moment, needed_moment

ROUND = ("when", "keys", "told", "people")
ITEM = ("key", "version")
FIGURE = (
    "importance", "ability", "mwds", "low", "high", "before_importance", "before_ability", "before_mwds", "change",
    "change_low", "change_high", "supervisors", "seen",
)  # fmt: skip
ANSWERS = ("cohort", "when", "person", "competence", "importance", "ability", "supervisor")
"""supervisor: how well the person masters it, as whoever they asked sees it; empty where nobody said."""


def load_assessments(folder: TrainingFolder) -> None:
    """Rounds are found by their cohort and time. What stands of a closed round is not changed any more."""
    data, where = folder.file("assessments.toml")
    rounds: dict[tuple[int, str], AssessmentRound] = {}
    fresh: list[tuple[AssessmentRound, Told, str]] = []
    for told in data.get("round", []):
        place = f"{where}: round {told.get('when', '')}"
        row, new = _round(folder, told, place)
        rounds[row.cohort.number, row.when] = row
        if new:
            fresh.append((row, told, place))
    answers = _answers_of(folder)
    for cohort, when in answers:
        if (cohort, when) not in rounds:
            raise unknown(f"{folder.training.slug}/assessments.csv", f"{cohort} {when}")
    for row, told, place in sorted(fresh, key=lambda one: one[0].opens_at):
        given_to = answers.get((row.cohort.number, row.when), [])
        for where_row, answer in given_to:
            _answer(folder, row, answer, where_row)
        if row.closed_at is None:
            continue
        if given_to:
            write_figures(row)
            row.save(update_fields=["told", "people"])
        else:
            _figures(row, told, place)


def _round(folder: TrainingFolder, told: Told, where: str) -> tuple[AssessmentRound, bool]:
    """The row, and whether it is new."""
    cohort = folder.cohort(told.get("cohort"), where)
    found = AssessmentRound.objects.filter(cohort=cohort, when=told.get("when", "")).first()
    if found is not None:
        found.cohort = cohort
        return found, False
    row = AssessmentRound(cohort=cohort, **given(told, ROUND))
    row.opens_at, row.closes_at = needed_moment(told, "opens_at", where), needed_moment(told, "closes_at", where)
    row.opened_at, row.closed_at = moment(told, "opened_at", where), moment(told, "closed_at", where)
    checked(row, where)
    row.save()
    for order, one in enumerate(told.get("item", []), start=1):
        item = AssessmentItem(round=row, order=order, **{"version": 1} | given(one, ITEM))
        item.title, item.description = words(one.get("title")), words(one.get("description"))
        checked(item, where)
        item.save()
    return row, True


def _figures(row: AssessmentRound, told: Told, where: str) -> None:
    items = {item.key: item for item in row.items.all()}
    for one in told.get("item", []):
        if one.get("figure"):
            figure = AssessmentFigure(item=items[one["key"]], **given(one["figure"], FIGURE))
            checked(figure, where)
            figure.save()


def _answers_of(folder: TrainingFolder) -> dict[tuple[int, str], list[tuple[str, Row]]]:
    path = folder.path / "assessments.csv"
    found: dict[tuple[int, str], list[tuple[str, Row]]] = defaultdict(list)
    for line, row in read_csv(path, ANSWERS):
        where = at(path, line)
        if not folder.training.illustrative:
            raise wrong(where, row["person"], "Only what made-up people answered stands in files.")
        found[_number(row["cohort"], where), row["when"]].append((where, row))
    return found


def _answer(folder: TrainingFolder, round_: AssessmentRound, row: Row, where: str) -> None:
    person = folder.reading.person(row["person"], where)
    item = AssessmentItem.objects.filter(round=round_, key=row["competence"]).first()
    if item is None:
        raise unknown(where, row["competence"])
    if row["importance"] or row["ability"]:
        answer, _made = AssessmentAnswer.objects.get_or_create(round=round_, person=person)
        values = {name: _number(row[name], where) for name in ("importance", "ability")}
        AssessmentScore.objects.update_or_create(answer=answer, item=item, defaults=values)
    if row["supervisor"]:
        defaults: dict[str, Any] = {"answered": True, "digest": digest_of(secrets.token_urlsafe(32))}
        view, _made = SupervisorView.objects.get_or_create(round=round_, person=person, defaults=defaults)
        seen = _number(row["supervisor"], where)
        SupervisorScore.objects.update_or_create(view=view, item=item, defaults={"ability": seen})


def _number(text: str, where: str) -> int:
    if not text.isdigit():
        raise wrong(where, text, "A whole number is expected.")
    return int(text)
