"""Forms of programmes and projects. They only read what was typed; actions decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm, I18nFormField, I18nTextarea, I18nTextInput

from talka.programmes.actions.programmes import ProgrammeData
from talka.programmes.actions.projects import ProjectData
from talka.ui.forms import DateInput, EuroField

from .funders import FunderTemplate, templates
from .funders import words as said
from .models import Programme, Project, ProjectPartner, PublicityDuty
from .roles import NAMED, role_choices


def words(label: Any, *, required: bool = False, long: bool = False, help_text: Any = "", longest: int = 300) -> Any:
    """A field in every language of the house; one language is enough."""
    attrs = {"rows": 4} if long else {"maxlength": longest}
    widget = I18nTextarea if long else I18nTextInput
    return I18nFormField(
        label=label,
        required=required,
        require_all_fields=False,
        widget=widget,
        widget_kwargs={"attrs": attrs},
        max_length=None if long else longest,
        help_text=help_text,
    )


def template_choices(nothing: Any, kept: str, *, made_up: bool) -> list[tuple[str, Any]]:
    """The funder templates there are; one that was chosen and is gone stands by its key, so that saving keeps it."""
    found = [(one.key, said(one.title)) for one in templates(illustrative=made_up)]
    lost = [(kept, kept)] if kept and kept not in dict(found) else []
    return [("", nothing), *found, *lost]


def wanted_choices(template: FunderTemplate) -> list[tuple[str, Any]]:
    return [("", _("None of them")), *((one.key, said(one.name)) for one in template.publicity.logos)]


class ProgrammeForm(I18nForm):
    title = words(_("Title"), required=True)
    code = forms.CharField(label=_("Code"), max_length=60, required=False, help_text=_("As the funder calls it: LV07"))
    description = words(_("Description"), long=True)
    funder = words(_("Funder"), longest=200)
    funder_template = forms.ChoiceField(
        label=_("Funder template"),
        required=False,
        help_text=_("What the funder wants of attendance lists, publicity and reports, in all projects."),
    )
    source = forms.URLField(label=_("Source on the web"), required=False, assume_scheme="https")
    public = forms.BooleanField(label=_("Everybody may see this programme"), required=False)
    illustrative = forms.BooleanField(
        label=_("Everything in it is made up"),
        required=False,
        help_text=_("Every page and document will say so. It cannot be changed later."),
    )

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        self.programme = programme
        if programme:
            names = ("title", "code", "description", "funder", "funder_template", "source", "public")
            kwargs["initial"] = {name: getattr(programme, name) for name in names}
            for role, _label in NAMED:
                own = programme.labels.get(role, {})
                kwargs["initial"] |= {f"{role}_{code}": own.get(code, "") for code, _name in settings.LANGUAGES}
        else:
            kwargs.setdefault("initial", {"public": True})
        super().__init__(*args, **kwargs)
        kept = programme.funder_template if programme else ""
        self.fields["funder_template"].choices = template_choices(  # type: ignore[attr-defined]
            _("None: the funder asks nothing of the kind"), kept, made_up=programme is None or programme.illustrative
        )
        if programme:
            del self.fields["illustrative"]
            for role, label in NAMED:
                for code, name in settings.LANGUAGES:
                    self.fields[f"{role}_{code}"] = forms.CharField(
                        label=_("Own word for “%(role)s” (%(language)s)") % {"role": label, "language": name},
                        max_length=60,
                        required=False,
                    )

    def data_of(self) -> ProgrammeData:
        values = self.cleaned_data
        labels: dict[str, dict[str, str]] = {}
        for role, _label in NAMED:
            own = {code: said for code, _name in settings.LANGUAGES if (said := values.get(f"{role}_{code}", ""))}
            if own:
                labels[role] = own
        return ProgrammeData(
            title=values["title"],
            code=values["code"],
            description=values["description"] or "",
            funder=values["funder"] or "",
            funder_template=values["funder_template"],
            source=values["source"],
            public=values["public"],
            illustrative=values.get("illustrative", False),
            labels=labels,
        )


class ProjectForm(I18nForm):
    title = words(_("Title"), required=True, longest=400)
    number = forms.CharField(label=_("Number"), max_length=60, required=False, help_text="4.3-24/NFI/INP-002")
    other_number = forms.CharField(label=_("Other number"), max_length=60, required=False, help_text="LV07-0002")
    objectives = words(_("Objectives"), long=True)
    funder = words(_("Funder"), longest=200)
    instrument = words(_("Financial instrument"), longest=200)
    funder_template = forms.ChoiceField(
        label=_("Funder template"),
        required=False,
        help_text=_("What the funder wants of attendance lists, publicity and reports."),
    )
    publicity = words(
        _("Publicity text"),
        long=True,
        help_text=_("The funder's required words; they stand on every page and document."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    source = forms.URLField(label=_("Source on the web"), required=False, assume_scheme="https", max_length=500)
    starts = forms.DateField(label=_("Starts"), required=False, widget=DateInput)
    ends = forms.DateField(label=_("Ends"), required=False, widget=DateInput)
    budget_eur = EuroField(label=_("Budget, EUR"), required=False, max_digits=14)
    controller = words(
        _("Controller of personal data"), help_text=_("Who answers for what is kept about participants; shown to them.")
    )
    retention_until = forms.DateField(
        label=_("Evidence is kept until"),
        required=False,
        widget=DateInput,
        help_text=_("The last day on which the funder may ask for attendance lists."),
    )
    public = forms.BooleanField(label=_("Everybody may see this project"), required=False)

    def __init__(
        self, *args: Any, project: Project | None = None, programme: Programme | None = None, **kwargs: Any
    ) -> None:
        if project:
            kwargs["initial"] = {name: getattr(project, name) for name in self.base_fields}
        else:
            kwargs.setdefault("initial", {"public": True})
        super().__init__(*args, **kwargs)
        programme = project.programme if project else programme
        self.fields["funder_template"].choices = template_choices(  # type: ignore[attr-defined]
            _("As in the programme"),
            project.funder_template if project else "",
            made_up=programme is not None and programme.illustrative,
        )

    def data_of(self) -> ProjectData:
        values = dict(self.cleaned_data)
        for name in ("objectives", "funder", "instrument", "publicity", "controller"):
            values[name] = values[name] or ""
        return ProjectData(**values)


class ActivityForm(I18nForm):
    number = forms.CharField(label=_("Number"), max_length=20)
    title = words(_("Title"), required=True)
    description = words(_("Description"), long=True)


class BudgetLineForm(I18nForm):
    code = forms.CharField(label=_("Code"), max_length=30)
    title = words(_("What for"), required=True, longest=200)
    planned_eur = EuroField(label=_("Planned, EUR"), max_digits=14)


class BudgetFileForm(forms.Form):
    file = forms.FileField(label=_("Table (XLSX or CSV)"))


class PartnerForm(forms.Form):
    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, help_text=_("One that is not known yet is entered by this name.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=ProjectPartner.Role.choices, initial=ProjectPartner.Role.PARTNER)


class LogoForm(I18nForm):
    file = forms.FileField(label=_("Image (PNG, JPEG or WebP)"))
    alt = words(_("Whose logo it is, in words"), required=True, longest=200)
    wanted = forms.ChoiceField(label=_("Which of the funder's logos it is"), required=False)

    def __init__(self, *args: Any, template: FunderTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if template is None or not template.publicity.logos:
            del self.fields["wanted"]
        else:
            self.fields["wanted"].choices = wanted_choices(template)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why our text differs"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For example: agreed with the programme operator, on which day. Empty: it should not differ."),
    )


class DutyForm(forms.Form):
    state = forms.ChoiceField(label=_("What of it"), choices=PublicityDuty.State.choices, widget=forms.RadioSelect)
    day = forms.DateField(label=_("When"), required=False, widget=DateInput)
    note = forms.CharField(
        label=_("What was done, or why it does not apply"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    link = forms.URLField(label=_("Where one can see it"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, duty: PublicityDuty | None = None, **kwargs: Any) -> None:
        names = ("state", "day", "note", "link")
        kwargs["initial"] = {name: getattr(duty, name) for name in names} if duty else {"state": "done"}
        super().__init__(*args, **kwargs)


class TeamForm(forms.Form):
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"))
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"))
    invite = forms.BooleanField(
        label=_("Send an invitation to an account, if there is none yet"), required=False, initial=True
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(programme)  # type: ignore[attr-defined]
