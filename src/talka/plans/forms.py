"""Forms of planning documents. They only read what was typed; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.indicators.models import Indicator
from talka.people.queries import areas_to_choose
from talka.programmes.forms import words
from talka.territories.models import Area
from talka.territories.queries import name_of
from talka.ui.forms import DateInput, EuroField

from .access import home_of, keeps_all
from .actions.documents import PlanData
from .actions.goals import GoalData
from .actions.indicators import IndicatorData
from .actions.projects import ProjectData
from .actions.table_rows import names
from .actions.values import ValueData
from .columns import bare, read_years, write_years
from .models import Goal, Plan, PlanImport, PlanIndicator, PlanProject, PlanValue
from .models.projects import SOURCES


def year(label: Any, *, required: bool = False, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=1990, max_value=2100, help_text=help_text)


def figure(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, max_digits=16, decimal_places=4, localize=True, help_text=help_text
    )


class _Numbered(forms.ModelChoiceField):
    """Goals and projects as their number and title."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)[:120]


class PlanForm(I18nForm):
    """A new document, or one that is changed; `version` tells a stale form."""

    area = forms.ChoiceField(label=_("Territory"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Plan.Kind.choices, initial=Plan.Kind.PROGRAMME)
    title = words(_("Title"), required=True)
    starts = year(_("First year"), required=True)
    ends = year(_("Last year"), required=True)
    decision = forms.CharField(
        label=_("Decision of the council"),
        max_length=120,
        required=False,
        help_text=_("As it is cited, for example: minutes No. 4, item 12."),
    )
    decided_on = forms.DateField(label=_("Decided on"), required=False, widget=DateInput)
    link = forms.URLField(
        label=_("Where the document can be read"), max_length=500, required=False, assume_scheme="https"
    )
    about = words(_("What it is about"), long=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Any, plan: Plan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            kwargs["initial"] = {name: getattr(plan, name) for name in self.base_fields if name != "area"}
        super().__init__(*args, **kwargs)
        self.areas: dict[str, Area] = {}
        if plan is not None:
            del self.fields["area"]
            return
        home = home_of(person)
        self.areas = {one.key: one for one in areas_to_choose() if keeps_all(person) or one.pk == home}
        choices = [(key, name_of(one)) for key, one in self.areas.items()]
        self.fields["area"].choices = choices if len(choices) == 1 else [("", "—"), *choices]

    def data_of(self) -> PlanData:
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "area")}
        return PlanData(**values | {"about": values["about"] or ""})

    def area_of(self) -> Area:
        return self.areas[self.cleaned_data["area"]]


class GoalForm(I18nForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Goal.Kind.choices)
    number = forms.CharField(label=_("Number"), max_length=20, help_text=_("As in the document: M1, U1.2"))
    title = words(_("Title"), required=True, longest=500)
    parent = _Numbered(
        Goal.objects.none(),
        label=_("Hangs on"),
        required=False,
        empty_label=_("Nothing: it stands at the top"),
        help_text=_("A task on a direction, a priority or an objective; any of them may be left out."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, goal: Goal | None = None, **kwargs: Any) -> None:
        if goal is not None:
            kwargs["initial"] = {name: getattr(goal, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        rows = Goal.objects.filter(plan=plan, retired_at=None).exclude(kind=Goal.Kind.TASK)
        self.fields["parent"].queryset = rows.exclude(pk=goal.pk) if goal else rows

    def data_of(self) -> GoalData:
        return GoalData(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ProjectForm(I18nForm):
    number = forms.CharField(label=_("Number"), max_length=20, help_text=_("As in the investment plan"))
    title = words(_("Title"), required=True, longest=500)
    goal = _Numbered(Goal.objects.none(), label=_("Linked task"), required=False, empty_label=_("None of them"))
    results = words(_("Planned results"), long=True)
    responsible = forms.CharField(
        label=_("Responsible"), max_length=2000, required=False, help_text=_("Several are separated by semicolons.")
    )
    partners = forms.CharField(
        label=_("Partners"), max_length=4000, required=False, help_text=_("Several are separated by semicolons.")
    )
    starts = year(_("Begins in"))
    ends = year(_("To be done in"))
    eur_own = EuroField(label=_("Own budget, EUR"), required=False, max_digits=14)
    eur_eu = EuroField(label=_("European Union funds, EUR"), required=False, max_digits=14)
    eur_state = EuroField(label=_("State budget, EUR"), required=False, max_digits=14)
    eur_other = EuroField(label=_("Other sources, EUR"), required=False, max_digits=14)
    by_year = forms.CharField(
        label=_("EUR by year"),
        max_length=1000,
        required=False,
        help_text=_("Of all sources together, where it is known: 2025: 120000; 2026: 80000"),
    )
    state = forms.ChoiceField(label=_("How far the project has come"), choices=PlanProject.State.choices)
    done_in = year(_("Done in"), help_text=_("Only of what is done; empty means this year."))
    remark = words(_("Remark"), long=True, help_text=_("How far it has come, what holds it up, why it was given up."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, project: PlanProject | None = None, **kwargs: Any) -> None:
        if project is not None:
            own = ("responsible", "partners", "by_year")
            kwargs["initial"] = {name: getattr(project, name) for name in self.base_fields if name not in own}
            parties = sorted(project.parties.all(), key=lambda one: (one.order, one.pk))
            for name, role in (("responsible", "responsible"), ("partners", "partner")):
                kwargs["initial"][name] = "; ".join(one.name for one in parties if one.role == role)
            kwargs["initial"]["by_year"] = write_years({one.year: one.eur for one in project.years.all()})
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = Goal.objects.filter(plan=plan, retired_at=None)

    def clean_by_year(self) -> Any:
        try:
            return read_years(self.cleaned_data["by_year"])
        except ValueError as fault:
            raise forms.ValidationError(_("Write years and euro like this: 2025: 120000; 2026: 80000.")) from fault

    def data_of(self) -> ProjectData:
        given = self.cleaned_data
        plain = ("number", "title", "goal", "starts", "ends", "by_year", "state", "done_in")
        return ProjectData(
            **{name: given[name] for name in plain},
            results=given["results"] or "",
            remark=given["remark"] or "",
            responsible=names(given["responsible"]),
            partners=names(given["partners"]),
            eur={source: given[f"eur_{source}"] for source in SOURCES},
        )


class _OfCatalogue(forms.ModelChoiceField):
    def label_from_instance(self, obj: Indicator) -> str:
        return f"{obj.title} ({obj.unit})" if str(obj.unit) else str(obj.title)


class IndicatorForm(I18nForm):
    number = forms.CharField(label=_("Number"), max_length=20, help_text=_("As in the document: R3"))
    indicator = _OfCatalogue(
        Indicator.objects.none(),
        label=_("Figures from the catalogue"),
        required=False,
        empty_label=_("No: figures are entered here year by year"),
        help_text=_("Then published figures count by themselves, and the peers' way stands beside."),
    )
    title = words(_("Title"), help_text=_("Empty: as in the catalogue."))
    unit = words(_("Unit"), longest=80)
    goal = _Numbered(Goal.objects.none(), label=_("Goal it tells about"), required=False, empty_label=_("None of them"))
    project = _Numbered(
        PlanProject.objects.none(),
        label=_("or project it tells about"),
        required=False,
        empty_label=_("None of them"),
    )
    direction = forms.ChoiceField(label=_("What should become of it"), choices=PlanIndicator.Direction.choices)
    baseline_year = year(_("Year of the baseline"))
    baseline = figure(
        _("Baseline"), help_text=_("Empty, with a year: the catalogue's figure of that year is the baseline.")
    )
    target_year = year(_("Year of the target"))
    target = figure(_("Target value"), help_text=_("Empty: the document names only the direction."))
    source = forms.CharField(label=_("Source of the figures"), max_length=300, required=False)
    frequency = forms.ChoiceField(label=_("How often"), choices=PlanIndicator.Frequency.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, indicator: PlanIndicator | None = None, **kwargs: Any) -> None:
        if indicator is not None:
            kwargs["initial"] = {name: getattr(indicator, name) for name in self.base_fields}
            for name in ("baseline", "target"):
                value = getattr(indicator, name)
                kwargs["initial"][name] = bare(value) if value is not None else None
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.order_by("theme", "order", "key")
        self.fields["goal"].queryset = Goal.objects.filter(plan=plan, retired_at=None)
        self.fields["project"].queryset = PlanProject.objects.filter(plan=plan, retired_at=None)

    def data_of(self) -> IndicatorData:
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return IndicatorData(**values | {"title": values["title"] or "", "unit": values["unit"] or ""})


class ValueForm(forms.Form):
    year = year(_("Year"), required=True)
    value = figure(_("Figure"), required=True)
    source = forms.CharField(
        label=_("Where it stands"),
        max_length=300,
        help_text=_("A register, a report, a count of your own with its day."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, value: PlanValue | None = None, source: str = "", **kwargs: Any) -> None:
        if value is not None:
            kwargs["initial"] = {name: getattr(value, name) for name in ("year", "source", "note", "version")}
            kwargs["initial"]["value"] = bare(value.value)
        else:
            kwargs["initial"] = {"source": source}
        super().__init__(*args, **kwargs)

    def data_of(self) -> ValueData:
        return ValueData(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class CauseForm(forms.Form):
    """From which measure or need something came."""

    cause = forms.ChoiceField(label=_("Measure or need"))

    def __init__(self, *args: Any, measures: list[Any], needs: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "—"), (_("Measures"), measures), (_("Needs"), needs)]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, int]:
        kind, _colon, pk = self.cleaned_data["cause"].partition(":")
        return kind, int(pk)


class TableForm(forms.Form):
    kind = forms.ChoiceField(label=_("Which table it is"), choices=PlanImport.Kind.choices)
    file = forms.FileField(label=_("Table (XLSX or CSV)"))
