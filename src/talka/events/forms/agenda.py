"""Forms of the agenda: one item, its speakers, shifting, releasing."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextarea, I18nTextInput

from talka.events import clock
from talka.events.models import AgendaItem, Event
from talka.people.models import Person
from talka.ui import numbers
from talka.ui.forms import TimeInput
from talka.ui.refusals import Refusal


class ItemForm(forms.Form):
    """One agenda item; hours are local to the event."""

    title = I18nFormField(label=_("Title"), widget=I18nTextInput, max_length=400)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind.choices)
    day = forms.ChoiceField(label=_("Day"), required=False)
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput, required=False)
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput, required=False)
    block = forms.CharField(
        label=_("Runs in parallel with"),
        required=False,
        max_length=60,
        help_text=_("A common word for all that run side by side, such as “groups”. Empty: it stands alone."),
    )
    room = forms.CharField(label=_("Room"), required=False, max_length=120)
    capacity_min = forms.IntegerField(
        label=_("At least so many people"), min_value=0, max_value=100_000, required=False
    )
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000, required=False)
    part = I18nFormField(
        label=_("Heading above it"),
        widget=I18nTextInput,
        required=False,
        max_length=200,
        help_text=_("Items with the same heading stand together, such as “First part”."),
    )
    description = I18nFormField(label=_("Description"), widget=I18nTextarea, required=False)
    facilitators = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Facilitators"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("From the project's team."),
    )
    cancelled = forms.BooleanField(label=_("Cancelled: it stays on the agenda, struck through"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    BESIDE = ("day", "begins", "ends")

    def __init__(self, *args: Any, event: Event, team: Any, blocks: list[str], **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [
            ("", _("not set")),
            *[(day.isoformat(), numbers.date(day, weekday=True)) for day in clock.days_of(event)],
        ]
        self.fields["facilitators"].queryset = team
        self.fields["block"].widget.attrs["list"] = "blocks"
        self.blocks = blocks

    @classmethod
    def initial_of(cls, item: AgendaItem) -> dict[str, Any]:
        """The item's values as the form shows them."""
        names = ("title", "kind", "block", "room", "capacity_min", "capacity", "part", "description", "cancelled")
        starts = clock.local(item.event, item.starts_at) if item.starts_at else None
        ends = clock.local(item.event, item.ends_at) if item.ends_at else None
        return {name: getattr(item, name) for name in names} | {
            "day": starts.date().isoformat() if starts else "",
            "begins": starts.time() if starts else None,
            "ends": ends.time() if ends else None,
            "facilitators": list(item.facilitators.all()),
            "version": item.version,
        }

    def clean_block(self) -> str:
        return " ".join(self.cleaned_data["block"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if ends and not begins and "begins" not in self.errors:
            self.add_error("begins", _("Say also when it begins."))
        if begins and not day:
            days = clock.days_of(self.event)
            if len(days) == 1:
                day = data["day"] = days[0].isoformat()
            else:
                self.add_error("day", _("Say on which day."))
        data["starts_at"] = data["ends_at"] = None
        if day and begins:
            date = dt.date.fromisoformat(day)
            try:
                data["starts_at"] = clock.moment_at(self.event, date, begins)
            except Refusal as refusal:
                self.add_error("begins", refusal.text())
            if ends:
                # Past midnight is still the same evening.
                ends_on = date if ends > begins else date + dt.timedelta(days=1)
                if ends <= begins and not (begins >= dt.time(17) and ends <= dt.time(6)):
                    self.add_error("ends", _("It ends before it begins."))
                else:
                    try:
                        data["ends_at"] = clock.moment_at(self.event, ends_on, ends)
                    except Refusal as refusal:
                        self.add_error("ends", refusal.text())
        least, most = data.get("capacity_min") or 0, data.get("capacity")
        if most is not None and most < least:
            self.add_error("capacity", _("There are fewer places than the smallest number of participants."))
        return data

    def values(self) -> dict[str, Any]:
        """What `add_item` and `edit_item` take."""
        names = (
            "title",
            "kind",
            "block",
            "room",
            "capacity",
            "part",
            "description",
            "cancelled",
            "starts_at",
            "ends_at",
        )
        return {name: self.cleaned_data[name] for name in names} | {
            "capacity_min": self.cleaned_data["capacity_min"] or 0
        }


class SpeakerLineForm(forms.Form):
    """How one speaker is introduced, in which place of the list, or that they do not speak after all."""

    introduced_as = I18nFormField(label=_("Introduced as"), widget=I18nTextInput, required=False, max_length=300)
    order = forms.IntegerField(label=_("Order"), required=False, min_value=1, max_value=99)
    remove = forms.BooleanField(label=_("Does not speak"), required=False)


class NewSpeakerForm(forms.Form):
    """Somebody who is not in the register yet."""

    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("To send the link for handing in presentations.")
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)


class ReleaseForm(forms.Form):
    """The yes to a new version."""

    note = I18nFormField(
        label=_("In your own words"),
        widget=I18nTextarea,
        required=False,
        help_text=_("Stands above the list of changes in the letter and on the page of versions."),
        widget_kwargs={"attrs": {"rows": 3}},
    )
    tell = forms.BooleanField(label=_("Write to everybody who comes"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)
