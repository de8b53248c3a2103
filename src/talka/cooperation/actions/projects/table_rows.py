"""One row of a table of projects or budgets, found by its mark and entered by the deeds that a form uses too."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.documents.entering import CHANGED, NEW, SAME, Values
from talka.people.actions.organisations import AllOrganisations
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.ui.folding import fold
from talka.ui.numbers import euro
from talka.ui.refusals import Refusal

from ...access import projects as access
from ...models import Funding, JointBudgetLine, JointPartner, JointProject, MoneySource, ProjectImport
from ...project_columns import SUMS, said
from ...queries.projects.tables import sums_by_source
from .budget import FundingData, Line, save_funding, save_line
from .partners import PartnerData, add_partner, change_partner
from .projects import ProjectData, begin_project, change_project, move

NOUGHT = Decimal(0)
Role = JointPartner.Role


class Into:
    """What a table of any length is compared with; `columns`: keys of those that the table has. A column that is not
    there leaves what stands, and so do projects, partners and lines that the table does not name."""

    def __init__(self, kind: str, columns: set[str], by: Person) -> None:
        self.kind, self.columns, self.by = kind, columns, by
        self.register = AllOrganisations()

    def row(self) -> Callable[[Values], str]:
        """The deed for a row of this kind of table; it answers whether the row was new, changed or the same already."""
        return self.project if self.kind == ProjectImport.Kind.PROJECTS else self.line

    def name_of(self, values: Values) -> str:
        """Of which a table may have one row only."""
        if self.kind == ProjectImport.Kind.PROJECTS:
            return str(values.get("mark") or "")
        parts = ("mark", "source", "partner", "funder", "number", "title", "year")
        return " · ".join(str(values.get(part) or "") for part in parts)

    def project(self, values: Values) -> str:
        mark = str(values.get("mark") or "")
        kept = self._known(mark) if mark else None
        lead = self._organisation(str(values.get("lead") or "")) if values.get("lead") else None
        came = SAME
        if kept is None:
            kept, came = self._begin(values, lead), NEW
        elif lead is not None and not kept.partners.filter(organisation=lead, role=Role.LEAD, left_on=None).exists():
            raise Refusal(
                _("The table names another lead partner than the project has."),
                advice=_("Who leads is changed on the project's page of partners."),
                status=422,
            )
        changed = [
            self._partners(kept, values, "partners", Role.PARTNER),
            self._partners(kept, values, "supporters", Role.SUPPORTER),
            came != NEW and self._words(kept, values),
            self._state(kept, values),
            self._money(kept, values),
        ]
        return CHANGED if came == SAME and any(changed) else came

    def line(self, values: Values) -> str:
        """An amount of a year; nought takes it out."""
        project = self._known(str(values["mark"]))
        partner = self._partner(project, str(values.get("partner") or ""))
        funding, was_new = self._funding(project, values)
        title = " ".join(str(values.get("title") or "").split())
        line = Line(str(values["source"]), partner, funding, title)
        year, eur = values.get("year"), values["eur"]
        rows = JointBudgetLine.objects.filter(project=project, source=line.source, title=title)
        was = {row.year: row.eur for row in rows.filter(partner=partner, funding=funding)}
        if was.get(year, NOUGHT) == eur:
            return CHANGED if was_new else SAME
        came = CHANGED if year in was else NEW
        save_line(project, line, {**was, year: eur}, by=self.by, old=line if was else None, was=was)
        return came

    def _known(self, mark: str) -> JointProject:
        """A project the person may change; of others nothing is said, not even that they are there."""
        row = JointProject.objects.filter(slug=mark, retired_at=None).first()
        if row is None or not access.may_change(self.by, row):
            raise Refusal(
                _("There is no project “%(mark)s” that you may change.") % {"mark": mark},
                advice=_("Leave the mark empty for a new project."),
                status=422,
            )
        return row

    def _begin(self, values: Values, lead: Organisation | None) -> JointProject:
        lead = lead or office_of(self.by)
        if lead is None:
            raise Refusal(_("Who leads the project?"), advice=_("Write the lead partner's name."), status=422)
        data = ProjectData(
            title=self._text(None, values, "title"),
            about=self._text(None, values, "about"),
            service=str(values.get("service") or ""),
            starts=values.get("starts"),
            ends=values.get("ends"),
            responsible_office=str(values.get("office") or ""),
            total_told=values.get("total_told"),
        )
        row = begin_project(data, lead, by=self.by)
        impact = str(values.get("impact") or "")
        if impact:
            more = ProjectData(
                **vars(data) | {"impact": impact, "impact_reason": str(values.get("impact_reason") or "")}
            )
            row = change_project(row, more, version=row.version, by=self.by)
        return row

    def _words(self, row: JointProject, values: Values) -> bool:
        """Enter what the table says otherwise than what stands; whether there was any."""

        def told(column: str, kept: Any) -> Any:
            if column not in self.columns:
                return kept
            value = values.get(column)
            return ("" if isinstance(kept, str) else None) if value in (None, "") else value

        now = ProjectData(
            title=row.title,
            about=row.about,
            service=row.service,
            programme=row.programme,
            starts=row.starts,
            ends=row.ends,
            responsible=row.responsible,
            responsible_office=row.responsible_office,
            impact=row.impact,
            impact_reason=row.impact_reason,
            total_told=row.total_told,
        )
        then = ProjectData(
            title=self._text(row.title, values, "title"),
            about=self._text(row.about, values, "about"),
            service=told("service", row.service),
            programme=row.programme,
            starts=told("starts", row.starts),
            ends=told("ends", row.ends),
            responsible=row.responsible,
            responsible_office=told("office", row.responsible_office),
            impact=told("impact", row.impact),
            impact_reason=told("impact_reason", row.impact_reason),
            total_told=told("total_told", row.total_told),
        )
        if _plain(now) == _plain(then):
            return False
        changed = change_project(row, then, version=row.version, by=self.by)
        row.version = changed.version
        return True

    def _state(self, row: JointProject, values: Values) -> bool:
        state = str(values.get("state") or "")
        if "state" not in self.columns or not state or state == row.state:
            return False
        move(row, state, by=self.by, reason=str(values.get("state_reason") or ""))
        return True

    def _partners(self, row: JointProject, values: Values, column: str, role: str) -> bool:
        changed = False
        standing = {one.organisation_id: one for one in row.partners.filter(left_on=None)}
        for name in names(values.get(column)):
            organisation = self._organisation(name)
            kept = standing.get(organisation.pk)
            if kept is None:
                add_partner(row, organisation, PartnerData(role=role), by=self.by)
                changed = True
            elif kept.role not in (role, Role.LEAD):
                kept.project = row
                change_partner(kept, PartnerData(role, kept.does), by=self.by)
                changed = True
        return changed

    def _money(self, row: JointProject, values: Values) -> bool:
        """Sums by source: they enter a budget that has no lines of the source; else they are held against the lines."""
        told = {key: values[f"eur_{key}"] for key in SUMS if values.get(f"eur_{key}") is not None}
        whole = values.get("eur")
        if whole is not None and told and sum(told.values(), NOUGHT) != whole:
            together = sum(told.values(), NOUGHT)
            raise Refusal(
                _("The sources do not add up: together %(together)s, the table says %(told)s; difference %(gap)s.")
                % {"together": euro(together), "told": euro(whole), "gap": euro(together - whole)},
                advice=_("Correct the sum or one of the sources."),
                status=422,
            )
        has = sums_by_source([row.pk]).get(row.pk, {})
        if whole is not None and not told and whole != sum(has.values(), NOUGHT):
            raise Refusal(
                _("The table says how much, but not from which sources."),
                advice=_("Fill in the columns of the sources, or enter the budget by its own table."),
                status=422,
            )
        changed = False
        for source, eur in told.items():
            if has.get(source, NOUGHT) == eur:
                continue
            if source in has:
                raise _not_the_lines(str(MoneySource(source).label), eur, has[source])
            lead = row.partners.filter(role=Role.LEAD, left_on=None).first() if source == MoneySource.OWN else None
            save_line(row, Line(source, lead), {None: eur}, by=self.by)
            changed = True
        return changed

    def _partner(self, project: JointProject, name: str) -> JointPartner | None:
        if not name:
            return None
        organisation = self._organisation(name)
        row = project.partners.filter(organisation=organisation).first()
        if row is None:
            raise Refusal(
                _("“%(name)s” is no partner of this project.") % {"name": name},
                advice=_("Enter it as a partner first, or leave the cell empty for the whole project."),
                status=422,
            )
        return row

    def _funding(self, project: JointProject, values: Values) -> tuple[Funding | None, bool]:
        """The funder of that name and number, entered where the project has none; whether it is new."""
        name, number = str(values.get("funder") or "").strip(), str(values.get("number") or "").strip()
        if not name:
            return None, False
        rows = Funding.objects.filter(project=project, folded=fold(name)[:200])
        kept = rows.filter(number=number).first() or (rows.first() if not number and rows.count() == 1 else None)
        if kept is not None:
            return kept, False
        return save_funding(project, FundingData(str(values["source"]), name, number), by=self.by), True

    def _organisation(self, name: str) -> Organisation:
        found = self.register.find(name)
        if found is None:
            raise Refusal(
                _("The register knows no organisation “%(name)s”.") % {"name": name},
                advice=_("Write it as the register has it, or ask an organiser to enter it there first."),
                status=422,
            )
        return found

    def _text(self, kept: LazyI18nString | str | None, values: Values, name: str) -> LazyI18nString | str:
        """The text of a row, with what stands in languages of which the table has no column."""
        told = said(kept)
        for code in ("lv", "en"):
            if f"{name}_{code}" in self.columns:
                told[code] = str(values.get(f"{name}_{code}") or "")
        told = {code: text for code, text in told.items() if text}
        return LazyI18nString(told) if told else ""


def names(text: object) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in str(text or "").replace("\n", ";").split(";") if part.strip()))


def _plain(data: ProjectData) -> dict[str, Any]:
    """For comparing: texts by language, everything else as it is."""
    return vars(data) | {"title": said(data.title), "about": said(data.about)}


def _not_the_lines(source: str, told: Decimal, ours: Decimal) -> Refusal:
    return Refusal(
        _("%(source)s: the table says %(told)s, the lines of the budget make %(ours)s; difference %(gap)s.")
        % {"source": source, "told": euro(told), "ours": euro(ours), "gap": euro(ours - told)},
        advice=_("Change the lines of the budget, by their own table or on the page of the project."),
        status=422,
    )
