"""What a programme wants in its event files beyond the checklist of its funder."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise_programme
from talka.programmes.actions.programmes import Text
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from ..checklists import standard
from ..models import OwnItem
from ..queries.pieces import plain_name

MOST = 30


@dataclass(frozen=True)
class OwnItemData:
    """when: from when on it is missing (`When`); people: its files may name or show people."""

    title: Text
    about: Text = ""
    when: str = "after"
    people: bool = True


def add_item(programme: Programme, data: OwnItemData, *, by: Person | None) -> OwnItem:
    """Raises Refusal: without a title, past 30."""
    check_organise_programme(by, programme)
    _check(data)
    with deed(by):
        Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        rows = OwnItem.objects.filter(programme=programme)
        if rows.count() >= MOST:
            raise Refusal(_("A programme has at most %(number)s own items.") % {"number": MOST})
        order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1
        key = _free_key(programme, str(data.title))
        return OwnItem.objects.create(programme=programme, key=key, order=order, **_values(data))


def change_item(row: OwnItem, data: OwnItemData, *, by: Person | None) -> OwnItem:
    """Other words for the same item: its key, and with it its folder and its files, stay. Raises Refusal."""
    check_organise_programme(by, row.programme)
    _check(data)
    with deed(by):
        for name, value in _values(data).items():
            setattr(row, name, value)
        row.save()
    return row


def retire_item(row: OwnItem, *, by: Person | None) -> None:
    """It is not asked for any more; files brought for it stay in their event files. Twice is once."""
    check_organise_programme(by, row.programme)
    with deed(by):
        OwnItem.objects.filter(pk=row.pk, retired_at=None).update(retired_at=timezone.now())


def restore_item(row: OwnItem, *, by: Person | None) -> None:
    check_organise_programme(by, row.programme)
    with deed(by):
        OwnItem.objects.filter(pk=row.pk).update(retired_at=None)


def _free_key(programme: Programme, title: str) -> str:
    """Made of the title; none that Talka's own items have, or another of the programme."""
    known = standard().items
    taken = {key.replace("_", "-") for key in known} | {"new"}
    taken |= set(OwnItem.objects.filter(programme=programme).values_list("key", flat=True))
    base = plain_name(title.replace(".", " "))[:40]
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _check(data: OwnItemData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)


def _values(data: OwnItemData) -> dict[str, object]:
    return {"title": data.title, "about": data.about or "", "when": data.when, "people": data.people}
