"""Forms of the appraisal: a partner's figures, the cost model, ways, places, and what is decided."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from talka.ui.forms import EuroField
from talka.ui.numbers import number

from ..actions.appraisal.figures import FiguresData
from ..actions.appraisal.model import ModelData
from ..appraisal_words import BY_HAND
from ..models import Partner, PartnerFigures, ServiceCost, ServiceSite
from ..queries.appraisal.gather import People, shares_by_kind

FIRST_YEAR, LAST_YEAR = 1990, 2100


def year_field(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


def amount(label: Any, *, places: int = 2, **kwargs: Any) -> EuroField:
    return EuroField(label=label, required=False, max_digits=14, decimal_places=places, **kwargs)


class FiguresForm(forms.Form):
    """What a partner says of itself; `version` tells a stale form."""

    shares_costs = forms.BooleanField(
        label=_("We pay a share of the service"),
        required=False,
        help_text=_("Not ticked: we gain by it or help with it, and have only our own cost and gain."),
    )
    volume = amount(_("Volume in a year"), places=3)
    cost_eur = amount(_("What the service costs us today, EUR in a year"))
    year = year_field(_("Year of the cost and the volume"))
    source = forms.CharField(
        label=_("Where these figures stand"),
        max_length=300,
        required=False,
        help_text=_("The budget, a report, a bill."),
    )
    usage = amount(_("Usage that the key counts"), places=3, help_text=_("Left empty it is the volume."))
    population = forms.IntegerField(label=_("Inhabitants"), required=False, min_value=0, max_value=100_000_000)
    population_year = year_field(_("Year of the number of inhabitants"))
    population_source = forms.CharField(label=_("Source of the number of inhabitants"), max_length=200, required=False)
    fiscal_capacity_eur = amount(
        _("Fiscal capacity, EUR in a year"),
        help_text=_("Of the whole partner: the income tax of all its inhabitants, or inhabitants × tax a head."),
    )
    level = forms.CharField(
        label=_("How good the service is today"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How often, how far, how soon; strengths and weaknesses."),
    )
    jobs = amount(_("People who do it today, whole posts"), places=1)
    own_cost_eur = amount(
        _("What the cooperation would cost us alone, EUR in a year"),
        help_text=_("A cost that nobody shares: an access road, an official's time."),
    )
    benefit_eur = amount(
        _("What we would gain beside the saving, EUR in a year"),
        help_text=_("Income, a cost that falls away elsewhere. A region or a ministry enters its gain here."),
    )
    results_open = forms.BooleanField(
        label=_("The partners may see shares computed of our figures, also while the figures are hidden"),
        required=False,
        help_text=_(
            "From shares others may work your figures out: shares by usage tell how usages relate, and between two "
            "partners each can subtract its own. Where you do not agree, only keys that do not need your figures are "
            "shown."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        partner: Partner,
        figures: PartnerFigures | None,
        people: People | None,
        unit: str,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"shares_costs": shares_by_kind(partner.organisation), "version": 0}
        if figures is not None:
            kwargs["initial"] = {
                name: getattr(figures, name) for name in (*FiguresData.__dataclass_fields__, "version")
            }
        super().__init__(*args, **kwargs)
        self.fields["volume"].help_text = (
            _now("In %(unit)s.") % {"unit": unit}
            if unit
            else _now("In the unit that the cost model of the case names.")
        )
        self.fields["population"].help_text = _register_words(people)

    def data_of(self) -> FiguresData:
        said = self.cleaned_data
        return FiguresData(**{name: said[name] for name in FiguresData.__dataclass_fields__})


def _register_words(people: People | None) -> str:
    if people is None or people.entered:
        return _now("The register has no figure that could stand here.") if people is None else ""
    said = _now("Left empty it is the register's %(number)s (%(year)s, %(source)s).")
    return said % {"number": number(people.number), "year": people.year or "–", "source": people.source or "–"}


class ModelForm(forms.Form):
    """The cost model; `version` tells a stale form."""

    unit = forms.CharField(
        label=_("In what volumes are counted"),
        max_length=60,
        required=False,
        help_text=_("Tonnes, pupils, cubic metres."),
    )
    origin = forms.ChoiceField(label=_("Where costs together come from"), widget=forms.RadioSelect)
    fixed_eur = forms.FloatField(
        label=_("Fixed cost, EUR in a year"),
        min_value=0,
        localize=True,
        required=False,
        help_text=_("What the service costs however little it is used: the manager, the building."),
    )
    unit_eur = forms.FloatField(label=_("Cost of a unit, EUR"), min_value=0, localize=True, required=False)
    elasticity = forms.FloatField(
        label=_("How the cost follows the volume"),
        min_value=0,
        max_value=3,
        localize=True,
        required=False,
        help_text=_("1: twice the volume costs twice as much. Below 1 size saves; above 1 it costs more."),
    )
    travel_eur = forms.FloatField(
        label=_("Way, EUR in a year for a unit and a kilometre"), min_value=0, localize=True, required=False
    )
    detour = forms.FloatField(
        label=_("Road for one straight kilometre"),
        min_value=1,
        max_value=5,
        localize=True,
        help_text=_("Where no way by road is entered, the straight line is taken times this."),
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, cost: ServiceCost, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(cost, name) for name in ModelData.__dataclass_fields__}
        kwargs["initial"]["version"] = cost.version if cost.pk else 0
        super().__init__(*args, **kwargs)
        estimated = cost.origin == ServiceCost.Origin.ESTIMATED
        self.fields["origin"].choices = [
            choice for choice in ServiceCost.Origin.choices if estimated or choice[0] != ServiceCost.Origin.ESTIMATED
        ]

    def data_of(self) -> ModelData:
        said = self.cleaned_data
        return ModelData(
            unit=said["unit"],
            origin=said["origin"],
            fixed_eur=said["fixed_eur"] or 0.0,
            unit_eur=said["unit_eur"] or 0.0,
            elasticity=1.0 if said["elasticity"] is None else said["elasticity"],
            travel_eur=said["travel_eur"] or 0.0,
            detour=said["detour"],
            source=said["source"],
        )


class JointCostForm(forms.Form):
    """What some partners would pay together."""

    partners = forms.ModelMultipleChoiceField(
        Partner.objects.none(), label=_("Who together"), widget=forms.CheckboxSelectMultiple
    )
    cost_eur = EuroField(label=_("Cost together, EUR in a year"), max_digits=14)
    year = year_field(_("Year"))
    source = forms.CharField(label=_("Source"), max_length=300, required=False)

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(pk__in=[one.pk for one in partners]).select_related("organisation")
        self.fields["partners"].queryset = rows


class WayForm(forms.Form):
    """The way by road between two partners."""

    a = forms.ModelChoiceField(Partner.objects.none(), label=_("One partner"))
    b = forms.ModelChoiceField(Partner.objects.none(), label=_("Other partner"))
    km = forms.FloatField(label=_("Way, km"), min_value=0, localize=True)

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(pk__in=[one.pk for one in partners]).select_related("organisation")
        for name in ("a", "b"):
            self.fields[name].queryset = rows


class TableForm(forms.Form):
    """A table of ways."""

    file = forms.FileField(
        label=_("Table (CSV or XLSX)"),
        help_text=_("Columns a, b and km; partners as they are called here, or the code of their area."),
    )


class SiteForm(forms.Form):
    """A given place, with the way and the fee of each partner that can use it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    place = forms.CharField(label=_("Where it is"), max_length=200, required=False)

    def __init__(self, *args: Any, partners: Sequence[Partner], site: ServiceSite | None = None, **kwargs: Any) -> None:
        self.partners = partners
        if site is not None:
            kwargs["initial"] = {"name": site.name, "place": site.place}
            for way in site.ways.all():
                kwargs["initial"] |= {f"km_{way.partner_id}": way.km, f"fee_{way.partner_id}": way.fee_eur}
        super().__init__(*args, **kwargs)
        for one in partners:
            who = {"who": one.organisation.name}
            self.fields[f"km_{one.pk}"] = forms.FloatField(
                label=_now("%(who)s: way, km") % who,
                required=False,
                min_value=0,
                localize=True,
                help_text=_now("Left empty: it cannot use this place."),
            )
            self.fields[f"fee_{one.pk}"] = forms.FloatField(
                label=_now("%(who)s: fee, EUR in a year") % who, required=False, min_value=0, localize=True
            )

    def ways_of(self) -> list[tuple[Partner, float, float]]:
        said = self.cleaned_data
        return [
            (one, said[f"km_{one.pk}"], said[f"fee_{one.pk}"] or 0.0)
            for one in self.partners
            if said[f"km_{one.pk}"] is not None
        ]


class EstimateForm(forms.Form):
    """Accounts of many places, and which columns are what."""

    file = forms.FileField(label=_("Table (CSV)"), help_text=_("A row for each place, or for each place and year."))
    cost = forms.CharField(label=_("Column of the cost, EUR"), max_length=200)
    size = forms.CharField(
        label=_("Column of the size"),
        max_length=200,
        help_text=_("In the unit of the case: inhabitants, tonnes, pupils."),
    )
    group = forms.CharField(
        label=_("Column of the group"),
        max_length=200,
        required=False,
        help_text=_("Years, or kinds of accounts, that have a level of their own."),
    )
    name = forms.CharField(
        label=_("Column of the place's name"),
        max_length=200,
        required=False,
        help_text=_("Rows of one place in several years are then not counted as independent."),
    )


class UseForm(forms.Form):
    """Whether an estimate that shows no economies of scale is taken all the same."""

    as_a_guess = forms.BooleanField(
        label=_("We know that no economies of scale are shown, and take the model as a guess"), required=False
    )


class AskedForm(forms.Form):
    """What the variants ask."""

    grant_percent = forms.FloatField(
        label=_("A grant pays of the fixed cost, %"), min_value=0, max_value=100, initial=50
    )
    swing_percent = forms.FloatField(label=_("Volumes change by, %"), min_value=1, max_value=90, initial=20)
    percent_equal = forms.FloatField(
        label=_("In the mixed key is shared equally, %"), min_value=0, max_value=100, initial=30
    )


class DecideForm(forms.Form):
    """The key that the partners take, or amounts of their own, with the reason; `run` tells a stale form."""

    run = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.ChoiceField(label=_("How the cost is shared"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, *args: Any, keys: Sequence[tuple[str, Any]], members: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [*keys, (BY_HAND, _now("Amounts that we agreed on, entered below"))]
        self.members = members
        for place, (_name, who) in enumerate(members):
            self.fields[f"eur_{place}"] = EuroField(
                label=_now("%(who)s pays, EUR in a year") % {"who": who}, required=False, max_digits=14
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("key") == BY_HAND and not said.get("reason", "").strip():
            self.add_error("reason", _("Please say why you decide otherwise than computed."))
        return said

    def amounts_of(self) -> dict[str, Decimal]:
        said = self.cleaned_data
        return {name: said[f"eur_{place}"] or Decimal(0) for place, (name, _who) in enumerate(self.members)}
