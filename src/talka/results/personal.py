"""What this room keeps of a person: which values they entered, with which proofs, which reports they handed in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from talka.documents.storage import delete_file, open_file
from talka.documents.words_inside import names_inside
from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions
from talka.people.traces import Trace, words_of
from talka.ui.folding import fold

from .models import IndicatorValue, Report

FILE = ("file", "file_name", "media_type", "sha256")


def export(person: Person) -> Mapping[str, Any]:
    values = IndicatorValue.objects.filter(by=person).select_related("indicator__project").order_by("pk")
    reports = Report.objects.filter(handed_in_by=person).select_related("project").defer("frozen").order_by("pk")
    told: dict[str, Any] = {
        "values": [
            {
                "project": str(row.indicator.project),
                "indicator": str(row.indicator),
                "value": str(row.value),
                "evidence": row.evidence,
                "file": row.file_name,
                "at": row.at,
            }
            for row in values
        ],
        "reports": [{"project": str(row.project), "title": str(row.title), "at": row.handed_in_at} for row in reports],
    }
    return {name: rows for name, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Rows and versions name nobody but by number, and the row behind it is emptied. A proof that they uploaded and
    that names them goes, as soon as no funder's rule has it kept."""
    kept = []
    for row in _proofs(person):
        until = row.indicator.project.retention_until
        if until and until >= today:
            what = _("A proof that you uploaded for “%(indicator)s”") % {"indicator": row.indicator}
            kept.append(Kept(what, _("The funder has proofs kept until this day."), until, name_too=False))
        elif _names(row, person):
            drop_proof(row)
    return kept


def traces(person: Person) -> Sequence[Trace]:
    """Proofs that they uploaded and that no machine can read (scans, PDF): somebody has to look at them."""
    unread = sum(_names(row, person) is None for row in _proofs(person))
    return [Trace("results_indicatorvalue", "file", unread)] if unread else []


def drop_proof(row: IndicatorValue) -> None:
    """The figure and what proves it in words stay, the file goes."""
    name = row.file.name or ""
    IndicatorValue.objects.filter(pk=row.pk).update(**dict.fromkeys(FILE, ""), size=0)
    blank_versions(IndicatorValue, [row.pk], FILE)
    transaction.on_commit(partial(delete_file, name))


def _proofs(person: Person) -> list[IndicatorValue]:
    rows = IndicatorValue.objects.filter(by=person).exclude(Q(file="") & Q(file_name=""))
    return list(rows.select_related("indicator__project"))


def _names(row: IndicatorValue, person: Person) -> bool | None:
    words = [*words_of(person), person.family_name]
    if any(fold(word) in fold(row.file_name) for word in words if len(word) >= 4):
        return True
    try:
        with open_file(row.file.name or "") as file:
            return names_inside(cast(BinaryIO, file), words, media_type=row.media_type)
    except (FileNotFoundError, OSError):
        return False
