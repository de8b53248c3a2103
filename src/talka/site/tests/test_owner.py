"""As root: the database runs as a user of its own, and nothing is opened to others for it."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from talka.site.embedded import cluster as cluster_module
from talka.site.embedded import owner
from talka.site.embedded.binaries import binaries
from talka.site.embedded.cluster import Cluster
from talka.site.embedded.folders import make_private
from talka.site.trouble import Trouble

only_root = pytest.mark.skipif("os.geteuid() != 0", reason="only root can become somebody else")


def modes(path: Path) -> list[tuple[int, int, int]]:
    return [(found.st_mode, found.st_uid, found.st_gid) for found in (above.stat() for above in path.parents)]


@only_root
def test_with_everything_in_a_closed_folder_it_runs_and_opens_nothing(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = binaries().parents[1]
    programs = closed / package.name / binaries().parent.name
    shutil.copytree(binaries().parent, programs)
    shutil.copytree(package.parent / f"{package.name}.libs", closed / f"{package.name}.libs")
    monkeypatch.setattr(cluster_module, "binaries", lambda: programs / "bin")
    before = modes(closed / "var")
    cluster = Cluster(closed / "var", throwaway=True)
    try:
        with psycopg.connect(cluster.start()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
            backend = psutil.Process(connection.info.backend_pid)
            assert backend.uids().effective == pwd.getpwnam("talka").pw_uid
        assert modes(closed / "var") == before
        assert cluster.folders.base.stat().st_mode & 0o777 == 0o700
        assert "invalid binary" not in cluster.folders.log.read_text()
    finally:
        cluster.stop()


@only_root
def test_it_ends_when_who_started_it_is_killed_also_in_a_closed_folder(tmp_path):
    tmp_path.chmod(0o700)
    code = (
        "import sys, time; from pathlib import Path; from talka.site.embedded.cluster import Cluster; "
        f"c = Cluster(Path({str(tmp_path / 'var')!r}), throwaway=True); c.start(); "
        "print(c.process.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    server = psutil.Process(int(starter.stdout.readline()))
    assert server.username() == "talka"
    starter.kill()
    starter.wait()
    _gone, left = psutil.wait_procs([server], timeout=5)
    assert not left or server.status() == psutil.STATUS_ZOMBIE


@only_root
def test_without_the_capability_the_advice_says_what_to_do(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(owner, "_with_capability", lambda plain: None)
    with pytest.raises(Trouble) as trouble:
        owner.owner_for(closed / "postgres", binaries())
    assert "cannot reach" in trouble.value.what
    assert "ordinary user" in trouble.value.advice


@only_root
def test_data_of_an_ordinary_user_stays_that_users(tmp_path):
    base = tmp_path / "postgres"
    base.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(base, nobody.pw_uid, nobody.pw_gid)
    assert owner._account(base).pw_uid == nobody.pw_uid


@only_root
def test_data_whose_owner_is_unknown_here_becomes_ours(tmp_path):
    base = tmp_path / "postgres"
    base.mkdir()
    os.chown(base, 54321, 54321)
    assert owner._account(base).pw_name == "talka"


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real)
    with pytest.raises(Trouble, match="somebody else"):
        make_private(link, None, None)
    assert real.stat().st_mode & 0o777 == 0o755
