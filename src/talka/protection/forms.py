"""Forms of data protection. They only read what was typed; actions decide."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.people.models import Person
from talka.programmes.forms import words
from talka.ui.forms import DateInput

from .models import LONG, Facts, Request, Restriction
from .queries.facts import FIELDS, OF_INSTALLATION

LONG_TEXTS = ("law", "subprocessors", "access_gaps", "access_tested_how", "access_enforcement")
PLAIN = ("officer_contact", "access_contact")
HELP = {
    "controller": _("The institution that decides what data are for."),
    "controller_contact": _("Address, e-mail, telephone: shown to everybody."),
    "officer": _("An office is enough: “Data protection officer of the Ministry”."),
    "officer_contact": _("An e-mail address or telephone that reaches them: shown to everybody."),
    "processor": _("Who runs the server for the controller; empty where the controller does it."),
    "law": _("With article and paragraph: which law or regulation gives the task."),
    "place": _("Country and who runs the data centre."),
    "subprocessors": _("Hosting, sending of letters. Empty where there are none."),
    "authority": _("In Latvia: Datu valsts inspekcija, www.dvi.gov.lv"),
    "access_enforcement": _("Whom to ask, by law, when nobody answers what cannot be used."),
}


class FactsForm(I18nForm):
    """Who answers. Of a project the controller stands in the project's own data."""

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(facts, name) for name in FIELDS}
        super().__init__(*args, **kwargs)
        below = facts.project_id is not None or facts.programme_id is not None
        for name, title in FIELDS.items():
            if (below and name in OF_INSTALLATION) or (facts.project_id and name == "controller"):
                continue
            self.fields[name] = self._field(name, title)

    def _field(self, name: str, title: Any) -> Any:
        help_text = HELP.get(name, "")
        if name == "access_tested":
            return forms.DateField(label=title, required=False, widget=DateInput)
        if name in PLAIN:
            return forms.CharField(label=title, required=False, max_length=LONG, help_text=help_text)
        return words(title, long=name in LONG_TEXTS, help_text=help_text, longest=LONG)


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is asked"), choices=Request.Kind.choices)
    channel = forms.ChoiceField(label=_("How it came"), choices=Request.Channel.choices, initial=Request.Channel.MAIL)
    came_on = forms.DateField(label=_("Came on"), widget=DateInput)
    person = forms.CharField(
        label=_("Key of the person, if known here"),
        required=False,
        max_length=32,
        help_text=_("The last part of the address of the person's page. Nothing else about them is kept here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"came_on": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean_person(self) -> Person | None:
        key = self.cleaned_data["person"].strip().strip("/").rpartition("/")[2]
        if not key:
            return None
        person = Person.objects.filter(key=key, merged_into=None).first()
        if person is None:
            raise forms.ValidationError(_("No person has this key."))
        return person


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How it was answered"),
        choices=[choice for choice in Request.Outcome.choices if choice[0] != Request.Outcome.OPEN],
    )


class RestrictionForm(forms.Form):
    why = forms.ChoiceField(label=_("Why"), choices=Restriction.Why.choices, widget=forms.RadioSelect)
