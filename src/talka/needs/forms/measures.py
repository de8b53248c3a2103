"""Forms of measures and of their catalogue. They only read what was typed; actions decide."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.events.patterns import patterns
from talka.people.models import Person
from talka.programmes.forms import words
from talka.programmes.models import BudgetLine
from talka.ui.forms import EuroField

from ..actions.catalogue import CatalogueData
from ..actions.measures import MeasureData
from ..models import CatalogueMeasure, Measure, Need

MOST_DATES = 100
_FORMS = ("%d.%m.%Y", "%d.%m.%Y.", "%Y-%m-%d", "%d/%m/%Y")


class DatesField(forms.CharField):
    """Several days, one on a line or parted by commas or semicolons: 11.02.2027 or 2027-02-11."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(f"{day:%d.%m.%Y}" for day in value)

    def clean(self, value: Any) -> tuple[dt.date, ...]:  # type: ignore[override]
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        wrong = [part for part in parts if _read(part) is None]
        if wrong:
            raise ValidationError(
                _("These are no dates: %(wrong)s. A day is written as 11.02.2027 or 2027-02-11."),
                params={"wrong": ", ".join(wrong[:5])},
            )
        if len(parts) > MOST_DATES:
            raise ValidationError(_("These are more than %(most)s dates."), params={"most": MOST_DATES})
        return tuple(sorted({day for part in parts if (day := _read(part))}))


def _read(text: str) -> dt.date | None:
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _patterns() -> list[tuple[str, Any]]:
    return [("", _("As usual for its kind")), *((each.key, each.name) for each in patterns())]


class _Effort(forms.Form):
    """What a measure is and takes, alike in a programme and in the catalogue."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Measure.Kind.choices)
    pattern = forms.ChoiceField(
        label=_("Its event begins with"),
        required=False,
        help_text=_("The ready agenda that is copied when it is held."),
    )
    planned_eur = EuroField(
        label=_("Planned cost, EUR"), required=False, help_text=_("Without a cost it cannot be chosen by computing.")
    )
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000, required=False)
    hours = forms.DecimalField(
        label=_("Hours for those who take part"),
        min_value=0,
        max_digits=5,
        decimal_places=1,
        required=False,
        localize=True,
    )
    days = forms.IntegerField(label=_("Days in a row"), min_value=1, max_value=365, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pattern"].choices = _patterns()  # type: ignore[attr-defined]


class LineChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: BudgetLine) -> str:
        return f"{obj.project.number} {obj.code} {obj.title}".strip()


class MeasureForm(_Effort):
    """A measure of a programme; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(label=_("The measure in one sentence"), max_length=300)
    description = forms.CharField(label=_("What it would be"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    theme = forms.CharField(label=_("Theme"), max_length=200, required=False)
    dates = DatesField(
        label=_("Possible first days"),
        required=False,
        help_text=_("One on a line, as 11.02.2027. Any one of them will do. Without a date it cannot be chosen."),
    )
    expert = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Expert"),
        required=False,
        help_text=_("Somebody who spoke in this programme or whose expertise is entered. Serves one event a day."),
    )
    budget_line = LineChoice(BudgetLine.objects.none(), label=_("Budget line"), required=False)
    spent_eur = EuroField(label=_("Spent, EUR"), required=False, help_text=_("Only where no event holds its costs."))
    document_number = forms.CharField(label=_("Document number"), max_length=80, required=False)

    field_order = (
        "version", "words", "description", "theme", "kind", "planned_eur", "dates", "days", "hours", "capacity",
        "expert", "pattern", "budget_line", "spent_eur", "document_number",
    )  # fmt: skip

    def __init__(self, *args: Any, experts: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts  # type: ignore[attr-defined]
        self.fields["budget_line"].queryset = lines  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, measure: Measure) -> dict[str, Any]:
        given = {name: getattr(measure, name) for name in cls.base_fields if name != "dates"}
        return given | {"dates": [date.day for date in measure.dates.all()]}

    def values(self, effects: Mapping[int, Decimal]) -> MeasureData:
        data = dict(self.cleaned_data)
        del data["version"]
        return MeasureData(**data, effects=effects)


class EffectsForm(forms.Form):
    """How far the measure answers each need, in percent; empty: not at all."""

    def __init__(self, *args: Any, needs: Sequence[Need], effects: Mapping[int, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in needs:
            share = effects.get(need.pk)
            self.fields[f"need-{need.pk}"] = forms.DecimalField(
                label=need.words,
                min_value=Decimal("0.1"),
                max_value=100,
                max_digits=4,
                decimal_places=1,
                required=False,
                localize=True,
                initial=None if share is None else (share * 100).normalize(),
            )

    def effects(self) -> dict[int, Decimal]:
        """By id of the need, shares of 1."""
        return {
            int(name.removeprefix("need-")): value / 100
            for name, value in self.cleaned_data.items()
            if value is not None
        }


class MeasureStateForm(forms.Form):
    """Proposed again, done or declined; who declines it says why."""

    state = forms.ChoiceField(
        label=_("How far it has come"),
        choices=[choice for choice in Measure.State.choices if choice[0] != Measure.State.ACCEPTED],
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it is declined. Those who proposed it read the reason."),
    )


class CatalogueForm(I18nForm, _Effort):
    """A measure as it can be held again; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = words(_("Title"), required=True)
    description = words(_("What it would be"), long=True)

    field_order = ("version", "title", "description", "kind", "planned_eur", "days", "hours", "capacity", "pattern")

    @classmethod
    def initial_of(cls, entry: CatalogueMeasure) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in cls.base_fields}

    def values(self) -> CatalogueData:
        data = dict(self.cleaned_data)
        del data["version"]
        return CatalogueData(**data)
