"""The same expressions give the same results on DuckDB, PostgreSQL and Spark."""

import importlib.util
import math
import re
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from talka.indicators.tables.backends import duckdb_tables, postgres_tables, spark_tables
from talka.indicators.tables.snapshot import snapshot

from .planted import country
from .questions import QUESTIONS

CLOSE = 1e-12
OLDEST_JAVA = 17


def without_spark() -> str:
    """Why Spark cannot be asked here; empty where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    java = shutil.which("java")
    if java is None:
        return "Spark needs Java, and no java is on the path"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60).stderr
    found = re.search(r'version "(\d+)', told)
    if not found or int(found[1]) < OLDEST_JAVA:
        return f"Spark needs Java {OLDEST_JAVA} or newer; this one says: {told.strip()[:80]}"
    return ""


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    if reason := without_spark():
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    place = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.local.dir": str(place),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(place / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]").appName("tables")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def rows(expression):
    """Rows in an order of their own: engines sort text in different ways."""
    told = expression.to_pyarrow()
    names = sorted(told.column_names)
    found = [tuple(row[name] for name in names) for row in told.select(names).to_pylist()]
    exact = [name for name in names if str(told.schema.field(name).type) != "double"]
    return names, sorted(found, key=lambda row: [str(row[names.index(name)]) for name in exact] + [str(row)])


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return one == other and type(one) is type(other)


def compare(named, tables, others):
    for name, question in QUESTIONS.items():
        names, expected = rows(question(tables))
        assert expected or "nothing" in name, name
        also, found = rows(question(others))
        assert also == names, name
        assert len(found) == len(expected), (named, name)
        for row, wanted in zip(found, expected, strict=True):
            wrong = [each for each, a, b in zip(names, row, wanted, strict=True) if not same(a, b)]
            assert not wrong, (named, name, wrong, row, wanted)


@contextmanager
def planted():
    country()
    place = snapshot()
    with duckdb_tables(place) as tables:
        yield place, tables


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("folder")
def test_postgresql_gives_what_duckdb_gives():
    with planted() as (_place, tables), postgres_tables() as others:
        compare("PostgreSQL", tables, others)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("folder")
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_spark_gives_what_duckdb_gives(spark):
    with planted() as (place, tables), spark_tables(spark, place) as others:
        compare("Spark", tables, others)
