"""One cell to one value: what people write for dates, numbers, yes and no, in the ways they write them."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from .printable import clean
from .sheets import Column, unguarded
from .workbooks import ErrorValue, Formula

YES = {"jā", "ja", "yes", "y", "1", "true", "x", "✓", "✔", "patiess", "да"}
NO = {"nē", "ne", "no", "n", "0", "false", "aplams", "нет", "-", "–"}
DAY_FIRST = re.compile(r"(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})\.?")
YEAR_FIRST = re.compile(r"(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})\.?")
CLOCK = re.compile(r"[T ,]+(?:plkst\. ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.0+)?)?$")
BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009'")


class CellFault(ValueError):
    """A cell is not what its column asks for."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


def value_of(raw: object, column: Column) -> object:
    """The cell's value: "" or None for an empty one. Raises CellFault."""
    if isinstance(raw, Formula):
        raise CellFault(
            _("The cell holds a formula without a result."),
            _("Open the file in a spreadsheet program and save it anew, or put the value in place of the formula."),
        )
    if isinstance(raw, ErrorValue):
        raise CellFault(_("The cell holds the error %(error)s.") % {"error": raw.sign}, _("Correct the formula."))
    empty = raw is None or (isinstance(raw, str) and not raw.strip())
    if empty:
        if column.required:
            raise CellFault(_("This must be filled in."), _example(column))
        return "" if column.kind == "text" else None
    value = _typed(raw, column)
    if column.choices is not None:
        value = _choice(str(value), column)
    if isinstance(value, str) and len(value) > column.longest:
        raise CellFault(
            _("The text has %(length)s characters; at most %(longest)s are possible.")
            % {"length": len(value), "longest": column.longest},
            _("Make it shorter."),
        )
    if column.check is not None and (wrong := column.check(value)):
        raise CellFault(str(wrong), _example(column))
    return value


def _example(column: Column) -> str:
    return _("For example: %(example)s") % {"example": column.example} if column.example else ""


def _typed(raw: object, column: Column) -> object:
    match column.kind:
        case "integer" | "decimal":
            return _number(raw, column)
        case "date":
            moment = _moment(raw)
            if moment.time() != time():
                raise CellFault(_("A date without a time of day is needed here."), _("For example: 11.02.2015"))
            return moment.date()
        case "datetime":
            return _moment(raw)
        case "boolean":
            return _truth(raw)
    return _text(raw)


def _text(raw: object) -> str:
    """Any cell as text, as it stood in the sheet: 371.0 is 371, a date is day.month.year."""
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, datetime):
        return f"{raw:%d.%m.%Y}" if raw.time() == time() else f"{raw:%d.%m.%Y %H:%M}"
    if isinstance(raw, date):
        return f"{raw:%d.%m.%Y}"
    return unguarded(clean(str(raw)))


def _number(raw: object, column: Column) -> int | Decimal:
    if isinstance(raw, bool | date):
        raise CellFault(_("This is not a number."), _example(column))
    if isinstance(raw, int | float | Decimal):
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    else:
        text = unguarded(str(raw)).translate(BLANKS).replace("−", "-")
        if text.count(",") == 1 and text.count(".") == 0:
            text = text.replace(",", ".")
        elif "," in text and "." in text:
            # Of the two signs the last one parts the decimals.
            thousands, point = (",", ".") if text.rfind(".") > text.rfind(",") else (".", ",")
            text = text.replace(thousands, "").replace(point, ".")
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text) or len(text) > 40:
            raise CellFault(_("“%(text)s” is not a number.") % {"text": str(raw)[:60]}, _example(column))
        try:
            number = Decimal(text)
        except InvalidOperation as fault:  # pragma: no cover - the pattern lets only numbers through
            raise CellFault(_("This is not a number."), _example(column)) from fault
    if not number.is_finite():
        raise CellFault(_("This is not a number."), _example(column))
    if column.kind == "decimal":
        return number
    if number != number.to_integral_value():
        raise CellFault(_("A whole number is needed here."), _example(column))
    return int(number)


def _moment(raw: object) -> datetime:
    if isinstance(raw, datetime):
        return raw
    if isinstance(raw, date):
        return datetime.combine(raw, time())
    wrong = CellFault(_("“%(text)s” is not a date.") % {"text": str(raw)[:60]}, _("For example: 11.02.2015"))
    if not isinstance(raw, str):
        raise wrong
    text = unguarded(raw)
    clock = CLOCK.search(text)
    day = text[: clock.start()] if clock else text
    if found := DAY_FIRST.fullmatch(day.replace(" ", "")):
        parts = (int(found[3]), int(found[2]), int(found[1]))
    elif found := YEAR_FIRST.fullmatch(day.replace(" ", "")):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    else:
        raise wrong
    try:
        hours = (int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else (0, 0, 0)
        return datetime(*parts, *hours)  # noqa: DTZ001  sheets hold local times without a zone
    except ValueError:
        raise wrong from None


def _truth(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    text = (str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)).strip().casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise CellFault(_("“%(text)s” is neither yes nor no.") % {"text": str(raw)[:60]}, _("Write yes or no."))


def _choice(text: str, column: Column) -> str:
    choices = column.choices or {}
    wanted = text.strip().casefold()
    for key, words in choices.items():
        names = {key.casefold(), str(words).casefold()}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                names.add(str(words).strip().casefold())
        if wanted in names:
            return key
    raise CellFault(
        _("“%(text)s” is not one of the possible values.") % {"text": text[:60]},
        _("Possible: %(values)s") % {"values": ", ".join(str(words) for words in choices.values())},
    )
