"""How files say what an area is: kind words in Latvian and English, footnotes, rows that stand for no area."""

import re
from dataclasses import dataclass
from functools import lru_cache

from talka.ui.folding import fold

from ..models import Area

Kind = Area.Kind

_MUNICIPAL = (Kind.MUNICIPALITY, Kind.STATE_CITY)
_URBAN = (Kind.STATE_CITY, Kind.TOWN)
_RURAL = (Kind.PARISH, Kind.UNDIVIDED)

KIND_WORDS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("planosanas regions", (Kind.REGION,)),
    ("planosanas regiona", (Kind.REGION,)),
    ("planning region", (Kind.REGION,)),
    ("statistiskais regions", (Kind.STATISTICAL_REGION,)),
    ("statistiska regiona", (Kind.STATISTICAL_REGION,)),
    ("statistical region", (Kind.STATISTICAL_REGION,)),
    ("regions", (Kind.REGION, Kind.STATISTICAL_REGION)),
    ("region", (Kind.REGION, Kind.STATISTICAL_REGION)),
    ("novada pasvaldiba", _MUNICIPAL),
    ("novads", _MUNICIPAL),
    ("novada", _MUNICIPAL),
    ("nov.", _MUNICIPAL),
    ("municipality", _MUNICIPAL),
    ("county", _MUNICIPAL),
    ("rural territory", _RURAL),
    ("pagasts", _RURAL),
    ("pagasta", _RURAL),
    ("pag.", _RURAL),
    ("parish", _RURAL),
    ("republikas pilseta", _URBAN),
    ("valstspilsetas pasvaldiba", _URBAN),
    ("valstspilseta", _URBAN),
    ("valstspilsetas", _URBAN),
    ("pilseta", _URBAN),
    ("pilsetas", _URBAN),
    ("state city", _URBAN),
    ("city", _URBAN),
    ("town", _URBAN),
    ("apkaime", (Kind.NEIGHBOURHOOD,)),
    ("neighbourhood", (Kind.NEIGHBOURHOOD,)),
    ("neighborhood", (Kind.NEIGHBOURHOOD,)),
    ("ciems", (Kind.PLACE, Kind.DENSE_AREA)),
    ("village", (Kind.PLACE, Kind.DENSE_AREA)),
)
"""Longer words before those they end in; the first kind is the one that is meant where several bear the name."""

_INDENT = re.compile(r"^[\s.…]+")
_DOTS = re.compile(r"^[\s. ·•…–-]+")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])(?:\s*[*†‡¹²³⁰⁴-⁹]\)?|\s?\d{1,2}\)|\s?\[\d{1,2}\]|\d{1,2}(?!\d))+$")
_NOTE_IN_BRACKETS = re.compile(r"\s*\(\d{1,2}\)$")
_BRACKETS = re.compile(r"^(?P<base>.*\S)\s*\((?P<within>[^()]+)\)$")
_CODE = re.compile(
    r"^(?P<code>[A-Z]{2}|UNK(?:_[A-Z]+)?|[A-Z]{2}-[A-Z0-9]{2,3}|[A-Z]{2}[A-Z]{0,3}\d[0-9A-Z]{0,7}|[A-Z]{2}Z{1,3}|\d{5,7})"
    r"[\s:;–-]+(?P<name>\S.*)$"
)

_ALL_OF_THEM = frozenset(
    {
        "total", "all", "all territories", "together", "kopa", "pavisam", "visas teritorijas", "visi", "cities",
        "republican cities", "state cities", "municipalities", "counties", "towns", "rural territories", "parishes",
        "regions", "valstspilsetas", "republikas pilsetas", "novadi", "pilsetas", "pagasti", "regioni",
        "euro area", "eirozona", "european union", "eiropas savieniba",
    }
)  # fmt: skip
_UNION = re.compile(r"^(?:EU|EA|EEA|EFTA)-?\d{0,2}(?:_\d{4})?$")
_NOWHERE_WORDS = (
    "unknown", "not known", "not stated", "not specified", "unspecified", "unallocated", "extra-regio", "nezinam",
    "nav zinam", "nav noradit", "nav sadalit", "nesadalit",
)  # fmt: skip
_NOWHERE_CODE = re.compile(r"^(?:UNK(?:_.*)?|[A-Z]{2}Z{1,3})$")

COUNTRIES = {
    "AL": "albania", "AT": "austria", "BA": "bosnia and herzegovina", "BE": "belgium", "BG": "bulgaria",
    "BY": "belarus", "CH": "switzerland", "CY": "cyprus", "CZ": "czechia", "DE": "germany", "DK": "denmark",
    "EE": "estonia", "EL": "greece", "ES": "spain", "FI": "finland", "FR": "france", "GR": "greece",
    "HR": "croatia", "HU": "hungary", "IE": "ireland", "IS": "iceland", "IT": "italy", "LI": "liechtenstein",
    "LT": "lithuania", "LU": "luxembourg", "LV": "latvia", "MD": "moldova", "ME": "montenegro",
    "MK": "north macedonia", "MT": "malta", "NL": "netherlands", "NO": "norway", "PL": "poland",
    "PT": "portugal", "RO": "romania", "RS": "serbia", "RU": "russia", "SE": "sweden", "SI": "slovenia",
    "SK": "slovakia", "TR": "turkey", "UA": "ukraine", "UK": "united kingdom", "XK": "kosovo",
}  # fmt: skip
"""Those that Eurostat's tables name; a label that is one of them is no fault of the file, only no area here."""
_COUNTRY_NAMES = {name: code for code, name in COUNTRIES.items()} | {
    "igaunija": "EE", "lietuva": "LT", "polija": "PL", "somija": "FI", "zviedrija": "SE", "vacija": "DE",
    "danija": "DK", "islande": "IS", "norvegija": "NO",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart, folded. full: all of it; base: without brackets; within: what the brackets say;
    stem: base without its kind word; kinds: what the kind word may mean, none where there is no such word."""

    full: str
    base: str
    within: str
    stem: str
    kinds: tuple[Kind, ...]


def bare(text: str) -> str:
    """The label without the dots that indent it and the footnote it carries."""
    text = _DOTS.sub("", " ".join(text.split()))
    return _NOTE_IN_BRACKETS.sub("", _FOOTNOTE.sub("", text)).strip()


def dots_of(text: str) -> int:
    """How many dots or spaces indent the label."""
    return len(text) - len(_INDENT.sub("", text))


@lru_cache(maxsize=20_000)
def take_apart(text: str) -> Name:
    full = fold(bare(text))
    found = _BRACKETS.match(full)
    base, within = (found["base"], found["within"]) if found else (full, "")
    for word, kinds in KIND_WORDS:
        if base.endswith(word) and len(base) > len(word) and base[-len(word) - 1] == " ":
            return Name(full, base, within, base[: -len(word) - 1], kinds)
        if base.startswith(f"{word} of "):
            return Name(full, base, within, base[len(word) + 4 :], kinds)
    return Name(full, base, within, base, ())


def split_code(text: str) -> tuple[str, str]:
    """Code and name of a label that carries both, as “LV0010000 Riga”; an empty code where it carries none."""
    found = _CODE.match(text.strip())
    if found is None or (len(found["code"]) == 2 and found["code"] not in COUNTRIES):
        return "", text
    return found["code"], found["name"]


def plain_code(code: str) -> str:
    """The code as the index keeps it: capitals; of a local unit (LAU) the seven digits without the country."""
    code = code.strip().upper()
    return code[2:] if re.fullmatch(r"LV\d{7}", code) else code


def is_aggregate(code: str, folded: str) -> bool:
    return folded in _ALL_OF_THEM or bool(_UNION.match(code)) or bool(_UNION.match(folded.upper()))


def is_nowhere(code: str, folded: str) -> bool:
    """A row of people or things whose place is not known: it belongs to no area."""
    return bool(_NOWHERE_CODE.match(code)) or any(word in folded for word in _NOWHERE_WORDS)


def country_of(code: str, folded: str) -> str:
    """The two letters of the country that a code or a country's name speaks of; empty where neither does."""
    letters = re.match(r"^([A-Z]{2})(?=$|-|\d|[A-Z]\d)", code.upper())
    if letters and letters[1] in COUNTRIES:
        return letters[1]
    return _COUNTRY_NAMES.get(folded, "")
