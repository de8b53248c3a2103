"""Forms of learning networks: what they are, who is in them, what they do."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.forms import I18nForm

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.indicators.models import Indicator
from talka.people.models import Organisation, Person
from talka.programmes.forms import words
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.territories.queries import municipalities
from talka.ui.forms import DateInput, NumberField

from .. import access as learning
from ..access.stories import MAY_TELL
from ..actions.network_course import LONGEST, ReachedData, TargetData, TaskData
from ..actions.networks import NetworkData
from ..models import Network, NetworkMember, NetworkNote, NetworkTarget, NetworkTask
from ..models.networks import Theme
from ..queries.networks import indicators_to_choose


class NetworkForm(I18nForm):
    """A new learning network, or one that is changed; `version` tells a stale form."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), help_text=_("Its organisers run the network.")
    )
    title = words(_("Title"), required=True)
    theme = forms.ChoiceField(label=pgettext_lazy("of learning", "Theme"), choices=Theme.choices)
    about = words(
        _("What it wants to find out"), long=True, help_text=_("In what the members want to get better by the end.")
    )
    state = forms.ChoiceField(label=_("How far it is"), choices=Network.State.choices)
    starts = forms.DateField(label=_("First day"), required=False, widget=DateInput())
    ends = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput(), help_text=_("Most networks work for about a year.")
    )
    targets_open = forms.BooleanField(
        label=_("Everybody reads the targets and what was reached"),
        required=False,
        help_text=_("Otherwise they stay inside the network. Ask the members first."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None, network: Network | None = None, **kwargs: Any) -> None:
        if network is not None:
            kept = [name for name in self.base_fields if name != "programme"]
            kwargs["initial"] = {name: getattr(network, name) for name in kept}
        super().__init__(*args, **kwargs)
        if network is not None:
            del self.fields["programme"]
        else:
            self.fields["programme"].queryset = learning.programmes_to_begin_in(person)
            del self.fields["state"]

    def data_of(self) -> NetworkData:
        said = self.cleaned_data
        return NetworkData(
            said["title"],
            said["theme"],
            said["about"] or "",
            said.get("state") or Network.State.PLANNED,
            said["starts"],
            said["ends"],
            said["targets_open"],
        )


class IndicatorsForm(forms.Form):
    """By what the members compare themselves."""

    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(),
        label=_("Indicators"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that say most about the theme, about what it costs and about how good it is."),
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        chosen = list(network.indicators.all())
        kwargs["initial"] = {"indicators": chosen}
        super().__init__(*args, **kwargs)
        known = indicators_to_choose().values("pk")
        rows = Indicator.objects.filter(Q(pk__in=known) | Q(pk__in=[row.pk for row in chosen]))
        self.fields["indicators"].queryset = rows  # type: ignore[attr-defined]


class EvaluationForm(I18nForm):
    evaluation = words(
        _("What the year brought"), long=True, help_text=_("What was reached and what was not, and what goes on.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        kwargs["initial"] = {"evaluation": network.evaluation, "version": network.version}
        super().__init__(*args, **kwargs)


def towns_of(network: Network, *kept: int | None) -> Any:
    """The municipalities of today, and those that are chosen already."""
    towns = municipalities(timezone.localdate(), illustrative=network.illustrative).values("pk")
    rows = Area.objects.defer("boundary", "outline").filter(Q(pk__in=towns) | Q(pk__in=[pk for pk in kept if pk]))
    return rows.order_by("sort_key")


class MemberForm(I18nForm):
    """A municipality joins; or what is said of one is changed."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("local government", "Municipality")
    )
    aims = words(_("What it wants to learn"), long=True)
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Whose figures are compared"),
        required=False,
        empty_label=_("Of the place where the organisation is"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, network: Network, member: NetworkMember | None = None, **kwargs: Any) -> None:
        if member is not None:
            kwargs["initial"] = {"aims": member.aims, "area": member.area_id, "version": member.version}
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = towns_of(network, member.area_id if member else None)
        if member is not None:
            self.fields["area"].empty_label = _("Of nowhere: it is not compared")
            del self.fields["organisation"]
            return
        taken = NetworkMember.objects.filter(network=network, left_on=None).values("organisation")
        rows = Organisation.objects.filter(merged_into=None, illustrative=network.illustrative, kind__in=MAY_TELL)
        self.fields["organisation"].queryset = rows.exclude(pk__in=taken).order_by("sort_key")


class LeaveForm(forms.Form):
    reason = forms.CharField(label=_("Why it leaves"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class MemberOf(forms.ModelChoiceField):
    """Members that have not left, by their names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(NetworkMember.objects.none(), **kwargs)

    def of(self, network: Network) -> None:
        rows = NetworkMember.objects.filter(network=network, left_on=None)
        self.queryset = rows.select_related("organisation")


class MeetingForm(forms.Form):
    """An event as a meeting of the network."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Event"))
    host = MemberOf(label=_("Whose turn it is to host"), required=False, empty_label=_("None of the members"))

    def __init__(self, *args: Any, network: Network, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Event.objects.filter(pk__in=events_known_to(person), project__programme=network.programme)
        self.fields["event"].queryset = rows.order_by("-first_day", "pk")  # type: ignore[attr-defined]
        self.fields["host"].of(network)  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """Homework until a day; new: of one member or of all."""

    member = MemberOf(label=_("Who does it"), required=False, empty_label=_("All members, each for itself"))
    title = forms.CharField(label=_("What is to be done, in short"), max_length=200)
    what = forms.CharField(
        label=_("More about it"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = forms.DateField(label=_("By when"), required=False, widget=DateInput())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, network: Network, task: NetworkTask | None = None, **kwargs: Any) -> None:
        if task is not None:
            kwargs["initial"] = {name: getattr(task, name) for name in ("title", "what", "due_on", "version")}
        super().__init__(*args, **kwargs)
        if task is not None:
            del self.fields["member"]
        else:
            self.fields["member"].of(network)  # type: ignore[attr-defined]

    def data_of(self) -> TaskData:
        said = self.cleaned_data
        return TaskData(said["title"], said["what"], said["due_on"])


class DoneForm(forms.Form):
    """What came of homework."""

    done = forms.BooleanField(label=_("It is done"), required=False, initial=True)
    outcome = forms.CharField(
        label=_("What came of it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The network reads it, nobody else."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, task: NetworkTask, **kwargs: Any) -> None:
        kwargs["initial"] = {"outcome": task.outcome, "version": task.version}
        super().__init__(*args, **kwargs)


class CompareWith(forms.ModelChoiceField):
    """An indicator: those by which the network compares itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Indicator.objects.none(), required=False, **kwargs)

    def of(self, network: Network, kept: int | None) -> None:
        self.queryset = Indicator.objects.filter(
            Q(pk__in=network.indicators.values("pk")) | Q(pk__in=[kept] if kept else [])
        )


class NoteForm(forms.Form):
    """Why a member does better or worse than the others."""

    indicator = CompareWith(label=_("In what"), empty_label=_("In the theme as a whole"))
    text = forms.CharField(
        label=_("Why we do better, or worse"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "How the work is organised, who does it, what it costs, what was tried. The network reads it alone."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, network: Network, note: NetworkNote | None = None, **kwargs: Any) -> None:
        if note is not None:
            kwargs["initial"] = {"indicator": note.indicator_id, "text": note.text, "version": note.version}
        super().__init__(*args, **kwargs)
        self.fields["indicator"].of(network, note.indicator_id if note else None)  # type: ignore[attr-defined]


def value_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return NumberField(label=label, required=required, max_digits=16, decimal_places=4, help_text=help_text)


def plain(value: Decimal | None) -> Decimal | None:
    """As people write it: 12 for 12.0000."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def year_field(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=1990, max_value=2100)


class TargetForm(I18nForm):
    """What a member sets out to reach."""

    indicator = CompareWith(label=_("Indicator"), empty_label=_("Something we measure ourselves"))
    measured = words(
        _("What we measure ourselves"), longest=200, help_text=_("With its unit; only where no indicator is chosen.")
    )
    from_value = value_field(
        pgettext_lazy("figure", "From"),
        help_text=_("Empty: the newest figure known of the municipality, where an indicator is chosen."),
    )
    from_year = year_field(_("Year of this value"))
    to_value = value_field(pgettext_lazy("figure", "To"), required=True)
    to_year = year_field(_("By which year"), required=True)
    how = forms.CharField(
        label=_("What we do for it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Perhaps as another member does."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, network: Network, target: NetworkTarget | None = None, **kwargs: Any) -> None:
        if target is not None:
            kwargs["initial"] = {name: getattr(target, name) for name in self.base_fields if name != "indicator"}
            kwargs["initial"] |= {
                "indicator": target.indicator_id,
                "from_value": plain(target.from_value),
                "to_value": plain(target.to_value),
            }
        super().__init__(*args, **kwargs)
        self.fields["indicator"].of(network, target.indicator_id if target else None)

    def data_of(self) -> TargetData:
        said = self.cleaned_data
        return TargetData(
            said["to_value"],
            said["to_year"],
            said["indicator"],
            said["measured"] or "",
            said["from_value"],
            said["from_year"],
            said["how"],
        )


class ReachedForm(forms.Form):
    """What came of a target."""

    words = forms.CharField(
        label=_("What was reached, and what was learnt"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    value = value_field(_("Value reached"), help_text=_("Only where no published figure of that year tells it."))
    year = year_field(_("Year of this value"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, target: NetworkTarget, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "words": target.reached_words,
            "value": plain(target.reached_value),
            "year": target.reached_year,
            "version": target.version,
        }
        super().__init__(*args, **kwargs)

    def data_of(self) -> ReachedData:
        said = self.cleaned_data
        return ReachedData(said["value"], said["year"], said["words"])


class FilterForm(forms.Form):
    """What the list of networks is asked for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    theme = forms.ChoiceField(label=pgettext_lazy("of learning", "Theme"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", pgettext_lazy("theme of learning", "Any")), *Theme.choices]  # type: ignore[attr-defined]
