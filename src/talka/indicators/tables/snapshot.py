"""The figures that hold now, as Parquet files: one folder for each version of the data set.

    TABLES_FOLDER/<version>/observations.parquet, belongings.parquet        (columns: see `source`)

They can be made again at any time, so no backup holds them. A folder appears whole or not at all.
"""

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
from django.conf import settings
from django.db import connection
from psycopg import Connection
from pyarrow import csv
from pyarrow import parquet as pq

from . import source

ARROW = {
    "string": pa.string(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
    "int32": pa.int32(),
    "float64": pa.float64(),
}
BLOCK = 8 * 2**20
"""Bytes of text that are turned into columns at once."""
ROWS = 250_000
"""Of one group of a Parquet file, the part that is held in memory while it is written."""
KEPT = 2
"""The newest, and the one before it: somebody may be reading that."""
ABANDONED = 24 * 3600
"""Seconds after which a folder that nobody finished is one of a process that died."""


@contextlib.contextmanager
def reading_connection() -> Iterator[Connection[Any]]:
    """A connection of its own to Django's database that cannot write; it sees only what is committed."""
    given = connection.get_connection_params() | {"autocommit": True, "cursor_factory": psycopg.Cursor, "context": None}
    with psycopg.connect(**given) as own:
        own.execute("SET default_transaction_read_only = on")
        yield own


def snapshot() -> Path:
    """The folder of the data set as it stands now, written where it is not there yet; older ones are removed.

    Call it after the commit of what changed figures. Memory does not grow with the number of figures. Raises
    psycopg.Error, OSError; then what was there before still stands.
    """
    folder = _top()
    with reading_connection() as reading, reading.transaction():
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # version and tables are of one moment
        place = folder / source.version_of(reading)
        if not place.is_dir():
            _write_all(reading, folder, place)
    os.utime(place)  # the newest is the one last asked for: figures taken back may lead to a version of before
    _remove_old(folder)
    return place


def newest() -> Path | None:
    """The folder of the version last made; None where none was."""
    return next(iter(_versions(_top())), None)


def _top() -> Path:
    folder = Path(settings.TABLES_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write_all(reading: Connection[Any], folder: Path, place: Path) -> None:
    begun = folder / f".{place.name}-{secrets.token_hex(4)}"
    begun.mkdir(mode=0o700)
    try:
        for name, query in source.TABLES.items():
            _write(reading, query, source.COLUMNS[name], begun / f"{name}.parquet")
        try:
            begun.rename(place)
        except OSError:
            if not place.is_dir():  # else another process was quicker, with the same
                raise
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _write(reading: Connection[Any], query: str, columns: dict[str, str], path: Path) -> None:
    """COPY as text into Arrow's reader of tables, block by block: no row becomes an object of Python."""
    schema = pa.schema([(name, ARROW[kind]) for name, kind in columns.items()])
    read = csv.ReadOptions(block_size=BLOCK, column_names=schema.names, use_threads=False)
    # Quoted and empty is "", unquoted and empty is null; a string is never null here.
    convert = csv.ConvertOptions(
        column_types=schema, null_values=[""], strings_can_be_null=False, true_values=["t"], false_values=["f"]
    )
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(reading, query, read, csv.ParseOptions(newlines_in_values=True), convert, schema):
            writer.write_table(batch, row_group_size=ROWS)
        writer.close()
        file.flush()
        os.fsync(file.fileno())  # a version that is there is whole, also after the power went


def _batches(
    reading: Connection[Any], query: str, read: Any, parse: Any, convert: Any, schema: pa.Schema
) -> Iterator[pa.Table]:
    """Tables of some ROWS rows."""
    with reading.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
        text = _Text(iter(copy))
        if text.is_empty():
            return
        held: list[pa.RecordBatch] = []
        for batch in csv.open_csv(text, read_options=read, parse_options=parse, convert_options=convert):
            held.append(batch)
            if sum(map(len, held)) >= ROWS:
                yield pa.Table.from_batches(held, schema)
                held = []
        if held:
            yield pa.Table.from_batches(held, schema)


class _Text:
    """What the database sends, as a file that can only be read forwards."""

    closed = False

    def __init__(self, parts: Iterator[Any]) -> None:
        self.parts = parts
        self.rest = bytearray(next(parts, b""))

    def is_empty(self) -> bool:
        return not self.rest

    def read(self, size: int) -> bytes:
        while len(self.rest) < size:
            part = next(self.parts, None)
            if part is None:
                break
            self.rest += part
        given = bytes(self.rest[:size])
        del self.rest[:size]
        return given

    def close(self) -> None:
        self.closed = True


def _versions(folder: Path) -> list[Path]:
    """The newest first."""
    found = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process removes old ones
            if path.is_dir() and not path.name.startswith("."):
                found.append((path.stat().st_mtime_ns, path))
    return [path for _when, path in sorted(found, reverse=True)]


def _remove_old(folder: Path) -> None:
    for path in _versions(folder)[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - ABANDONED:
                shutil.rmtree(path, ignore_errors=True)
