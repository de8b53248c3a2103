"""Values of columns as JSON can hold them, and back. Rows that other rows stand for are named by their identity."""

import base64
import binascii
import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db.models import BinaryField, DateTimeField, Field, FileField, JSONField
from i18nfield.strings import LazyI18nString


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it; moments in UTC with microseconds, so that they sort as text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, LazyI18nString):
        return {k: v for k, v in value.data.items() if v} if isinstance(value.data, dict) else value.data or ""
    return value


def column_value(column: "Field[Any, Any]", value: Any) -> Any:
    """The other way. Raises ValueError where the value is none of the column's."""
    if value is None or isinstance(column, JSONField):
        return value
    try:
        if isinstance(column, BinaryField):
            return base64.b64decode(str(value), validate=True)
        if isinstance(column, FileField):
            return str(value)
        if isinstance(column, DateTimeField):
            moment = dt.datetime.fromisoformat(str(value))
            return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return column.to_python(value)
    except (ValidationError, TypeError, InvalidOperation, binascii.Error) as fault:
        raise ValueError(f"{column.name}: {value!r}"[:200]) from fault


def name_of(parts: Iterable[Any], prefix: str = "") -> str:
    """The identity of a row from the parts that name it; other rows' identities stand in it as they are."""
    told = [part if isinstance(part, Named) else quote(str(plain(part)), safe="-_.:+ ") if part is not None else ""
            for part in parts]  # fmt: skip
    return f"{prefix}:{told[0]}" if prefix else told[0] if len(told) == 1 else f"({','.join(told)})"


class Named(str):
    """The identity of another row within an identity."""

    __slots__ = ()


def digest(value: Any, key: bytes) -> str:
    """Keyed, so that what is remembered of a word that was erased leads nowhere."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(text.encode(), digest_size=9, key=key).hexdigest()


# What some columns hold of row ids inside, by model and column.

To = Callable[[str, Any], Any]
"""(model, row id or identity) -> the other of the two, None where it is not known."""


def _speakers(items: Any, to: To) -> Any:
    """Persons in a frozen agenda and in what changed in it."""
    for item in items or []:
        if isinstance(item.get("facilitators"), list):
            item["facilitators"] = _known(item["facilitators"], to)
        if isinstance(item.get("speakers"), list):
            pairs = [(speaker, to("people.Person", speaker["person"])) for speaker in item["speakers"]]
            item["speakers"] = [speaker | {"person": person} for speaker, person in pairs if person is not None]
    return items


def _changes(changes: Any, to: To) -> Any:
    for change in changes or []:
        if change.get("what") in ("speakers", "facilitators"):
            change["now"] = _known(change["now"], to)
    return changes


def _known(values: list[Any], to: To) -> list[Any]:
    return [found for value in values if (found := to("people.Person", value)) is not None]


def _subject(value: Any, to: To) -> Any:
    """The event that a consent is about: its row id as text here, its identity in files."""
    text = str(value)
    found = to("events.Event", int(text) if text.isdecimal() else text)
    return "" if found is None else str(found)


INSIDE: dict[tuple[str, str], Callable[[Any, To], Any]] = {
    ("events.AgendaRelease", "items"): _speakers,
    ("events.AgendaRelease", "changes"): _changes,
    ("people.Consent", "subject_id"): _subject,
}
