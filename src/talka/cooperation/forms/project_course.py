"""Forms of milestones, risks, decisions and results of a joint project."""

from typing import Any, BinaryIO, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.documents.kept_files import Sent
from talka.indicators.models import Indicator
from talka.people.queries import areas_to_choose
from talka.programmes.forms import words
from talka.territories.models import Area
from talka.territories.queries import name_of
from talka.ui.forms import DateInput

from ..actions.projects.course import DecisionData, MilestoneData, RiskData
from ..actions.projects.results import FigureData, ResultData
from ..models import JointPartner, JointProject, Milestone, ProjectDecision, ProjectResult, ProjectResultValue, Risk

FROM_ONE_TO_FIVE = [(n, str(n)) for n in range(1, 6)]


def bare(value: Any) -> Any:
    """A figure as people write it: 45 instead of 45.0000."""
    if value is None:
        return None
    text = f"{value:f}"
    return type(value)(text.rstrip("0").rstrip(".") if "." in text else text)


def partner_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        JointPartner.objects.none(), label=_("Who sees to it"), required=False, empty_label=_("Nobody in particular")
    )


class _OfProject(I18nForm):
    """What hangs on a project; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: JointProject, row: Any = None, **kwargs: Any) -> None:
        if row is not None:
            names = [name for name in self.base_fields if name != "file" and hasattr(row, name)]
            kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        if "partner" in self.fields:
            rows = JointPartner.objects.filter(project=project, left_on=None).select_related("organisation")
            self.fields["partner"].queryset = rows

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MilestoneForm(_OfProject):
    title = words(_("What is to be reached"), required=True)
    due = forms.DateField(label=_("By which day"), widget=DateInput)
    done_on = forms.DateField(label=_("Reached on"), required=False, widget=DateInput)
    partner = partner_field()

    def data_of(self) -> MilestoneData:
        return MilestoneData(**self.said())


class RiskForm(_OfProject):
    title = words(_("What may go wrong"), required=True)
    probability = forms.TypedChoiceField(
        label=_("How probable, from 1 to 5"), choices=FROM_ONE_TO_FIVE, coerce=int, widget=forms.RadioSelect
    )
    effect = forms.TypedChoiceField(
        label=_("How bad, from 1 to 5"), choices=FROM_ONE_TO_FIVE, coerce=int, widget=forms.RadioSelect
    )
    doing = words(_("What is done about it"), longest=500)
    partner = partner_field()
    closed_on = forms.DateField(
        label=_("Over since"), required=False, widget=DateInput, help_text=_("It has passed, or it has happened.")
    )

    def data_of(self) -> RiskData:
        said = self.said()
        return RiskData(**said | {"doing": said["doing"] or ""})


class DecisionForm(_OfProject):
    title = words(_("What was decided"), required=True)
    who = forms.CharField(
        label=_("Who decided"), max_length=200, help_text=_("A council, the steering group, the funder.")
    )
    day = forms.DateField(label=_("Day of the decision"), widget=DateInput)
    number = forms.CharField(label=_("Number of the decision"), max_length=80, required=False)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, DOCX, .edoc or .asice; a file sent anew replaces the old.")
    )
    link = forms.URLField(label=_("or where it can be read"), max_length=500, required=False, assume_scheme="https")
    open_to_all = forms.BooleanField(
        label=_("Everybody may open the file once the project is published"), required=False
    )

    def data_of(self) -> DecisionData:
        said = self.said()
        return DecisionData(said["title"], said["who"], said["day"], said["number"], said["open_to_all"])

    def sent(self) -> Sent:
        file = self.files.get("file")
        return Sent(cast(BinaryIO, file) if file else None, file.name if file else "", self.cleaned_data["link"])


class _OfCatalogue(forms.ModelChoiceField):
    def label_from_instance(self, obj: Indicator) -> str:
        return f"{obj.title} ({obj.unit})" if str(obj.unit) else str(obj.title)


def year(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=1990, max_value=2100)


def figure(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, max_digits=16, decimal_places=4, localize=True, help_text=help_text
    )


class ResultForm(_OfProject):
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=ProjectResult.Kind.choices,
        help_text=_("An output is what the project makes; an outcome is what changes through it."),
    )
    title = words(_("What is measured"), help_text=_("Empty: as in the catalogue."))
    unit = words(_("Unit"), longest=80)
    direction = forms.ChoiceField(label=_("What should become of it"), choices=ProjectResult.Direction.choices)
    baseline_year = year(_("Year of the baseline"))
    baseline = figure(_("Baseline"))
    target_year = year(_("Year of the target"))
    target = figure(_("Target value"))
    indicator = _OfCatalogue(
        Indicator.objects.none(),
        label=_("Figures from the catalogue"),
        required=False,
        empty_label=_("No: figures are entered here year by year"),
    )
    area = forms.ChoiceField(label=_("of which territory"), required=False)
    field_order = (
        "kind", "title", "unit", "direction", "baseline_year", "baseline", "target_year", "target", "indicator",
        "area", "version",
    )  # fmt: skip

    def __init__(self, *args: Any, project: JointProject, row: ProjectResult | None = None, **kwargs: Any) -> None:
        super().__init__(*args, project=project, row=row, **kwargs)
        if row is not None:
            self.initial |= {name: bare(getattr(row, name)) for name in ("baseline", "target")}
            self.initial["area"] = row.area.key if row.area else ""
        self.fields["indicator"].queryset = Indicator.objects.order_by("theme", "order", "key")
        self.areas: dict[str, Area] = {one.key: one for one in areas_to_choose()}
        if row is not None and row.area is not None:
            self.areas.setdefault(row.area.key, row.area)
        self.fields["area"].choices = [("", "—"), *((key, name_of(one)) for key, one in self.areas.items())]

    def data_of(self) -> ResultData:
        said = self.said()
        area = self.areas[said["area"]] if said["area"] else None
        return ResultData(**said | {"title": said["title"] or "", "unit": said["unit"] or "", "area": area})


class FigureForm(forms.Form):
    year = year(_("Year"), required=True)
    value = figure(_("Figure"), required=True)
    source = forms.CharField(
        label=_("Where it stands"),
        max_length=300,
        help_text=_("A register, a report, a count of your own with its day."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, figure: ProjectResultValue | None = None, **kwargs: Any) -> None:
        if figure is not None:
            kwargs["initial"] = {name: getattr(figure, name) for name in ("year", "source", "version")}
            kwargs["initial"]["value"] = bare(figure.value)
        super().__init__(*args, **kwargs)

    def data_of(self) -> FigureData:
        return FigureData(self.cleaned_data["year"], self.cleaned_data["value"], self.cleaned_data["source"])


COURSE: dict[str, type[_OfProject]] = {
    "milestone": MilestoneForm,
    "risk": RiskForm,
    "decision": DecisionForm,
    "result": ResultForm,
}
MODELS: dict[str, Any] = {
    "milestone": Milestone,
    "risk": Risk,
    "decision": ProjectDecision,
    "result": ProjectResult,
}
