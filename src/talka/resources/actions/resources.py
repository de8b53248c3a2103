"""Entering a resource, changing it, confirming that it is still so, taking it back and bringing it back."""

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.people.access import may_keep_people, not_allowed
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.folding import fold, visible
from talka.ui.refusals import Refusal
from talka.ui.sorting import latvian_key

from .. import access
from ..kinds import STATES, USES, Kind, OwnerKind, Unit, smallest
from ..languages import every, first, many, plain
from ..models import Resource

LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 10_000
LARGEST = Decimal("999999999999.99")
OLDEST_YEAR = 1500


@dataclass(frozen=True)
class ResourceData:
    """What is said of a resource. size: more than 0, in `unit`; lat, lon: degrees (WGS 84); year: of the source.

    contact_office: the words are of an office, so everybody may see them; with contact_person the words stay empty.
    """

    title: LazyI18nString
    kind: str
    area: Area
    description: LazyI18nString | str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    size: Decimal | None = None
    unit: str = ""
    state: str = ""
    use: str = ""
    owner_kind: str = ""
    owner: Organisation | None = None
    owner_words: str = ""
    contact_organisation: Organisation | None = None
    contact_person: Person | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_office: bool = False
    source: str = ""
    source_link: str = ""
    year: int | None = None


def enter(data: ResourceData, *, by: Person | None, confirmed_on: dt.date | None = None, key: str = "") -> Resource:
    """A new resource, shown at once, marked with the organisation of who entered it.

    key: its mark where a table of another installation gives one, else made here.
    Raises Refusal: 403, or 422 with what is missing or cannot be.
    """
    access.check_enter(by, data.area)
    _check_contact(data, None, by)
    columns = columns_of(data)
    today, now = timezone.localdate(), timezone.now()
    with deed(by):
        return Resource.objects.create(
            **columns,
            **({"key": key} if key else {}),
            confirmed_on=min(confirmed_on or today, today),
            confirmed_by=by,
            entered_for=access.home_of(by),
            entered_by=by,
            entered_at=now,
            changed_at=now,
            illustrative=data.area.illustrative,
        )


def change(
    resource: Resource, data: ResourceData, *, by: Person | None, seen: str = "", confirmed_on: dt.date | None = None
) -> Resource:
    """Change what is said; who changes it looked at it, so it is confirmed too.

    seen: `changed_at` in ISO as the form knew it; raises Refusal(409) where somebody else was faster. confirmed_on: the
    day a table says instead of today.
    """
    access.check_correct(by, resource)
    if data.area.pk != resource.area_id:
        access.check_enter(by, data.area)
    _check_contact(data, resource, by)
    columns = columns_of(data)
    with deed(by):
        row = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
        if seen and seen != row.changed_at.isoformat():
            raise Refusal(
                _("Somebody else has changed this since you opened it."),
                _("Nothing was changed; what you typed stands below."),
                _("Look at it in another window, and send yours again if it is still right."),
            )
        if data.area.illustrative != row.illustrative:
            raise Refusal(
                _("A made-up place and a true one cannot take each other's resources."),
                _("Nothing was changed."),
                _("Enter it anew in the other place."),
                status=422,
            )
        for name, value in columns.items():
            setattr(row, name, value)
        row.changed_at = timezone.now()
        row.confirmed_on, row.confirmed_by = min(confirmed_on or timezone.localdate(), timezone.localdate()), by
        row.save()
    return row


def confirm(resource: Resource, *, by: Person | None) -> Resource:
    """Say that all of it is still so today."""
    access.check_correct(by, resource)
    with deed(by):
        row = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
        row.confirmed_on, row.confirmed_by = timezone.localdate(), by
        row.save(update_fields=["confirmed_on", "confirmed_by"])
    return row


def withdraw(resource: Resource, *, why: str, by: Person | None) -> Resource:
    """Take it back: it is gone for everybody but those who can bring it back. Doing it twice is doing it once."""
    access.check_correct(by, resource)
    with deed(by):
        row = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.withdrawn_why = _line(why)[:300]
            row.save(update_fields=["withdrawn_at", "withdrawn_why"])
    return row


def restore(resource: Resource, *, by: Person | None) -> Resource:
    access.check_correct(by, resource)
    with deed(by):
        row = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
        row.withdrawn_at, row.withdrawn_why = None, ""
        row.save(update_fields=["withdrawn_at", "withdrawn_why"])
    return row


def data_of(resource: Resource) -> ResourceData:
    """What is said of a resource now, to lay changes over it."""
    return ResourceData(**{each.name: getattr(resource, each.name) for each in fields(ResourceData)})


def fault_of(data: ResourceData) -> Refusal | None:
    """Why this could not be entered, asked before anything is written."""
    try:
        columns_of(data)
    except Refusal as refusal:
        return refusal
    return None


def _check_contact(data: ResourceData, resource: Resource | None, by: Person | None) -> None:
    """Only keepers of the register name somebody in it as contact; everybody else names themselves."""
    if data.contact_person is None or may_keep_people(by) or (by is not None and data.contact_person.pk == by.pk):
        return
    if resource is not None and resource.contact_person_id == data.contact_person.pk:
        return
    raise not_allowed()


def _wrong(what: Any, advice: Any = "") -> Refusal:
    return Refusal(what, _("Nothing was changed."), advice, status=422)


def _line(text: str) -> str:
    return visible(" ".join(text.split())).strip()


def columns_of(data: ResourceData) -> dict[str, Any]:
    """What is said, checked and as the columns keep it. Raises Refusal(422) for what is missing or cannot be."""
    title = many(LazyI18nString({code: _line(text) for code, text in plain(data.title).items()}))
    words = many(LazyI18nString({code: visible(text).strip() for code, text in plain(data.description).items()}))
    _check_words(title, words)
    _check_choices(data)
    size, unit = _size(data)
    place, owner_words = _line(data.place), "" if data.owner else _line(data.owner_words)
    known = data.contact_person is not None
    by_words = {
        "contact_name": "" if known else _line(data.contact_name)[:200],
        "contact_email": "" if known else data.contact_email.strip(),
        "contact_phone": "" if known else _line(data.contact_phone)[:40],
    }
    owner = data.owner.name if data.owner else owner_words
    return {
        "title": title,
        "description": words,
        "kind": data.kind,
        "area": data.area,
        "place": place[:300],
        "lat": data.lat,
        "lon": data.lon,
        "size": size,
        "unit": unit,
        "smallest_size": smallest(size, unit)[0] if size else None,
        "smallest_unit": smallest(size, unit)[1] if size else "",
        "state": data.state,
        "use": data.use,
        "owner_kind": data.owner_kind,
        "owner": data.owner,
        "owner_words": owner_words[:200],
        "contact_organisation": data.contact_organisation,
        "contact_person": data.contact_person,
        **by_words,
        "contact_office": data.contact_office and any(by_words.values()),
        "source": _line(data.source)[:300],
        "source_link": data.source_link.strip(),
        "year": data.year,
        "sort_key": latvian_key(first(title))[:600],
        "folded": fold(f"{every(title)} {every(words)} {place} {owner}"),
    }


def _check_words(title: LazyI18nString, words: LazyI18nString) -> None:
    if not plain(title):
        raise _wrong(_("The name of the resource is missing."), _("Write it in at least one language."))
    if any(len(text) > LONGEST_TITLE for text in plain(title).values()):
        raise _wrong(_("The name is too long: at most %(number)s characters fit.") % {"number": LONGEST_TITLE})
    if any(len(text) > LONGEST_DESCRIPTION for text in plain(words).values()):
        raise _wrong(
            _("The description is too long: at most %(number)s characters fit.") % {"number": LONGEST_DESCRIPTION},
            _("Put the rest into a document and add it to the resource."),
        )


def _check_choices(data: ResourceData) -> None:
    if data.kind not in Kind.values:
        raise _wrong(_("The kind of resource is missing."), _("Choose what it is: land, a building, nature …"))
    if data.state and data.state not in STATES[data.kind]:
        raise _wrong(_("This state does not fit this kind of resource."), _possible(STATES[data.kind]))
    if data.use and data.use not in USES[data.kind]:
        raise _wrong(_("This use does not fit this kind of resource."), _possible(USES[data.kind]))
    if data.owner_kind and data.owner_kind not in OwnerKind.values:
        raise _wrong(_("This kind of owner is not known."))
    if (data.lat is None) != (data.lon is None):
        raise _wrong(_("A point needs both latitude and longitude."), _("For example: 56.8567 and 26.2172"))
    if data.lat is not None and data.lon is not None and not (-90 <= data.lat <= 90 and -180 <= data.lon <= 180):
        raise _wrong(_("There is no such point on Earth."), _("For example: 56.8567 and 26.2172"))
    if data.year is not None and not OLDEST_YEAR <= data.year <= timezone.localdate().year:
        raise _wrong(_("The year of the source cannot be right."), _("Write the year in which the source was made."))


def _possible(values: tuple[Any, ...]) -> Any:
    return _("Possible: %(words)s") % {"words": ", ".join(str(each.label) for each in values)}


def _size(data: ResourceData) -> tuple[Decimal | None, str]:
    if data.size is None:
        return None, ""
    if not data.size.is_finite() or data.size <= 0 or data.size > LARGEST:
        raise _wrong(_("The size must be more than nothing."), _("Leave it empty where it is not known."))
    if data.unit not in Unit.values:
        raise _wrong(_("The size has no unit."), _("Choose one: m², ha, km, places …"))
    size = round(data.size, 2)
    if size <= 0:
        raise _wrong(_("The size is too small for this unit."), _("Choose a smaller unit."))
    return size, data.unit
