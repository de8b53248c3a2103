"""Forms of cases and their partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import programmes_organised
from talka.programmes.forms import words
from talka.programmes.models import Programme

from .. import access
from ..actions.cases import OVER, CaseData
from ..law.register import services
from ..models import CooperationCase, Partner
from ..queries.lists import organisations_to_choose


def service_choices() -> list[tuple[str, Any]]:
    return [(one.key, one.name) for one in services().values()]


class CaseForm(I18nForm):
    """A new case, or one that is changed; `version` tells a stale form."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Who begins it"), help_text=_("It becomes the first partner.")
    )
    service = forms.ChoiceField(label=_("Service"))
    title = words(_("Title"), required=True)
    about = words(
        _("What it is to solve"), long=True, help_text=_("In your own words: who lacks what, and since when.")
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        required=False,
        empty_label=_("None"),
        help_text=_("Its organisers may help with the case; figures stay with the partners."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None, case: CooperationCase | None = None, **kwargs: Any) -> None:
        if case is not None:
            kept = ("service", "title", "about", "programme", "version")
            kwargs["initial"] = {name: getattr(case, name) for name in kept}
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["service"].choices = [("", "—"), *service_choices()]
        organised = programmes_organised(person)
        if case is not None and case.programme_id:
            organised = organised | Programme.objects.filter(pk=case.programme_id)
        self.fields["programme"].queryset = organised.distinct()
        if not self.fields["programme"].queryset.exists():
            del self.fields["programme"]
        self.own = office_of(person)
        if case is not None or not access.chooses_who_begins(person):
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.filter(merged_into=None).order_by("sort_key")
            self.fields["organisation"].initial = self.own

    def data_of(self) -> CaseData:
        said = self.cleaned_data
        kept = self.case.programme if self.case and "programme" not in self.fields else None
        return CaseData(said["title"], said["service"], said["about"] or "", said.get("programme") or kept)

    def organisation_of(self) -> Organisation:
        """Who begins it: chosen, or whom the person works for."""
        chosen: Organisation = self.cleaned_data.get("organisation") or self.own
        return chosen


class StateForm(forms.Form):
    """How far a case is; ending it needs a reason."""

    state = forms.ChoiceField(label=_("How far it is"), choices=CooperationCase.State.choices)
    reason = forms.CharField(
        label=_("Why it ended or was given up"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("state") in OVER and not said.get("reason", "").strip():
            self.add_error("reason", _("Please say why."))
        return said


class InviteForm(forms.Form):
    """Whom to ask to take part."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    role = forms.ChoiceField(
        label=_("As what"),
        choices=[choice for choice in Partner.Role.choices if choice[0] != Partner.Role.INITIATOR],
    )

    def __init__(self, *args: Any, case: CooperationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = Partner.objects.filter(case=case, state__in=("invited", "taking_part")).values("organisation")
        rows = organisations_to_choose(illustrative=case.illustrative).exclude(pk__in=taken)
        self.fields["organisation"].queryset = rows


class AnswerForm(forms.Form):
    """A partner joins or declines."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("yes", _("We take part")), ("no", _("We decline"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason, if you like"), max_length=500, required=False)


class OpennessForm(forms.Form):
    """Whom a partner shows what it entered about itself, and who answers questions."""

    openness = forms.ChoiceField(
        label=_("Who sees our figures"),
        choices=Partner.Openness.choices,
        widget=forms.RadioSelect,
        help_text=_("Shares can be computed while the figures themselves stay hidden."),
    )
    focal_point = forms.ModelChoiceField(
        Person.objects.none(), label=_("Whom the partners ask"), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        kwargs["initial"] = {"openness": partner.openness, "focal_point": partner.focal_point}
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(organisation=partner.organisation_id, erased_at=None, merged_into=None)
        self.fields["focal_point"].queryset = rows


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why you leave"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
