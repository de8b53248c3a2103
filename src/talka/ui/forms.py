"""How forms are drawn: our templates for every Django form, and inputs that browsers understand."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.functional import cached_property

from .refusals import Refusal


class TalkaFormRenderer(DjangoTemplates):
    """Our form templates first, Django's own where we have none, then those of rooms with widgets of their own."""

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": False,
                "DIRS": [
                    Path(__file__).parent / "templates",
                    Path(django.forms.__file__).parent / "templates",
                ],
                "NAME": "talkaforms",
                "OPTIONS": {
                    "builtins": ["django.templatetags.i18n", "talka.ui.templatetags.talka"],
                    "loaders": [("django.template.loaders.cached.Loader", ["talka.ui.template_loader.Loader"])],
                },
            }
        )


class NumberField(forms.DecimalField):
    """A number as people write it, whatever the language of the page: 1200.5, 1 200,5 or −3. Whether 1,200 is a
    thousand and more nobody knows: it is read as the page's language has it, or not at all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"localize": True} | kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value).replace("−", "-")
            if re.fullmatch(r"-?\d+,(\d{1,2}|\d{4,})", value):
                value = value.replace(",", ".")
        return super().to_python(value)


class EuroField(NumberField):
    """Money in euro, none below nothing, as people write it: 1200, 1 200,50 or 1200.50 €."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 12, "decimal_places": 2} | kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("€", "")
        return super().to_python(value)


class DateInput(forms.DateInput):
    """The browser's own calendar; its value is always ISO, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """Local date and time in one field; the form field must accept %Y-%m-%dT%H:%M (Django's does)."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class CodeInput(forms.TextInput):
    """A short code typed from a screen or a name card: no suggestions, no capital letters forced on."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input-code"}
        super().__init__(plain | (attrs or {}))


def tried(form: forms.BaseForm, deed: Callable[[], object], field: str | None = None) -> int:
    """Do it, if the form is right: 0 where it is done, else the status of the answer. What is refused becomes an error
    of the form, or of the field it is about; who may not do it at all is told so on a page of its own."""
    if not form.is_valid():
        return 422
    try:
        deed()
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else field, refusal.text())
        return refusal.status
    return 0


def sent(request: HttpRequest, form: forms.BaseForm, deed: Callable[[], object], field: str | None = None) -> int:
    """`tried`, where the form was sent; 200 where its page is only opened."""
    return tried(form, deed, field) if request.method == "POST" else 200
