"""The embedded PostgreSQL: made once, found again, refused when it is not ours."""

from pathlib import Path

import psycopg
import pytest
from django.db import connection

from talka.site.embedded.cluster import Cluster
from talka.site.trouble import Trouble


@pytest.fixture
def cluster(tmp_path):
    cluster = Cluster(tmp_path, throwaway=True)
    yield cluster
    cluster.stop()


@pytest.mark.django_db
def test_text_is_utf8_whatever_the_place():
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ĶĒPA ŠĶĪVIS'), current_setting('server_encoding')")
        assert cursor.fetchone() == ("ķēpa šķīvis", "UTF8")


def test_a_half_made_folder_is_made_anew(cluster):
    half = cluster.folders.base / "making-1"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    with psycopg.connect(cluster.start()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not half.exists()


def test_data_of_another_version_is_refused_and_kept(cluster):
    data = cluster.folders.data
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(Trouble, match="PostgreSQL 16"):
        cluster.start()
    assert (data / "PG_VERSION").read_text() == "16\n"


def test_a_folder_that_is_no_database_is_refused_and_kept(cluster):
    data = cluster.folders.data
    data.mkdir(parents=True)
    (data / "letter.txt").write_text("mine")
    with pytest.raises(Trouble, match="not a database"):
        cluster.start()
    assert (data / "letter.txt").read_text() == "mine"


def test_a_number_of_a_living_stranger_in_postmaster_pid_does_not_stop_us(tmp_path):
    cluster = Cluster(tmp_path)
    with psycopg.connect(cluster.start(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    cluster.stop()
    import os

    (cluster.folders.data / "postmaster.pid").write_text(f"{os.getppid()}\n{cluster.folders.data}\n")
    try:
        with psycopg.connect(cluster.start()) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    finally:
        cluster.stop()


def test_the_socket_of_a_deep_folder_lies_elsewhere_and_is_private(tmp_path):
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    cluster = Cluster(deep, throwaway=True)
    folder = cluster.folders.socket
    try:
        with psycopg.connect(cluster.start()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert deep not in folder.parents
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.stop()
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def test_nothing_listens_on_the_network(cluster):
    with psycopg.connect(cluster.start()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert Path(cluster.folders.socket).stat().st_mode & 0o777 == 0o700
