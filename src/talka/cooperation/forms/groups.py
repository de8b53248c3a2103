"""Forms of computed maps of groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from talka.territories.models import Area
from talka.territories.queries import name_of

from ..actions.groups import PlanData
from ..models import GroupPlan
from ..queries.groups import regions_to_choose
from .cases import service_choices


class RegionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{name_of(obj)} ({_now('made up')})" if obj.illustrative else name_of(obj)


class PlanForm(forms.Form):
    """What is asked; `version` tells a stale form."""

    title = forms.CharField(label=_("Title"), max_length=200)
    service = forms.ChoiceField(label=_("Service"))
    region = RegionField(
        Area.objects.none(), label=_("Planning region"), required=False, empty_label=_("The whole country")
    )
    volume_per_head = forms.FloatField(
        label=_("Volume for one inhabitant and year"),
        min_value=0.000001,
        localize=True,
        initial=1,
        help_text=_("1: the volume is the number of inhabitants. 0.4: each makes 0.4 t of waste."),
    )
    fixed_eur = forms.FloatField(label=_("Fixed cost of a group, EUR in a year"), min_value=0, localize=True)
    unit_eur = forms.FloatField(label=_("Cost of a unit, EUR"), min_value=0, localize=True)
    elasticity = forms.FloatField(
        label=_("How the cost follows the volume"),
        min_value=0,
        max_value=3,
        localize=True,
        initial=1,
        help_text=_("1: twice the volume costs twice as much. Below 1 size saves; above 1 it costs more."),
    )
    travel_eur_per_km = forms.FloatField(
        label=_("Way, EUR in a year for a unit and a kilometre"), min_value=0, localize=True, initial=0
    )
    detour = forms.FloatField(
        label=_("Road for one straight kilometre"),
        min_value=1,
        max_value=5,
        localize=True,
        initial=1.3,
        help_text=_("Distances are straight lines between the middles of municipalities, times this."),
    )
    max_members = forms.IntegerField(
        label=_("At most so many in a group"), min_value=1, max_value=50, required=False, initial=6
    )
    max_km = forms.FloatField(
        label=_("At most so many km to the host"), min_value=0, localize=True, required=False, initial=60
    )
    contiguous = forms.BooleanField(label=_("Members of a group border each other"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: GroupPlan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            kept = ("title", "service", "region", "volume_per_head", "detour", "version")
            kwargs["initial"] = {name: getattr(plan, name) for name in kept} | plan.rules
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", "—"), *service_choices()]
        self.fields["region"].queryset = Area.objects.filter(pk__in=[one.pk for one in regions_to_choose()])

    def data_of(self) -> PlanData:
        said = self.cleaned_data
        return PlanData(**{name: said[name] for name in PlanData.__dataclass_fields__})


class MoveForm(forms.Form):
    """Which municipality, into whose group, and why."""

    ALONE = "alone"
    code = forms.ChoiceField(label=_("Municipality"))
    to = forms.ChoiceField(label=_("Into the group of"))
    reason = forms.CharField(label=_("Why, if you like"), max_length=1000, required=False)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = list(places)
        self.fields["to"].choices = [(self.ALONE, _now("On its own")), *places]

    def target(self) -> str:
        to: str = self.cleaned_data["to"]
        return "" if to == self.ALONE else to


class ShareForm(forms.Form):
    shared = forms.ChoiceField(label=_("Who sees the map"), choices=GroupPlan.Shared.choices, widget=forms.RadioSelect)
