"""As whom PostgreSQL runs. It refuses to be root, so root starts it as a system user who owns its folder only."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talka.site.trouble import Trouble

USER = "talka"
_PASSING = (
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--securebits=+no_setuid_fixup",  # without it access(2), by which PostgreSQL looks for its own file, forgets them
)


@dataclass(frozen=True)
class Owner:
    """`uid` and `gid` are None where the present user runs everything; `prefix` goes before each program."""

    uid: int | None = None
    gid: int | None = None
    prefix: tuple[str, ...] = ()

    def command(self, *words: str | Path) -> list[str]:
        return [*self.prefix, *map(str, words)]

    def options(self) -> dict[str, Any]:
        """Arguments for subprocess: with a prefix it changes the user itself."""
        if self.uid is None or self.prefix:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def owner_for(base: Path, programs: Path) -> Owner:
    """Who is to run the cluster whose folder is `base` (it need not exist; the folder above it does)."""
    if os.geteuid() != 0:
        if base.exists() and base.stat().st_uid != os.geteuid():
            raise Trouble(
                f"The database in {base} belongs to another user ({_name(base.stat().st_uid)}).",
                f"Start Talka as that user or as root, or give it to you: sudo chown -R $(id -u) '{base}'",
            )
        return Owner()
    account = _account(base)
    plain = Owner(account.pw_uid, account.pw_gid)
    if _reaches(plain, base.parent, programs):
        return plain
    passing = _with_capability(plain)
    if passing is not None and _reaches(passing, base.parent, programs):
        return passing
    raise Trouble(
        f"The database must not run as root, and the user {account.pw_name} cannot reach {base.parent} or {programs}.",
        "Start Talka as an ordinary user, or set TALKA_VAR to a folder others may pass through (e.g. /var/lib/talka)"
        + (", or install util-linux (setpriv)." if shutil.which("setpriv") is None else ".")
        + " A container would need the capability DAC_OVERRIDE.",
    )


def _account(base: Path) -> pwd.struct_passwd:
    """Data made earlier by an ordinary user stays that user's; else our own system user."""
    if base.exists() and (uid := base.stat().st_uid):
        try:
            return pwd.getpwuid(uid)
        except KeyError:  # copied from another machine: it becomes ours
            pass
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        pass
    if shutil.which("useradd", path=_SYSTEM):
        words = [
            "useradd",
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
        ]
    elif shutil.which("adduser", path=_SYSTEM):  # busybox
        words = ["adduser", "-S", "-D", "-H", "-s", "/sbin/nologin"]
    else:
        raise Trouble(
            f"The database must not run as root, and there is no program here to make the user {USER}.",
            "Start Talka as an ordinary user, or set DATABASE_URL.",
        )
    made = subprocess.run([*words, USER], capture_output=True, text=True, env={"PATH": _SYSTEM})
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        raise Trouble(
            f"The system user {USER}, as whom the database would run, could not be made: {made.stderr.strip()}",
            "Start Talka as an ordinary user, or make that user yourself.",
        ) from None


_SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def _with_capability(plain: Owner) -> Owner | None:
    """The same user, who may pass through closed folders: nothing on disk has to be opened up for it."""
    setpriv = shutil.which("setpriv", path=_SYSTEM)
    if setpriv is None:
        return None
    change = (f"--reuid={plain.uid}", f"--regid={plain.gid}", "--clear-groups", *_PASSING)
    return Owner(plain.uid, plain.gid, (setpriv, *change, "--"))


def _reaches(owner: Owner, above: Path, programs: Path) -> bool:
    """Tried, not computed: access lists and mount options count as well."""
    script = (
        'cd "$1" && "$2/postgres" --version && "$2/initdb" --version && test -r "$2/../share/postgresql/postgres.bki"'
    )
    words = owner.command("/bin/sh", "-c", script, "sh", above, programs)
    try:
        return subprocess.run(words, capture_output=True, cwd="/", **owner.options()).returncode == 0
    except OSError:
        return False


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
