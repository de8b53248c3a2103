"""Projects of a document: entered, changed, how far they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.organisations import AllOrganisations
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_change
from ..models import Goal, Party, Plan, PlannedYear, PlanProject
from ..models.documents import FIRST_YEAR, LAST_YEAR
from ..models.projects import SOURCES
from .goals import check_goal
from .rows import Text, again, keep, locked, named, placed_last

LARGEST = Decimal(10) ** 11
MOST_PARTIES = 40
LONGEST_NAME = 200


@dataclass(frozen=True)
class ProjectData:
    """eur: euro by source (`models.projects.SOURCES`), absent where nothing is said. by_year: euro of all sources.
    responsible, partners: names as the document has them. done_in: this year where none is given."""

    number: str
    title: Text
    goal: Goal | None = None
    results: Text = ""
    starts: int | None = None
    ends: int | None = None
    eur: Mapping[str, Decimal | None] = field(default_factory=dict)
    by_year: Mapping[int, Decimal] = field(default_factory=dict)
    responsible: Sequence[str] = ()
    partners: Sequence[str] = ()
    state: str = PlanProject.State.PLANNED
    done_in: int | None = None
    remark: Text = ""


def save_project(
    plan: Plan,
    data: ProjectData,
    *,
    project: PlanProject | None = None,
    version: int = 0,
    by: Person | None,
    known: AllOrganisations | None = None,
) -> PlanProject:
    """Enter one as the last, or change one; `version` is the one that was shown. known: the register of organisations
    where the caller has read it. Raises Refusal."""
    check_change(by, plan)
    number = named(data.number, data.title)
    _check(data)
    with deed(by):
        whole = locked(plan)
        if data.goal is not None:
            check_goal(whole, data.goal)
        if project is None:
            row = PlanProject()
            placed_last(row, whole)
        else:
            row = again(project, version)
        row.number, row.title, row.goal = number, data.title, data.goal
        row.results, row.remark = data.results or "", data.remark or ""
        row.starts, row.ends, row.state = data.starts, data.ends, data.state
        done = data.state == PlanProject.State.DONE
        row.done_in = (data.done_in or row.done_in or timezone.localdate().year) if done else None
        for source in SOURCES:
            setattr(row, f"eur_{source}", data.eur.get(source))
        keep(row)
        _keep_years(row, data.by_year)
        _keep_parties(row, data, known)
    return row


def _keep_years(row: PlanProject, by_year: Mapping[int, Decimal]) -> None:
    for year in row.years.exclude(year__in=by_year):
        year.delete()
    for number, eur in by_year.items():
        PlannedYear.objects.update_or_create(project=row, year=number, defaults={"eur": eur})


def _keep_parties(row: PlanProject, data: ProjectData, known: AllOrganisations | None) -> None:
    """Names as they are told; the organisation of the register where one has that very name."""
    told = [
        (role, name, order)
        for role, names in ((Party.Role.RESPONSIBLE, data.responsible), (Party.Role.PARTNER, data.partners))
        for order, name in enumerate(dict.fromkeys(filter(None, map(str.strip, names))))
    ]
    kept = {(one.role, one.name): one for one in row.parties.all()}
    for gone in kept.keys() - {(str(role), name) for role, name, _order in told}:
        kept[gone].delete()
    if not told:
        return
    register = known or AllOrganisations()
    for role, name, order in told:
        organisation = register.find(name)
        Party.objects.update_or_create(
            project=row, role=role, name=name, defaults={"order": order, "organisation": organisation}
        )


def _check(data: ProjectData) -> None:
    years = [year for year in (data.starts, data.ends, data.done_in, *data.by_year) if year is not None]
    if any(not FIRST_YEAR <= year <= LAST_YEAR for year in years) or (
        data.starts is not None and data.ends is not None and data.ends < data.starts
    ):
        raise Refusal(
            _("The years are not in order."),
            _("Nothing was changed."),
            _("Write years with four digits, the first before the last."),
            status=422,
        )
    if data.state not in PlanProject.State.values:
        raise Refusal(_("This state is not known."), _("Nothing was changed."), status=422)
    amounts = [one for one in (*data.eur.values(), *data.by_year.values()) if one is not None]
    if any(not one.is_finite() or one < 0 or one >= LARGEST for one in amounts):
        raise Refusal(
            _("An amount of money is below nought or too large."),
            _("Nothing was changed."),
            _("Write whole euro, without thousands or millions in words."),
            status=422,
        )
    names = [*data.responsible, *data.partners]
    if len(names) > MOST_PARTIES or any(len(name) > LONGEST_NAME for name in names):
        raise Refusal(
            _("Too many partners, or a name that is too long."),
            _("Nothing was changed."),
            _("Separate names by semicolons; each has at most %(n)s signs.") % {"n": LONGEST_NAME},
            status=422,
        )
