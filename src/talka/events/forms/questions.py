"""An organiser's own question, and a limit of seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextInput
from i18nfield.strings import LazyI18nString

from talka.events.actions.questions import READY_KINDS
from talka.events.models import Event, Question
from talka.events.queries.questions import organisation_named
from talka.territories.models import Area
from talka.territories.queries import municipalities, regions

OWN_KINDS = [(kind.value, kind.label) for kind in Question.Kind if kind not in READY_KINDS]
WITH_OPTIONS = {Question.Kind.ONE, Question.Kind.SEVERAL}


class QuestionForm(forms.Form):
    label = I18nFormField(label=_("Question"), widget=I18nTextInput, max_length=300)
    kind = forms.ChoiceField(label=_("How it is answered"), choices=OWN_KINDS)
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "One per line, where there is something to choose from. In two languages: Jā, braukšu | Yes, I will."
        ),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        if question is not None:
            kwargs.setdefault("initial", {})
            kwargs["initial"] |= {
                "label": question.label,
                "kind": question.kind,
                "required": question.required,
                "options": "\n".join(_line(option) for option in question.options),
            }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") in WITH_OPTIONS and len(_options(cleaned.get("options", ""))) < 2:
            self.add_error("options", _("Write at least two choices, one per line."))
        if cleaned.get("label") is not None and not str(cleaned["label"]).strip():
            self.add_error("label", _("Write the question in at least one language."))
        return cleaned

    def fields_of_question(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        with_options = cleaned["kind"] in WITH_OPTIONS
        return {
            "label": cleaned["label"],
            "kind": cleaned["kind"],
            "options": _options(cleaned["options"]) if with_options else [],
            "required": cleaned["required"],
        }


def _options(text: str) -> list[dict[str, str]]:
    """Lines as choices; what stands after a bar is English."""
    options = []
    for line in text.splitlines():
        latvian, _bar, english = (part.strip() for part in line.partition("|"))
        if latvian:
            options.append({"lv": latvian, **({"en": english} if english else {})})
    return options


def _line(option: object) -> str:
    if not isinstance(option, dict):
        return str(LazyI18nString(option))
    return " | ".join(part for part in (option.get("lv", ""), option.get("en", "")) if part)


class QuotaForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            ("each", _("Each organisation")),
            ("organisation", _("One organisation")),
            ("area", _("One region or municipality")),
        ],
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"list": "organisations", "autocomplete": "off"}),
    )
    area = forms.ModelChoiceField(label=_("Region or municipality"), required=False, queryset=Area.objects.none())
    seats = forms.IntegerField(label=_("At most so many seats"), min_value=0, max_value=100_000)

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        illustrative = event.project.programme.illustrative
        areas = municipalities(event.first_day, illustrative=illustrative) | regions(
            event.first_day, illustrative=illustrative
        )
        self.fields["area"].queryset = areas.order_by("-kind", "sort_key")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["resolved"] = None
        if cleaned.get("scope") == "organisation":
            cleaned["resolved"] = organisation_named(cleaned.get("organisation", ""), self.event)
            if cleaned["resolved"] is None:
                self.add_error("organisation", _("Choose an organisation from the list."))
        if cleaned.get("scope") == "area" and not cleaned.get("area"):
            self.add_error("area", _("Choose a region or a municipality."))
        return cleaned

    def fields_of_quota(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        scope = cleaned["scope"]
        return {
            "seats": cleaned["seats"],
            "organisation": cleaned["resolved"] if scope == "organisation" else None,
            "area": cleaned["area"] if scope == "area" else None,
            "each_organisation": scope == "each",
        }
