"""The form of what a council is told."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.briefs import BriefData
from ..law.register import forms as legal_forms
from ..models import CouncilBrief
from ..models.brief import LONG


def _count(label: Any, help_text: Any = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=10_000_000, required=False)


def _text(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class BriefForm(forms.Form):
    """What stands in the brief beside the computed figures; `version` tells a stale form."""

    households = _count(_("Households"), _("In the municipality. The cost is told for each of them."), least=1)
    households_year = forms.IntegerField(label=_("Of which year"), min_value=1990, max_value=2100, required=False)
    households_source = forms.CharField(label=_("Where the number stands"), max_length=200, required=False)
    level_after = _text(_("Service level afterwards"), _("What is better, what is worse: distance, hours, waiting."))
    jobs_after = forms.DecimalField(
        label=_("Posts afterwards"),
        help_text=_("Whole posts at this municipality that do the service."),
        min_value=0,
        max_digits=8,
        decimal_places=1,
        required=False,
        localize=True,
    )
    seats = _count(_("Seats in the steering body"))
    seats_all = _count(_("Of how many seats"))
    votes = _count(_("Votes"))
    votes_all = _count(_("Of how many votes"))
    form = forms.ChoiceField(
        label=_("Form of cooperation"),
        required=False,
        help_text=_("The draft decision cites the sections of laws that were read for it."),
    )
    way_out = _text(_("How to leave"), _("Notice, what is paid, whose the things bought together are."))
    risks = _text(_("Risks"), _("One a line; also what is lost: distance, slower decisions."), rows=4)
    budget_note = forms.CharField(label=_("Paid from"), max_length=300, required=False)
    people = _text(_("What changes for inhabitants"))
    consulted = _text(_("Who was consulted"), _("Committees, inhabitants, employees; when."))
    responsible = forms.CharField(
        label=_("Who carries it out"), help_text=_("The post, not the name."), max_length=200, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: CouncilBrief, **kwargs: Any) -> None:
        kept = [each.name for each in fields(BriefData)]
        kwargs["initial"] = {name: getattr(row, name) for name in kept} | {"version": row.version}
        super().__init__(*args, **kwargs)
        choices = [("", _("Not chosen yet")), *((one.key, one.name) for one in legal_forms().values())]
        self.fields["form"].choices = choices

    def data_of(self) -> BriefData:
        return BriefData(**{each.name: self.cleaned_data[each.name] for each in fields(BriefData)})
