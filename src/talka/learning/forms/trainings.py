"""Forms of training programmes, their modules, who works for them, cohorts and teams."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.needs.models import Competence
from talka.people.actions.persons import PersonData
from talka.people.models import Organisation, Person
from talka.programmes.forms import words
from talka.programmes.models import Programme
from talka.ui.forms import DateInput, DateTimeInput

from .. import access
from ..actions.cohorts import CohortData
from ..actions.trainings import ModuleData, TrainingData
from ..models import Cohort, Module, Session, Staff, Team, Training
from ..patterns import patterns


class TrainingForm(I18nForm):
    """A new training programme, or one that is changed; `version` tells a stale form."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), help_text=_("Its organisers run the training programme.")
    )
    title = words(_("Title"), required=True)
    about = words(_("What it is about"), long=True, help_text=_("What is different afterwards, and for whom."))
    for_whom = words(_("Who can take part"))
    team_size = forms.IntegerField(
        label=_("People in a team"),
        min_value=1,
        max_value=50,
        initial=2,
        help_text=_("So many people each municipality or community sends."),
    )
    least_hours = forms.DecimalField(
        label=_("Certificate: hours attended at least"),
        required=False,
        min_value=0.5,
        max_digits=6,
        decimal_places=1,
        localize=True,
        help_text=_("Empty: no rule about hours."),
    )
    least_modules = forms.IntegerField(
        label=_("Certificate: modules attended at least"), required=False, min_value=1, max_value=100
    )
    homework_needed = forms.BooleanField(
        label=_("Certificate: the homework that is needed must be accepted"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None, training: Training | None = None, **kwargs: Any) -> None:
        if training is not None:
            kept = [name for name in self.base_fields if name != "programme"]
            kwargs["initial"] = {name: getattr(training, name) for name in kept}
        super().__init__(*args, **kwargs)
        if training is not None:
            del self.fields["programme"]
        else:
            self.fields["programme"].queryset = access.programmes_to_begin_in(person)

    def data_of(self) -> TrainingData:
        said = self.cleaned_data
        return TrainingData(
            said["title"],
            said["about"] or "",
            said["for_whom"] or "",
            said["team_size"],
            said["least_hours"],
            said["least_modules"],
            said["homework_needed"],
        )


class PatternForm(forms.Form):
    """Begin with a ready training programme."""

    pattern = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), help_text=_("Its organisers run the training programme.")
    )

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="ready_%s", **kwargs)  # it stands on one page with the other form
        self.fields["pattern"].choices = [(one.key, f"{one.name}: {one.about}") for one in patterns()]
        self.fields["programme"].queryset = access.programmes_to_begin_in(person)


class ModuleForm(I18nForm):
    title = words(_("Title"), required=True, longest=200)
    outcomes = words(_("What somebody can do afterwards"), long=True, help_text=_("One line each."))
    hours = forms.DecimalField(
        label=_("Hours of teaching"), required=False, min_value=0.5, max_digits=5, decimal_places=1, localize=True
    )
    competences = forms.ModelMultipleChoiceField(
        Competence.objects.none(),
        label=_("Competences it teaches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Assessments before and after ask about them."),
    )

    def __init__(self, *args: Any, training: Training, module: Module | None = None, **kwargs: Any) -> None:
        if module is not None:
            kept = ("title", "outcomes", "hours")
            kwargs["initial"] = {name: getattr(module, name) for name in kept} | {
                "competences": list(module.competences.all())
            }
        super().__init__(*args, **kwargs)
        own = Competence.objects.filter(programme=training.programme, retired_at=None)
        shown = own if own.exists() else Competence.objects.filter(programme=None, retired_at=None)
        kept_too = Q(pk__in=[row.pk for row in kwargs.get("initial", {}).get("competences", [])])
        self.fields["competences"].queryset = Competence.objects.filter(Q(pk__in=shown) | kept_too)

    def data_of(self) -> ModuleData:
        said = self.cleaned_data
        return ModuleData(said["title"], said["outcomes"] or "", said["hours"])


class WhoForm(forms.Form):
    """A person by name and e-mail: found in the register, or entered there."""

    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def who(self) -> PersonData:
        said = self.cleaned_data
        return PersonData(said["given_name"], said["family_name"], said["email"])


class StaffForm(WhoForm):
    role = forms.ChoiceField(label=_("As what"), choices=Staff.Role.choices)
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(), label=_("For which cohort"), required=False, empty_label=_("All of them")
    )

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.filter(training=training, retired_at=None)


class CohortForm(I18nForm):
    """A new cohort, or one that is changed."""

    title = words(_("Title"), required=True, longest=200)
    state = forms.ChoiceField(label=_("How far it is"), choices=Cohort.State.choices)
    starts = forms.DateField(label=_("First day"), required=False, widget=DateInput())
    ends = forms.DateField(label=_("Last day"), required=False, widget=DateInput())
    places = forms.IntegerField(
        label=_("Teams it has room for"), required=False, min_value=1, max_value=1000, help_text=_("Empty: no limit.")
    )
    apply_from = forms.DateTimeField(
        label=_("Applications from"),
        required=False,
        widget=DateTimeInput(),
        help_text=_("Empty: nobody applies, you enter the teams."),
    )
    apply_until = forms.DateTimeField(label=_("Applications until"), required=False, widget=DateTimeInput())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, cohort: Cohort | None = None, **kwargs: Any) -> None:
        if cohort is not None:
            kwargs["initial"] = {name: getattr(cohort, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def data_of(self) -> CohortData:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return CohortData(**said)


class SessionForm(forms.Form):
    """An event as a part of a cohort's way."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Event"))
    kind = forms.ChoiceField(label=_("As what"), choices=Session.Kind.choices)
    module = forms.ModelChoiceField(
        Module.objects.none(), label=_("Module"), required=False, empty_label=_("Of no single module")
    )

    def __init__(self, *args: Any, cohort: Cohort, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Event.objects.filter(pk__in=events_known_to(person), project__programme=cohort.training.programme)
        self.fields["event"].queryset = rows.order_by("-first_day", "pk")
        self.fields["module"].queryset = Module.objects.filter(training=cohort.training, retired_at=None)


class NewTeamForm(I18nForm):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Municipality or community"))
    title = words(_("What the team is called"), longest=200, help_text=_("Empty: as the organisation is called."))
    aims = words(_("What it came for"), long=True)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = Team.objects.filter(cohort=cohort, left_on=None).values("organisation")
        rows = Organisation.objects.filter(merged_into=None, illustrative=cohort.training.illustrative)
        self.fields["organisation"].queryset = rows.exclude(pk__in=taken).order_by("sort_key")


class TeamForm(I18nForm):
    title = words(_("What the team is called"), longest=200, help_text=_("Empty: as the organisation is called."))
    aims = words(_("What it came for"), long=True)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        kwargs["initial"] = {"title": team.title, "aims": team.aims}
        super().__init__(*args, **kwargs)


class LeaveForm(forms.Form):
    reason = forms.CharField(label=_("Why it leaves"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
