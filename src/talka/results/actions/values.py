"""What was reached where nothing can be counted: entered with evidence, corrected, withdrawn; every state is kept."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.storage import delete_file, store_file
from talka.documents.uploads import check_upload
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.ui.refusals import Refusal

from ..models import Indicator, IndicatorValue, Tally
from ..queries.facts import Facts
from .indicators import LARGEST, check_address

MOST_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True)
class ValueData:
    """value: what had been reached in all by the end of `day`, in the indicator's unit, up to two decimals. evidence:
    what proves it, in words; link and file: where it can be looked at."""

    day: dt.date
    value: Decimal
    evidence: str
    link: str = ""
    file: BinaryIO | None = None
    file_name: str = ""


def enter_value(indicator: Indicator, data: ValueData, *, by: Person | None) -> IndicatorValue:
    """Enter what had been reached by a day. Raises Refusal: without evidence, for a day to come, twice for a day, or
    where the figure is counted."""
    check_organise(by, indicator.project)
    if indicator.counted:
        raise Refusal(
            _("This figure is counted from the data and cannot be entered."),
            _("Nothing was changed."),
            _("Correct what it is counted from, or choose “Entered by hand” for the indicator."),
        )
    return _save(IndicatorValue(indicator=indicator), data, by)


def correct_value(value: IndicatorValue, data: ValueData, *, version: int, by: Person | None) -> IndicatorValue:
    """Enter it otherwise; what stood there before is kept. Without a new file the one that is there stays. `version` is
    the one that was shown."""
    check_organise(by, value.indicator.project)
    with deed(by):
        row = IndicatorValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
        if row.version != version or row.withdrawn_at is not None:
            raise _stale()
        row.indicator, row.version = value.indicator, row.version + 1
        return _save(row, data, by)


def withdraw_value(value: IndicatorValue, *, by: Person | None) -> None:
    """It does not stand any more; that it did is kept. Twice is once."""
    check_organise(by, value.indicator.project)
    with deed(by):
        row = IndicatorValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.by = timezone.now(), by
            row.save(update_fields=["withdrawn_at", "by", "at"])


def keep_tallies(today: dt.date | None = None) -> int:
    """Keep how many gave the answers that indicators count, before the answers go; how many numbers were kept.

    The house's own deed, each night. A number that was kept stays as it is once no answers stand any more.
    """
    kept = 0
    facts: dict[int, Facts] = {}
    rows = Indicator.objects.filter(counted="answered", retired_at=None).select_related("project")
    with transaction.atomic():
        for indicator in rows.order_by("pk"):
            known = facts.setdefault(indicator.project_id, Facts(indicator.project, today))
            for event in known.events:
                people = known.people_who_answered(event, indicator.question, indicator.answer)
                if people is not None and known.tallies.get((indicator.pk, event)) != people:
                    Tally.objects.update_or_create(indicator=indicator, event_id=event, defaults={"people": people})
                    kept += 1
    return kept


def _save(row: IndicatorValue, data: ValueData, by: Person | None) -> IndicatorValue:
    _check(data)
    row.day, row.value, row.evidence, row.link, row.by = data.day, data.value, data.evidence.strip(), data.link, by
    stored = ""
    if data.file is not None:
        upload = check_upload(data.file, data.file_name, most_bytes=MOST_BYTES)
        stored = store_file(data.file, upload)
        row.file.name, row.file_name, row.media_type = stored, upload.name, upload.media_type
        row.size, row.sha256 = upload.size, upload.sha256
    try:
        with deed(by):
            row.save()
    except IntegrityError as fault:
        delete_file(stored)
        raise Refusal(
            _("A value for this day is there already."),
            _("Nothing was changed."),
            _("Correct that one, or choose another day."),
        ) from fault
    except Exception:
        delete_file(stored)
        raise
    return row


def _check(data: ValueData) -> None:
    if not data.evidence.strip():
        raise Refusal(
            _("The evidence is missing."),
            _("Nothing was changed."),
            _("Say what proves the figure: a list, minutes, a decision. Add a link or a file where there is one."),
            status=422,
        )
    check_address(data.link)
    if not (data.value.is_finite() and abs(data.value) < LARGEST):
        raise Refusal(
            _("A figure is too large."), _("Nothing was changed."), _("Use a larger unit, such as thousands."), 422
        )
    if data.day > timezone.localdate():
        raise Refusal(
            _("This day has not come yet."), _("Nothing was changed."), _("Enter what has been reached by now."), 422
        )


def _stale() -> Refusal:
    return Refusal(
        _("Somebody else has changed this value since you opened it."),
        _("Your figure was not saved; theirs stands."),
        _("Open the page again and change what is still needed."),
    )
