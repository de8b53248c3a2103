"""Homework of a training programme: what is asked, what was handed in, every version of it, and the answers."""

from typing import Any

from django.utils import timezone

from talka.learning.models import Cohort, HandIn, HandInRemark, HandInVersion, Homework

from ..record_files import words
from .load import checked, unknown
from .load_training_folder import Told, TrainingFolder, given, kept, needed_moment, titled

HOMEWORK = ("due_on", "needed", "each", "link")
HAND_IN = ("open_to_cohort",)
VERSION = ("text", "link")
REMARK = ("from_staff", "verdict", "text", "link", "emptied")


def load_homework(folder: TrainingFolder) -> None:
    """Homework is found by its title within the cohort, what was handed in by its team and person, versions and answers
    by their place."""
    data, where = folder.file("homework.toml")
    for order, told in enumerate(data.get("homework", []), start=1):
        _homework(folder, told, f"{where}: homework {order}")


def _homework(folder: TrainingFolder, told: Told, where: str) -> None:
    cohort = folder.cohort(told.get("cohort"), where)
    values: dict[str, Any] = given(told, HOMEWORK) | {name: words(told.get(name)) for name in ("title", "task")}
    checked(Homework(**values), where)
    values["module"] = folder.module(told.get("module"), where)
    rows = Homework.objects.filter(cohort=cohort, retired_at=None)
    row = kept(titled(rows, told.get("title")) or Homework(cohort=cohort), values)
    for order, one in enumerate(told.get("hand_in", []), start=1):
        _hand_in(folder, one, row, cohort, f"{where}, hand_in {order}")


def _hand_in(folder: TrainingFolder, told: Told, homework: Homework, cohort: Cohort, where: str) -> None:
    team = folder.team(cohort, told.get("team"), where)
    learner = folder.learner(team, told.get("person"), where) if homework.each else None
    versions = [_version(folder, one, homework, where) for one in told.get("version", [])]
    if not versions:
        raise unknown(where, "version")
    remarks = [_remark(folder, one, where) for one in told.get("remark", [])]
    verdicts = [one for one in remarks if one["verdict"] and one["at"] >= versions[-1]["at"]]
    answered = [one["at"] for one in remarks if one["verdict"]]
    values: dict[str, Any] = given(told, HAND_IN) | {
        "state": verdicts[-1]["verdict"] if verdicts else HandIn.State.HANDED_IN,
        "first_at": versions[0]["at"],
        "last_at": versions[-1]["at"],
        "answered_at": answered[-1] if answered else None,
        "told": True,
    }
    row, _made = HandIn.objects.update_or_create(homework=homework, team=team, learner=learner, defaults=values)
    for number, one in enumerate(versions, start=1):
        HandInVersion.objects.update_or_create(hand_in=row, number=number, defaults=one)
    there = list(row.remarks.all())
    for place, one in enumerate(remarks):
        kept(there[place] if place < len(there) else HandInRemark(hand_in=row), one)


def _version(folder: TrainingFolder, told: Told, homework: Homework, where: str) -> dict[str, Any]:
    at = needed_moment(told, "at", where)
    values = given(told, VERSION) | {"at": at, "late": bool(told.get("late", timezone.localdate(at) > homework.due_on))}
    checked(HandInVersion(number=1, **values), where)
    return values | {"by": folder.somebody(told.get("by"), where)}


def _remark(folder: TrainingFolder, told: Told, where: str) -> dict[str, Any]:
    values = {"from_staff": False, "verdict": "", "text": ""} | given(told, REMARK)
    values["at"] = needed_moment(told, "at", where)
    checked(HandInRemark(**values), where)
    return values | {"by": folder.somebody(told.get("by"), where)}
