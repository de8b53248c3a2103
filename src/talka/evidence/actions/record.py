"""Evidence in record files: what a programme wants besides, and of each event files, publications and statements.

`evidence_items.toml`, `events/SLUG/evidence.toml`, and the files themselves in `events/SLUG/evidence/`. Packages are
not part of it: they are made anew.
"""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.storage import open_file
from talka.documents.uploads import safe_name
from talka.events.models import Event
from talka.programmes.models import Programme
from talka.results.loading import Reading, checked, unknown, wrong
from talka.results.record_files import plain_words, read_toml, words, write_toml
from talka.ui.refusals import Refusal

from ..checklists import Item, checklist_of, own_items, standard
from ..models import EvidenceFile, OwnItem, Publication, Statement, When
from .files import keep_file

ITEMS = "evidence_items.toml"


def load(reading: Reading) -> None:
    """Raises Refusal naming the file where something is wrong."""
    _load_items(reading)
    own = own_items(reading.programme)
    for slug, event in reading.events.items():
        path = reading.folder / "events" / slug / "evidence.toml"
        if path.exists():
            data = read_toml(path)
            items = {item.key: item for item in checklist_of(event.project, own)} | dict(standard().items)
            for number, row in enumerate(_tables(data, "file", path), start=1):
                _load_file(event, items, path, row, f"{path.name} [[file]] {number}")
            for number, row in enumerate(_tables(data, "publication", path), start=1):
                _load_publication(event, items, path, row, f"{path.name} [[publication]] {number}")
            for number, row in enumerate(_tables(data, "does_not_apply", path), start=1):
                _load_statement(event, items, row, f"{path.name} [[does_not_apply]] {number}")


def _tables(data: dict[str, Any], name: str, path: Path) -> list[dict[str, Any]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong(path.name, name, _("Write each as a table of its own: [[%(name)s]].") % {"name": name})
    return rows


def _load_items(reading: Reading) -> None:
    path = reading.folder / ITEMS
    if not path.exists():
        return
    known = standard().items
    for number, row in enumerate(_tables(read_toml(path), "item", path), start=1):
        where = f"{path.name} [[item]] {number}"
        key = str(row.get("key", ""))
        if not key or key in known:
            raise wrong(where, f"key = {key}", _("Give it a key that none of Talka's own items has."))
        if row.get("when", "after") not in When.values:
            raise unknown(where, str(row["when"]))
        values = {
            "title": words(row.get("title")),
            "about": words(row.get("about")),
            "when": row.get("when", "after"),
            "people": bool(row.get("people", True)),
            "order": number,
            "retired_at": timezone.now() if row.get("retired") else None,
        }
        before = OwnItem.objects.filter(programme=reading.programme, key=key).first()
        if before is not None and before.retired_at and values["retired_at"]:
            values["retired_at"] = before.retired_at
        checked(OwnItem(key=key, **values), where)
        OwnItem.objects.update_or_create(programme=reading.programme, key=key, defaults=values)


def _item(items: dict[str, Item], row: dict[str, Any], where: str) -> Item:
    key = str(row.get("item", ""))
    if key not in items:
        raise unknown(where, key)
    return items[key]


def _load_file(event: Event, items: dict[str, Item], path: Path, row: dict[str, Any], where: str) -> EvidenceFile:
    return _brought(event, _item(items, row, where), path, str(row.get("name", "")), row, where)


def _brought(event: Event, item: Item, path: Path, name: str, row: dict[str, Any], where: str) -> EvidenceFile:
    """Keep the file of that name beside the event's `evidence.toml`, once."""
    place = path.parent / "evidence" / name
    if not name or safe_name(name) != name or not place.is_file():
        raise unknown(where, name)
    with place.open("rb") as file:
        try:
            kept = keep_file(event, item, file=file, name=name, by=None, caption=str(row.get("caption", "")))
        except Refusal as refusal:
            raise wrong(where, name, refusal.text()) from None
    EvidenceFile.objects.filter(pk=kept.pk).update(
        caption=str(row.get("caption", kept.caption))[:300], uploaded_at=_moment(row, kept.uploaded_at, where)
    )
    return kept


def _load_publication(event: Event, items: dict[str, Item], path: Path, row: dict[str, Any], where: str) -> None:
    values = {name: str(row.get(name, "")) for name in ("kind", "title", "publisher", "url")}
    values["kind"] = values["kind"] or "web"
    day = row.get("day")
    if day is not None and not (isinstance(day, dt.date) and not isinstance(day, dt.datetime)):
        raise wrong(where, f"day = {day}", _("Write the day as 2026-10-15, without quotes."))
    if not values["title"] or not (values["url"] or values["publisher"]):
        raise wrong(where, values["title"], _("A publication has a title, and an address or a publisher."))
    copy = None
    if row.get("copy"):
        told = {"caption": values["title"], "at": row.get("at")} if row.get("at") else {"caption": values["title"]}
        copy = _brought(event, items["publication_links"], path, str(row["copy"]), told, where)
    checked(Publication(**values, entered_at=timezone.now()), where)
    found = Publication.objects.filter(
        event=event, title=values["title"], url=values["url"], publisher=values["publisher"], withdrawn_at=None
    ).first()
    row_kept = found or Publication(event=event, entered_at=timezone.now())
    row_kept.kind, row_kept.title, row_kept.publisher, row_kept.url = (
        values["kind"], values["title"], values["publisher"], values["url"],
    )  # fmt: skip
    row_kept.day, row_kept.copy = day, copy
    row_kept.entered_at = _moment(row, row_kept.entered_at, where)
    row_kept.save()


def _load_statement(event: Event, items: dict[str, Item], row: dict[str, Any], where: str) -> None:
    item, reason = _item(items, row, where), str(row.get("reason", "")).strip()
    if not reason:
        raise wrong(where, item.key, _("Say why it does not apply."))
    standing = Statement.objects.filter(event=event, item=item.key, withdrawn_at=None)
    if standing.filter(reason=reason).exists():
        return
    standing.update(withdrawn_at=timezone.now())
    checked(Statement(item=item.key, reason=reason, said_at=timezone.now()), where)
    said_at = _moment(row, timezone.now(), where)
    Statement.objects.create(event=event, item=item.key, reason=reason, said_at=said_at)


def _moment(row: dict[str, Any], otherwise: dt.datetime, where: str) -> dt.datetime:
    """`at` of a table: when it was brought or said."""
    at = row.get("at")
    if at is None:
        return otherwise
    if not isinstance(at, dt.datetime) or at.tzinfo is None:
        raise wrong(where, f"at = {at}", _("Write the moment as 2026-10-15T12:00:00+03:00, without quotes."))
    return at


def dump(programme: Programme, folder: Path) -> None:
    """Write what stands: not what was taken back or withdrawn."""
    rows = [
        {
            "key": row.key,
            "title": plain_words(row.title),
            "about": plain_words(row.about),
            "when": row.when,
            "people": row.people,
            "retired": row.retired_at is not None,
        }
        for row in OwnItem.objects.filter(programme=programme)
    ]
    if rows:
        write_toml(folder / ITEMS, {"item": rows})
    for event in Event.objects.filter(project__programme=programme).order_by("slug"):
        _dump_event(event, folder / "events" / event.slug)


def _dump_event(event: Event, folder: Path) -> None:
    names = {file.pk: name for file, name in _named(event)}
    publications = list(Publication.objects.filter(event=event, withdrawn_at=None).order_by("entered_at", "pk"))
    copies = {row.copy_id for row in publications}
    files = [
        {"item": file.item, "name": names[file.pk], "caption": file.caption, "at": file.uploaded_at}
        for file in EvidenceFile.objects.filter(pk__in=names)
        if file.pk not in copies
    ]
    told = {
        "file": files,
        "publication": [
            {
                "kind": row.kind,
                "title": row.title,
                "publisher": row.publisher,
                "url": row.url,
                "day": row.day,
                "copy": names.get(row.copy_id or 0, ""),
                "at": row.entered_at,
            }
            for row in publications
        ],
        "does_not_apply": [
            {"item": row.item, "reason": row.reason, "at": row.said_at}
            for row in Statement.objects.filter(event=event, withdrawn_at=None).order_by("said_at", "pk")
        ],
    }
    if any(told.values()):
        write_toml(folder / "evidence.toml", told)
    for file in EvidenceFile.objects.filter(pk__in=names):
        _write(file, folder / "evidence" / names[file.pk])


def _named(event: Event) -> Iterator[tuple[EvidenceFile, str]]:
    """The files that stand, each under a name of its own: of two called the same the second bears its digest."""
    taken: set[str] = set()
    for file in EvidenceFile.objects.filter(event=event, taken_back_at=None, gone_at=None):
        name = safe_name(file.file_name)
        if name.casefold() in taken:
            stem, dot, ending = name.rpartition(".")
            name = f"{stem}-{file.sha256[:8]}{dot}{ending}"
        taken.add(name.casefold())
        yield file, name


def _write(file: EvidenceFile, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with open_file(file.file.name or "") as source, place.open("wb") as target:
        shutil.copyfileobj(source, target)
