"""The budget of a joint project: funders, and lines of money by source, partner and year. All of a line or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.people.actions.versions import check_shown, stale
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from ...access import projects as access
from ...models import Funding, JointBudgetLine, JointPartner, JointProject, MoneySource
from .amounts import amount
from .projects import FIRST_YEAR, LAST_YEAR, locked, touch

ByYear = Mapping[int | None, Decimal]
MOST_LINES = 2000


@dataclass(frozen=True)
class Line:
    """What a line is: whose money for whose part and for what. Its amounts stand by year."""

    source: str
    partner: JointPartner | None = None
    funding: Funding | None = None
    title: str = ""


@dataclass(frozen=True)
class FundingData:
    """eur_told: euro, the whole as the funder says it; publicity: the words the funder wants."""

    source: str
    funder: str
    number: str = ""
    eur_told: Decimal | None = None
    publicity: LazyI18nString | str = ""


def save_line(
    project: JointProject,
    line: Line,
    by_year: ByYear,
    *,
    by: Person | None,
    old: Line | None = None,
    was: ByYear | None = None,
) -> None:
    """Enter a line, or change the one that `old` names; years of which nothing is said any more go, None is money not
    divided by years yet. was: the amounts that were shown of the old line, so that a stale form is told so.
    Raises Refusal; then nothing is changed.
    """
    access.check_change(by, project)
    with deed(by):
        whole = locked(project)
        line = _checked(whole, line)
        wanted = {year: amount(eur) for year, eur in by_year.items() if eur != 0}
        _check_years(whole, wanted)
        kept = _rows(whole, old) if old is not None else JointBudgetLine.objects.none()
        rows = {row.year: row for row in kept.select_for_update(of=("self",))}
        if {year: row.eur for year, row in rows.items()} != dict(was or {}):
            raise stale()
        if old is not None and not rows:
            raise stale()
        if old is None and not wanted:
            raise Refusal(_("The line holds no money."), _("Nothing was changed."), status=422)
        if (old is None or _key(old) != _key(line)) and _rows(whole, line).exists():
            raise Refusal(
                _("A line for this source, partner and purpose stands already."),
                _("Nothing was changed."),
                _("Change that line, or say for what this one is."),
                status=422,
            )
        if len(wanted) + JointBudgetLine.objects.filter(project=whole).count() > MOST_LINES:
            raise Refusal(_("A budget has at most %(n)s lines.") % {"n": MOST_LINES}, _("Nothing was changed."))
        for year, row in rows.items():
            if year not in wanted:
                row.delete()
        for year, eur in wanted.items():
            row = rows.get(year) or JointBudgetLine(project=whole, year=year)
            row.source, row.partner, row.funding, row.title = line.source, line.partner, line.funding, line.title
            row.eur = eur
            row.save()
        touch(whole)


def take_line_out(project: JointProject, line: Line, *, was: ByYear, by: Person | None) -> None:
    """The line goes, its versions stay. was: what was shown of it. Raises Refusal."""
    access.check_change(by, project)
    with deed(by):
        whole = locked(project)
        rows = {row.year: row for row in _rows(whole, line).select_for_update(of=("self",))}
        if {year: row.eur for year, row in rows.items()} != dict(was):
            raise stale()
        for row in rows.values():
            row.delete()
        touch(whole)


def save_funding(
    project: JointProject, data: FundingData, *, by: Person | None, funding: Funding | None = None, version: int = 0
) -> Funding:
    """Enter a funder, or change one; `version` is the one that was shown. Raises Refusal."""
    access.check_change(by, project)
    if not data.funder.strip() or data.source not in MoneySource.values or data.source == MoneySource.OWN:
        raise Refusal(
            _("A funder has a name and gives European Union, state or other money."),
            _("Nothing was changed."),
            _("A partner's own money is a line of the budget."),
            status=422,
        )
    told = None if data.eur_told is None else amount(data.eur_told)
    with deed(by):
        whole = locked(project)
        row = funding_again(funding, version) if funding is not None else Funding(project=whole)
        if funding is None:
            last = Funding.objects.filter(project=whole).aggregate(last=Max("order"))["last"]
            row.order = (last or 0) + 1
        elif row.source != data.source and JointBudgetLine.objects.filter(funding=row).exists():
            raise Refusal(
                _("Lines of the budget have this funder's money as another source."),
                _("Nothing was changed."),
                _("Change those lines first."),
                status=422,
            )
        row.source, row.funder, row.number = data.source, data.funder.strip(), data.number.strip()
        row.eur_told, row.publicity, row.folded = told, data.publicity or "", fold(data.funder.strip())[:200]
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as fault:
            raise Refusal(
                _("This funder with this number stands already."), _("Nothing was changed."), status=422
            ) from fault
        touch(whole)
    return row


def take_funding_out(funding: Funding, *, version: int, by: Person | None) -> None:
    """It goes where no money hangs on it. Raises Refusal."""
    access.check_change(by, funding.project)
    with deed(by):
        whole = locked(funding.project)
        row = funding_again(funding, version)
        if row.budget.exists() or row.spent.exists():
            raise Refusal(
                _("Money of this funder stands in the budget or was spent."),
                _("Nothing was changed."),
                _("Take those lines out first."),
            )
        row.delete()
        touch(whole)


def funding_again(funding: Funding, version: int) -> Funding:
    """As it stands now, locked; raises Refusal where it is not the one that was shown."""
    row = Funding.objects.select_for_update(of=("self",)).filter(pk=funding.pk).first()
    row = check_shown(row, version)
    row.version += 1
    return row


def check_source(project: JointProject, source: str, partner: JointPartner | None, funding: Funding | None) -> None:
    """Own money is a partner's; a funder's is of the funder's source; both are of this project. Raises Refusal."""
    if source not in MoneySource.values:
        raise Refusal(_("This source of money is not known."), _("Nothing was changed."), status=422)
    if any(one is not None and one.project_id != project.pk for one in (partner, funding)):
        raise Refusal(_("That partner or funder is not of this project."), _("Nothing was changed."), status=422)
    if source == MoneySource.OWN and (partner is None or funding is not None):
        raise Refusal(
            _("Whose own money is it?"),
            _("Nothing was changed."),
            _("Choose the partner that pays, and no funder."),
            status=422,
        )
    if funding is not None and funding.source != source:
        raise Refusal(
            _("This funder gives money of another source: %(source)s.") % {"source": funding.get_source_display()},
            _("Nothing was changed."),
            _("Choose that source, or another funder."),
            status=422,
        )


def _checked(project: JointProject, line: Line) -> Line:
    check_source(project, line.source, line.partner, line.funding)
    return Line(line.source, line.partner, line.funding, " ".join(line.title.split())[:200])


def _check_years(project: JointProject, by_year: ByYear) -> None:
    first = project.starts.year if project.starts else FIRST_YEAR
    last = project.ends.year if project.ends else LAST_YEAR
    outside = sorted(year for year in by_year if year is not None and not first <= year <= last)
    if outside:
        raise Refusal(
            _("The project does not run in %(years)s.") % {"years": ", ".join(map(str, outside))},
            _("Nothing was changed."),
            _("Money stands in years of the project. Change its days first, or choose another year."),
            status=422,
        )


def _rows(project: JointProject, line: Line) -> QuerySet[JointBudgetLine]:
    rows = JointBudgetLine.objects.filter(project=project, source=line.source, title=line.title)
    return rows.filter(partner=line.partner, funding=line.funding)


def _key(line: Line) -> tuple[object, ...]:
    partner, funding = line.partner, line.funding
    return line.source, partner.pk if partner else None, funding.pk if funding else None, line.title
