"""The guide for administrators, followed word by word in a bare Debian 12, and then the worst day of its machine.

Everything is installed from a folder of wheels without the Internet, runs on Debian's own PostgreSQL 15 behind Debian's
own nginx, plays the made-up seminar, is backed up, destroyed and restored. What only the Internet or a booted systemd
can do is done otherwise, in `stand_in`.
"""

import configparser
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .bare_debian import PACKAGES, Tree, bare_debian, why_not
from .guide import commands

TOP = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("TALKA_VAR", "var")).resolve() / "test" / "debian"
SEMINAR = "/e/izspeles-seminars/"
SITE = "https://talka.example.lv"
CERTIFICATES = "/etc/letsencrypt/live/talka.example.lv"
EXAMPLES = "/opt/talka/venv/lib/python3.11/site-packages/talka/examples"
SELF_SIGNED = (
    f"mkdir -p {CERTIFICATES} && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=talka.example.lv "
    f"-addext subjectAltName=DNS:talka.example.lv -keyout {CERTIFICATES}/privkey.pem -out {CERTIFICATES}/fullchain.pem"
)
PYTHON, VISITOR = "/opt/talka/venv/bin/python", "/opt/visitor.py"
UNREACHABLE_THERE = {"certbot"}
"""What the guide installs and the tree needs not."""

AFTER_RESTORE = {
    "django_session": "nobody stays signed in",
    "people_personallink": "sign-in links end",
    "live_stream": "numbers go on where no phone has been",
    "letters_letter": "letters that waited are held, since they may have been sent before",
    "upkeep_taskrecord": "a periodic job may run between two looks",
    "upkeep_process": "processes tell of themselves every while, also between two looks",
}
"""What a restore changes on purpose; procrastinate's tables are the worker's own."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    if reason := why_not():
        pytest.skip(f"No bare Debian: {reason}.")
    if sys.version_info[:2] != (3, 11):
        pytest.skip("No bare Debian: the wheels of Debian 12 are for Python 3.11, and this is another.")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:  # two runs at a time would make the same tree
        fcntl.flock(lock, fcntl.LOCK_EX)
        wheels = wheelhouse()
        folder = tmp_path_factory.mktemp("bare")
        with bare_debian(CACHE, folder) as made:
            inside = made.files / "opt/talka/wheels"
            inside.mkdir(parents=True)
            for wheel in wheels.glob("*.whl"):
                shutil.copy(wheel, inside)
            shutil.copy(TOP / "tests" / "visitor_of_tree.py", made.files / "opt/visitor.py")
            with (made.files / "etc/hosts").open("a") as hosts:
                hosts.write("127.0.0.1 localhost talka.example.lv\n")
            made.run("pg_ctlcluster 15 main start")  # as on any Debian after `apt install postgresql`
            yield made
    assert made.living() == []
    assert str(made.top) not in Path("/proc/self/mounts").read_text()


def wheelhouse() -> Path:
    """A folder of all wheels by the lock: Talka's own made anew, the others fetched when the lock has changed."""
    folder = CACHE / "wheels"
    folder.mkdir(exist_ok=True)
    lock = (TOP / "requirements" / "base.txt").read_text()
    stamp = folder / "lock"
    pip = [sys.executable, "-m", "pip"]
    if not stamp.exists() or stamp.read_text() != lock:
        shutil.rmtree(folder)
        folder.mkdir()
        words = [
            "download",
            "--quiet",
            "--quiet",
            "--require-hashes",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--dest",
            folder,
        ]
        subprocess.run([*pip, *words, "-r", TOP / "requirements" / "base.txt"], check=True, timeout=600)
        stamp.write_text(lock)
    for old in folder.glob("talka-*.whl"):
        old.unlink()
    words = ["wheel", "--quiet", "--no-build-isolation", "--no-deps", "--wheel-dir", folder]
    subprocess.run([*pip, *words, TOP], check=True, timeout=120, cwd=folder)
    return folder


def unit(tree: Tree, name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(tree.files / "etc/systemd/system" / name)
    return parser["Service"]


def stand_in(tree: Tree, command: str) -> None:
    """What a booted machine with the Internet would do at this command."""
    words = command.split()
    if words[:2] == ["apt", "install"]:
        assert set(words[2:]) - UNREACHABLE_THERE <= set(PACKAGES)
    elif words[0] == "certbot":
        tree.run(SELF_SIGNED)
    elif command == "systemctl daemon-reload":
        units = "talka.service talka-backup.service talka-backup.timer"
        said = tree.run(f"cd /etc/systemd/system && systemd-analyze verify ./{units.replace(' ', ' ./')}")
        assert "talka" not in said, said
    elif command.startswith("systemctl enable --now talka.service"):
        start(tree)
    elif command == "systemctl restart postgresql":
        tree.run("pg_ctlcluster 15 main restart")
    elif command == "systemctl reload nginx":
        tree.run("nginx")
    elif command != "apt update":
        raise AssertionError(f"nothing stands for: {command}")


def start(tree: Tree) -> None:
    """As systemd would, from the unit: user, settings, folder and command stand in it."""
    service = unit(tree, "talka.service")
    folder = service["WorkingDirectory"]
    settings = f"HOME={folder} TALKA_ENV={service['EnvironmentFile']}"
    command = f"runuser -u {service['User']} -- env {settings} {service['ExecStart']}"
    tree.begin(f"cd {folder} && exec {command}", "/var/log/talka.log")
    until = time.monotonic() + 300
    while not (said := tree.run(f"{PYTHON} {VISITOR} ready http://127.0.0.1:8000")).startswith("[200"):
        assert time.monotonic() < until, said + (tree.files / "var/log/talka.log").read_text()
        time.sleep(0.5)


def stop(tree: Tree) -> None:
    number = json.loads((tree.files / "var/lib/talka/talka.lock").read_text())["pid"]
    gone = f"for n in $(seq 100); do kill -0 {number} 2>/dev/null || exit 0; sleep 0.1; done; exit 1"
    tree.run(f"kill -TERM {number}; {gone}")


def visit(tree: Tree, *paths: str) -> list[dict[str, object]]:
    words = f"visit {SITE} {CERTIFICATES}/fullchain.pem {' '.join(paths)}"
    return list(json.loads(tree.run(f"{PYTHON} {VISITOR} {words}")))


def event_stream(tree: Tree) -> dict[str, object]:
    """The first line of a group work's stream, through nginx, for whoever keeps the installation."""
    told = tree.run("talka signin-link anna.ozola@example.lv")
    link = next(word for word in told.split() if word.startswith(SITE)).removeprefix(SITE)
    _home, stream = visit(tree, link, f"{SEMINAR}groups/darba-grupas/live/")
    assert stream["status"] == 200
    assert "text/event-stream" in str(stream["headers"])
    return stream


def fingerprint(tree: Tree) -> dict[str, list[object]]:
    words = "fingerprint 'postgresql:///talka?host=/var/run/postgresql' /var/lib/talka/files"
    found = json.loads(tree.run(f"{PYTHON} {VISITOR} {words}", user="talka"))
    return {name: mark for name, mark in found.items() if not name.startswith("procrastinate_")}


@pytest.fixture(scope="module")
def installed(tree):
    """The guide, followed to its end; what each command said."""
    said = {}
    for command in commands("installing.md"):
        if command.split()[0] in {"apt", "certbot", "systemctl"}:
            stand_in(tree, command)
            continue
        if "talka setup" in command:
            tree.run("touch /root/before && sleep 0.1")
        said[command] = tree.run(command)
    return said


def test_following_the_guide_leads_to_an_installation_with_nothing_unsafe(tree, installed):
    checked = next(text for command, text in installed.items() if command == "talka check --deploy")
    assert "Nothing is unsafe" in checked
    assert tree.run("stat -c '%U:%G %a' /etc/talka/talka.env").strip() == "root:talka 640"
    assert tree.run("stat -c '%U %a' /var/lib/talka /var/lib/talka/secrets/secret_key").split() == [
        "talka",
        "750",
        "talka",
        "600",
    ]


def test_an_installed_talka_writes_nothing_to_where_it_is_installed(tree, installed):
    assert tree.run("find /opt/talka -newer /root/before") == ""
    assert tree.run("find / -xdev -user talka -not -path '/var/lib/talka*' -not -path '/proc/*'") == ""


def test_the_administrator_signs_in_through_nginx_by_the_link_of_setup(tree, installed):
    told = next(text for command, text in installed.items() if "talka setup" in command)
    link = next(word for word in told.split() if word.startswith(f"{SITE}/"))
    home, persons = visit(tree, link.removeprefix(SITE), "/people/")
    assert home["status"] == persons["status"] == 200
    assert "Anna" in str(persons["text"])
    assert "max-age=31536000" in str(home["headers"])
    assert visit(tree, "/readyz")[0]["status"] == 403  # for the machine itself, not for visitors


def test_setup_again_changes_nothing_and_never_what_somebody_has_changed(tree, installed):
    again = next(command for command in installed if "talka setup" in command)
    said = tree.run(again)
    assert "written" not in said.split("Database")[0]
    assert "changed" not in said.split("Database")[0]
    assert "has signed in before" in said
    tree.run("echo '# mine' >> /etc/systemd/system/talka-backup.timer")
    said = tree.run(again.replace("talka setup", "talka setup --port 8001"))
    assert "talka-backup.timer: changed by hand" in said
    assert tree.run("tail -1 /etc/systemd/system/talka-backup.timer") == "# mine\n"
    assert "PORT=8001" in tree.run("cat /etc/talka/talka.env")
    assert "127.0.0.1:8001" in tree.run("cat /etc/nginx/sites-available/talka")
    tree.run(again.replace("talka setup", "talka setup --port 8000"))
    assert "PORT=8000" in tree.run("cat /etc/talka/talka.env")


def test_the_played_seminar_is_lost_with_the_machine_and_found_again(tree, installed):
    tree.run(f"talka load {EXAMPLES}/izspele")
    assert "demonstration accounts" in tree.run("talka check --deploy", fails=True)
    assert visit(tree, SEMINAR)[0]["status"] == 200
    assert event_stream(tree)["text"]
    tree.run(
        "mkdir -p /var/lib/talka/files/kept && head -c 3000000 /dev/urandom > /var/lib/talka/files/kept/scan.bin",
        user="talka",
    )
    tree.run(f"TALKA_ENV=/etc/talka/talka.env {PYTHON} {VISITOR} night", user="talka")  # a restore makes up for it too
    before = fingerprint(tree)
    assert before["workshops_card"][0] > 50
    words = f"{unit(tree, 'talka-backup.service')['ExecStart']} --to /var/backups/talka"
    tree.run("install -d -o talka -m 0700 /var/backups/talka")
    tree.run(f"TALKA_ENV=/etc/talka/talka.env HOME=/var/lib/talka {words}", user="talka")
    (backup,) = tree.run("ls -d /var/backups/talka/*.tar*").split()

    stop(tree)
    tree.run("runuser -u postgres -- dropdb talka && rm -rf /var/lib/talka/*")
    for command in commands("installing.md"):
        if "createdb" in command:
            tree.run(command)
    tree.run(f"talka restore {backup}")
    after = fingerprint(tree)
    differ = {
        name: (before.get(name), after.get(name)) for name in before | after if before.get(name) != after.get(name)
    }
    assert set(differ) <= set(AFTER_RESTORE), differ
    start(tree)
    assert visit(tree, SEMINAR)[0]["status"] == 200
    assert event_stream(tree)["text"]
