"""Forms of a joint project's money."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.programmes.forms import words
from talka.ui.forms import DateInput, EuroField

from ..actions.projects.budget import FundingData, Line
from ..actions.projects.spending import SpendingData
from ..models import Funding, JointPartner, JointProject, MoneySource, Spending
from ..queries.projects.money import LineRow

MOST_YEARS = 15
UNDIVIDED = "year_none"


class _Named(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class _Whose(forms.Form):
    """Whose money it is."""

    source = forms.ChoiceField(label=_("Source of the money"), choices=MoneySource.choices)
    partner = _Named(
        JointPartner.objects.none(),
        label=_("Partner"),
        required=False,
        empty_label=_("The whole project"),
        help_text=_("Who pays from its own budget, or whose part of the project is funded."),
    )
    funding = _Named(Funding.objects.none(), label=_("Funder"), required=False, empty_label=_("None, or not known yet"))
    title = forms.CharField(label=_("For what"), max_length=200, required=False)

    def __init__(self, *args: Any, project: JointProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = JointPartner.objects.filter(project=project).select_related("organisation")
        fundings = Funding.objects.filter(project=project)
        self.fields["funding"].queryset = fundings
        if not fundings.exists():
            del self.fields["funding"]


class LineForm(_Whose):
    """One line of the budget with its amounts by year. `was`: the amounts as they were shown, to tell a stale form."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: JointProject, line: LineRow | None = None, **kwargs: Any) -> None:
        if line is not None:
            kwargs["initial"] = {
                "source": line.source,
                "partner": line.partner,
                "funding": line.funding,
                "title": line.title,
                "was": written(line.by_year),
                **{_name(year): eur for year, eur in line.by_year.items()},
            }
        super().__init__(*args, project=project, **kwargs)
        self.years = years_of(project, line)
        for year in self.years:
            label = _("EUR in %(year)s") % {"year": year} if year else _("EUR not divided by years yet")
            self.fields[_name(year)] = EuroField(label=label, required=False, max_digits=14)

    def line_of(self) -> Line:
        said = self.cleaned_data
        return Line(said["source"], said["partner"], said.get("funding"), said["title"])

    def amounts(self) -> dict[int | None, Decimal]:
        found = {year: self.cleaned_data[_name(year)] for year in self.years}
        return {year: eur for year, eur in found.items() if eur}


class FundingForm(I18nForm):
    """A funder and what it says itself."""

    source = forms.ChoiceField(
        label=_("Source of the money"), choices=[one for one in MoneySource.choices if one[0] != MoneySource.OWN]
    )
    funder = forms.CharField(label=_("Funder"), max_length=200)
    number = forms.CharField(label=_("Number of the contract or decision"), max_length=80, required=False)
    eur_told = EuroField(
        label=_("Whole funding as the funder says it, EUR"),
        required=False,
        max_digits=14,
        help_text=_("The lines with this funder are held against it, to the cent."),
    )
    publicity = words(
        _("Publicity text"), long=True, help_text=_("The words the funder wants; they stand on the page and the fiche.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, funding: Funding | None = None, **kwargs: Any) -> None:
        if funding is not None:
            kwargs["initial"] = {name: getattr(funding, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def data_of(self) -> FundingData:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return FundingData(**said | {"publicity": said["publicity"] or ""})


class SpendingForm(_Whose):
    """One payment."""

    day = forms.DateField(label=_("Day of the document"), widget=DateInput)
    document_number = forms.CharField(label=_("Number of the document"), max_length=80)
    eur = EuroField(label=_("EUR"), max_digits=14)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("day", "document_number", "title", "eur", "source", "partner", "funding", "version")

    def __init__(self, *args: Any, project: JointProject, spending: Spending | None = None, **kwargs: Any) -> None:
        if spending is not None:
            kwargs["initial"] = {name: getattr(spending, name) for name in self.base_fields}
        super().__init__(*args, project=project, **kwargs)

    def data_of(self) -> SpendingData:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return SpendingData(**said)


def years_of(project: JointProject, line: LineRow | None) -> list[int | None]:
    """The years for which the form asks: those of the project, else this one and four more; those that hold money."""
    today = timezone.localdate().year
    first = project.starts.year if project.starts else today
    last = project.ends.year if project.ends else first + 4
    years = {year for year in (line.by_year if line else {}) if year}
    years |= set(range(first, min(last, first + MOST_YEARS - 1) + 1))
    return [*sorted(years), None]


def written(by_year: dict[int | None, Decimal]) -> str:
    """The amounts as one text: 2026:1200.00;:50.00."""
    return ";".join(f"{year or ''}:{eur}" for year, eur in sorted(by_year.items(), key=lambda each: each[0] or 9999))


def read(text: str) -> dict[int | None, Decimal]:
    """Back from `written`; a text that is none of ours is no budget that was ever shown."""
    found: dict[int | None, Decimal] = {}
    for part in filter(None, text.split(";")):
        year, _colon, eur = part.partition(":")
        try:
            found[int(year) if year else None] = kept = Decimal(eur)
        except (ValueError, ArithmeticError):
            return {}
        if not kept.is_finite():
            return {}
    return found


def _name(year: int | None) -> str:
    return f"year_{year}" if year else UNDIVIDED
