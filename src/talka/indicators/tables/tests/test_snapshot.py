"""A version of the data set as Parquet: the same figures, whole or not at all, of this user alone."""

import os
import stat
import subprocess
import sys
import time
from datetime import date

import duckdb
import psycopg
import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.utils import timezone

from talka.indicators.actions.figures import Figure, enter, take_back
from talka.indicators.factories import IndicatorFactory, ReleaseFactory
from talka.indicators.models import Indicator, Observation
from talka.indicators.tables import snapshot as snapshots
from talka.indicators.tables import source
from talka.indicators.tables.backends import duckdb_tables, postgres_tables
from talka.indicators.tables.snapshot import newest, reading_connection, snapshot
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.territories.queries import regions_of

from .planted import ODD, country

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder")]


def say(value=1.0, indicator=None):
    indicator = indicator or IndicatorFactory()
    with transaction.atomic():
        release = ReleaseFactory()
        enter(release, [Figure(indicator.pk, None, AreaFactory().pk, 2020, value)])
    return release


def held(place, name="observations"):
    return pq.read_table(place / f"{name}.parquet").to_pylist()


def test_it_holds_the_figures_that_hold_and_all_about_them():
    country()
    rows = held(snapshot())
    assert len(rows) == Observation.objects.filter(current=True).count() > 80
    known = {(r["indicator"], r["category"], r["area"], r["year"]): r for r in rows}
    assert len(known) == len(rows)
    for each in Observation.objects.filter(current=True).select_related("indicator", "category", "area", "release"):
        row = known[each.indicator.key, each.category.code if each.category else "", each.area.key, each.year]
        assert (row["value"], row["status"], row["kind"]) == (each.value, each.status, each.area.kind)
        assert row["illustrative"] == (each.area.illustrative or each.release.illustrative)
    assert {row["category"] for row in rows} == {"", "A", "B", ODD}
    assert known["people", "", "vecais", 2020]["ends"] == date(2021, 7, 1)
    assert known["people", "", "novads-c", 2020]["region"] == "austrumi"


def test_what_was_revised_or_taken_back_is_not_in_it():
    indicator = IndicatorFactory()
    first = say(1.0, indicator)
    area = Observation.objects.get().area_id
    again = ReleaseFactory()
    with transaction.atomic():
        enter(again, [Figure(indicator.pk, None, area, 2020, 2.0)])
    assert [row["value"] for row in held(snapshot())] == [2.0]
    take_back(again, by=None)
    assert [row["value"] for row in held(snapshot())] == [1.0]
    take_back(first, by=None)
    assert held(snapshot()) == []


def test_regions_are_those_that_the_register_says():
    country()
    AreaFactory(key="bez-regiona")
    with reading_connection() as reading:
        found = dict(reading.execute(f"{source.HOMES} SELECT id, region FROM place").fetchall())
    told = regions_of(list(Area.objects.values_list("pk", flat=True)), timezone.localdate())
    assert found == {pk: region.key if region else "" for pk, region in told.items()}
    assert {"rietumi", "austrumi", ""} == set(found.values())


def test_belongings():
    country()
    rows = held(snapshot(), "belongings")
    assert len(rows) == Belonging.objects.count()
    moved = [(r["whole"], r["since"], r["until"]) for r in rows if r["part"] == "novads-c"]
    assert sorted(moved) == [("austrumi", date(2021, 7, 1), None), ("rietumi", None, date(2021, 7, 1))]
    assert {(r["kind"], r["region"]) for r in rows if r["part"] == "žagari"} == {("parish", "rietumi")}


def test_the_same_figures_are_written_once():
    say()
    place = snapshot()
    before = (place / "observations.parquet").stat().st_mtime_ns
    assert snapshot() == place
    assert (place / "observations.parquet").stat().st_mtime_ns == before
    assert newest() == place


@pytest.mark.parametrize(
    "change",
    [
        lambda release: say(),
        lambda release: take_back(release, by=None),
        lambda release: Indicator.objects.update(key="renamed"),
        lambda release: Area.objects.update(kind="town"),
        lambda release: Belonging.objects.create(child=AreaFactory(), parent=AreaFactory(kind="region")),
    ],
)
def test_what_changes_the_tables_is_another_version(change):
    release = say()
    place = snapshot()
    change(release)
    assert snapshot() != place


def test_an_unfinished_release_is_not_seen():
    say()
    with transaction.atomic():
        say()
        assert len(held(snapshot())) == 1
    assert len(held(snapshot())) == 2


def test_it_belongs_to_this_user_alone(folder):
    say()
    place = snapshot()
    for path in (folder, place):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in place.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {path.name for path in place.iterdir()} == {"observations.parquet", "belongings.parquet"}


def test_old_versions_go_and_the_one_before_stays(folder):
    places = []
    for _turn in range(4):
        say()
        places.append(snapshot())
    died = folder / ".1234-abcd"
    died.mkdir()
    under_way = folder / ".5678-abcd"
    under_way.mkdir()
    os.utime(died, (time.time() - 2 * 86400,) * 2)
    snapshot()
    assert set(folder.iterdir()) == {*places[2:], under_way}


def test_what_fails_leaves_what_was_there(folder, monkeypatch):
    say()
    place = snapshot()
    say()
    write = snapshots._write

    def full(reading, query, columns, path):
        write(reading, query, columns, path)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "_write", full)
    with pytest.raises(OSError, match="No space"):
        snapshot()
    assert list(folder.iterdir()) == [place] == [newest()]


def test_two_at_a_time_make_one(folder, monkeypatch):
    """Another process has made the same version meanwhile."""
    say()
    write = snapshots._write

    def slow(reading, query, columns, path):
        write(reading, query, columns, path)
        if path.name.startswith("belongings"):
            monkeypatch.setattr(snapshots, "_write", write)
            snapshot()

    monkeypatch.setattr(snapshots, "_write", slow)
    place = snapshot()
    assert list(folder.iterdir()) == [place]
    assert len(held(place)) == 1


def test_both_engines_only_read():
    say()
    with postgres_tables() as tables, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        tables.observations.get_backend().raw_sql("DELETE FROM indicators_observation")
    with duckdb_tables() as tables:
        engine = tables.observations.get_backend().con
        for query in ("SELECT * FROM read_text('/etc/hostname')", "COPY (SELECT 1) TO '/tmp/written.csv'"):
            with pytest.raises(duckdb.PermissionException):
                engine.execute(query)
    assert Observation.objects.count() == 1


def test_where_no_snapshot_is_yet_one_is_made():
    say(5.0)
    assert newest() is None
    with duckdb_tables() as tables:
        assert tables.observations.value.sum().to_pyarrow().as_py() == 5.0
    assert newest() is not None


def test_duckdb_fetches_no_extension(folder):
    say()
    with duckdb_tables() as tables:
        engine = tables.observations.get_backend().con
        tables.observations.count().to_pyarrow()
        for name in ("autoinstall_known_extensions", "autoload_known_extensions", "enable_external_access"):
            assert engine.execute("SELECT current_setting(?)", [name]).fetchone() == (False,)
        for query in ("INSTALL httpfs", "LOAD httpfs", "FROM 'http://127.0.0.1:9/a.parquet'", "RESET memory_limit"):
            with pytest.raises(duckdb.Error) as refused:
                engine.execute(query)
            assert "://extensions" not in str(refused.value)
        loaded = engine.execute("SELECT install_mode FROM duckdb_extensions() WHERE loaded OR installed").fetchall()
        assert set(loaded) == {("STATICALLY_LINKED",)}
    assert not [path for path in folder.rglob("*") if "duckdb_extension" in path.name]


WITHOUT_NETWORK = """
import ibis
from pathlib import Path
from talka.indicators.tables import expressions
from talka.indicators.tables.backends import duckdb_tables
with duckdb_tables(Path({place!r})) as tables:
    print(expressions.with_rank(expressions.latest(tables.observations)).count().to_pyarrow())
"""


def test_all_is_computed_where_there_is_no_network():
    """In a network of its own with nothing in it, not even a loopback."""
    if subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a network of their own (unshare --user --net)")
    say()
    step = ["unshare", "--user", "--net", sys.executable, "-c", WITHOUT_NETWORK.format(place=str(snapshot()))]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "talka.site.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    told = subprocess.run(step, capture_output=True, text=True, timeout=300, env=environment)
    assert told.stdout.strip() == "1", told.stderr
