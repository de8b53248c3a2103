"""Forms of persons and organisations. They only read what was typed; actions decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from talka.people.actions.organisations import OrganisationData
from talka.people.actions.persons import PersonData
from talka.territories.models import Area

from . import queries
from .models import Organisation, Person


class PersonForm(forms.Form):
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("By its full name. One that is not known yet is entered."),
    )
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    expertise = forms.CharField(
        label=_("Field of expertise"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        if person:
            kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields}
            kwargs["initial"]["organisation"] = person.organisation.name if person.organisation else ""
        super().__init__(*args, **kwargs)

    def data_of(self, organisation: Organisation | None) -> PersonData:
        values = dict(self.cleaned_data)
        return PersonData(**values | {"organisation": organisation})


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind of organisation"))
    area = forms.ChoiceField(label=_("Territory"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation:
            kwargs["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
            kwargs["initial"]["area"] = organisation.area.key if organisation.area else ""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("As the name tells")), *Organisation.Kind.choices]  # type: ignore[attr-defined]
        self.fields["kind"].required = False
        self.areas = {area.key: area for area in queries.areas_to_choose()}
        if organisation and organisation.area:
            self.areas.setdefault(organisation.area.key, organisation.area)
        self.fields["area"].choices = [("", "—"), *((key, area.name) for key, area in self.areas.items())]  # type: ignore[attr-defined]

    def data_of(self) -> OrganisationData:
        values = dict(self.cleaned_data)
        return OrganisationData(**values | {"area": self.areas.get(values["area"])})


class TableForm(forms.Form):
    file = forms.FileField(label=_("Table (XLSX or CSV)"))


class FilterForm(forms.Form):
    """Search and filters of a list; whatever is unknown counts as nothing."""

    q = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    area = forms.ChoiceField(label=_("Territory"), required=False)

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *Organisation.Kind.choices]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("All territories")), *((each.key, each.name) for each in areas)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {
            "words": self.cleaned_data.get("q", ""),
            "kind": self.cleaned_data.get("kind", ""),
            "area": self.cleaned_data.get("area", ""),
        }
