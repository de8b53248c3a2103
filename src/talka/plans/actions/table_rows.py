"""One row of a table into a document: found by its number, entered or changed by the deeds that a form uses too."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.documents.entering import CHANGED, NEW, SAME, Values
from talka.indicators.models import Indicator
from talka.people.actions.organisations import AllOrganisations
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..columns import goal_row, project_row, read_years, said
from ..models import Goal, Plan, PlanImport, PlanIndicator, PlanProject, PlanValue
from ..models.projects import SOURCES
from ..queries.tables import monitoring_cells
from .goals import GoalData, save_goal
from .indicators import IndicatorData, save_indicator
from .projects import ProjectData, save_project
from .values import ValueData, correct_value, enter_value


class Into:
    """What a document holds by its numbers, read once for a table of any length; `columns`: keys of those that the
    table has. A column that is not there leaves what stands."""

    def __init__(self, plan: Plan, columns: set[str], by: Person | None) -> None:
        self.plan, self.columns, self.by = plan, columns, by
        self.goals = {one.number: one for one in Goal.objects.filter(plan=plan, retired_at=None)}
        rows = PlanProject.objects.filter(plan=plan, retired_at=None).prefetch_related("parties", "years")
        self.projects = {one.number: one for one in rows}
        measured = PlanIndicator.objects.filter(plan=plan, retired_at=None)
        self.indicators = {one.number: one for one in measured.select_related("indicator", "goal", "project")}
        self.values: dict[tuple[int, int], PlanValue] = {
            (one.indicator_id, one.year): one
            for one in PlanValue.objects.filter(indicator__plan=plan, withdrawn_at=None).order_by("year")
        }
        self.passed_over = 0
        """Figures in rows of indicators that follow the catalogue: they are not entered here."""

    def row(self, kind: str) -> Callable[[Values], str]:
        """The deed for a row of this kind of table; it answers whether the row was new, changed or the same already."""
        if kind == PlanImport.Kind.GOALS:
            return self.goal
        if kind == PlanImport.Kind.MONITORING:
            self.catalogue = {one.key: one for one in Indicator.objects.all()}
            return self.indicator
        self.register = AllOrganisations()
        return self.project

    def goal(self, values: Values) -> str:
        kept = self.goals.get(values["number"])
        numbers = {one.pk: one.number for one in self.goals.values()}
        if kept is not None and self._says(goal_row(kept, numbers), values):
            return SAME
        parent = kept.parent if kept else None
        if "parent" in self.columns:
            parent = self._named(self.goals, values["parent"], _("No goal has the number %(number)s."))
        data = GoalData(values["number"], self._text(kept, values, "title"), values["kind"], parent)
        row = save_goal(self.plan, data, goal=kept, version=kept.version if kept else 0, by=self.by)
        self.goals[row.number] = row
        return CHANGED if kept else NEW

    def project(self, values: Values) -> str:
        kept = self.projects.get(values["number"])
        numbers = {one.pk: one.number for one in self.goals.values()}
        cells: dict[str, Any] = project_row(kept, numbers) if kept else {}
        if kept is not None and self._says(cells, values):
            return SAME
        told = cells | {name: value for name, value in values.items() if name in self.columns}
        goal = kept.goal if kept else None
        if "goal" in self.columns:
            goal = self._named(self.goals, values["goal"], _("No goal has the number %(number)s."))
        data = ProjectData(
            number=values["number"],
            title=self._text(kept, values, "title"),
            goal=goal,
            results=self._text(kept, values, "results"),
            remark=self._text(kept, values, "remark"),
            starts=told.get("starts"),
            ends=told.get("ends"),
            eur={source: told.get(f"eur_{source}") for source in SOURCES},
            by_year=read_years(str(told.get("by_year") or "")),
            responsible=names(told.get("responsible")),
            partners=names(told.get("partners")),
            state=str(told.get("state") or PlanProject.State.PLANNED),
            done_in=told.get("done_in"),
        )
        version = kept.version if kept else 0
        row = save_project(self.plan, data, project=kept, version=version, by=self.by, known=self.register)
        self.projects[row.number] = row
        return CHANGED if kept else NEW

    def indicator(self, values: Values) -> str:
        kept = self.indicators.get(values["number"])
        cells = monitoring_cells(kept, None) if kept else {}
        about = {name: value for name, value in values.items() if not name.startswith("value")}
        row, came = kept, SAME
        if kept is None or not self._says(cells, about):
            row, came = self._save_indicator(kept, cells, values), CHANGED if kept else NEW
            self.indicators[row.number] = row
        if row is not None and values.get("value") is not None and self._value(row, values) and came == SAME:
            came = CHANGED
        return came

    def _save_indicator(self, kept: PlanIndicator | None, cells: Values, values: Values) -> PlanIndicator:
        told = dict(cells) | {name: value for name, value in values.items() if name in self.columns}
        linked = self._named(self.catalogue, told.get("indicator"), _("The catalogue has no indicator %(number)s."))
        data = IndicatorData(
            number=values["number"],
            title=self._text(kept, values, "title"),
            unit=self._text(kept, values, "unit"),
            goal=self._named(self.goals, told.get("goal"), _("No goal has the number %(number)s.")),
            project=self._named(self.projects, told.get("project"), _("No project has the number %(number)s.")),
            indicator=linked,
            direction=str(told.get("direction") or PlanIndicator.Direction.UP),
            baseline_year=told.get("baseline_year"),
            baseline=told.get("baseline"),
            target_year=told.get("target_year"),
            target=told.get("target"),
            source=str(told.get("source") or ""),
            frequency=str(told.get("frequency") or PlanIndicator.Frequency.YEARLY),
        )
        version = kept.version if kept else 0
        return save_indicator(self.plan, data, indicator=kept, version=version, by=self.by)

    def _value(self, row: PlanIndicator, values: Values) -> bool:
        """Enter the row's figure; whether that changed anything."""
        if row.indicator_id is not None:
            self.passed_over += 1
            return False
        if values.get("value_year") is None:
            raise Refusal(_("Of which year is the newest figure?"), advice=_("Write its year."), status=422)
        kept = self.values.get((row.pk, values["value_year"]))
        source = values.get("value_source") or (kept.source if kept else "") or row.source
        note = values.get("value_note") or (kept.note if kept else "")
        data = ValueData(values["value_year"], values["value"], source, note)
        if kept is None:
            self.values[row.pk, data.year] = enter_value(row, data, by=self.by)
            return True
        if (kept.value, kept.source, kept.note) == (data.value, data.source.strip(), data.note.strip()):
            return False
        kept.indicator = row
        self.values[row.pk, data.year] = correct_value(kept, data, version=kept.version, by=self.by)
        return True

    def _says(self, cells: Values, values: Values) -> bool:
        """Whether what stands says all that the row says already."""
        return all(
            _plain(name, cells[name]) == _plain(name, value)
            for name, value in values.items()
            if name in self.columns and name in cells
        )

    def _text(self, kept: Any, values: Values, name: str) -> LazyI18nString | str:
        """The text of a row, with what stands in languages of which the table has no column."""
        told = said(getattr(kept, name)) if kept is not None else {}
        for code in ("lv", "en"):
            if f"{name}_{code}" in self.columns:
                told[code] = str(values.get(f"{name}_{code}") or "")
        told = {code: text for code, text in told.items() if text}
        return LazyI18nString(told) if told else ""

    @staticmethod
    def _named(table: Mapping[str, Any], number: Any, missing: str) -> Any:
        if not number:
            return None
        found = table.get(str(number))
        if found is None:
            raise Refusal(
                missing % {"number": number},
                advice=_("Write a number that stands in the document, or leave the cell empty."),
                status=422,
            )
        return found


def names(text: object) -> list[str]:
    return [part.strip() for part in str(text or "").replace("\n", ";").split(";") if part.strip()]


def _plain(name: str, value: Any) -> Any:
    if name == "by_year":
        return read_years(str(value or ""))
    if name in ("responsible", "partners"):
        return names(value)
    if isinstance(value, Decimal):
        return value.normalize()
    return None if value == "" else value
