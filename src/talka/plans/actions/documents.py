"""Entering planning documents, changing, publishing, taking away."""

import datetime as dt
import re
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from talka.people.actions.drafts import bring_back, held, show, take_away
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.territories.models import Area
from talka.territories.queries import MUNICIPAL
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from ..access import check_change, check_change_in
from ..models import Plan
from ..models.documents import FIRST_YEAR, LAST_YEAR
from .rows import Text, locked

LONGEST_KEY = 70
LONGEST = 25
"""Years: the longest horizon of a planning document."""
PLANNING = (*MUNICIPAL, Area.Kind.REGION)


@dataclass(frozen=True)
class PlanData:
    """starts, ends: the first and last year it holds for. decision, decided_on: of the council; link: where it is."""

    title: Text
    kind: str
    starts: int
    ends: int
    decision: str = ""
    decided_on: dt.date | None = None
    link: str = ""
    about: Text = ""


def enter_plan(area: Area, data: PlanData, *, by: Person | None, key: str = "") -> Plan:
    """Enter a document as a draft. key: its name in addresses, made of its area, kind and years where none is given.
    Raises Refusal."""
    check_change_in(by, area)
    if area.kind not in PLANNING:
        raise Refusal(
            _("Planning documents are those of municipalities and planning regions."),
            _("Nothing was changed."),
            _("Choose the municipality in which the place lies."),
            status=422,
        )
    _check(data)
    with deed(by):
        row = Plan(area=area, by=by)
        _fill(row, data)
        row.key = free_key(key or f"{area.key} {row.kind} {row.starts} {row.ends}")
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as fault:
            raise Refusal(
                _("A document was entered at the same moment."), _("Nothing was changed."), _("Send the form again.")
            ) from fault
    return row


def change_plan(plan: Plan, data: PlanData, *, version: int, by: Person | None) -> Plan:
    """`version` is the one that was shown. Raises Refusal."""
    check_change(by, plan)
    _check(data)
    with deed(by):
        row = locked(plan)
        check_shown(row, version)
        _fill(row, data)
        row.version += 1
        row.save()
    return row


def publish(plan: Plan, *, by: Person | None) -> None:
    """Everybody reads it from now on. Twice is once."""
    check_change(by, plan)
    with deed(by):
        show(locked(plan), public=True)


def unpublish(plan: Plan, *, by: Person | None) -> None:
    """Only those who may change it read it. Twice is once."""
    check_change(by, plan)
    with deed(by):
        show(locked(plan), public=False)


def retire(plan: Plan, *, by: Person | None) -> None:
    """Nobody sees it but those who may bring it back; nothing of it is lost. Twice is once."""
    check_change(by, plan)
    with deed(by):
        take_away(held(plan))


def restore(plan: Plan, *, by: Person | None) -> None:
    """Bring it back as a draft. Twice is once."""
    check_change(by, plan)
    with deed(by):
        bring_back(held(plan))


def free_key(text: str) -> str:
    """A short address made of `text` that no other document has."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:LONGEST_KEY].strip("-") or "x"
    key, number = base, 1
    while Plan.objects.filter(key=key).exists():
        number += 1
        key = f"{base}-{number}"
    return key


def _check(data: PlanData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if data.kind not in Plan.Kind.values:
        raise Refusal(_("This kind of document is not known."), _("Nothing was changed."), status=422)
    if not FIRST_YEAR <= data.starts <= data.ends <= LAST_YEAR:
        raise Refusal(
            _("The years are not in order."),
            _("Nothing was changed."),
            _("Write the first and the last year for which the document holds, for example 2022 and 2027."),
            status=422,
        )
    if data.ends - data.starts >= LONGEST:
        raise Refusal(
            _("A planning document holds for at most %(n)s years.") % {"n": LONGEST},
            _("Nothing was changed."),
            _("Look at the first and the last year again."),
            status=422,
        )
    if data.link and not data.link.startswith(("http://", "https://")):
        raise Refusal(
            _("“%(address)s” is not an address on the web.") % {"address": data.link[:60]},
            _("Nothing was changed."),
            _("It begins with https:// or http://."),
            status=422,
        )


def _fill(row: Plan, data: PlanData) -> None:
    for each in fields(PlanData):
        value = getattr(data, each.name)
        setattr(
            row, each.name, value.strip() if isinstance(value, str) else value or "" if each.name == "about" else value
        )
