"""The catalogue and the facts that Talka carries come into the database; what is there already stays as it is."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Protocol

from django.db import transaction
from i18nfield.strings import LazyI18nString

from talka.indicators.catalogue_files import Catalogue, IndicatorRow, Words, read_catalogue
from talka.indicators.models import Category, Classification, Indicator, Release
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


class FactRow(Protocol):
    """A fact as a file of the register has it, for example `territories.register_files.FactRow`."""

    area: str
    indicator: str
    year: int
    value: float
    status: str
    source: str


@transaction.atomic
def load_facts(facts: Iterable[FactRow], *, illustrative: bool = False) -> int:
    """Enter facts that come as files, one release per source, and return how many figures changed.

    Idempotent: a source whose facts are those of last time is passed over. Raises KeyError for an area or indicator
    that nobody knows: the files come with the program or an example.
    """
    indicators = dict(Indicator.objects.values_list("key", "pk"))
    areas = dict(Area.objects.values_list("key", "pk"))
    by_source: dict[str, list[FactRow]] = {}
    for fact in facts:
        by_source.setdefault(fact.source, []).append(fact)
    changed = 0
    for source, rows in sorted(by_source.items()):
        told = sorted((r.indicator, r.area, r.year, r.value, r.status) for r in rows)
        digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
        if Release.objects.filter(origin=Release.Origin.REGISTER, source=source[:200], digest=digest).exists():
            continue
        release = Release.objects.create(
            origin=Release.Origin.REGISTER,
            title=source[:400],
            source=source[:200],
            digest=digest,
            illustrative=illustrative,
        )
        entered = enter(release, (Figure(indicators[i], None, areas[a], y, v, s) for i, a, y, v, s in told))
        release.counts = asdict(entered)
        release.save(update_fields=["counts"])
        changed += entered.new + entered.revised
    return changed
