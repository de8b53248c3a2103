"""The catalogue: indicators are added and described by those who enter tables."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from talka.indicators.access import may_enter, not_allowed
from talka.indicators.models import Category, Classification, Indicator, Theme
from talka.people.models import Person
from talka.ui.refusals import Refusal

FIELDS = (
    "title",
    "unit",
    "theme",
    "order",
    "direction",
    "kind",
    "weight",
    "decimals",
    "can_be_negative",
    "classification",
    "source",
    "licence",
    "periodicity",
    "method",
    "in_profile",
)


@transaction.atomic
def add_indicator(fields: Mapping[str, Any], *, by: Person | None) -> Indicator:
    """A new indicator; `fields` are those of `FIELDS`, at least title and theme."""
    if not may_enter(by):
        raise not_allowed()
    row = Indicator(key=_free_key(str(fields["title"])), **{name: fields[name] for name in FIELDS if name in fields})
    _sound(row)
    row.save()
    return row


@transaction.atomic
def change_indicator(row: Indicator, fields: Mapping[str, Any], *, by: Person | None) -> Indicator:
    """Describe an indicator anew. What is computed of it is made anew by the worker."""
    if not may_enter(by):
        raise not_allowed()
    for name in FIELDS:
        if name in fields:
            setattr(row, name, fields[name])
    _sound(row)
    row.save()
    from .imports import renew_later

    renew_later()
    return row


def add_series(title: str, unit: str, *, by: Person | None) -> str:
    """The key of an indicator that a table brings: described by its title and unit only, until somebody says more."""
    fields = {"title": title[:200], "unit": unit[:60], "theme": Theme.ECONOMY, "kind": Indicator.Kind.OTHER}
    return add_indicator(fields, by=by).key


def classification_for(key: str, title: str, *, by: Person | None) -> Classification:
    """The classification of that key; where there is none, one that bears the title, made new if need be."""
    if not may_enter(by):
        raise not_allowed()
    found = Classification.objects.filter(key=key or slugify(title)[:60]).first()
    return found or Classification.objects.create(key=slugify(title)[:60] or "iedalijums", title=title[:120])


def _sound(row: Indicator) -> None:
    if row.weight_id and row.kind != Indicator.Kind.MEAN:
        raise Refusal(
            _("Only a mean or share is weighted."),
            advice=_("Choose “a mean or share”, or leave the weight empty."),
            status=422,
        )
    if row.weight_id and row.weight_id == row.pk:
        raise Refusal(_("An indicator cannot be its own weight."), status=422)


def _free_key(title: str) -> str:
    stem = slugify(title)[:70] or "raditajs"
    taken = set(Indicator.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


@transaction.atomic
def categories_for(
    classification: Classification, labels: list[tuple[str, str]], *, by: Person | None
) -> dict[str, str]:
    """The codes of a breakdown's categories by their labels; what the classification lacks is added.

    labels: (code, label) as the table has them. A code or title that is known is taken; codes are made of labels where
    the table gives none.
    """
    if not may_enter(by):
        raise not_allowed()
    rows = list(classification.categories.all())
    known = {row.code: row.code for row in rows}
    titles = {str(words): row.code for row in rows for words in _every_language(row)}
    found: dict[str, str] = {}
    for order, (code, label) in enumerate(labels, start=len(rows)):
        wanted = (code or slugify(label))[:60]
        if wanted in known or label in titles:
            found[label] = known.get(wanted) or titles[label]
            continue
        Category.objects.create(classification=classification, code=wanted, title=label, order=min(order, 32_000))
        known[wanted], found[label] = wanted, wanted
    return found


def _every_language(row: Category) -> list[str]:
    data = row.title.data
    return list(data.values()) if isinstance(data, dict) else [str(data)]
