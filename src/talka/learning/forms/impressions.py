"""Forms of impressions: the story with its consents, a photograph, giving it back."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person
from talka.programmes.models import Programme
from talka.programmes.roles import ANGEL, role_label
from talka.ui.forms import DateInput

from ..access import impressions as access
from ..actions.impressions import LONGEST, Agreed, ImpressionData, wording_named, wording_pictured
from ..models import Impression, ImpressionPhoto, Learner


class ImpressionForm(forms.Form):
    """One story; each consent is a box of its own, with the words that are kept."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Your story"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What you did, saw, tried. Name others only where they agreed."),
    )
    changed = forms.CharField(
        label=_("What is different now"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    day = forms.DateField(label=_("Of which day"), widget=DateInput())
    named = forms.BooleanField(required=False, help_text=_("Without this box the story stands without your name."))
    pictured = forms.BooleanField(
        required=False, help_text=_("Without this box nobody but you and those who publish sees the photographs.")
    )
    stays = forms.BooleanField(
        label=_("Keep the story without my name if my data are ever erased"),
        required=False,
        help_text=_("Otherwise it goes with your data. Photographs go in any case."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, row: Impression | None = None, standing: Collection[str] = (), **kwargs: Any
    ) -> None:
        kept = ("title", "text", "changed", "day", "stays", "version")
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in kept}
            kwargs["initial"] |= {"named": access.QUOTING in standing, "pictured": access.PHOTOS in standing}
        else:
            kwargs["initial"] = {"day": timezone.localdate()}
        super().__init__(*args, **kwargs)
        self.fields["named"].label, self.fields["pictured"].label = wording_named(), wording_pictured()
        if row is not None and row.voice == Impression.Voice.TEAM:
            del self.fields["named"]

    def data_of(self) -> ImpressionData:
        said = self.cleaned_data
        return ImpressionData(said["title"], said["text"], said["day"], said["changed"], said["stays"])

    def agreed(self) -> Agreed:
        """The very words that stood beside the boxes that were ticked."""
        said = self.cleaned_data
        return Agreed(wording_named() if said.get("named") else "", wording_pictured() if said["pictured"] else "")


class NewImpressionForm(ImpressionForm):
    """A new one: for oneself, for one's team, or as a knowledge angel."""

    voice = forms.ChoiceField(
        label=_("Who tells it"),
        help_text=_("A story of the team stands with the team's name, and with no person's."),
    )

    field_order = ("voice", "title", "text", "changed", "day", "named", "pictured", "stays")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(one.pk): one for one in access.places_to_write(person)}
        self.programmes = {str(one.pk): one for one in access.programmes_helped(person)}
        choices = []
        for pk, one in self.places.items():
            training = one.team.cohort.training
            choices.append((f"learner-{pk}", _("Myself, of %(training)s") % {"training": training}))
            if access.in_team(one):
                choices.append((f"team-{pk}", _("The team %(team)s") % {"team": one.team}))
        for pk, programme in self.programmes.items():
            words = {"role": role_label(programme, ANGEL), "programme": programme}
            choices.append((f"angel-{pk}", _("%(role)s, %(programme)s") % words))
        self.fields["voice"].choices = choices  # type: ignore[attr-defined]

    def place(self) -> Learner | None:
        """Of which place in a team it tells; None: as an angel."""
        voice, _dash, pk = self.cleaned_data["voice"].partition("-")
        return self.places[pk] if voice != Impression.Voice.ANGEL else None

    def for_team(self) -> bool:
        return bool(self.cleaned_data["voice"].startswith("team-"))

    def programme(self) -> Programme:
        return self.programmes[self.cleaned_data["voice"].partition("-")[2]]

    def agreed(self) -> Agreed:
        """Nobody's name stands with a story of the team, so nobody agrees to it."""
        said = super().agreed()
        return Agreed("", said.pictured) if self.for_team() else said


class PhotoForm(forms.Form):
    file = forms.FileField(label=_("Photograph"), help_text=_("JPEG, PNG or WebP, at most 25 MB."))
    alt = forms.CharField(
        label=_("What is to be seen"),
        max_length=300,
        help_text=_("In a few words, for those who do not see the picture."),
    )
    people = forms.ChoiceField(
        label=_("People in the picture"), choices=ImpressionPhoto.People.choices, widget=forms.RadioSelect
    )


class GiveBackForm(forms.Form):
    answer = forms.CharField(
        label=_("Why you give it back"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The writer reads it beside the story, which is their draft again."),
    )
