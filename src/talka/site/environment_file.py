"""Settings by environment file, in the syntax of systemd's EnvironmentFile: service and commands read the same.

# a comment
TALKA_URL=https://talka.example.lv
TALKA_FROM="Talka <talka@example.lv>"
"""

import os
import re
from pathlib import Path

from talka.site.trouble import Trouble

VARIABLE = "TALKA_ENV"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./?&~-]*")
ESCAPED = '"\\`$'
"""What a backslash takes its meaning from, between double quotes."""


def take_over() -> None:
    """Put the settings of the file that TALKA_ENV names into the environment; what stands there already is kept."""
    place = os.environ.get(VARIABLE)
    if not place:
        return
    for name, value in read(Path(place)).items():
        os.environ.setdefault(name, value)


def read(path: Path) -> dict[str, str]:
    """The settings in `path`. Trouble where it cannot be read or a line is no setting."""
    try:
        text = path.read_text(encoding="utf-8")
    except PermissionError:
        raise Trouble(
            f"{path}, which {VARIABLE} names, may not be read by this user.",
            "It holds secrets: run the command as the user of the service, `runuser -u talka -- talka …`.",
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "it is no text in UTF-8"
        raise Trouble(
            f"{path}, which {VARIABLE} names, cannot be read: {reason}.", "`talka setup` writes such a file."
        ) from None
    return parse(text, str(path))


def parse(text: str, where: str) -> dict[str, str]:
    """The settings in a text; a later line counts. `where` is for the words of Trouble."""
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[place:end].strip()
        if not line or line[0] in "#;":
            place = end + 1
            continue
        number = text.count("\n", 0, place) + 1
        name, sign, _rest = text[place:end].partition("=")
        if not sign or not NAME.fullmatch(name.strip()):
            raise Trouble(f"{where}, line {number}: “{name.strip()[:40]}” is no setting.", "A line is NAME=value.")
        value, place = _value(text, place + len(name) + 1, f"{where}, line {number}")
        found[name.strip()] = value
    return found


def _value(text: str, place: int, where: str) -> tuple[str, int]:
    """The value that begins at `place`, and where the next line begins."""
    parts: list[str] = []
    blanks = ""
    quote = ""
    while place < len(text):
        sign = text[place]
        place += 1
        if quote != "'" and sign == "\\" and place < len(text):
            following = text[place]
            place += 1
            if following == "\n":
                continue
            kept = following if not quote or following in ESCAPED else sign + following
            parts.append(blanks + kept)
            blanks = ""
        elif quote:
            if sign == quote:
                quote = ""
            else:
                parts.append(sign)
        elif sign == "\n":
            return "".join(parts), place
        elif sign in "\"'" and not parts and not blanks.strip():
            quote, blanks = sign, ""
        elif sign.isspace():
            blanks += sign if parts else ""
        else:
            parts.append(blanks + sign)
            blanks = ""
    if quote:
        raise Trouble(f"{where}: a quotation mark {quote} is not closed.")
    return "".join(parts), place


def line(name: str, value: str) -> str:
    """One line of such a file. Trouble where the value cannot stand in it."""
    if "\n" in value or "\0" in value:
        raise Trouble(f"The value of {name} goes over several lines.", "Give it in one line.")
    if PLAIN.fullmatch(value):
        return f"{name}={value}"
    return f'{name}="' + "".join("\\" + sign if sign in ESCAPED else sign for sign in value) + '"'
