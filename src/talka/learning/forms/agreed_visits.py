"""The form of a visit that the two sides agree on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.forms import DateInput, TimeInput

from ..actions.agreed_visits import AgreedData
from ..models import AngelRequest, MentorVisit


class AgreedVisitForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=pgettext_lazy("time of day", "From"), required=False, widget=TimeInput())
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Or how you will talk, at a distance."))
    aims = forms.CharField(
        label=_("What the visit is for"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you will look at, with whom, and what should be ready by then."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, request: AngelRequest, visit: MentorVisit | None = None, **kwargs: Any) -> None:
        if visit is not None:
            kwargs["initial"] = {name: getattr(visit, name) for name in self.base_fields}
        else:
            kwargs["initial"] = {"place": str(request.area or request.organisation)}
        super().__init__(*args, **kwargs)

    def data_of(self) -> AgreedData:
        said = self.cleaned_data
        return AgreedData(said["day"], said["place"], said["aims"], said["begins"])
