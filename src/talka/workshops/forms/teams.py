"""Forms about teams: how many, what they are called; practitioners and co-games masters; points of contests."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.events.models import Registration
from talka.programmes.models import Project

from ..actions.contests import LONGEST, MOST_POINTS
from ..actions.guests import LONGEST_EXPERTISE, LONGEST_NAME
from ..actions.teams import LONGEST_NAME as LONGEST_TEAM_NAME
from ..actions.teams import MOST_SIZE, MOST_TEAMS
from ..formats.spec import FormatSpec
from ..models import Group, Seat, Workshop
from ..queries.formats import format_to_use, own_rows, shipped_rows
from ..queries.guests import guest_words


class TeamsForm(forms.Form):
    """Group work in teams that no agenda names. Gives `spec`, the format."""

    format = forms.ChoiceField(label=_("Method of the group work"))
    number = forms.IntegerField(
        label=_("Number of teams"),
        required=False,
        min_value=1,
        max_value=MOST_TEAMS,
        help_text=_("Empty: as many as those registered make."),
    )
    size = forms.IntegerField(
        label=_("People in a team, at most"),
        required=False,
        min_value=1,
        max_value=MOST_SIZE,
        help_text=_("Empty: as the method says. In the Future City Game it is five."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        rows = [*shipped_rows(), *own_rows(project)]
        self.fields["format"].choices = [(row.key, row.title) for row in rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        spec: FormatSpec | None = format_to_use(self.project, cleaned.get("format", ""))
        return cleaned | ({"spec": spec} if spec is not None else {})


class TeamNameForm(forms.Form):
    """seen: the name that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False, strip=False)
    name = forms.CharField(label=_("What your team is called"), max_length=LONGEST_TEAM_NAME)


class GuestForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    registration = forms.ModelChoiceField(
        Registration.objects.none(),
        label=_("or somebody who is registered"),
        required=False,
        help_text=_("They are then placed in no team."),
    )
    expertise = forms.CharField(
        label=_("What teams may ask about"),
        required=False,
        max_length=LONGEST_EXPERTISE,
        help_text=_("For practitioners: in a few words, for instance “building permits, land use”."),
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(guest_words().items())  # type: ignore[attr-defined]
        self.initial = {"role": Seat.Role.PRACTITIONER} | self.initial
        registered = Registration.objects.filter(event=workshop.event_id, state=Registration.State.REGISTERED)
        field = self.fields["registration"]
        field.queryset = registered.select_related("person").order_by("person__sort_key", "pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.person.name  # type: ignore[attr-defined]


class AwardForm(forms.Form):
    """Points for a team. `uid` is the form's own name: sent twice they are given once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    group = forms.TypedChoiceField(label=_("Team"), coerce=int)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=MOST_POINTS)
    words = forms.CharField(label=_("What the points are for"), max_length=LONGEST)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(each.number, f"{each.number}. {each}") for each in groups]  # type: ignore[attr-defined]
        self.initial = {"uid": uuid.uuid4(), "points": 1} | self.initial
