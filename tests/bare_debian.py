"""A bare Debian 12: made once a day by debootstrap, then unpacked into memory, entered and thrown away.

What runs in it has a network of its own with nothing but loopback, mounts and processes of its own: when its first
process ends, the kernel ends all others, and nothing stays mounted.
"""

import contextlib
import datetime as dt
import hashlib
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from talka.site.parentage import told_of_death

SUITE = "bookworm"
PACKAGES = ("python3", "python3-venv", "postgresql", "nginx", "systemd", "openssl", "ca-certificates", "iproute2")
"""What the guide for administrators installs, and what a minimal tree lacks of an ordinary Debian."""

UNNEEDED = ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale", "usr/share/man")
LEAST_MEMORY = 4 * 2**30
NEEDED_HERE = ("debootstrap", "unshare", "nsenter", "chroot", "tar", "ip")
ALONE = ("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child")
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/root",
}

ENTER = """
set -e
mount -t tmpfs -o mode=0755,size=3g debian "$0"
tar --directory "$0" --extract --file "$1"
mount -t proc proc "$0/proc"
exec chroot "$0" /bin/sh -c "echo ready; while sleep 3600; do :; done"
"""
"""The first process of a tree in $0, unpacked from $1 into memory: nothing of it is ever on the disk."""

MAKE = """
set -e
mount -t tmpfs -o mode=0755,size=3g debian "$0"
debootstrap --foreign --variant=minbase --include="$2" "$1" "$0" "$3"
if [ -L "$0/proc" ]; then rm "$0/proc"; mkdir "$0/proc"; fi  # as debootstrap leaves it in a container
printf '#!/bin/sh\\nexit 101\\n' > "$0/usr/sbin/policy-rc.d"  # Debian's way to say: start nothing that you bring
chmod 0755 "$0/usr/sbin/policy-rc.d"
unshare --mount --pid --net --ipc --uts --fork --kill-child chroot "$0" \\
    /bin/sh -c "mount -t proc proc /proc && exec /debootstrap/debootstrap --second-stage"
cd "$0" && rm -rf $4
tar --create --file "$5" .
"""
"""Fetches and unpacks in memory, and configures in namespaces of its own, where nothing that it starts can stay."""


def why_not() -> str:
    """What this machine lacks for it; "" where nothing."""
    if os.geteuid():
        return "only root may enter a tree of its own"
    missing = [name for name in NEEDED_HERE if shutil.which(name) is None]
    if missing:
        return f"these programs are missing: {', '.join(missing)}"
    if subprocess.run([*ALONE, "true"], capture_output=True).returncode:
        return "this machine gives no namespaces of one's own"
    if mirror() is None:
        return "the package sources of this machine name no Debian"
    if psutil.virtual_memory().available < LEAST_MEMORY:
        return "the tree lies in memory, and less than 4 GB are free"
    if not _answers(f"{mirror()}/dists/{SUITE}/Release"):
        return "the source of its packages does not answer"
    return ""


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False


def mirror() -> str | None:
    """Where this machine takes its own packages from: TALKA_DEBIAN, else what its package sources name."""
    if given := os.environ.get("TALKA_DEBIAN"):
        return given
    folder = Path("/etc/apt")
    for file in (folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))):
        with contextlib.suppress(OSError):
            for line in file.read_text(errors="replace").splitlines():
                found = re.match(r"(?:URIs:|deb\s+(?:\[[^]]*\]\s+)?)\s*(\S+/debian/?)(?:\s|$)", line)
                if found and "://" in found[1]:
                    return found[1].rstrip("/")
    return None


class Tree:
    """Debian, mounted at `top` for its own processes only; `files` is the way to it from outside."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def enter(self, packed: Path) -> None:
        words = [*ALONE, "/bin/sh", "-c", ENTER, str(self.top), str(packed)]
        self.first = subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=told_of_death(signal.SIGKILL),  # it goes with the tests, however they end
        )
        assert self.first.stdout is not None
        assert self.first.stdout.readline() == "ready\n"
        (self.child,) = Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text().split()
        self.files = Path(f"/proc/{self.child}/root")
        self.space = Path(f"/proc/{self.child}/ns/pid").readlink()
        self._into = ["nsenter", "--target", self.child, "--mount", "--pid", "--net", "--ipc", "--uts"]
        subprocess.run([*self._into, "ip", "link", "set", "lo", "up"], check=True)

    def run(self, command: str, *, user: str = "", fails: bool = False, timeout: float = 600) -> str:
        """A line of shell in it, by root or `user`; what it says, both ways. It must succeed, or fail where told."""
        words = ["runuser", "-u", user, "--"] if user else []
        done = subprocess.run(
            [*self._into, "chroot", str(self.top), *words, "/bin/bash", "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            env=ENVIRONMENT,
        )
        assert (done.returncode != 0) == fails, f"{command}\nended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def begin(self, command: str, log: str) -> subprocess.Popen[bytes]:
        """Start what stays; what it says goes to `log` in the tree. It ends with the tree at the latest."""
        with (self.files / log.lstrip("/")).open("ab") as said:
            return subprocess.Popen(
                [*self._into, "chroot", str(self.top), "/bin/bash", "-c", command],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=ENVIRONMENT,
            )

    def leave(self) -> None:
        """End everything in it, by ending its first process: unshare takes that along, and that all others."""
        self.first.send_signal(signal.SIGKILL)
        self.first.wait(10)
        assert self.first.stdout is not None
        self.first.stdout.close()
        until = time.monotonic() + 20
        while (living := self.living()) and time.monotonic() < until:
            time.sleep(0.1)
        assert not living, f"processes {living} outlive the tree"

    def living(self) -> list[int]:
        """Processes in its space, as they are called outside."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (place / "ns/pid").readlink() == self.space:
                    found.append(int(place.name))
        return found


@contextlib.contextmanager
def bare_debian(cache: Path, folder: Path) -> Iterator[Tree]:
    """A fresh tree, gone at the end; `cache` keeps the packed one for the day, `folder` is only where it is mounted."""
    packed = _packed(cache)
    tree = Tree(folder / "debian")
    tree.top.mkdir()
    try:
        tree.enter(packed)
        yield tree
    finally:
        if hasattr(tree, "first"):
            tree.leave()
        tree.top.rmdir()


def _packed(cache: Path) -> Path:
    """Today's tree as one file; made where it is missing, those of other days removed."""
    mark = hashlib.sha256(" ".join((SUITE, *PACKAGES, *UNNEEDED)).encode()).hexdigest()[:8]
    packed = cache / f"debian-{dt.datetime.now(dt.UTC):%Y-%m-%d}-{mark}.tar"
    if packed.exists():
        return packed
    making, part = cache / f"making-{os.getpid()}", packed.with_suffix(f".{os.getpid()}")
    making.mkdir(parents=True)
    try:
        words = [SUITE, ",".join(PACKAGES), str(mirror()), " ".join(UNNEEDED), str(part)]
        done = subprocess.run(
            ["unshare", "--mount", "/bin/sh", "-c", MAKE, str(making), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=900,
        )
        assert done.returncode == 0, done.stdout[-3000:]
        for old in cache.glob("debian-*.tar"):
            old.unlink()
        part.rename(packed)
    finally:
        part.unlink(missing_ok=True)
        making.rmdir()
    return packed
