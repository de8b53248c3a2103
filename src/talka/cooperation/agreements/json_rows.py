"""The register as JSON: out, and in as rows like those of any table."""

import json
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from talka.documents.cells import CellFault, value_of
from talka.documents.sheets import Column
from talka.documents.tables import MOST_BYTES, MOST_ROWS, Fault, Row, TableRead

LIST = "agreements"


def write_json(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The same keys as the columns have in code, the same in every language; amounts as texts, exact."""
    told = [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]
    return json.dumps({LIST: told}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode("utf-8")


def read_json(file: BinaryIO, columns: Sequence[Column]) -> TableRead:
    """Rows and faults as of any table; the number of a row is its place in the list, from 1."""
    read = TableRead()
    content = file.read(MOST_BYTES + 1)
    try:
        found = json.loads(content.decode("utf-8-sig")) if len(content) <= MOST_BYTES else None
        rows = found[LIST] if isinstance(found, dict) else found
        if not isinstance(rows, list) or len(rows) > MOST_ROWS or not all(isinstance(row, dict) for row in rows):
            raise ValueError
    except (ValueError, KeyError, RecursionError):
        advice = _("Send it as the register gives it out, or as XLSX or CSV.")
        read.fault(Fault(None, "", _("This is not a list of agreements in JSON."), advice))
        return read
    by_key = {column.key: column for column in columns}
    keys = {name for row in rows for name in row}
    read.found = [name for name in by_key if name in keys]
    read.ignored = sorted(str(name) for name in keys - set(by_key))
    for number, row in enumerate(rows, start=1):
        _read_row(number, row, columns, read)
    return read


def _read_row(number: int, row: Mapping[str, object], columns: Sequence[Column], read: TableRead) -> None:
    values: dict[str, object] = {}
    right = True
    for column in columns:
        raw = row.get(column.key)
        try:
            if raw is not None and not isinstance(raw, str | int | float | bool):
                raise CellFault(_("A single value is needed here."))
            values[column.key] = value_of(raw, column)
        except CellFault as fault:
            right = False
            read.fault(Fault(number, str(column.title), fault.what, fault.advice))
    if right:
        read.rows.append(Row(number, values))
    else:
        read.rows_with_faults += 1
