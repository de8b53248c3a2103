"""Form fields made of the questions of the path; what they clean is what is kept (path/answers.py)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.ui.forms import DateInput, EuroField

from ..path.answers import LONGEST, LONGEST_LINE, MOST_ROWS, SAID, amount
from ..path.legal import form_names
from ..path.reading import said_words
from ..path.register import Choice, Column, Question

SPARE = 2
"""Empty rows below those that are filled."""
NOTHING = [("", "—")]
Chosen = list[tuple[str, Any]]
Names = Sequence[tuple[str, str]]


def chosen(choices: Iterable[Choice]) -> Chosen:
    return [(choice.key, str(choice.label)) for choice in choices]


def kept(value: Any) -> Any:
    """What a field cleaned, as plain data."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else value


def shown(kind: str, value: Any) -> Any:
    """What is kept, as an input shows it: numbers as the language writes them."""
    return amount(value) if kind in ("number", "money") and isinstance(value, str) and value else value


def single(asked: Question | Column, partners: Names) -> forms.Field:
    """The field of one question or cell that is no list and no table."""
    given: dict[str, Any] = {"required": False, "label": str(asked.label)}
    if asked.kind == "text":
        return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **given)
    if asked.kind == "choice":
        return forms.ChoiceField(choices=NOTHING + chosen(asked.choices), **given)
    if asked.kind == "yes_no":
        return forms.ChoiceField(choices=[*NOTHING, ("yes", _("yes")), ("no", _("no"))], **given)
    if asked.kind == "partner":
        return forms.ChoiceField(choices=[*NOTHING, *partners], **given)
    if asked.kind == "legal_form":
        return forms.ChoiceField(choices=NOTHING + [(key, str(name)) for key, name in form_names().items()], **given)
    if asked.kind == "date":
        return forms.DateField(widget=DateInput, **given)
    if asked.kind == "money":
        return EuroField(**given)
    if asked.kind == "number":
        return forms.DecimalField(max_digits=16, decimal_places=4, localize=True, **given)
    return forms.CharField(max_length=LONGEST_LINE, **given)


class AnswerWidget(forms.MultiWidget):
    """Yes, partly, no or not known, and words beside it."""

    template_name = "cooperation/path/answer_widget.html"

    def __init__(self, choices: Chosen) -> None:
        super().__init__({"said": forms.Select(choices=choices), "words": forms.Textarea(attrs={"rows": 2})})

    def decompress(self, value: Any) -> list[Any]:
        said = value if isinstance(value, Mapping) else {}
        return [said.get("said", ""), said.get("words", "")]


class AnswerField(forms.MultiValueField):
    """An answer of a checklist."""

    def __init__(self, **kwargs: Any) -> None:
        words = said_words()
        choices = NOTHING + [(key, words[key]) for key in SAID]
        fields = (
            forms.ChoiceField(choices=choices, required=False),
            forms.CharField(max_length=LONGEST, required=False),
        )
        super().__init__(fields, required=False, require_all_fields=False, widget=AnswerWidget(choices), **kwargs)

    def compress(self, data_list: list[Any]) -> dict[str, str]:
        said, words = data_list or ["", ""]
        return {name: value for name, value in (("said", said), ("words", words)) if value}


class TableWidget(forms.Widget):
    """Rows of inputs: those that are filled, and a few empty ones. A row that is emptied goes."""

    template_name = "cooperation/path/table_widget.html"
    use_fieldset = True

    def __init__(self, columns: Mapping[str, forms.Field]) -> None:
        super().__init__()
        self.columns = columns

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, Any]]:
        number = data.get(f"{name}-rows", "")
        rows = min(int(number), MOST_ROWS) if number.isascii() and number.isdigit() and len(number) < 4 else 0
        return [{key: data.get(f"{name}-{row}-{key}", "").strip() for key in self.columns} for row in range(rows)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-rows" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        filled = [row for row in value or [] if any(row.values())]
        rows = [*filled, *({} for _spare in range(min(SPARE, MOST_ROWS - len(filled))))]
        context["widget"] |= {
            "heads": [field.label for field in self.columns.values()],
            "rows": [self._cells(name, number, row) for number, row in enumerate(rows)],
            "count": len(rows),
        }
        return context

    def _cells(self, name: str, number: int, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        cells = []
        for key, field in self.columns.items():
            attrs = field.widget_attrs(field.widget) | {
                # The summary of faults leads to the first input of a group by this id.
                "id": f"id_{name}-{number}-{key}" if number or cells else f"id_{name}_0",
                "aria-label": _("%(column)s, row %(row)s") % {"column": field.label, "row": number + 1},
            }
            html = field.widget.render(f"{name}-{number}-{key}", row.get(key, ""), attrs, renderer=self.renderer)
            cells.append({"label": field.label, "html": html})
        return cells

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        self.renderer = renderer
        return super().render(name, value, attrs, renderer)


class TableField(forms.Field):
    """A question that is a table; cleaned it is a list of rows with what is filled."""

    default_error_messages = {"cell": gettext_lazy("Row %(row)s, %(column)s: %(fault)s")}

    def __init__(self, columns: Sequence[Column], partners: Names, *, each: Sequence[str] = (), **kwargs: Any) -> None:
        """each: partners that have a row of their own, also where nothing is filled in yet."""
        self.each = each
        self.whose = next((column.key for column in columns if column.kind == "partner"), "")
        self.cells = {column.key: single(column, partners) for column in columns}
        self.kinds = {column.key: column.kind for column in columns}
        super().__init__(required=False, widget=TableWidget(self.cells), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Rows as they are kept, or as they were typed, and one for each partner that has none."""
        rows = [{key: shown(self.kinds.get(key, ""), cell) for key, cell in row.items()} for row in value or []]
        there = {row.get(self.whose) for row in rows}
        return rows + [{self.whose: key} for key in self.each if key not in there]

    def clean(self, value: Any) -> list[dict[str, str]]:
        found, faults = [], []
        number = 0
        for row in value or []:
            if not any(row.values()):
                continue
            number += 1
            clean = {}
            for key, cell in self.cells.items():
                try:
                    clean[key] = kept(cell.clean(row.get(key, "")))
                except ValidationError as fault:
                    told = {"row": number, "column": cell.label, "fault": " ".join(fault.messages)}
                    faults.append(ValidationError(self.error_messages["cell"], params=told))
            filled = {key: said for key, said in clean.items() if said}
            if not self.each or set(filled) != {self.whose}:
                found.append(filled)
        if faults:
            raise ValidationError(faults)
        return found


def field_of(question: Question, partners: Names, here: Sequence[str]) -> forms.Field:
    """The form field of a question. partners: keys of organisations with their names; here: of those that take part."""
    told: dict[str, Any] = {"label": str(question.label), "help_text": str(question.help)}
    if question.kind == "table":
        return TableField(question.columns, partners, each=here if question.each else (), **told)
    if question.kind == "answer":
        return AnswerField(**told)
    if question.kind == "many":
        return forms.MultipleChoiceField(
            choices=chosen(question.choices), required=False, widget=forms.CheckboxSelectMultiple, **told
        )
    field = single(question, partners)
    field.help_text = told["help_text"]
    return field
