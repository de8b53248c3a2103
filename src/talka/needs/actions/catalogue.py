"""The catalogue: measures as they can be held again, in any programme. Who organises anything adds to it and uses
it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.people.access import not_allowed
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from ..access import may_change_entry, may_keep_catalogue, may_shape, programmes_kept
from ..models import CatalogueMeasure, Measure
from .measures import MeasureData, record_measure
from .wording import overtaken


@dataclass(frozen=True)
class CatalogueData:
    """What a measure usually is and takes. planned_eur in EUR; hours for those who take part; days in a row."""

    title: LazyI18nString
    description: LazyI18nString
    kind: str = Measure.Kind.TRAINING
    pattern: str = ""
    planned_eur: Decimal | None = None
    capacity: int | None = None
    hours: Decimal | None = None
    days: int = 1


def _check(by: Person | None) -> None:
    if not may_keep_catalogue(by):
        raise not_allowed()


def keep(data: CatalogueData, *, by: Person | None) -> CatalogueMeasure:
    """Enter a measure; whoever organises made-up programmes only enters a made-up one."""
    _check(by)
    kept = programmes_kept(by)
    played = kept.filter(illustrative=True).exists() and not kept.filter(illustrative=False).exists()
    return CatalogueMeasure.objects.create(**vars(data), created_by=by, illustrative=played)


@transaction.atomic
def keep_measure(measure: Measure, *, by: Person | None) -> CatalogueMeasure:
    """Take a measure of a programme into the catalogue; one that came from it or is in it stays as it is."""
    _check(by)
    if not may_shape(by, measure):
        raise not_allowed()
    row = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if row.catalogue is None:
        row.catalogue = CatalogueMeasure.objects.create(
            title=LazyI18nString({"lv": row.words}),
            description=LazyI18nString({"lv": row.description}),
            created_by=by,
            illustrative=row.programme.illustrative,
            **{name: getattr(row, name) for name in ("kind", "pattern", "planned_eur", "capacity", "hours", "days")},
        )
        row.save(update_fields=["catalogue"])
    return row.catalogue


@transaction.atomic
def change_kept(entry: CatalogueMeasure, data: CatalogueData, *, seen: int, by: Person | None) -> CatalogueMeasure:
    """Measures that were made of it stay as they are. seen: the version that the form was opened with."""
    if not may_change_entry(by, entry):
        raise not_allowed()
    row = CatalogueMeasure.objects.select_for_update().get(pk=entry.pk)
    if row.version != seen:
        raise overtaken(_("Somebody else has changed this measure since you opened it."))
    for name, value in vars(data).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def retire_kept(entry: CatalogueMeasure, *, retired: bool, by: Person | None) -> None:
    """Offer it no longer, or again."""
    if not may_change_entry(by, entry):
        raise not_allowed()
    entry.retired_at = (entry.retired_at or timezone.now()) if retired else None
    entry.save(update_fields=["retired_at"])


def take_from_catalogue(entry: CatalogueMeasure, programme: Programme, *, language: str, by: Person | None) -> Measure:
    """A measure of the programme like the one kept, in the words of `language`; dates, expert and needs are its own.

    What is made up stays with made-up programmes.
    """
    if entry.illustrative != programme.illustrative:
        raise Refusal(
            _("True and made-up data are kept apart."),
            _("Nothing was taken from the catalogue."),
            _("Enter the measure anew in this programme."),
        )
    data = MeasureData(
        words=str(entry.title.localize(language)),
        description=str(entry.description.localize(language)),
        kind=entry.kind,
        pattern=entry.pattern,
        planned_eur=entry.planned_eur,
        capacity=entry.capacity,
        hours=entry.hours,
        days=entry.days,
    )
    return record_measure(programme, data, by=by, catalogue=entry)
