"""Where the tables are asked: DuckDB on a snapshot by default, PostgreSQL itself, or Spark on a snapshot.

All of them only read. The same expressions give the same results on each; a test holds them together.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis
from ibis import Table
from ibis.backends.duckdb import Backend as DuckDB

from . import source
from .snapshot import newest, reading_connection, snapshot

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MEMORY = "1GB"
"""What DuckDB holds at most; beyond it writes to a folder of its own beside the snapshots."""


@dataclass(frozen=True)
class Tables:
    """Both tables as Ibis has them (columns: see `source`). They can be asked as long as the engine is open."""

    observations: Table
    belongings: Table


@contextlib.contextmanager
def duckdb_tables(version: Path | None = None) -> Iterator[Tables]:
    """The tables of a version's folder, else of the newest, else of one that is made now.

    DuckDB may read below the folder of snapshots and nothing else: no other file, no address, no extension.
    Raises AnalysisMissing (on import of this module), duckdb.Error, OSError.
    """
    place = version or newest() or snapshot()
    with tempfile.TemporaryDirectory(prefix=".beyond-", dir=place.parent) as beside, _opened(place, beside) as engine:
        yield Tables(*(engine.read_parquet(place / f"{name}.parquet", table_name=name) for name in source.TABLES))


@contextlib.contextmanager
def _opened(place: Path, beside: str) -> Iterator[DuckDB]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "custom_extension_repository": str(place / "none"),
        "extension_directory": str(place / "none"),
        "memory_limit": MEMORY,
        "temp_directory": beside,
    }
    with duckdb.connect(":memory:", config=settings) as opened:
        engine = DuckDB.from_connection(opened)
        opened.execute("SET allowed_directories = ?", [[str(place), beside]])
        opened.execute("SET enable_external_access = false")
        opened.execute("SET lock_configuration = true")
        yield engine


@contextlib.contextmanager
def postgres_tables() -> Iterator[Tables]:
    """The tables as the database has them this moment, by a connection that cannot write.

    For what must not be a version behind; slower than a snapshot from some hundred thousand figures on. Raises
    psycopg.Error.
    """
    with reading_connection() as reading:
        engine = ibis.postgres.from_connection(reading)
        yield Tables(*(engine.sql(query, schema=ibis.schema(source.COLUMNS[n])) for n, query in source.TABLES.items()))


@contextlib.contextmanager
def spark_tables(session: "SparkSession", version: Path | None = None) -> Iterator[Tables]:
    """The tables of a version's folder, which Spark can reach; whoever made the session stops it."""
    place = version or newest() or snapshot()
    engine = ibis.pyspark.connect(session)
    yield Tables(*(engine.read_parquet(place / f"{name}.parquet", table_name=name) for name in source.TABLES))
