"""Homework of a training programme, as `load_homework` reads it."""

from collections.abc import Mapping
from typing import Any

from talka.learning.models import HandIn, HandInRemark, HandInVersion, Homework, Training

from ..record_files import plain_words
from .load_homework import HAND_IN, HOMEWORK, REMARK, VERSION
from .naming import Keys, present


def homework_of(training: Training, keys: Keys, modules: Mapping[int, int]) -> dict[str, Any]:
    """What is not asked any more is not written. Of uploaded files only what stands beside them."""
    rows = Homework.objects.filter(cohort__training=training, cohort__retired_at=None, retired_at=None)
    rows = rows.select_related("cohort").order_by("cohort__number", "due_on", "pk")
    return {"homework": [_homework(row, keys, modules) for row in rows]}


def _homework(row: Homework, keys: Keys, modules: Mapping[int, int]) -> dict[str, Any]:
    handed_in = row.hand_ins.select_related("team__organisation", "learner__person")
    handed_in = handed_in.filter(learner__person__erased_at=None).order_by("first_at", "pk")
    return {
        "cohort": row.cohort.number,
        "title": plain_words(row.title),
        "task": plain_words(row.task),
        "module": modules.get(row.module_id or 0, ""),
        **{name: getattr(row, name) for name in HOMEWORK},
        "hand_in": [_hand_in(one, keys) for one in handed_in],
    }


def _hand_in(row: HandIn, keys: Keys) -> dict[str, Any]:
    return {
        "team": keys.organisation(row.team.organisation),
        "person": keys.person(row.learner.person) if row.learner else "",
        **{name: getattr(row, name) for name in HAND_IN},
        "version": [_version(one, keys) for one in row.versions.select_related("by")],
        "remark": [_remark(one, keys) for one in row.remarks.select_related("by")],
    }


def _version(row: HandInVersion, keys: Keys) -> dict[str, Any]:
    return {
        "at": row.at,
        "by": keys.person(present(row.by)),
        "late": row.late,
        **{name: getattr(row, name) for name in VERSION},
    }


def _remark(row: HandInRemark, keys: Keys) -> dict[str, Any]:
    return {"at": row.at, "by": keys.person(present(row.by)), **{name: getattr(row, name) for name in REMARK}}
