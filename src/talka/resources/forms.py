"""Forms of resources. They only read what was typed; actions decide."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.forms import I18nForm, I18nFormField, I18nTextarea, I18nTextInput

from talka.people.access import may_keep_people
from talka.people.actions.organisations import find_organisation
from talka.people.models import Person
from talka.territories.models import Area

from .actions.resources import LARGEST, LONGEST_TITLE, ResourceData
from .area_field import AreaField
from .kinds import STATES, USES, Kind, OwnerKind, Unit, Use, words_of
from .models import Photo, Resource
from .queries.found import ORDERS, Asked
from .queries.places import areas_to_choose

NOT_SAID = ("", _("not said"))


def words(label: Any, *, required: bool = False, long: bool = False, help_text: Any = "", longest: int = 300) -> Any:
    """A field in every language of the house; one language is enough."""
    return I18nFormField(
        label=label,
        required=required,
        require_all_fields=False,
        widget=I18nTextarea if long else I18nTextInput,
        widget_kwargs={"attrs": {"rows": 5} if long else {"maxlength": longest}},
        max_length=None if long else longest,
        help_text=help_text,
    )


def decimal(label: Any, **more: Any) -> Any:
    """A number as people write it, with a comma or a point."""
    return forms.DecimalField(label=label, required=False, localize=True, **more)


class ResourceForm(I18nForm):
    """One resource of a kind that was chosen before: states and uses are those of the kind."""

    title = words(
        _("Name of the resource"), required=True, longest=LONGEST_TITLE, help_text=_("In at least one language.")
    )
    description = words(
        _("Description"), long=True, help_text=_("What it is, what it could be used for, what it lacks.")
    )
    area = AreaField(
        label=_("Municipality, parish, town or place"),
        max_length=250,
        help_text=_("As in the register; a parish with its municipality where several have the name."),
    )
    place = forms.CharField(label=_("Address, or words that say where"), max_length=300, required=False)
    lat = decimal(_("Latitude"), min_value=-90, max_value=90, help_text=_("In degrees, for example 56.8567"))
    lon = decimal(_("Longitude"), min_value=-180, max_value=180, help_text=_("In degrees, for example 26.2172"))
    size = decimal(_("Size"), min_value=0, max_value=LARGEST)
    unit = forms.ChoiceField(label=_("Unit of the size"), required=False, choices=[NOT_SAID, *Unit.choices])
    state = forms.ChoiceField(label=_("State it is in"), required=False)
    use = forms.ChoiceField(label=_("Use"), required=False)
    owner_kind = forms.ChoiceField(label=_("Kind of owner"), required=False, choices=[NOT_SAID, *OwnerKind.choices])
    owner = forms.CharField(
        label=_("Owner"),
        max_length=200,
        required=False,
        help_text=_("An organisation by its full name. Name no private person here; everybody reads it."),
    )
    contact_organisation = forms.CharField(
        label=_("Organisation to ask"),
        max_length=200,
        required=False,
        help_text=_("By its full name, as in the register of organisations."),
    )
    contact_me = forms.BooleanField(
        label=_("Ask me"),
        required=False,
        help_text=_("Teams see your name and address; everybody only after you agree to it on the resource's page."),
    )
    contact_person = forms.EmailField(
        label=_("A person in the register, by e-mail"),
        required=False,
        help_text=_("Only teams see who it is, until the person agrees that everybody does."),
    )
    contact_name = forms.CharField(label=_("Office or name of who to ask"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-mail to ask at"), required=False)
    contact_phone = forms.CharField(label=_("Phone to ask at"), max_length=40, required=False)
    contact_office = forms.BooleanField(
        label=_("This is an office's address, not a person's"),
        required=False,
        help_text=_("Then everybody sees it; otherwise only signed-in members of teams do."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("Where this is known from: a register, an inventory, a survey, who said it."),
    )
    source_link = forms.URLField(label=_("Source on the web"), required=False, max_length=500, assume_scheme="https")
    year = forms.IntegerField(label=_("Year of the source"), required=False, min_value=1500, max_value=2200)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kind: str, by: Person | None, resource: Resource | None = None, area: Area | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.kind, self.by, self.resource = kind, by, resource
        if resource:
            kwargs["initial"] = self._said(resource)
        super().__init__(*args, **kwargs)
        self.fields["area"].stands(resource.area if resource else area)  # type: ignore[attr-defined]
        self.fields["state"].choices = [NOT_SAID, *words_of(STATES[kind])]  # type: ignore[attr-defined]
        self.fields["use"].choices = [NOT_SAID, *words_of(USES[kind])]  # type: ignore[attr-defined]
        if may_keep_people(by):
            del self.fields["contact_me"]
        else:
            del self.fields["contact_person"]
            other = resource.contact_person if resource else None
            if other and (by is None or other.pk != by.pk):
                self.fields["contact_me"].label = _("Ask me instead of the person named now")

    def _said(self, resource: Resource) -> dict[str, Any]:
        plain = ("title", "description", "place", "lat", "lon", "size", "unit", "state", "use", "owner_kind")
        more = ("contact_name", "contact_email", "contact_phone", "contact_office", "source", "source_link", "year")
        person = resource.contact_person
        return {name: getattr(resource, name) for name in (*plain, *more)} | {
            "owner": resource.owner.name if resource.owner else resource.owner_words,
            "contact_organisation": resource.contact_organisation.name if resource.contact_organisation else "",
            "contact_me": bool(person and self.by and person.pk == self.by.pk),
            "contact_person": person.email if person else "",
            "seen": resource.changed_at.isoformat(),
        }

    def clean_contact_organisation(self) -> Any:
        said = self.cleaned_data["contact_organisation"]
        if not said.strip():
            return None
        organisation = find_organisation(said)
        if organisation is None:
            raise forms.ValidationError(
                _("The register knows no organisation of this name. Write it into the next fields as an office.")
            )
        return organisation

    def clean_contact_person(self) -> Person | None:
        said = self.cleaned_data["contact_person"]
        if not said:
            return None
        kept = self.resource.contact_person if self.resource else None
        if kept is not None and kept.email.lower() == said.lower():
            return kept  # others may be known by the same mailbox
        rows = Person.objects.filter(email__iexact=said, merged_into=None, erased_at=None).order_by("pk")
        person = rows.first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody in the register has this e-mail address. Enter the person first, or write an office below.")
            )
        return person

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        by_words = any(values.get(name) for name in ("contact_name", "contact_email", "contact_phone"))
        if by_words and (values.get("contact_me") or values.get("contact_person")):
            self.add_error(
                "contact_name", _("Name a person of the register, or write whom to ask in words; both cannot be shown.")
            )
        return values

    def data_of(self) -> ResourceData:
        """What was typed; whom to ask stays as it was where somebody may not change it."""
        values = dict(self.cleaned_data)
        person = values.pop("contact_person", None)
        kept = self.resource.contact_person if self.resource else None
        if "contact_person" in self.fields and kept and not kept.email:
            person = person or kept  # whom the field cannot name stays
        if "contact_me" in self.fields:
            mine = kept is not None and self.by is not None and kept.pk == self.by.pk
            person = self.by if values.pop("contact_me") else None if mine else kept
        values.pop("seen")
        named = values.pop("owner")
        owner = find_organisation(named) if named.strip() else None
        for name in ("lat", "lon"):
            values[name] = None if values[name] is None else float(values[name])
        return ResourceData(
            **values | {"description": values["description"] or ""},
            kind=self.kind,
            owner=owner,
            owner_words="" if owner else named,
            contact_person=person,
        )


class PhotoForm(I18nForm):
    file = forms.FileField(label=_("Photograph"), help_text=_("JPEG, PNG or WebP, at most 25 MB."))
    alt = words(
        _("What is to be seen"), required=True, help_text=_("In a few words, for those who do not see the picture.")
    )
    people = forms.ChoiceField(label=_("People in the picture"), choices=Photo.People.choices, widget=forms.RadioSelect)
    credit = forms.CharField(label=_("Photographer"), required=False, max_length=120)


class PhotoWordsForm(I18nForm):
    alt = words(_("What is to be seen"), required=True)
    people = forms.ChoiceField(label=_("People in the picture"), choices=Photo.People.choices, widget=forms.RadioSelect)
    credit = forms.CharField(label=_("Photographer"), required=False, max_length=120)


class PaperForm(I18nForm):
    title = words(_("Title of the document"), required=True, longest=200)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Office document, PDF, picture or signed document, at most 50 MB.")
    )
    link = forms.URLField(label=_("or its address"), required=False, max_length=500, assume_scheme="https")


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Why it is taken back"), max_length=300, required=False)


class TableForm(forms.Form):
    file = forms.FileField(label=_("Table (XLSX or CSV)"))


class FilterForm(forms.Form):
    """Search and filters; whatever is unknown counts as nothing."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of resource"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    area = forms.ChoiceField(label=_("Territory"), required=False)
    use = forms.ChoiceField(label=_("Use"), required=False, choices=[("", _("Any use")), *Use.choices])
    least = decimal(pgettext_lazy("size", "from"))
    most = decimal(pgettext_lazy("size", "to"))
    unit = forms.ChoiceField(label=_("Unit of the size"), required=False, choices=Unit.choices)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=list(zip(ORDERS, (_("By name"), _("Largest first"), _("Last confirmed first")), strict=True)),
    )

    def __init__(self, data: QueryDict, *, area: Area | None, illustrative: bool) -> None:
        super().__init__({"unit": Unit.HA.value} | data.dict())
        self.area, self.illustrative = area, illustrative
        areas = areas_to_choose(illustrative=illustrative)
        if area and all(each.pk != area.pk for each in areas):
            areas.insert(0, area)
        self.fields["area"].choices = [("", _("All territories")), *((each.key, each.name) for each in areas)]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        self.is_valid()
        found = self.cleaned_data
        return Asked(
            words=found.get("q", ""),
            kind=found.get("kind", ""),
            area=self.area,
            use=found.get("use", ""),
            least=_positive(found.get("least")),
            most=_positive(found.get("most")),
            unit=found.get("unit") or Unit.HA,
            order=found.get("order") or "name",
            illustrative=self.illustrative,
        )


def _positive(value: Decimal | None) -> Decimal | None:
    return value if value is not None and value.is_finite() and 0 <= value <= LARGEST else None
