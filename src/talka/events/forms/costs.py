"""The form of one cost."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.events.actions.costs import CostData
from talka.events.models import Cost, Event
from talka.programmes.models import BudgetLine
from talka.ui.forms import DateInput, EuroField


class LineChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: BudgetLine) -> str:
        return f"{obj.code} {obj.title}"


class CostForm(forms.Form):
    """Money in euro."""

    what = forms.CharField(label=_("What is paid for"), max_length=200)
    budget_line = LineChoice(BudgetLine.objects.none(), label=_("Budget line"), required=False)
    planned_eur = EuroField(label=_("Planned, EUR"), required=False)
    spent_eur = EuroField(label=_("Spent, EUR"), required=False)
    document_number = forms.CharField(label=_("Document number"), max_length=80, required=False)
    document_date = forms.DateField(label=_("Document date"), widget=DateInput, required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget_line"].queryset = event.project.budget_lines.all()

    @classmethod
    def initial_of(cls, cost: Cost) -> dict[str, Any]:
        return {name: getattr(cost, name) for name in cls.base_fields}

    def values(self) -> CostData:
        data = self.cleaned_data
        return CostData(**data | {"planned_eur": data["planned_eur"] or 0, "spent_eur": data["spent_eur"] or 0})
