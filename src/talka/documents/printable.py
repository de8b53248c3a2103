"""What a character set, a font or a file format cannot hold is taken care of here, before a renderer sees it."""

import struct
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import font_source_sans_pro
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

FONT_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
HOLE = "\N{LOZENGE}"
# Joiners, direction marks, variation selectors and the like draw nothing by themselves.
INVISIBLE = {"Cf", "Mn", "Me"}


@cache
def covered() -> frozenset[int]:
    """Code points the document font can draw, read from the `cmap` table (format 12) of its regular weight."""
    font = (FONT_FOLDER / "SourceSansPro-Regular.ttf").read_bytes()
    tables = {
        font[at : at + 4]: struct.unpack(">L", font[at + 8 : at + 12])[0]
        for at in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16)
    }
    start = tables[b"cmap"]
    points: set[int] = set()
    for record in range(struct.unpack(">H", font[start + 2 : start + 4])[0]):
        offset = start + struct.unpack(">L", font[start + 8 + 8 * record : start + 12 + 8 * record])[0]
        if struct.unpack(">H", font[offset : offset + 2])[0] != 12:
            continue
        for group in range(struct.unpack(">L", font[offset + 12 : offset + 16])[0]):
            first, last, glyph = struct.unpack(">LLL", font[offset + 16 + 12 * group : offset + 28 + 12 * group])
            # Glyph 0 is the drawing of "no such sign".
            points.update(range(first if glyph else first + 1, last + 1))
    return frozenset(points)


def clean(text: str) -> str:
    """Text without what XML and office files cannot hold: control signs but tab and newline, lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in text
        if (sign >= " " or sign in "\t\n")
        and not "\x7f" <= sign <= "\x9f"
        and not "\ud800" <= sign <= "\udfff"
        and sign not in "\ufffe\uffff"
    )


def printable(text: str) -> str:
    """Text the document font can draw: composed, tabs as spaces, one mark for each sign it has no shape for."""
    out = []
    for sign in unicodedata.normalize("NFC", clean(text)).replace("\t", " "):
        if sign == "\n" or ord(sign) in covered():
            out.append(sign)
        elif unicodedata.category(sign) == "Zs":
            out.append(" ")
        elif unicodedata.category(sign) not in INVISIBLE and not 0x1F3FB <= ord(sign) <= 0x1F3FF:
            out.append(HOLE)
    return "".join(out)


class Drawing(str):
    """SVG that we drew ourselves; goes to the renderer as it is."""

    __slots__ = ()


def printable_data(value: object) -> object:
    """The same data, every text in it printable; keys and drawings stay as they are."""
    if isinstance(value, Drawing):
        return value
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): printable_data(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [printable_data(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return printable(str(value))


def long_date(day: date, language: str) -> str:
    """2015. gada 11. februāris; 11 February 2015."""
    return format_date(day, "d MMMM y" if language == "en" else "long", locale=language)


def day_range(first: date, last: date | None, language: str) -> str:
    """One date, or from the first to the last without saying twice what they share."""
    if last is None or last == first:
        return long_date(first, language)
    if first.year != last.year:
        return f"{long_date(first, language)} – {long_date(last, language)}"
    same_month = first.month == last.month
    if language == "en":
        start = f"{first.day}–" if same_month else f"{format_date(first, 'd MMMM', locale=language)} – "
        return start + long_date(last, language)
    if same_month:
        return format_date(last, f"y. 'gada' '{first.day}.–'d. MMMM", locale=language)
    return f"{long_date(first, language)} – {format_date(last, 'd. MMMM', locale=language)}"


def weekday(day: date, language: str) -> str:
    return format_date(day, "EEEE", locale=language)


def number(value: int | float | Decimal, language: str) -> str:
    """A number as people of that language write it: 1 234,5."""
    return format_decimal(value, locale=Locale.parse(language))
