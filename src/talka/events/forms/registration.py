"""The registration form of one event: who, from where, which groups, what else the organiser asks. Plain HTML."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.events import funder_asked
from talka.events.actions.applicants import READY, Applicant, NewOrganisation
from talka.events.models import Event, Question, Registration
from talka.events.queries.privacy import Notice
from talka.events.queries.questions import Block, blocks_of, organisation_named
from talka.people.models import Consent, Organisation
from talka.programmes.funders import words
from talka.territories.models import Area
from talka.territories.queries import municipalities, regions

INTERPRETATION = [
    ("", _("Not needed")),
    ("en", _("Into English")),
    ("lv", _("Into Latvian")),
    ("sign", _("Sign language")),
]
READY_HELP = {
    Question.Kind.DIET: _("For example: vegetarian, no gluten. Empty: I eat everything."),
    Question.Kind.ACCESS: _("For example: wheelchair, hearing loop, large print."),
    Question.Kind.TRANSPORT: _("For example: I come by train and need a lift from the station; I have two free seats."),
}


def option_text(option: object) -> str:
    """A choice as the organiser wrote it, in the reader's language."""
    return str(LazyI18nString(option)) if isinstance(option, dict) else str(option)


class PersonPart(forms.Form):
    """Name, address, organisation and position: what every form of a person asks."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Here we send your own link, with which you can change or cancel the registration."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Begin to type and choose. Leave empty if you come for yourself."),
        widget=forms.TextInput({"autocomplete": "organization", "list": "organisations"}),
    )
    new_kind = forms.ChoiceField(
        label=_("What kind of organisation is it?"), required=False, choices=[("", "—"), *Organisation.Kind.choices]
    )
    new_area = forms.ModelChoiceField(
        label=_("Municipality or region"),
        required=False,
        queryset=Area.objects.none(),
        help_text=_("Leave empty if it works in the whole country."),
    )
    position = forms.CharField(
        label=_("Position"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        illustrative = event.project.programme.illustrative
        areas = municipalities(event.first_day, illustrative=illustrative) | regions(
            event.first_day, illustrative=illustrative
        )
        self.fields["new_area"].queryset = areas.order_by("kind", "sort_key")  # type: ignore[attr-defined]

    @cached_property
    def unknown_organisation(self) -> bool:
        """True where an organisation was typed that nobody knows: then its kind is asked."""
        return bool({"new_kind", "new_area"} & set(self.errors)) or bool(self["new_kind"].value())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.get("organisation", "")
        cleaned["resolved"] = None
        if name:
            known = organisation_named(name, self.event)
            if known is not None:
                cleaned["resolved"] = known
            elif cleaned.get("new_kind"):
                area = cleaned.get("new_area")
                cleaned["resolved"] = NewOrganisation(name, cleaned["new_kind"], area.pk if area else None)
            else:
                self.add_error(
                    "new_kind",
                    _("“%(name)s” is not in our list yet. Choose its kind here, or correct the name.") % {"name": name},
                )
        return cleaned

    def applicant(self) -> Applicant:
        """What was filled in, as the actions take it."""
        cleaned = self.cleaned_data
        return Applicant(
            given_name=cleaned["given_name"],
            family_name=cleaned["family_name"],
            email=cleaned.get("email", ""),
            organisation=cleaned["resolved"],
            position=cleaned.get("position", ""),
            language=get_language() or "lv",
        )


class RegistrationForm(PersonPart):
    """The whole form. Its variable fields: group_<block>_<rank>, q_<key>, funder_<key>, consent_photos."""

    def __init__(self, event: Event, *args: Any, notice: Notice | None = None, **kwargs: Any) -> None:
        super().__init__(event, *args, **kwargs)
        self.notice = notice
        self.blocks: list[Block] = blocks_of(event)
        for number, block in enumerate(self.blocks):
            options = [("", "—"), *((str(item.pk), str(item.title)) for item in block.items)]
            for rank in range(1, block.asked + 1):
                self.fields[f"group_{number}_{rank}"] = forms.ChoiceField(
                    label=_("Choice %(rank)s") % {"rank": rank}, choices=options, required=False
                )
        self.questions = list(event.questions.all())
        for question in self.questions:
            self.fields[f"q_{question.key}"] = question_field(question)
        self.asked = funder_asked.asked_of(event)
        for one in self.asked:
            self.fields[funder_asked.PREFIX + one.key] = forms.ChoiceField(
                label=words(one.label),
                choices=[("", "—"), *funder_asked.choices_of(one)],
                required=False,
                help_text=words(one.why),
            )
        self.fields["remark"] = forms.CharField(
            label=_("Anything the organisers should know"),
            required=False,
            max_length=500,
            widget=forms.Textarea({"rows": 2}),
        )
        if notice is not None:
            self.fields["consent_photos"] = forms.BooleanField(label=notice.photos, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number, block in enumerate(self.blocks):
            chosen = [cleaned.get(f"group_{number}_{rank}") for rank in range(1, block.asked + 1)]
            for place, value in enumerate(chosen):
                if value and value in chosen[:place]:
                    self.add_error(f"group_{number}_{place + 1}", _("You have chosen this group already."))
        return cleaned

    def group_sections(self) -> list[tuple[Block, list[forms.BoundField]]]:
        return [
            (block, [self[f"group_{number}_{rank}"] for rank in range(1, block.asked + 1)])
            for number, block in enumerate(self.blocks)
        ]

    def question_fields(self) -> list[forms.BoundField]:
        return [self[f"q_{question.key}"] for question in self.questions]

    def funder_fields(self) -> list[forms.BoundField]:
        return [self[funder_asked.PREFIX + one.key] for one in self.asked]

    def applicant(self) -> Applicant:
        cleaned = self.cleaned_data
        plain = super().applicant()
        choices = {
            block.name: tuple(
                int(cleaned[name]) for rank in range(1, block.asked + 1) if cleaned[name := f"group_{number}_{rank}"]
            )
            for number, block in enumerate(self.blocks)
        }
        photos = self.notice.photos if self.notice and cleaned.get("consent_photos") else ""
        return Applicant(
            given_name=plain.given_name,
            family_name=plain.family_name,
            email=plain.email,
            organisation=plain.organisation,
            position=plain.position,
            language=plain.language,
            choices=choices,
            answers={question.key: cleaned.get(f"q_{question.key}") for question in self.questions},
            consents={Consent.Kind.PHOTOS.value: photos} if photos else {},
            remark=cleaned.get("remark", ""),
            funder_answers={one.key: cleaned.get(funder_asked.PREFIX + one.key, "") for one in self.asked},
        )


class ChangeForm(RegistrationForm):
    """The holder of the own link changes everything but name and address: those are the person's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("given_name", "family_name", "email"):
            del self.fields[name]

    def applicant(self) -> Applicant:
        self.cleaned_data |= {"given_name": "", "family_name": "", "email": ""}
        return super().applicant()


class StaffForm(RegistrationForm):
    """An organiser enters or changes somebody; an address is not needed, and the seats may be exceeded."""

    beyond_seats = forms.BooleanField(label=_("Give a seat even if the event or a quota is full"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["email"].help_text = _("Without an address no letters are sent.")


class ColleagueForm(RegistrationForm):
    """One person registers another: the registrar is named, the colleague gets a letter with a link of their own."""

    registrar_given_name = forms.CharField(label=_("Your given name"), max_length=100)
    registrar_family_name = forms.CharField(label=_("Your family name"), max_length=100)
    registrar_email = forms.EmailField(label=_("Your e-mail"))

    def __init__(self, *args: Any, registrar_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Colleague's e-mail")
        self.fields["email"].help_text = _(
            "Here we send the colleague's own link. If you share a mailbox, enter the shared address."
        )
        for name in ("given_name", "family_name", "email", "position"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if registrar_known:
            for name in ("registrar_given_name", "registrar_family_name", "registrar_email"):
                del self.fields[name]


class SubstituteForm(PersonPart):
    """Who comes instead."""


class WalkInForm(PersonPart):
    """Twenty seconds at the door: a name and an organisation; an unknown organisation is taken as it is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["email"].help_text = _("Only if they want letters and a certificate by e-mail.")
        self.fields["organisation"].help_text = ""
        for name in ("given_name", "family_name", "email", "organisation", "position"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        for name in ("new_kind", "new_area"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        name = cleaned.get("organisation", "")
        known = organisation_named(name, self.event) if name else None
        cleaned["resolved"] = known or (NewOrganisation(name, "") if name else None)
        return cleaned


class SubstituteAtTheDoorForm(WalkInForm):
    """The same at the registration desk; without an organisation it stays that of the seat."""


class ResendForm(forms.Form):
    email = forms.EmailField(label=_("Your e-mail"), widget=forms.EmailInput({"autocomplete": "email"}))


def question_field(question: Question) -> forms.Field:
    """The input for one question of the organiser."""
    label, required = str(question.label) or str(question.get_kind_display()), question.required
    match question.kind:
        case Question.Kind.INTERPRETATION:
            return forms.ChoiceField(label=label, choices=INTERPRETATION, required=False)
        case Question.Kind.OVERNIGHT | Question.Kind.YES_NO:
            return forms.TypedChoiceField(
                label=label,
                choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda value: value == "yes",
                empty_value=None,
                required=required,
            )
        case Question.Kind.LONG_TEXT:
            return forms.CharField(label=label, required=required, max_length=2000, widget=forms.Textarea({"rows": 3}))
        case Question.Kind.ONE:
            return forms.ChoiceField(label=label, required=required, choices=[("", "—"), *_options(question)])
        case Question.Kind.SEVERAL:
            return forms.MultipleChoiceField(
                label=label, required=required, choices=_options(question), widget=forms.CheckboxSelectMultiple
            )
    return forms.CharField(
        label=label,
        required=required,
        max_length=300,
        help_text=READY_HELP.get(question.kind, ""),  # type: ignore[call-overload]
    )


def _options(question: Question) -> list[tuple[str, str]]:
    """Options are kept by their place, so that an answer holds in every language."""
    return [(str(place), option_text(option)) for place, option in enumerate(question.options)]


def filled(registration: Registration) -> Mapping[str, object]:
    """A registration as the first values of its form."""
    person, organisation = registration.person, registration.organisation
    blocks = {block.name: number for number, block in enumerate(blocks_of(registration.event))}
    values: dict[str, object] = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "organisation": organisation.name if organisation else "",
        "position": registration.position,
        "remark": registration.remark,
        "consent_photos": Consent.objects.filter(
            person=person,
            kind=Consent.Kind.PHOTOS,
            subject_kind="event",
            subject_id=str(registration.event_id),
            withdrawn_at=None,
        ).exists(),
    }
    values |= {funder_asked.PREFIX + key: said for key, said in registration.funder_answers.items()}
    for choice in registration.choices.all():
        if choice.block in blocks:
            values[f"group_{blocks[choice.block]}_{choice.rank}"] = str(choice.item_id)
    own = {answer.question_id: answer.value for answer in registration.answers.all()}
    for question in registration.event.questions.all():
        ready = READY.get(question.kind)  # type: ignore[call-overload]
        value = getattr(registration, ready) if ready else own.get(question.pk)
        values[f"q_{question.key}"] = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return values
