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

RESERVED = {"new", "tables"}
"""Names that other pages have where an indicator's page would stand."""
LONGEST_CODE, LONGEST_TITLE = 60, 200
"""Of a category: what the columns hold."""
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
    taken = RESERVED | set(Indicator.objects.filter(key__startswith=stem).values_list("key", flat=True))
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
    the table gives none. Raises Refusal where a known code stands beside the title of another category.
    """
    if not may_enter(by):
        raise not_allowed()
    rows = list(classification.categories.all())
    known = {row.code for row in rows}
    titles = {words: row.code for row in rows for words in _every_language(row)}
    found: dict[str, str] = {}
    for order, (code, label) in enumerate(labels, start=len(rows)):
        wanted = code if 0 < len(code) <= LONGEST_CODE else slugify(label)[:LONGEST_CODE]
        if wanted in known and titles.get(label, wanted) != wanted:
            raise _changed_its_meaning(wanted, label)
        if label in titles or (wanted in known and wanted == code):
            found[label] = titles.get(label, wanted)
            continue
        wanted = _free_code(wanted, known)
        Category.objects.create(
            classification=classification, code=wanted, title=label[:LONGEST_TITLE], order=min(order, 32_000)
        )
        known.add(wanted)
        found[label] = titles[label] = wanted
    return found


def _free_code(stem: str, known: set[str]) -> str:
    """A code that no category has; never empty, for an empty one means the total."""
    stem = stem or "kategorija"
    code, number = stem, 2
    while code in known:
        code, number = f"{stem[: LONGEST_CODE - 6]}-{number}", number + 1
    return code


def _changed_its_meaning(code: str, label: str) -> Refusal:
    return Refusal(
        _("The code %(code)s means something else here than in the classification: “%(label)s”.")
        % {"code": code, "label": label[:LONGEST_TITLE]},
        _("Nothing was changed."),
        _("Say for this category which one is meant, or choose a classification of its own for this table."),
        status=422,
    )


def _every_language(row: Category) -> list[str]:
    data = row.title.data
    return [str(words) for words in data.values()] if isinstance(data, dict) else [str(data)]
