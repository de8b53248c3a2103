"""Forms of those who run a vote: the question, options, reasons."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person
from talka.resources.queries.places import areas_to_choose, whole_names
from talka.territories.models import Area
from talka.ui.forms import DateInput, EuroField, TimeInput

from ..access import choosings as access
from ..actions.choosing_options import OptionData
from ..actions.choosings import ChoosingData, Purse
from ..models import Choosing, ChoosingOption, Initiative

ZONES = ("Europe/Riga", "Europe/Tallinn", "Europe/Vilnius", "Europe/Oslo", "Europe/Helsinki", "Europe/Brussels")
MIDNIGHT = dt.time(0)


def moment(day: dt.date, clock: dt.time, zone: str) -> dt.datetime:
    """A local day and clock as a moment. Where the clock is changed just then, a time that is skipped is the moment of
    the change, and of one that comes twice the first."""
    return dt.datetime.combine(day, clock, ZoneInfo(zone)).astimezone(dt.UTC)


class ChoosingForm(forms.Form):
    """The whole question. Days and clocks are those of its own time zone."""

    purse = forms.ChoiceField(label=_("Whose money it is"))
    title = forms.CharField(label=_("Title"), max_length=200)
    about = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What the money is for, who will carry out what is chosen, and by when."),
    )
    area = forms.ChoiceField(label=_("For which place"))
    budget = EuroField(label=_("Budget, EUR"), min_value=1)
    first_day = forms.DateField(label=_("First day of voting"), widget=DateInput())
    opens_clock = forms.TimeField(
        label=_("Opens at"), required=False, widget=TimeInput(), help_text=_("Empty: as the day begins.")
    )
    last_day = forms.DateField(label=_("Last day of voting"), widget=DateInput())
    closes_clock = forms.TimeField(
        label=_("Closes at"), required=False, widget=TimeInput(), help_text=_("Empty: at midnight, as the day ends.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    form = forms.ChoiceField(
        label=_("How one votes"),
        choices=Choosing.Form.choices,
        widget=forms.RadioSelect,
        initial=Choosing.Form.APPROVAL,
    )
    most = forms.IntegerField(
        label=_("At most so many options on a ballot"),
        required=False,
        min_value=1,
        max_value=300,
        help_text=_("Empty: any number."),
    )
    points = forms.IntegerField(
        label=_("Points that each voter gives out"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("For a ballot of points only."),
    )
    within_budget = forms.BooleanField(
        label=_("What a ballot names may not cost more than the whole budget"), required=False
    )
    rule = forms.ChoiceField(
        label=_("By which rule it is decided"),
        choices=Choosing.Rule.choices,
        widget=forms.RadioSelect,
        initial=Choosing.Rule.SHARES,
        help_text=_(
            "Equal shares: every group of voters decides about its part of the money. Most votes first: the largest"
            " group may decide about all of it. Simple majority: only what more than half of the ballots name."
        ),
    )
    completion = forms.ChoiceField(
        label=_("What becomes of money left, with equal shares"),
        choices=Choosing.Completion.choices,
        initial=Choosing.Completion.ADD1,
    )
    voters = forms.ChoiceField(
        label=_("Who may vote"),
        choices=Choosing.Voters.choices,
        widget=forms.RadioSelect,
        initial=Choosing.Voters.INVITED,
    )
    paper = forms.BooleanField(
        label=_("Paper ballots are taken too"),
        required=False,
        help_text=_("Each is read by two people; votes are counted when you say so."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None, row: Choosing | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = self._initial_of(row)
        super().__init__(*args, **kwargs)
        self.governments, self.programmes = access.purses_of(person)
        fields: Any = self.fields
        if row is None:
            fields["purse"].choices = [
                *((f"organisation-{one.pk}", str(one)) for one in self.governments),
                *((f"programme-{one.pk}", str(one)) for one in self.programmes),
            ]
        else:
            del fields["purse"]
        made_up = row.illustrative if row is not None else bool(person and person.illustrative)
        self.areas = {str(one.pk): one for one in areas_to_choose(illustrative=made_up)}
        if row is not None:
            self.areas.setdefault(str(row.area_id), row.area)
        names = whole_names(self.areas.values())
        fields["area"].choices = [("", ""), *((key, names[one.pk]) for key, one in self.areas.items())]
        zones = dict.fromkeys([row.time_zone if row is not None else ZONES[0], *ZONES])
        fields["time_zone"].choices = [(one, one.replace("_", " ")) for one in zones if one in available_timezones()]

    @staticmethod
    def _initial_of(row: Choosing) -> dict[str, Any]:
        same = ("title", "about", "budget", "time_zone", "form", "most", "points", "within_budget", "rule")
        found: dict[str, Any] = {
            name: getattr(row, name) for name in (*same, "completion", "voters", "paper", "version")
        }
        opens, closes = row.opens, row.closes
        first = timezone.localdate(row.opens_at, row.zone)
        found |= {"area": str(row.area_id), "first_day": first, "last_day": row.last_day}
        found["opens_clock"] = None if opens.time() == MIDNIGHT else opens.time()
        found["closes_clock"] = None if row.closes_at_midnight else closes.time()
        return found

    def purse_of(self) -> Purse:
        kind, _dash, pk = self.cleaned_data["purse"].partition("-")
        if kind == "programme":
            return Purse(programme=next(one for one in self.programmes if str(one.pk) == pk))
        return Purse(organisation=next(one for one in self.governments if str(one.pk) == pk))

    def area_of(self) -> Area:
        return self.areas[self.cleaned_data["area"]]

    def data_of(self) -> ChoosingData:
        said = self.cleaned_data
        zone = said["time_zone"]
        end = said["closes_clock"]
        last = said["last_day"] if end else said["last_day"] + dt.timedelta(days=1)
        same = ("title", "about", "budget", "form", "most", "points", "within_budget", "rule", "completion", "voters")
        return ChoosingData(
            **{name: said[name] for name in (*same, "paper")},
            area=self.area_of(),
            time_zone=zone,
            opens_at=moment(said["first_day"], said["opens_clock"] or MIDNIGHT, zone),
            closes_at=moment(last, end or MIDNIGHT, zone),
        )


class OptionForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    what = forms.CharField(
        label=_("What is to be done"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    where = forms.CharField(label=_("Where"), required=False, max_length=300)
    cost = EuroField(label=_("Cost, EUR"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: ChoosingOption | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def data_of(self) -> OptionData:
        said = self.cleaned_data
        return OptionData(said["title"], said["what"], said["where"], said["cost"])


class InitiativesForm(forms.Form):
    """Initiatives of the place that say what they cost."""

    chosen = forms.ModelMultipleChoiceField(
        Initiative.objects.none(), label=_("Initiatives"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = offered  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it on the page of the vote."),
    )
