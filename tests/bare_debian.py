"""A bare Debian 12 in a folder: made once a day by debootstrap, then unpacked, entered and thrown away.

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
from collections.abc import Iterator
from pathlib import Path

SUITE = "bookworm"
PACKAGES = ("python3", "python3-venv", "postgresql", "nginx", "systemd", "openssl", "ca-certificates", "iproute2")
"""What the guide for administrators installs, and what a minimal tree lacks of an ordinary Debian."""

UNNEEDED = ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale", "usr/share/man")
NEEDED_HERE = ("debootstrap", "unshare", "nsenter", "chroot", "tar", "ip")
ALONE = ("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child")
NO_SERVICES = "#!/bin/sh\nexit 101\n"
"""Debian's way to say that packages must not start what they bring."""

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/root",
}

FIRST_PROCESS = "mount -t proc proc /proc && echo ready && while sleep 3600; do :; done"


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
    return ""


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
                    return found[1]
    return None


class Tree:
    """Debian below `top`, with a first process that keeps its namespaces."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.first: subprocess.Popen[str] | None = None

    def enter(self) -> None:
        words = [*ALONE, "chroot", str(self.top), "/bin/sh", "-c", FIRST_PROCESS]
        self.first = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True)
        assert self.first.stdout is not None
        assert self.first.stdout.readline() == "ready\n"
        subprocess.run([*self._into(), "ip", "link", "set", "lo", "up"], check=True)

    def run(self, command: str, *, user: str = "", fails: bool = False, timeout: float = 120) -> str:
        """A line of shell in it, by root or `user`; what it says, both ways. It must succeed, or fail where told."""
        words = ["runuser", "-u", user, "--"] if user else []
        done = subprocess.run(
            [*self._into(), "chroot", str(self.top), *words, "/bin/bash", "-c", command],
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
        with (self.top / log.lstrip("/")).open("ab") as said:
            return subprocess.Popen(
                [*self._into(), "chroot", str(self.top), "/bin/bash", "-c", command],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=ENVIRONMENT,
            )

    def _into(self) -> list[str]:
        """The words that bring a command into the namespaces of the first process."""
        assert self.first is not None
        (child,) = Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text().split()
        return ["nsenter", "--target", child, "--mount", "--pid", "--net", "--ipc", "--uts"]

    def leave(self) -> None:
        """End everything in it, by ending its first process."""
        if self.first is None:
            return
        self.first.send_signal(signal.SIGKILL)  # unshare takes its child along, the child's end all others
        self.first.wait(10)
        if self.first.stdout is not None:
            self.first.stdout.close()
        until = time.monotonic() + 10
        while (living := living_in(self.top)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not living, f"processes {living} outlive the tree"


def living_in(top: Path) -> list[int]:
    """Processes whose root is this folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (place / "root").readlink() == top:
                found.append(int(place.name))
    return found


@contextlib.contextmanager
def bare_debian(cache: Path, folder: Path) -> Iterator[Tree]:
    """A fresh tree in `folder`, gone at the end; `cache` keeps the packed one for the day."""
    packed = _packed(cache)
    top = folder / "debian"
    top.mkdir()
    tree = Tree(top)
    try:
        subprocess.run(["tar", "--directory", top, "--extract", "--file", packed], check=True)
        tree.enter()
        yield tree
    finally:
        try:
            tree.leave()
        finally:
            shutil.rmtree(top, ignore_errors=True)


def _packed(cache: Path) -> Path:
    """Today's tree as one file; made where it is missing, those of other days removed."""
    mark = hashlib.sha256(" ".join((SUITE, *PACKAGES, *UNNEEDED)).encode()).hexdigest()[:8]
    packed = cache / f"debian-{dt.datetime.now(dt.UTC):%Y-%m-%d}-{mark}.tar"
    if packed.exists():
        return packed
    cache.mkdir(parents=True, exist_ok=True)
    making = cache / f"making-{os.getpid()}"
    part = packed.with_suffix(f".{os.getpid()}")
    try:
        _make(making)
        subprocess.run(["tar", "--directory", making, "--create", "--file", part, "."], check=True)
        for old in cache.glob("debian-*.tar"):
            old.unlink()
        part.rename(packed)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        part.unlink(missing_ok=True)
    return packed


def _make(top: Path) -> None:
    """Fetched and unpacked by us, configured in namespaces of its own, where nothing it starts can stay."""
    words = ["debootstrap", "--foreign", "--variant=minbase", f"--include={','.join(PACKAGES)}", SUITE, str(top)]
    _quietly([*words, str(mirror())])
    if (top / "proc").is_symlink():  # as debootstrap leaves it where it runs in a container itself
        (top / "proc").unlink()
        (top / "proc").mkdir()
    policy = top / "usr/sbin/policy-rc.d"
    policy.write_text(NO_SERVICES)
    policy.chmod(0o755)
    (top / "etc/dpkg/dpkg.cfg.d").mkdir(exist_ok=True)
    (top / "etc/dpkg/dpkg.cfg.d/quick").write_text("force-unsafe-io\n")  # a tree for a day need not survive a power cut
    second = "mount -t proc proc /proc && exec /debootstrap/debootstrap --second-stage"
    _quietly([*ALONE, "chroot", str(top), "/bin/sh", "-c", second])
    for name in UNNEEDED:
        shutil.rmtree(top / name, ignore_errors=True)


def _quietly(words: list[str]) -> None:
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-3000:]}"
