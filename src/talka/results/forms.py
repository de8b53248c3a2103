"""Forms of indicators, values and reports. They only read what was typed; actions decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm
from i18nfield.strings import LazyI18nString

from talka.events.models import Event
from talka.programmes.forms import words
from talka.programmes.funders import FunderTemplate, SectionKind, template_of
from talka.programmes.funders import words as said
from talka.programmes.models import Activity, Project
from talka.ui.forms import DateInput

from .actions.indicators import IndicatorData
from .actions.reports import ReportData
from .actions.values import ValueData
from .models import Indicator, IndicatorValue, Report
from .queries.counting import choices

WRITTEN = "written_"
"""Of fields for sections of the funder's own."""


def by_language(value: Any) -> dict[str, str]:
    """What was typed, by language; one text for all languages stands under each."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, dict):
        return {code: text for code, text in data.items() if text}
    return {code: str(data) for code, _name in settings.LANGUAGES if data}


def figure(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, max_digits=14, decimal_places=2, localize=True, help_text=help_text
    )


class ActivityChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Activity) -> str:
        return str(obj)


class IndicatorForm(I18nForm):
    """A new indicator, or one that is changed; `version` tells a stale form."""

    number = forms.CharField(label=_("Number"), max_length=20, help_text=_("As in the project's application: 1.2"))
    title = words(_("Title"), required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=Indicator.Kind.choices, initial=Indicator.Kind.OUTPUT)
    unit = words(_("Unit"), longest=80, help_text=_("Events, people, hours …"))
    baseline = figure(_("Baseline"), help_text=_("What there was before the project; empty means nothing."))
    target = figure(_("Target"))
    counted = forms.ChoiceField(
        label=_("How it is counted"),
        required=False,
        help_text=_("From what is kept here anyway, or entered by hand with evidence."),
    )
    activity = ActivityChoice(
        Activity.objects.none(),
        label=_("Only of this activity"),
        required=False,
        empty_label=_("All activities"),
        help_text=_("For figures that are counted."),
    )
    event_kind = forms.ChoiceField(
        label=_("Only events of this kind"), required=False, help_text=_("For figures that are counted.")
    )
    question = forms.SlugField(
        label=_("Key of the registration question"),
        max_length=60,
        required=False,
        allow_unicode=True,
        help_text=_("Only where participations are counted by an answer. The same key must be used at every event."),
    )
    answer = forms.CharField(
        label=_("The answer that is counted"),
        max_length=200,
        required=False,
        help_text=_("As it stands among the options, in any of its languages."),
    )
    remark = words(_("What exactly is meant"), long=True, help_text=_("How the funder defines it, how it is verified."))
    source = forms.URLField(label=_("Where the target stands"), max_length=500, required=False, assume_scheme="https")
    public = forms.BooleanField(
        label=_("Everybody may see this figure"),
        required=False,
        help_text=_("On the project's page, with what it is made of. Nothing from fewer than five people is shown."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: Project, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator is not None:
            kwargs["initial"] = {name: getattr(indicator, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["counted"].choices = [("", _("Entered by hand")), *choices()]
        self.fields["event_kind"].choices = [("", _("All kinds of events")), *Event.Kind.choices]
        self.fields["activity"].queryset = Activity.objects.filter(project=project)

    def data_of(self) -> IndicatorData:
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in ("unit", "remark"):
            values[name] = values[name] or ""
        return IndicatorData(**values)


class ValueForm(forms.Form):
    """What was reached by a day; `version` tells a stale form."""

    day = forms.DateField(label=_("By which day"), widget=DateInput)
    value = figure(
        _("How much had been reached in all"),
        required=True,
        help_text=_("From the beginning of the project up to that day, not only since the last entry."),
    )
    evidence = forms.CharField(
        label=_("What proves it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A list, minutes, a decision, a contract with its number. Shown wherever the figure is."),
    )
    link = forms.URLField(label=_("Where it can be looked at"), max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=_("At most 25 MB. Only organisers, facilitators and auditors of the project can open it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, value: IndicatorValue | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = (
            {name: getattr(value, name) for name in ("day", "value", "evidence", "link", "version")}
            if value is not None
            else {"day": timezone.localdate()}
        )
        super().__init__(*args, **kwargs)
        if value is not None and value.file:
            self.fields["file"].label = _("Another file instead of “%(name)s”") % {"name": value.file_name}

    def data_of(self) -> ValueData:
        said = self.cleaned_data
        file = said["file"]
        return ValueData(
            said["day"], said["value"], said["evidence"], said["link"], file or None, file.name if file else ""
        )


class ReportForm(I18nForm):
    """The words of a report; `version` tells a stale form."""

    title = words(_("Title"), required=True, longest=200)
    starts = forms.DateField(label=_("First day of the period"), widget=DateInput)
    ends = forms.DateField(label=_("Last day of the period"), widget=DateInput)
    summary = words(_("Summary"), long=True, help_text=_("What was done and reached in the period."))
    deviations = words(
        _("Deviations from the plan"),
        long=True,
        help_text=_("What went otherwise than planned, why, and what was done."),
    )
    risks = words(
        _("Risks"), long=True, help_text=_("What may keep the project from its results, and what is done about it.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: Project, report: Report | None = None, **kwargs: Any) -> None:
        template = template_of(project)
        self.kept = dict(report.written) if report else {}
        if report is not None:
            kwargs["initial"] = {name: getattr(report, name) for name in self.base_fields}
            kwargs["initial"] |= {WRITTEN + key: LazyI18nString(said) for key, said in report.written.items()}
        super().__init__(*args, **kwargs)
        if template is not None:
            self._follow(template)
        self.order_fields([name for name in self.fields if name != "version"])

    def _follow(self, template: FunderTemplate) -> None:
        """The funder's titles, its own sections, and all in its order."""
        order = ["title", "starts", "ends"]
        for section in template.report.sections:
            name = WRITTEN + section.key if section.kind == SectionKind.WRITTEN else section.kind.value
            if section.kind == SectionKind.WRITTEN:
                self.fields[name] = words(said(section.title), long=True)
            if name in self.fields:
                order.append(name)
                self.fields[name].label = said(section.title)
                self.fields[name].help_text = said(section.hint) or self.fields[name].help_text
        for name in ("deviations", "risks"):
            if name not in order and not str(self.initial.get(name) or ""):
                del self.fields[name]
        self.order_fields(order)

    def data_of(self) -> ReportData:
        """Words of sections that the template has no more are kept as they were."""
        values = {name: value or "" for name, value in self.cleaned_data.items() if name != "version"}
        own = {name: values.pop(name) for name in list(values) if name.startswith(WRITTEN)}
        written = self.kept | {name.removeprefix(WRITTEN): by_language(value) for name, value in own.items()}
        return ReportData(**values, written={key: told for key, told in written.items() if any(told.values())})


class IndicatorFileForm(forms.Form):
    file = forms.FileField(label=_("Table (XLSX or CSV)"))
