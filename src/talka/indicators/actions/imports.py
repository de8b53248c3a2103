"""A table on its way in: read, told apart, checked, entered, and taken back. Nothing holds before it is accepted."""

import hashlib
from collections.abc import Mapping as Mapped
from dataclasses import asdict, replace
from io import BytesIO
from typing import BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from talka.documents.statistics import limits
from talka.documents.statistics.reading import read_statistics
from talka.documents.statistics.table import StatisticalTable
from talka.documents.storage import delete_file
from talka.indicators.access import may_enter, not_allowed
from talka.indicators.models import FigureImport, Release, TableMapping
from talka.indicators.outlook import Checked, checked, loaded
from talka.indicators.queries.incoming import NEW, Told
from talka.indicators.reading import kept_tables
from talka.indicators.reading.mapping import Mapping, complete, proposed, signature
from talka.indicators.shipped_mappings import shipped
from talka.people.models import Person
from talka.ui.refusals import Refusal

from . import figures
from .catalogue import add_series, categories_for, classification_for

State = FigureImport.State
BACKGROUND_FROM = 500
"""Tables of more figures than this are entered by the worker."""
READ_AT_ONCE = 4 * 1024 * 1024
"""Files of fewer bytes are read while the person waits."""


def send(file: BinaryIO, name: str, *, by: Person | None) -> FigureImport:
    """Take a file in and read it: at once, or by the worker where it is large. Raises Refusal for what is no table."""
    if by is None or not may_enter(by):
        raise not_allowed()
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    if size > limits.MOST_BYTES:
        raise limits.too_large(name)
    if size <= READ_AT_ONCE:
        table = kept_tables.packed(read_statistics(file, name))
        file.seek(0)
        row = _begin(name, by, State.READING, digest=_digest(file))
        keep(row, table)
        tell_apart(row)
        return row
    row = _begin(name, by, State.READING, digest=_digest(file))
    row.file.save(f"figures/{row.key}.in", File(file))
    from talka.indicators.jobs import read_table

    transaction.on_commit(lambda: read_table.defer(key=row.key))
    return row


def _begin(name: str, by: Person, state: str, *, digest: str = "", address: str = "") -> FigureImport:
    return FigureImport.objects.create(
        file_name=name[:200], state=state, by=by, digest=digest, address=address, language=get_language() or "lv"
    )


def _digest(file: BinaryIO) -> str:
    digest = hashlib.file_digest(cast(BytesIO, file), "sha256").hexdigest()
    file.seek(0)
    return digest


def read(key: str) -> None:
    """The worker's part of `send`: read the file that was kept, and say in words where that fails."""
    row = FigureImport.objects.get(key=key)
    if row.state != State.READING or not row.file:
        return
    with override(row.language):
        arrived = row.file.name
        try:
            with row.file.open("rb") as file:
                table = kept_tables.packed(read_statistics(cast(BinaryIO, file), row.file_name))
        except Refusal as refusal:
            row.state, row.fault, row.file = State.FAILED, refusal.text(), ""
            row.save()
        else:
            keep(row, table)
            tell_apart(row)
        delete_file(arrived or "")


def keep(row: FigureImport, packed: bytes) -> None:
    """Keep what was read, and of it what a page shows."""
    table = kept_tables.unpacked(packed)
    row.file.save(f"figures/{row.key}.npz", ContentFile(packed), save=False)
    row.signature = signature(table)
    row.about = {
        "title": table.title,
        "code": table.code,
        "source": table.source,
        "licence": table.licence,
        "updated": table.updated,
        "unit": table.unit,
        "notes": list(table.notes)[:50],
        "cells": len(table.values),
        "dimensions": [[each.code, each.label, len(each.categories)] for each in table.dimensions],
    }
    row.state = State.READ
    row.save()


def tell_apart(row: FigureImport) -> None:
    """What is what: as it was told for such a table before, else as the file itself says; and if that is all, check."""
    table = loaded(row)
    remembered = TableMapping.objects.filter(signature=row.signature).values_list("mapping", flat=True).first()
    mapping = Mapping.from_json(remembered) if remembered else shipped(table) or proposed(table)
    if complete(table, mapping):
        check(row, mapping)
    else:
        row.mapping = mapping.to_json()
        row.save(update_fields=["mapping"])


def tell(row: FigureImport, told: Told, *, by: Person | None) -> None:
    """A person says what is what. It is remembered for the next table of this kind when this one is entered."""
    with transaction.atomic():
        row = _still_open(row, by)
        table, mapping = loaded(row), told.mapping
        if told.new:
            unit = row.about["unit"]
            made = {name: add_series(name or row.about["title"] or row.file_name, unit, by=by) for name in told.new}
            mapping = replace(mapping, series={**mapping.series, **made})
        if mapping.breakdown:
            mapping = _with_categories(table, mapping, by=by)
        if complete(table, mapping):
            check(row, mapping)
        else:
            row.mapping, row.state = mapping.to_json(), State.READ
            row.save(update_fields=["mapping", "state"])


def _with_categories(table: StatisticalTable, mapping: Mapping, *, by: Person | None) -> Mapping:
    """The breakdown's categories by their codes; what its classification lacks is added, or the whole of it."""
    breakdown = next(each for each in table.dimensions if each.code == mapping.breakdown)
    classification = classification_for(mapping.classification, breakdown.label, by=by)
    asked = [(c.code, c.label) for c in breakdown.categories if mapping.categories.get(c.label) == NEW]
    made = categories_for(classification, asked, by=by)
    return replace(mapping, classification=classification.key, categories={**mapping.categories, **made})


@transaction.atomic
def tell_areas(row: FigureImport, areas: Mapped[str, str], *, by: Person | None) -> None:
    """A person says which areas labels mean that the register did not find; remembered like the rest."""
    row = _still_open(row, by)
    mapping = Mapping.from_json(row.mapping)
    check(row, replace(mapping, areas={**mapping.areas, **areas}))


def check(row: FigureImport, mapping: Mapping) -> Checked:
    """Look at every cell and keep what entering them would do. Nothing of it holds yet."""
    with transaction.atomic():
        found = checked(loaded(row), mapping, illustrative=False)
        with transaction.atomic():
            trial = Release.objects.create(origin=Release.Origin.TABLE, title=row.file_name[:400])
            entered = figures.enter(trial, found.figures)
            transaction.set_rollback(True)
        row.mapping = mapping.to_json()
        row.outlook = found.outlook | {"entered": asdict(entered)}
        row.state = State.CHECKED
        row.save(update_fields=["mapping", "outlook", "state"])
    return found


def _still_open(row: FigureImport, by: Person | None) -> FigureImport:
    """The row as it stands now, locked: in another window it may have been entered meanwhile."""
    if by is None or not may_enter(by):
        raise not_allowed()
    row = FigureImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state not in (State.READ, State.CHECKED):
        raise Refusal(_("This table is past being told apart."), advice=_("Send the file again."))
    return row


def accept(row: FigureImport, *, by: Person | None, without_faulty: bool = False) -> FigureImport:
    """Enter the figures: at once, or by the worker past `BACKGROUND_FROM`. without_faulty: leave faulty cells out."""
    if by is None or not may_enter(by):
        raise not_allowed()
    with transaction.atomic():
        row = FigureImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.state in (State.ENTERING, State.ENTERED):
            raise Refusal(_("This table has been entered already."))
        if row.state != State.CHECKED:
            raise Refusal(_("This table is not checked."), _("Nothing was entered."), _("Send the file again."))
        if row.outlook["faulty"] and not without_faulty:
            raise Refusal(
                _("Some rows of the table are faulty."),
                _("Nothing was entered."),
                _("Correct the file and send it again, or say that the faulty rows are to be left out."),
            )
        if not row.outlook["counts"]["figure"]:
            raise Refusal(_("There is no figure that could be entered."), advice=_("Say anew what is what."))
        row.state = State.ENTERING
        row.save(update_fields=["state"])
        if row.outlook["counts"]["figure"] > BACKGROUND_FROM:
            from talka.indicators.jobs import enter_table

            transaction.on_commit(lambda: enter_table.defer(key=row.key))
        else:
            enter(row.key)
    row.refresh_from_db()
    return row


def enter_later(key: str) -> None:
    """The worker's part of `accept`: enter, or say in words why not, so that nobody waits for it in vain."""
    language = FigureImport.objects.values_list("language", flat=True).get(key=key)
    try:
        with override(language):
            enter(key)
    except Refusal as refusal:
        waiting = FigureImport.objects.filter(key=key, state=State.ENTERING)
        waiting.update(state=State.FAILED, fault=refusal.text())


@transaction.atomic
def enter(key: str) -> None:
    """Enter the figures of an accepted table, all or none, and remember what was what."""
    row = FigureImport.objects.select_for_update(of=("self",)).get(key=key)
    if row.state != State.ENTERING:
        return
    mapping = Mapping.from_json(row.mapping)
    with override(row.language):
        found = checked(loaded(row), mapping, illustrative=False)
    about = row.about
    release = Release.objects.create(
        origin=Release.Origin.TABLE,
        title=(about["title"] or row.file_name)[:400],
        code=about["code"][:60],
        source=(about["source"] or _source_of(found))[:200],
        licence=(about["licence"] or _licence_of(found))[:60],
        updated=about["updated"][:40],
        digest=row.digest,
        address=row.address,
        by=row.by,
    )
    entered = figures.enter(release, found.figures)
    release.counts = found.outlook["counts"] | asdict(entered)
    release.save(update_fields=["counts"])
    TableMapping.objects.update_or_create(
        signature=row.signature,
        defaults={"code": about["code"][:60], "title": about["title"][:400], "mapping": row.mapping},
    )
    arrived = row.file.name
    row.release, row.state, row.file = release, State.ENTERED, ""
    row.save(update_fields=["release", "state", "file"])
    transaction.on_commit(lambda: delete_file(arrived or ""))
    renew_later()


def _source_of(found: Checked) -> str:
    return ", ".join(dict.fromkeys(str(each.source) for each in found.indicators if str(each.source)))


def _licence_of(found: Checked) -> str:
    licences = {each.licence for each in found.indicators}
    return licences.pop() if len(licences) == 1 else ""


@transaction.atomic
def take_back(release: Release, *, by: Person | None) -> int:
    """Undo the entering of a table: what held before it holds again. Returns how many figures that was."""
    if by is None or not may_enter(by):
        raise not_allowed()
    number = figures.take_back(release, by=by)
    renew_later()
    return number


@transaction.atomic
def drop(row: FigureImport, *, by: Person | None) -> None:
    """Set a table aside that is not to be entered; its file goes."""
    row = _still_open(row, by)
    arrived = row.file.name
    row.state, row.file = State.DROPPED, ""
    row.save(update_fields=["state", "file"])
    transaction.on_commit(lambda: delete_file(arrived or ""))


def renew_later() -> None:
    """What follows from figures is made anew by the worker, once for however many changes."""
    from procrastinate.exceptions import AlreadyEnqueued

    from talka.indicators.jobs import renew

    def ask() -> None:
        try:
            renew.defer()
        except AlreadyEnqueued:
            return

    transaction.on_commit(ask)
