"""Months after a day: by them reviews of advice and of peers are due."""

import datetime as dt


def months_later(day: dt.date, months: int) -> dt.date:
    """So many months after a day; where the month is shorter, its last day."""
    year, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + year, month + 1, 1)
    last = ((first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)).day
    return first.replace(day=min(day.day, last))
