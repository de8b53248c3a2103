"""What speakers showed: taken in by organisers or by the speakers themselves, published when an organiser says so."""

import datetime as dt
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.documents.storage import delete_file, store_file
from talka.documents.uploads import check_upload
from talka.events import access, addresses, letters_of_planning
from talka.events.models import AgendaItem, Event, Presentation
from talka.people import personal_links
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .events import refuse_unless_organiser
from .record import note_event

MOST_BYTES = 100 * 1024 * 1024
MOST_PER_ITEM = 20
LINK_LASTS = dt.timedelta(days=60)


def link_purpose(event: Event) -> str:
    """What a speaker's personal link is good for: handing in presentations to this one event."""
    return f"speaker-{event.pk}"


def spoken_items(event: Event, person: Person) -> QuerySet[AgendaItem]:
    return event.items.filter(speakers__person=person)


def add_presentation(
    item: AgendaItem,
    *,
    title: LazyI18nString,
    by: Person | None,
    file: BinaryIO | None = None,
    name: str = "",
    url: str = "",
    publish: bool = False,
) -> Presentation:
    """A file (looked at by its content) or an address. Organisers add to any item, speakers to their own.

    A speaker's is not published before an organiser says so. Raises Refusal for a file that is not what its name says.
    """
    organiser = access.may_organise(by, item.event)
    if not organiser and not (by and item.speakers.filter(person=by).exists()):
        raise Refusal(_("Only the speakers of this item and the organisers may add to it."), status=403)
    if file is None and not url:
        raise Refusal(_("Choose a file, or give an address where it can be seen."), status=422)
    if item.presentations.count() >= MOST_PER_ITEM:
        raise Refusal(_("This item holds as many files as it can."), advice=_("Remove one that is not needed."))
    row = Presentation(item=item, title=title, url=url, published=publish and organiser, uploaded_by=by)
    stored = ""
    if file is not None:
        upload = check_upload(file, name, most_bytes=MOST_BYTES)
        if item.presentations.filter(sha256=upload.sha256).exists():
            raise Refusal(_("This very file is here already."), advice=_("Choose another one, or leave it at that."))
        stored = store_file(file, upload)
        row.file.name, row.file_name, row.media_type = stored, upload.name, upload.media_type
        row.kind, row.size, row.sha256 = upload.kind, upload.size, upload.sha256
    try:
        with transaction.atomic():
            row.save()
            note_event(item.event, "presentation.added", by, item=item.pk)
    except Exception:
        delete_file(stored)
        raise
    return row


@transaction.atomic
def edit_presentation(
    presentation: Presentation, *, title: LazyI18nString, item: AgendaItem, by: Person | None
) -> Presentation:
    """Give it another title, or hang it on another item of the same event."""
    _organisers_only(presentation, by)
    if item.event_id != presentation.item.event_id:
        raise Refusal(_("That item belongs to another event."), status=400)
    presentation.title, presentation.item = title, item
    presentation.save(update_fields=["title", "item"])
    return presentation


@transaction.atomic
def publish_presentation(presentation: Presentation, *, by: Person | None, published: bool = True) -> Presentation:
    """Show it on the public page, or take it from there."""
    _organisers_only(presentation, by)
    if presentation.published != published:
        presentation.published = published
        presentation.save(update_fields=["published"])
        note_event(
            presentation.item.event,
            "presentation.published" if published else "presentation.withdrawn",
            by,
            item=presentation.item_id,
        )
    return presentation


def remove_presentation(presentation: Presentation, *, by: Person | None) -> None:
    """Organisers remove any; a speaker only their own upload that is not published yet."""
    event = presentation.item.event
    own = by is not None and presentation.uploaded_by_id == by.pk and not presentation.published
    if not own and not access.may_organise(by, event):
        raise Refusal(_("Only an organiser may remove this."), status=403)
    name = presentation.file.name
    with transaction.atomic():
        presentation.delete()
        note_event(event, "presentation.removed", by)
        transaction.on_commit(lambda: delete_file(name or ""))


@transaction.atomic
def invite_speaker(event: Event, person: Person, *, by: Person | None, base: str) -> str:
    """A personal link by which the speaker hands in presentations without an account; mailed where we know where.

    base: the path of the page, to which the token is put. Earlier links for the same stop working. The whole path.
    """
    refuse_unless_organiser(by, event.project)
    if not spoken_items(event, person).exists():
        raise Refusal(_("This person does not speak at the event."), status=400)
    personal_links.end_links(person, link_purpose(event))
    last = timezone.make_aware(dt.datetime.combine(event.last_day, dt.time(23, 59)))
    lasts = max(LINK_LASTS, last - timezone.now() + LINK_LASTS)
    token = personal_links.make_token(person, link_purpose(event), lasts=lasts, by=by)
    path = f"{base}{token}/"
    if person.email:
        letters_of_planning.send_speaker_link(event, person, addresses.whole(path))
    return path


def _organisers_only(presentation: Presentation, by: Person | None) -> None:
    refuse_unless_organiser(by, presentation.item.event.project)
