"""Two versions of one form side by side: what stands now and what a person typed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.ui import numbers


@dataclass(frozen=True)
class Difference:
    """One field where the two differ, each as a person would read it."""

    label: str
    theirs: str
    yours: str


def differences(
    form: forms.Form, stored: Mapping[str, Any], leave_out: tuple[str, ...] = ("version",)
) -> list[Difference]:
    """Fields of a valid bound form that differ from what is stored; `stored` has the shape of the form's initial."""
    rows = []
    for name, field in form.fields.items():
        if name in leave_out:
            continue
        theirs = _words(field, _comparable(field, stored.get(name)))
        yours = _words(field, _comparable(field, form.cleaned_data.get(name)))
        if theirs != yours:
            rows.append(Difference(str(field.label or name), theirs or "–", yours or "–"))
    return rows


def _comparable(field: forms.Field, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, second=0, microsecond=0)
    return value


def _words(field: forms.Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, LazyI18nString):
        data = value.data if isinstance(value.data, dict) else {"": value.data}
        return "\n".join(f"{code.upper()}: {text}" if code else str(text) for code, text in data.items() if text)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelChoiceField) and not hasattr(value, "__iter__"):
        return str(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        return str(labels.get(value, value))
    if isinstance(value, dt.datetime):
        return f"{numbers.short_date(value)} {value:%H:%M}"
    if isinstance(value, dt.date):
        return numbers.short_date(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, list | tuple) or hasattr(value, "all"):
        return ", ".join(sorted(str(each) for each in value))
    return str(value)
