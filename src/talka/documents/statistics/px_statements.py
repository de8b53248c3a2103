"""The statements of a PC-Axis file: KEYWORD[language]("of","what")="value","value"; and, at the end, DATA=….

PC-Axis file format 2013, https://www.scb.se/globalassets/vara-tjanster/px-programmen/px-file_format_specification_2013.pdf
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import arriving, limits

HEAD = re.compile(
    r"\s*(?P<word>[A-Za-z][A-Za-z0-9_-]{0,60})(?:\[(?P<language>[A-Za-z-]{0,20})\])?"
    r"(?:\((?P<of>(?:\s*\"[^\"]*\"(?:\s*,)?)*\s*)\))?\s*="
)
QUOTED = re.compile(r"\"([^\"]*)\"")
PIECE = re.compile(r"\"[^\"]*\"|TLIST\s*\([^)]*\)|[^\s,;\":]+|[,:;]", re.IGNORECASE)
DECLARED = re.compile(rb"CODEPAGE\s*=\s*\"([A-Za-z0-9_-]{1,30})\"", re.IGNORECASE)
START = re.compile(
    rb"[\s\xef\xbb\xbf]*[A-Z][A-Z0-9-]{2,40}(\[[A-Za-z-]{2,12}\])?(\([^)\n]{0,300}\))?\s*=", re.IGNORECASE
)
MOST_STATEMENTS = 500_000


@dataclass(frozen=True)
class Key:
    word: str
    language: str = ""
    of: tuple[str, ...] = ()


@dataclass
class Statements:
    """said: the values of each statement; data: the text after DATA=; data_line: the line that it begins in, from 1."""

    said: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    data: str = ""
    data_line: int = 0

    def values(self, word: str, language: str = "", *of: str) -> tuple[str, ...]:
        return self.said.get(Key(word, language, of), ())

    def first(self, word: str, language: str = "", *of: str) -> str:
        """The one value in that language, else as it stands without one."""
        found = self.values(word, language, *of) or self.values(word, "", *of)
        return found[0] if found else ""


def looks_like_px(content: bytes) -> bool:
    plain = content[:400].replace(b"\x00", b"")
    return START.match(plain) is not None and re.search(rb"\bDATA\s*=", content.replace(b"\x00", b"")) is not None


def text_of(content: bytes) -> str:
    """The file in the code page that it names itself; a name in UTF-8 that it does not name is believed, too."""
    found = DECLARED.search(content[:4_000])
    return arriving.decoded(content, found[1].decode("ascii") if found else "")


def statements_in(text: str, name: str) -> Statements:
    """Refuses what is not closed or holds no DATA."""
    found = Statements()
    at = 0
    while len(found.said) < MOST_STATEMENTS:
        head = HEAD.match(text, at)
        if head is None:
            raise limits.damaged(name, _line_words(text, at))
        word, language = head["word"].upper(), (head["language"] or "").lower()
        if word == "DATA":
            end = text.rfind(";")
            found.data = text[head.end() : end if end >= head.end() else len(text)]
            found.data_line = text.count("\n", 0, head.end()) + 1
            return found
        values, at = _values(text, head.end(), name)
        of = tuple(QUOTED.findall(head["of"] or ""))
        found.said.setdefault(Key(word, language, of), values)
    raise limits.too_many_cells(name)


def _values(text: str, at: int, name: str) -> tuple[tuple[str, ...], int]:
    """The values up to the semicolon: strings that follow one another without a comma are one string."""
    values: list[str] = []
    joins = False
    for found in PIECE.finditer(text, at):
        piece = found[0]
        if piece == ";":
            return tuple(values), found.end()
        if piece in ",:":
            joins = False
        elif piece.startswith('"'):
            if joins:
                values[-1] += piece[1:-1]
            else:
                values.append(piece[1:-1])
            joins = True
        elif piece.upper().startswith("TLIST"):
            values.extend(_periods(piece))
            joins = False
        else:
            values.append(piece)
            joins = False
    raise limits.damaged(name, _line_words(text, at))


def _periods(token: str) -> list[str]:
    """The periods that TLIST gives as a span: TLIST(A1,"2000"-"2003"). Those listed after it are read as values."""
    span = re.search(r"\"(\d{4})\"\s*-\s*\"(\d{4})\"", token)
    if span is None or not 0 <= int(span[2]) - int(span[1]) < 1_000:
        return []
    return [str(year) for year in range(int(span[1]), int(span[2]) + 1)]


def _line_words(text: str, at: int) -> str:
    return _("Line %(line)s cannot be understood.") % {"line": text.count("\n", 0, at) + 1}
