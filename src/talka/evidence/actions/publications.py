"""Where was told of an event: entered, corrected, withdrawn; every state is kept."""

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.models import Event
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.ui.refusals import Refusal

from ..checklists import Item
from ..models import EvidenceFile, Publication, Statement
from .files import keep_file

ITEM = "publication_links"


@dataclass(frozen=True)
class PublicationData:
    """url: where it can be read; without one the publisher says where it stood. day: when it was published, None where
    that is not on record. copy: a PDF or picture of it."""

    kind: str
    title: str
    publisher: str = ""
    url: str = ""
    day: dt.date | None = None
    copy: BinaryIO | None = None
    copy_name: str = ""


def enter_publication(event: Event, item: Item, data: PublicationData, *, by: Person | None) -> Publication:
    """Raises Refusal: without a title, without address and publisher, of a day to come."""
    check_organise(by, event.project)
    _check(data)
    with deed(by):
        row = Publication(event=event, entered_at=timezone.now(), by=by)
        _fill(row, data, _copy(event, item, data, by))
        row.save()
        Statement.objects.filter(event=event, item=ITEM, withdrawn_at=None).update(withdrawn_at=timezone.now())
    return row


def correct_publication(
    row: Publication, item: Item, data: PublicationData, *, version: int, by: Person | None
) -> Publication:
    """What stood there before is kept. Without a new copy the one that is there stays. `version` is the one that was
    shown. Raises Refusal."""
    check_organise(by, row.event.project)
    _check(data)
    with deed(by):
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.version != version or locked.withdrawn_at is not None:
            raise Refusal(
                _("Somebody else has changed this entry since you opened it."),
                _("Yours was not saved; theirs stands."),
                _("Open the page again and change what is still needed."),
            )
        _fill(locked, data, _copy(row.event, item, data, by) or locked.copy)
        locked.version += 1
        locked.save()
    return locked


def withdraw_publication(row: Publication, *, by: Person | None) -> None:
    """It does not stand any more; that it did is kept. Twice is once."""
    check_organise(by, row.event.project)
    with deed(by):
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.withdrawn_at is None:
            locked.withdrawn_at, locked.version = timezone.now(), locked.version + 1
            locked.save()


def _copy(event: Event, item: Item, data: PublicationData, by: Person | None) -> EvidenceFile | None:
    if data.copy is None:
        return None
    return keep_file(event, item, file=data.copy, name=data.copy_name, by=by, caption=data.title)


def _fill(row: Publication, data: PublicationData, copy: EvidenceFile | None) -> None:
    row.kind, row.title, row.publisher = data.kind, data.title.strip(), data.publisher.strip()
    row.url, row.day, row.copy = data.url.strip(), data.day, copy


def _check(data: PublicationData) -> None:
    if not data.title.strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if data.kind not in Publication.Kind.values:
        raise Refusal(_("There is no such kind of publication."), _("Nothing was changed."), status=422)
    if not data.url.strip() and not data.publisher.strip():
        raise Refusal(
            _("Nobody could find this publication."),
            _("Nothing was changed."),
            _("Give its address, or say where it stood: the newspaper, the station."),
            status=422,
        )
    if data.url.strip() and urlsplit(data.url.strip()).scheme not in ("http", "https"):
        raise Refusal(_("The address must begin with https:// or http://."), _("Nothing was changed."), status=422)
    if data.day is not None and data.day > timezone.localdate():
        raise Refusal(
            _("This day has not come yet."), _("Nothing was changed."), _("Enter it once it is published."), status=422
        )
