"""`talka setup`: in which order an installation is made, and what it says of it."""

import argparse
import json
import os
import pwd
import subprocess
import sys
from dataclasses import asdict, fields
from pathlib import Path

from talka.site import environment_file
from talka.site.installation.answers import Answers, Around, gather
from talka.site.installation.files import Place, Writer
from talka.site.installation.patterns import PLACES, filled
from talka.site.output import say
from talka.site.trouble import Trouble

HEAD = """\
# Settings of Talka, read by its service and, named by TALKA_ENV, by every `talka` command. What each of them means:
# docs/administrators/settings.md. After a change: systemctl restart talka
"""
ENV_FILE = Path("/etc/talka/talka.env")
"""Where the service looks for it, also while it still lies in a folder for review."""

KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH")
"""What a step takes over from the caller beside the settings."""


class Setup:
    """One run. `top` is / or a folder in which everything lies as it will lie below /."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.root = os.geteuid() == 0
        self.system: bool = given.system
        self.top = Path("/") if self.system else Path(given.into).absolute()
        if self.system and not self.root:
            raise Trouble("--system writes to /etc, which only root may.", "Leave it out to write into a folder.")
        self.env_file = self.top / ENV_FILE.relative_to("/")
        before = environment_file.read(self.env_file) if self.env_file.exists() else {}
        self.around_file = self.env_file.with_name("setup.json")
        self.answers: Answers = gather(given, before, around=_remembered(self.around_file))
        try:
            self.account = pwd.getpwnam(self.answers.around.user)
        except KeyError:
            raise Trouble(
                f"There is no user {self.answers.around.user} on this machine, as whom the service would run.",
                f"Make it: adduser --system --group --home {self.answers.var} {self.answers.around.user}",
            ) from None
        if not self.root and self.account.pw_uid != os.geteuid():
            raise Trouble(
                f"The service would run as {self.answers.around.user}, and only root or that user can set it up.",
                f"Call it as that one, or name yourself: --user {pwd.getpwuid(os.geteuid()).pw_name}",
            )
        if not self.account.pw_uid:
            raise Trouble("The service does not run as root.", "Give another user: --user talka")

    def run(self) -> int:
        program = _program()
        writer = Writer(self.top, self.env_file.with_name("written.json"), say)
        say(f"Files{'' if self.system else f', for review, below {self.top}'}")
        self._write(writer, program)
        settings = environment_file.read(self.env_file)  # where somebody has changed it, what they say is in force
        self._make_var(Path(settings["TALKA_VAR"]))
        say("Database")
        self._do(settings, "prepare")
        if self.answers.administrator:
            say("Administrator")
            self._do(settings, "administrator", self.answers.administrator, self.answers.administrator_name)
        self._say_what_remains(writer, settings)
        return 0

    def _write(self, writer: Writer, program: Path) -> None:
        settings = self.answers.settings
        text = HEAD + "".join(f"{environment_file.line(name, value)}\n" for name, value in settings.items())
        # the service may read its settings, and not change them
        place = Place(self.env_file, 0o640, 0, self.account.pw_gid) if self.root else Place(self.env_file, 0o600)
        self.env_file.parent.mkdir(parents=True, exist_ok=True)
        writer.write(place, text, lambda there: environment_file.parse(there, str(self.env_file)) == settings)
        self.around_file.write_text(json.dumps(asdict(self.answers.around), indent=1) + "\n", encoding="utf-8")
        group = _group(self.account.pw_gid)
        for name, below in PLACES.items():
            path = self.top / below
            if self.system and name == "nginx.conf" and not path.parent.is_dir():
                path = self.env_file.with_name("nginx.conf")  # no nginx here: it may run on another machine
            mode = 0o755 if name == "talka.sh" else 0o644
            words = filled(name, self.answers, group=group, env_file=ENV_FILE, program=program)
            writer.write(Place(path, mode), words)

    def _make_var(self, var: Path) -> None:
        """The one folder that the service writes to, its own and closed to strangers; and the folder of backups."""
        for folder in (var, *([Path(self.answers.around.backup_to)] if self.answers.around.backup_to else [])):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                if self.root:
                    os.chown(folder, self.account.pw_uid, self.account.pw_gid)
                folder.chmod(0o750)
            except OSError as fault:
                raise Trouble(
                    f"{folder} cannot be made ready: {fault.strerror}.",
                    f"As root: install -d -o {self.answers.around.user} -m 0750 {folder}",
                ) from None

    def _do(self, settings: dict[str, str], *words: str) -> None:
        """A step as the service's user, with its settings and nothing else of the caller's."""
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment |= settings | {"HOME": settings["TALKA_VAR"], "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "talka.site.installation.first_start", *words]
        place = settings["TALKA_VAR"]
        try:
            if self.root:
                done = subprocess.run(
                    command,
                    env=environment,
                    cwd=place,
                    umask=0o027,
                    user=self.account.pw_uid,
                    group=self.account.pw_gid,
                    extra_groups=[],
                )
            else:
                done = subprocess.run(command, env=environment, cwd=place, umask=0o027)
        except PermissionError:
            raise Trouble(
                f"{self.answers.around.user} may not run {sys.executable}.",
                "Install Talka where everybody may read it, as in /opt/talka.",
            ) from None
        if done.returncode:
            raise Trouble("Setup stopped there. The files above are written.", "Mend it and call setup again.")

    def _say_what_remains(self, writer: Writer, settings: dict[str, str]) -> None:
        rest = [f"look at the difference: diff -u {path} {path}.new" for path in writer.beside]
        if not settings.get("EMAIL_URL"):
            rest.append("letters wait in the outbox until setup is called with --email-url and --from")
        if not self.answers.administrator:
            rest.append("make an administrator: talka setup --administrator ADDRESS")
        if not self.system:
            rest.append(f"read what lies below {self.top}, and as root put it in its place: cp -a {self.top}/. /")
            rest.append(f"until then commands find their settings by: export TALKA_ENV={self.env_file}")
        rest.append("start it: systemctl daemon-reload && systemctl enable --now talka.service talka-backup.timer")
        rest.append(f"get a certificate for {self.answers.name}, as {self.answers.certificate}")
        rest.append(
            "let nginx serve it: ln -sf ../sites-available/talka /etc/nginx/sites-enabled/talka && "
            "nginx -t && systemctl reload nginx"
        )
        if not self.answers.around.backup_encrypt_to:
            rest.append("let nobody who finds a backup read it: talka backup-key, then setup --backup-encrypt-to KEY")
        rest.append("see what is still unsafe: talka check --deploy")
        say("What remains")
        for number, words in enumerate(rest, 1):
            say(f"  {number}. {words}")


def _remembered(path: Path) -> Around:
    """What an earlier run was told beside the settings; unreadable, it is as if there had been none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Around()
    names = {field.name for field in fields(Around)}
    return Around(**{name: str(value) for name, value in found.items() if name in names})


def _program() -> Path:
    program = Path(sys.executable).with_name("talka")
    return program if program.exists() else Path(sys.argv[0]).absolute()


def _group(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
