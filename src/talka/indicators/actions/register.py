"""The catalogue and the facts that Talka carries come into the database; what is there already stays as it is."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, astuple
from typing import Any

from django.db import transaction
from i18nfield.strings import LazyI18nString

from talka.indicators.models import Category, Classification, Indicator, Release
from talka.indicators.register_files import Catalogue, Fact, IndicatorRow, Words, read_catalogue
from talka.territories.models import Area

from .figures import Figure, enter

I18N = ("title", "unit", "source", "method")
DEFAULTS = {"unit": "", "source": "", "method": "", "formula": {}, "decimals": 0, "order": 100}


@transaction.atomic
def load_catalogue(catalogue: Catalogue | None = None) -> int:
    """Bring the catalogue to what its file says and return how many indicators it names. Deletes nothing."""
    told = catalogue or read_catalogue()
    classifications = {}
    for each in told.classifications:
        row, _made = Classification.objects.update_or_create(
            key=each.key, defaults={"title": _words(each.title), "source": each.source}
        )
        classifications[each.key] = row
        for order, category in enumerate(each.categories):
            Category.objects.update_or_create(
                classification=row, code=category.code, defaults={"title": _words(category.title), "order": order}
            )
    Indicator.objects.bulk_create(
        [Indicator(key=each.key, **_fields(each)) for each in told.indicators],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=sorted({name for each in told.indicators for name in _fields(each)}),
    )
    known = {row.key: row for row in Indicator.objects.all()}
    for one in told.indicators:
        indicator = known[one.key]
        indicator.weight = known[one.weight] if one.weight else None
        indicator.classification = classifications[one.classification] if one.classification else None
    Indicator.objects.bulk_update(known.values(), ["weight", "classification"])
    return len(told.indicators)


def _fields(row: IndicatorRow) -> dict[str, Any]:
    given: dict[str, Any] = {**DEFAULTS, **row.given}
    return {name: _words(value) if name in I18N and value else value for name, value in given.items()}


def _words(words: Words) -> LazyI18nString:
    return LazyI18nString(dict(words))


@transaction.atomic
def load_facts(facts: Iterable[Fact], *, illustrative: bool = False) -> int:
    """Enter facts that come as files, one release per source, and return how many figures changed.

    Idempotent: a source whose facts are those of last time is passed over. Raises KeyError for an area, indicator or
    category that nobody knows.
    """
    indicators = {row.key: row for row in Indicator.objects.all()}
    categories: dict[tuple[int | None, str], int] = {
        (row.classification_id, row.code): row.pk for row in Category.objects.all()
    }
    areas = dict(Area.objects.values_list("key", "pk"))
    by_source: dict[str, list[Fact]] = {}
    for fact in facts:
        by_source.setdefault(fact.source, []).append(fact)
    changed = 0
    for source, rows in sorted(by_source.items()):
        told = sorted(rows, key=lambda fact: (fact.indicator, fact.area, fact.category, fact.year))
        digest = hashlib.sha256(json.dumps([astuple(fact) for fact in told]).encode()).hexdigest()
        if Release.objects.filter(origin=Release.Origin.REGISTER, source=source[:200], digest=digest).exists():
            continue
        release = Release.objects.create(
            origin=Release.Origin.REGISTER,
            title=source[:400],
            source=source[:200],
            digest=digest,
            illustrative=illustrative,
        )
        figures = []
        for fact in told:
            indicator = indicators[fact.indicator]
            category = categories[indicator.classification_id, fact.category] if fact.category else None
            figures.append(Figure(indicator.pk, category, areas[fact.area], fact.year, fact.value, fact.status))
        entered = enter(release, figures)
        release.counts = asdict(entered)
        release.save(update_fields=["counts"])
        changed += entered.new + entered.revised
    return changed
