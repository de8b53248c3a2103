"""A pasted text is cut into parts at its headings."""

import re
from dataclasses import dataclass

LONGEST_HEADING = 300
LONGEST_PART = 20_000
"""Characters of one part: what is longer is cut at a line."""
MARKED = re.compile(r"^#{1,6}\s+(?P<words>\S.*?)\s*#*$")
NUMBERED = re.compile(r"^(?:§\s*)?(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)]?|[IVXLC]{1,6}[.)])\s+\S")
SENTENCE = re.compile(r"[.;:,]$")
SHORT = 120
"""A line that is longer is no heading, whatever it begins with."""


@dataclass(frozen=True)
class Part:
    heading: str
    text: str


def split_text(text: str, first: str) -> list[Part]:
    """Parts in their order. A heading is a line marked with #, a short numbered line that is no sentence ("1.2. Goals",
    "IV. Roads") or a short line in capitals. first: the heading of what stands before the first one."""
    found: list[tuple[str, list[str]]] = [(first, [])]
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        heading = heading_of(line)
        if heading:
            found.append((heading, []))
        else:
            found[-1][1].append(line.rstrip())
    parts = [(heading, "\n".join(lines).strip("\n")) for heading, lines in found]
    if not parts[0][1].strip():
        parts = parts[1:]
    return [part for heading, body in parts for part in _cut(heading, body)]


def heading_of(line: str) -> str:
    """The heading that the line is; "" where it is none."""
    words = line.strip()
    if not words or len(words) > LONGEST_HEADING:
        return ""
    if marked := MARKED.match(words):
        return marked["words"]
    if len(words) > SHORT or SENTENCE.search(words):
        return ""
    letters = [sign for sign in words if sign.isalpha()]
    shouted = len(letters) >= 4 and all(sign.isupper() for sign in letters)
    return words if shouted or NUMBERED.match(words) else ""


def _cut(heading: str, text: str) -> list[Part]:
    """A part that is too long in several under the same heading, cut at ends of lines where there are any."""
    pieces = []
    while len(text) > LONGEST_PART:
        at = text.rfind("\n", 1, LONGEST_PART)
        at = at if at > 0 else LONGEST_PART
        pieces.append(text[:at])
        text = text[at:].lstrip("\n")
    pieces.append(text)
    if len(pieces) == 1:
        return [Part(heading, text)]
    room = heading[: LONGEST_HEADING - 10]
    return [Part(f"{room} ({number})", piece) for number, piece in enumerate(pieces, 1)]
