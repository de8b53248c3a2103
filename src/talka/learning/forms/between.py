"""Forms of materials, coaches' visits and twin teams."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.people.models import Person
from talka.programmes.forms import words
from talka.ui.forms import DateInput

from ..actions.coaching import LONGEST, CoachingData
from ..actions.materials import MaterialData
from ..actions.twinning import LONGEST as LONGEST_NOTES
from ..actions.twinning import LONGEST_LETTER
from ..models import Coaching, Cohort, Material, Module, Session, Team, TwinMeeting
from .homework import SentForm


class MaterialForm(I18nForm, SentForm):
    """A new material of a module or session, or one that is changed."""

    title = words(_("What it is"), required=True, longest=200)
    audience = forms.ChoiceField(
        label=_("Who reads it"),
        choices=Material.Audience.choices,
        widget=forms.RadioSelect,
        initial=Material.Audience.COHORT,
        help_text=_("Everybody reads it once the training programme is published."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("title", "file", "link", "audience")

    def __init__(self, *args: Any, material: Material | None = None, **kwargs: Any) -> None:
        if material is not None:
            kwargs["initial"] = {name: getattr(material, name) for name in ("title", "audience", "link", "version")}
        super().__init__(*args, **kwargs)
        if material is not None and material.is_kept:
            self.fields["file"].help_text = _("At most 50 MB; a new one replaces the old.")

    def data_of(self) -> MaterialData:
        return MaterialData(self.cleaned_data["title"], self.cleaned_data["audience"])


class CoachingForm(forms.Form):
    """A coach's visit to a team."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    hours = forms.DecimalField(
        label=_("Hours with the team"), min_value=0.5, max_value=24, max_digits=4, decimal_places=1, localize=True
    )
    worked_on = forms.CharField(
        label=_("What was worked on"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    next = forms.CharField(
        label=_("What the team does next"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The team, coaches and coordinators read this."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, visit: Coaching | None = None, **kwargs: Any) -> None:
        if visit is not None:
            kwargs["initial"] = {
                name: getattr(visit, name) for name in ("day", "hours", "worked_on", "next", "version")
            }
        super().__init__(*args, **kwargs)

    def data_of(self) -> CoachingData:
        said = self.cleaned_data
        return CoachingData(said["day"], said["hours"], said["worked_on"], said["next"])


class TwinForm(forms.Form):
    """A team of this cohort and one of the chosen cohort, this one or another, become twins."""

    one = forms.ModelChoiceField(Team.objects.none(), label=_("Team of this cohort"))
    other = forms.ModelChoiceField(Team.objects.none(), label=_("Its twin"))
    aim = forms.CharField(
        label=_("What they want to learn from each other"),
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, cohort: Cohort, other: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Team.objects.filter(left_on=None).select_related("organisation")
        self.fields["one"].queryset = rows.filter(cohort=cohort)
        self.fields["other"].queryset = rows.filter(cohort=other)


class MeetingForm(forms.Form):
    """A meeting of twin teams."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    notes = forms.CharField(
        label=_("What came of it"),
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Both teams read it, and those who teach their cohorts."),
    )

    def __init__(self, *args: Any, meeting: TwinMeeting | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs["initial"] = {"day": meeting.day, "notes": meeting.notes}
        super().__init__(*args, **kwargs)


class TwinLetterForm(forms.Form):
    """A letter to the people of the twin team."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    words = forms.CharField(label=_("Your letter"), max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 8}))
    shows_address = forms.BooleanField(label=_("They see my e-mail address and answer there"))

    def __init__(self, *args: Any, by: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by is not None and by.email:
            self.fields["shows_address"].help_text = by.email


def shelf_named(cohort: Cohort, name: str) -> Module | Session | None:
    """Of what a material is to be, as its address says: "module-12" or "session-5"."""
    kind, _dash, pk = name.partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return None
    if kind == "module":
        return Module.objects.filter(training=cohort.training_id, retired_at=None, pk=pk).first()
    if kind == "session":
        return Session.objects.select_related("event").filter(cohort=cohort, pk=pk).first()
    return None
