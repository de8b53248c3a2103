"""The texts of the files for systemd, nginx and the shell, filled in from the answers."""

import shlex
from pathlib import Path
from string import Template

from talka.site.installation.answers import Answers

FOLDER = Path(__file__).parent / "patterns"

PLACES = {
    "talka.service": "etc/systemd/system/talka.service",
    "talka-backup.service": "etc/systemd/system/talka-backup.service",
    "talka-backup.timer": "etc/systemd/system/talka-backup.timer",
    "nginx.conf": "etc/nginx/sites-available/talka",
    "talka.sh": "usr/local/bin/talka",
}
"""Where each pattern goes, below / or the folder for review."""


def filled(name: str, answers: Answers, *, group: str, env_file: Path, program: Path) -> str:
    """The text of one pattern. `program` is the `talka` command that the units start."""
    homes = any(
        path.is_relative_to(home) for path in (answers.var, program) for home in ("/home", "/root", "/run/user")
    )
    around = answers.around
    files = answers.settings.get("TALKA_FILES", "")
    serves = [str(answers.var), *([files] if files and not Path(files).is_relative_to(answers.var) else [])]
    keeps = [*serves, *([around.backup_to] if around.backup_to else [])]
    shell = name == "talka.sh"
    values = {
        "user": around.user,
        "group": group,
        "env_file": _word(env_file, shell),
        "var": _word(answers.var, shell),
        "talka": _word(program, shell),
        "backup_words": (f" --to {_word(Path(around.backup_to), shell)}" if around.backup_to else "")
        + (f" --encrypt-to {around.backup_encrypt_to}" if around.backup_encrypt_to else ""),
        "written": " ".join(_word(Path(path), shell) for path in keeps),
        "served": " ".join(_word(Path(path), shell) for path in serves),
        "protect_home": "read-only" if homes else "yes",
        "host": f"[{answers.settings['HOST']}]" if ":" in answers.settings["HOST"] else answers.settings["HOST"],
        "port": answers.settings["PORT"],
        "name": answers.name,
        "certificate": answers.certificate,
        "key": answers.key,
    }
    return Template((FOLDER / name).read_text(encoding="utf-8")).substitute(values)


def _word(path: Path, shell: bool) -> str:
    """A path as systemd or the shell takes it for one word."""
    if shell:
        return shlex.quote(str(path))
    return str(path).replace("%", "%%").replace("\\", "\\\\").replace(" ", "\\x20").replace("$", "$$")
