"""Forms about the event itself."""

import datetime as dt
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextarea, I18nTextInput

from talka.events import clock
from talka.events.access import events_known_to
from talka.events.models import Event
from talka.events.patterns import patterns
from talka.people.models import Person
from talka.programmes.models import Activity, Project
from talka.territories.models import Area
from talka.ui.folding import fold
from talka.ui.forms import DateInput, DateTimeInput, TimeInput
from talka.ui.refusals import Refusal

ZONES = ("Europe/Riga", "Europe/Tallinn", "Europe/Vilnius", "Europe/Oslo", "Europe/Helsinki", "Europe/Brussels")


def _patterns() -> list[tuple[str, str]]:
    rows = [(f"pattern:{p.key}", f"{p.name}: {p.about}") for p in patterns()]
    return [*rows, ("empty", _("An empty agenda"))]


class NewEventForm(forms.Form):
    """One screen from nothing to a draft."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=None)
    start = forms.ChoiceField(label=_("Start from a ready agenda"), widget=forms.RadioSelect, required=False)
    copied = forms.ModelChoiceField(
        Event.objects.none(),
        label=_("or copy an event"),
        required=False,
        help_text=_("Its agenda moves to the new day. People, presentations and costs are not copied."),
        empty_label=_("No, a ready agenda"),
    )
    title = I18nFormField(label=_("Title"), widget=I18nTextInput, max_length=300)
    first_day = forms.DateField(label=_("Day"), widget=DateInput)
    last_day = forms.DateField(
        label=_("Last day, if it takes several"),
        widget=DateInput,
        required=False,
    )
    venue = I18nFormField(label=_("Place"), widget=I18nTextInput, required=False, max_length=200)

    def __init__(self, *args: Any, person: Person | None, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects
        self.fields["copied"].queryset = (
            events_known_to(person).filter(project__in=projects).select_related("project").order_by("-first_day")
        )
        self.fields["start"].choices = lazy(_patterns, list)()
        self.fields["start"].initial = f"pattern:{patterns()[0].key}"
        if projects.count() == 1:
            self.fields["project"].initial = projects.first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        if first and last and (last - first).days > 60:
            self.add_error("last_day", _("An event takes at most sixty days."))
        return data


class EventForm(forms.Form):
    """Everything about an event that is no deed of its own; hours are local to the event."""

    title = I18nFormField(label=_("Title"), widget=I18nTextInput, max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices)
    activity = forms.ModelChoiceField(Activity.objects.none(), label=_("Activity of the project"), required=False)
    summary = I18nFormField(
        label=_("In two sentences"),
        widget=I18nTextarea,
        required=False,
        help_text=_("Stands under the title and in the invitation."),
        widget_kwargs={"attrs": {"rows": 3}},
    )
    description = I18nFormField(label=_("What it is about"), widget=I18nTextarea, required=False)
    first_day = forms.DateField(label=_("First day"), widget=DateInput)
    last_day = forms.DateField(label=_("Last day"), widget=DateInput)
    begins = forms.TimeField(
        label=_("Begins"), widget=TimeInput, required=False, help_text=_("Empty where the hour is not on record.")
    )
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    venue = I18nFormField(label=_("Place"), widget=I18nTextInput, required=False, max_length=200)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    area = forms.CharField(
        label=_("Municipality or town"),
        required=False,
        help_text=_("As it stands in the register of areas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    online_url = forms.URLField(label=_("Address for taking part online"), required=False, assume_scheme="https")
    language = forms.ChoiceField(label=_("Language of the event"), choices=settings.LANGUAGES)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000, required=False)
    registration_closes_at = forms.DateTimeField(
        label=_("Registration closes"),
        widget=DateTimeInput,
        required=False,
        help_text=_("Empty: it stays open until the event is over."),
    )
    invited_first = forms.BooleanField(
        label=_("Who is invited personally may register first"),
        required=False,
        help_text=_("Before registration is open to all, by the link of their invitation."),
    )
    choices_asked = forms.IntegerField(
        label=_("How many working groups a person ranks"), min_value=0, max_value=10, required=False
    )
    self_check_in = forms.BooleanField(label=_("People may check in themselves with the room's code"), required=False)
    reminder_days = forms.IntegerField(
        label=_("Days before the event when people are reminded"), min_value=0, max_value=30, required=False
    )
    certificate_hours = forms.DecimalField(
        label=_("Hours on the certificate"), min_value=0, max_digits=5, decimal_places=1, required=False
    )
    record = I18nFormField(
        label=_("What is on record about how it went"),
        widget=I18nTextarea,
        required=False,
        help_text=_("Shown on the public page when the event is over."),
    )
    follows = forms.ModelChoiceField(Event.objects.none(), label=_("Follows this event"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    # The calm sections of the page: a title and its fields.
    SECTIONS = (
        (_("What"), ("title", "kind", "activity", "summary", "description")),
        (_("When"), ("first_day", "last_day", "begins", "ends", "time_zone")),
        (_("Where"), ("venue", "address", "area", "online_url")),
        (
            _("Registration"),
            (
                "language",
                "capacity",
                "registration_closes_at",
                "invited_first",
                "choices_asked",
                "reminder_days",
                "self_check_in",
            ),
        ),
        (_("Afterwards"), ("certificate_hours", "record", "follows")),
    )
    BESIDE = ("first_day", "last_day", "begins", "ends", "capacity", "choices_asked", "reminder_days")

    def __init__(self, *args: Any, event: Event, person: Person | None, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = event.project.activities.all()
        self.fields["follows"].queryset = (
            events_known_to(person).exclude(pk=event.pk).filter(project__programme=event.project.programme)
        ).order_by("-first_day")
        zones = dict.fromkeys([event.time_zone, *ZONES])
        self.fields["time_zone"].choices = [(z, z.replace("_", " ")) for z in zones if z in available_timezones()]

    @classmethod
    def initial_of(cls, event: Event) -> dict[str, Any]:
        """The event's values as the form shows them."""
        direct = [
            n for n in cls.base_fields if n not in ("begins", "ends", "area", "version", "registration_closes_at")
        ]
        values = {name: getattr(event, name) for name in direct}
        local = {name: clock.local(event, m) for name in ("starts_at", "ends_at") if (m := getattr(event, name))}
        closes = event.registration_closes_at
        return values | {
            "begins": local["starts_at"].time() if "starts_at" in local else None,
            "ends": local["ends_at"].time() if "ends_at" in local else None,
            "area": event.area.name if event.area else "",
            "registration_closes_at": clock.local(event, closes).replace(tzinfo=None) if closes else None,
            "version": event.version,
        }

    def clean_area(self) -> Area | None:
        name = self.cleaned_data["area"].strip()
        if not name:
            return None
        if self.event.area and name == self.event.area.name:
            return self.event.area
        area = area_named(name, self.event.project.programme.illustrative)
        if area is None:
            raise forms.ValidationError(_("No area of this name stands in the register."))
        return area

    def clean_registration_closes_at(self) -> dt.datetime | None:
        value = self.cleaned_data["registration_closes_at"]
        if value is None:
            return None
        naive = value.replace(tzinfo=None)
        try:
            return clock.moment_at(self.event, naive.date(), naive.time())
        except Refusal as refusal:
            raise forms.ValidationError(refusal.text()) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        elif first and last and (last - first).days > 60:
            self.add_error("last_day", _("An event takes at most sixty days."))
        if data.get("ends") and not data.get("begins"):
            self.add_error("begins", _("Say also when it begins."))
        if first and last and data.get("begins"):
            there = Event(time_zone=data.get("time_zone") or self.event.time_zone)
            for name, field, day in (("starts_at", "begins", first), ("ends_at", "ends", last)):
                try:
                    data[name] = clock.moment_at(there, day, data[field]) if data.get(field) else None
                except Refusal as refusal:
                    self.add_error(field, refusal.text())
            if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", _("It ends before it begins."))
        else:
            data["starts_at"] = data["ends_at"] = None
        return data

    def values(self) -> dict[str, Any]:
        """What `edit_event` takes."""
        data = dict(self.cleaned_data)
        for name in ("begins", "ends", "version"):
            data.pop(name, None)
        for name, otherwise in (("choices_asked", 0), ("reminder_days", 0)):
            data[name] = data[name] if data[name] is not None else otherwise
        return data

    def sections(self) -> list[tuple[Any, list[tuple[bool, list[Any]]]]]:
        """Title and runs of bound fields of each section; the fields of a run of short ones stand side by side."""
        return [
            (
                title,
                [(short, [self[name] for name in run]) for short, run in groupby(names, lambda n: n in self.BESIDE)],
            )
            for title, names in self.SECTIONS
        ]


def area_named(name: str, illustrative: bool) -> Area | None:
    """The present area of that name, by its name or genitive with "novads"; larger units first."""
    rows = Area.objects.filter(folded__contains=fold(name), valid_to=None, illustrative=illustrative).defer("boundary")
    order = [kind for kind, _label in Area.Kind.choices]
    exact = [row for row in rows if fold(name) in {fold(row.name), fold(row.name_en), fold(f"{row.genitive} novads")}]
    return min(exact, key=lambda row: order.index(row.kind), default=None)
