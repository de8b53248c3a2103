"""Forms of joint projects and their partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import programmes_organised
from talka.programmes.forms import words
from talka.programmes.models import Programme
from talka.ui.forms import DateInput, EuroField

from .. import access
from ..actions.projects.partners import PartnerData
from ..actions.projects.projects import ProjectData
from ..models import Impact, JointPartner, JointProject, ProjectImport
from ..queries.lists import organisations_to_choose
from .cases import service_choices


class ProjectForm(I18nForm):
    """A new project, or one that is changed; `version` tells a stale form."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Who leads it"), help_text=_("It becomes the lead partner.")
    )
    title = words(_("Title"), required=True)
    about = words(_("What is done, for whom, and why together"), long=True)
    service = forms.ChoiceField(label=_("Service"), required=False)
    starts = forms.DateField(label=_("First day"), required=False, widget=DateInput)
    ends = forms.DateField(label=_("Last day"), required=False, widget=DateInput)
    total_told = EuroField(
        label=_("Whole cost as the funder's decision has it, EUR"),
        required=False,
        max_digits=14,
        help_text=_("The budget is held against it, to the cent. Empty where there is no decision yet."),
    )
    responsible = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who answers for it"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The partners see the name; everybody else only if the person agrees."),
    )
    responsible_office = forms.CharField(
        label=_("Office that answers for it"),
        max_length=200,
        required=False,
        help_text=_("Everybody sees it, for example: development unit of the lead partner."),
    )
    impact = forms.ChoiceField(
        label=_("Impact"), required=False, choices=[("", _("As the rule says")), *Impact.choices]
    )
    impact_reason = forms.CharField(
        label=_("Why the impact is another than the rule says"), max_length=500, required=False
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        required=False,
        empty_label=_("None"),
        help_text=_("Its organisers may help with the project."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None, project: JointProject | None = None, **kwargs: Any) -> None:
        if project is not None:
            kwargs["initial"] = {name: getattr(project, name) for name in self.base_fields if name != "organisation"}
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["service"].choices = [("", _("None")), *service_choices()]
        organised = programmes_organised(person)
        if project is not None and project.programme_id:
            organised = organised | Programme.objects.filter(pk=project.programme_id)
        self.fields["programme"].queryset = organised.distinct()
        if not self.fields["programme"].queryset.exists():
            del self.fields["programme"]
        self.own = office_of(person)
        if project is not None:
            self.fields["impact"].help_text = _("By the rule: %(reach)s.") % {"reach": project.get_reach_display()}
            partners = project.partners.filter(left_on=None).values("organisation")
            people = Person.objects.filter(organisation__in=partners, erased_at=None, merged_into=None)
            self.fields["responsible"].queryset = people.select_related("organisation")
        else:
            # Who answers and how far it reaches can only be said once there are partners.
            for name in ("responsible", "impact", "impact_reason"):
                del self.fields[name]
        if project is not None or not access.chooses_who_begins(person):
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.filter(merged_into=None).order_by("sort_key")
            self.fields["organisation"].initial = self.own

    def data_of(self) -> ProjectData:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "organisation")}
        if self.project is not None and "programme" not in self.fields:
            said["programme"] = self.project.programme
        return ProjectData(**said | {"about": said["about"] or ""})

    def organisation_of(self) -> Organisation:
        """Who leads it: chosen, or whom the person works for."""
        chosen: Organisation = self.cleaned_data.get("organisation") or self.own
        return chosen


class MoveForm(forms.Form):
    """How far a project is; giving up needs a reason."""

    state = forms.ChoiceField(label=_("How far it is"), choices=JointProject.State.choices)
    since = forms.DateField(label=_("Since"), required=False, widget=DateInput, help_text=_("Empty: today."))
    reason = forms.CharField(
        label=_("Why it was given up"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class _PartnerFields(I18nForm):
    role = forms.ChoiceField(label=_("As what"), choices=JointPartner.Role.choices)
    does = words(_("Its part of the work"))

    def data_of(self) -> PartnerData:
        return PartnerData(self.cleaned_data["role"], self.cleaned_data["does"] or "")


class AddPartnerForm(_PartnerFields):
    """Another organisation, of any kind."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    field_order = ("organisation", "role", "does")

    def __init__(self, *args: Any, project: JointProject, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"role": JointPartner.Role.PARTNER})
        super().__init__(*args, **kwargs)
        taken = JointPartner.objects.filter(project=project, left_on=None).values("organisation")
        rows = organisations_to_choose(illustrative=project.illustrative).exclude(pk__in=taken)
        self.fields["organisation"].queryset = rows


class PartnerForm(_PartnerFields):
    """What a partner is and does."""

    def __init__(self, *args: Any, partner: JointPartner, **kwargs: Any) -> None:
        kwargs["initial"] = {"role": partner.role, "does": partner.does}
        super().__init__(*args, **kwargs)


class LeaveForm(forms.Form):
    reason = forms.CharField(label=_("Why it leaves"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CauseForm(forms.Form):
    """One more thing a project comes from."""

    cause = forms.ChoiceField(label=_("What it comes from"))

    def __init__(self, *args: Any, groups: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "—"), *groups]

    def chosen(self) -> tuple[str, str]:
        kind, _colon, pk = self.cleaned_data["cause"].partition(":")
        return kind, pk


class TableForm(forms.Form):
    """A table of projects or of budgets."""

    kind = forms.ChoiceField(label=_("Which table it is"), choices=ProjectImport.Kind.choices)
    file = forms.FileField(label=_("Table (XLSX or CSV)"))
