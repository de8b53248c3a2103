"""Numbers, money, dates and spans of time as the reader's language writes them. Source of the forms: CLDR by Babel."""

import datetime as dt
from decimal import Decimal
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language

Number = int | float | Decimal
Moment = dt.date | dt.datetime

# A month has its own form in Latvian on its day (2015. gada 11. februārī) and up to it (līdz 11. februārim).
Case = Literal["", "on", "until"]
_MONTHS: dict[str, list[str]] = {
    "on": [
        "janvārī",
        "februārī",
        "martā",
        "aprīlī",
        "maijā",
        "jūnijā",
        "jūlijā",
        "augustā",
        "septembrī",
        "oktobrī",
        "novembrī",
        "decembrī",
    ],
    "until": [
        "janvārim",
        "februārim",
        "martam",
        "aprīlim",
        "maijam",
        "jūnijam",
        "jūlijam",
        "augustam",
        "septembrim",
        "oktobrim",
        "novembrim",
        "decembrim",
    ],
}

# English of these isles: day before month, a clock of 24 hours.
_LOCALES = {"en": "en_GB"}
NBSP = "\u00a0"


def locale_now() -> Locale:
    """The reader's locale; Latvian where none is active."""
    code = (get_language() or "lv").split("-")[0]
    return Locale.parse(_LOCALES.get(code, code))


def number(value: Number, digits: int | None = None) -> str:
    """1 234,5. digits: exactly so many after the comma; None keeps up to three."""
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale_now())


def euro(value: Number) -> str:
    """Whole euro without cents, else with two: 1 500 € and 1 500,50 €."""
    exact = Decimal(str(value))
    digits = "#,##0" if exact == exact.to_integral_value() else "#,##0.00"
    pattern = f"¤{digits}" if locale_now().language == "en" else f"{digits}{NBSP}¤"
    return format_currency(exact, "EUR", format=pattern, locale=locale_now(), currency_digits=False)


def percent(share: Number, digits: int = 0) -> str:
    """A share of 1 as percent: 0.274 is 27 %."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    sign = "%" if locale_now().language == "en" else NBSP + "%"
    return format_percent(share, format=pattern + sign, locale=locale_now())


def local(value: Moment) -> Moment:
    """A moment in the active time zone; a date stays a date."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day(value: Moment) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def date(value: Moment, weekday: bool = False, case: Case = "") -> str:
    """2015. gada 11. februāris / 11 February 2015, with the day of the week if asked for.

    case: "on" and "until" give the form that a Latvian sentence needs there; English has one form.
    """
    day, locale = _day(local(value)), locale_now()
    text = format_date(day, "long", locale=locale)
    if case and locale.language == "lv":
        text = f"{day.year}. gada {_day_and_month(day, case)}"
    if not weekday:
        return text
    name = format_date(day, "EEEE", locale=locale)
    return f"{text}, {name}" if locale.language == "lv" else f"{name} {text}"


def _day_and_month(day: dt.date, case: Case = "") -> str:
    """11. februāris, in Latvian."""
    return f"{day.day}. {_MONTHS[case][day.month - 1]}" if case else format_date(day, "d. MMMM", locale="lv")


def short_date(value: Moment) -> str:
    """11.02.2015. / 11/02/2015: for narrow columns."""
    return format_date(_day(local(value)), "dd.MM.yyyy." if locale_now().language == "lv" else "dd/MM/yyyy")


def time(value: dt.datetime | dt.time) -> str:
    """10.30 in Latvian, 10:30 in English; 24 hours."""
    moment = timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return format_time(moment, "HH:mm", locale=locale_now())


def times(start: dt.datetime, end: dt.datetime | None) -> str:
    """10:00–11:30, without the day."""
    return f"{time(start)}–{time(end)}" if end else time(start)


def dates(start: Moment, end: Moment | None = None, case: Case = "") -> str:
    """A span of days, said as short as a person would say it, with the times where both ends have one.

    2015. gada 11. februāris, 10:00–17:00; 2015. gada 11.–12. februāris; 2015. gada 30. aprīlis – 2. maijs.
    An end at midnight of the next day counts as the end of the day before.
    """
    start, end = local(start), local(end) if end is not None else None
    with_times = isinstance(start, dt.datetime)
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime) and end > start and end.time() == dt.time(0):
        end_day = _day(end) - dt.timedelta(days=1)
    else:
        end_day = _day(end) if end is not None else _day(start)
    first, last = _day(start), end_day
    if first == last:
        text = date(first, case=case)
        if isinstance(start, dt.datetime) and with_times:
            text += ", " + times(start, end if isinstance(end, dt.datetime) else None)
        return text
    return _span(first, last, case)


def _span(first: dt.date, last: dt.date, case: Case) -> str:
    locale = locale_now()
    if locale.language == "lv":
        if first.year != last.year:
            return f"{date(first, case=case)} – {date(last, case=case)}"
        if first.month != last.month:
            return f"{first.year}. gada {_day_and_month(first, case)} – {_day_and_month(last, case)}"
        return f"{first.year}. gada {first.day}.–{_day_and_month(last, case)}"
    if first.year != last.year:
        return f"{date(first)} – {date(last)}"
    if first.month != last.month:
        return f"{format_date(first, 'd MMMM', locale=locale)} – {date(last)}"
    return f"{first.day}–{date(last)}"


def size(octets: int) -> str:
    """The size of a file or a disk: 340 kB, 1,2 MB, 70 GB."""
    if octets < 1000:
        return f"{octets}{NBSP}B"
    if octets < 1_000_000:
        return f"{number(round(octets / 1000), 0)}{NBSP}kB"
    if octets < 1_000_000_000:
        return f"{number(octets / 1_000_000, 1)}{NBSP}MB"
    return f"{number(octets / 1_000_000_000, 0 if octets >= 10_000_000_000 else 1)}{NBSP}GB"
