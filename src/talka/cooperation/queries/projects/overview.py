"""Investments of joint projects put together: by impact, source, year, funder, region and municipality.

A project of several municipalities is counted once in every total; a municipality's share is what the lines of the
budget with its organisations as partner make. What no line gives to a partner is told as not divided.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.territories.models import Area
from talka.territories.queries import name_of

from ...models import Funding, Impact, JointBudgetLine, JointPartner, JointProject, MoneySource
from ...reach import places_of
from .totals import Sums, Totals, level_now, sums_of_lines, sums_of_spending

NOUGHT = Decimal(0)
STATES = JointProject.State
STAGES = {
    "all": tuple(state for state in STATES.values if state != STATES.GIVEN_UP),
    "decided": (STATES.APPROVED.value, STATES.UNDER_WAY.value, STATES.DONE.value),
}
"""Which states count: all but what was given up, or only what was approved and what followed."""


@dataclass(frozen=True)
class Euro:
    """One bar or line: planned and spent in euro, in how many projects."""

    key: str
    label: str
    planned: Decimal
    spent: Decimal
    projects: int = 0


@dataclass
class Place:
    """A municipality or region: projects by impact ("" where undecided), its share planned and spent, in euro."""

    area: Area | None
    label: str
    by_level: Counter[str] = field(default_factory=Counter)
    planned: Decimal = NOUGHT
    spent: Decimal = NOUGHT

    @property
    def projects(self) -> int:
        return sum(self.by_level.values())

    @property
    def levels(self) -> list[int]:
        """In the order of the impacts, the undecided ones last."""
        return [self.by_level[level] for level in (*Impact.values, "")]


@dataclass(frozen=True)
class Overview:
    """made_up: of made-up projects; true and made-up ones are never added up. across: projects over several regions for
    which nobody has decided how far they reach."""

    made_up: bool
    projects: int
    planned: Decimal
    spent: Decimal
    across: int
    by_level: Sequence[Euro]
    by_source: Sequence[Euro]
    by_year: Sequence[Euro]
    by_funder: Sequence[Euro]
    regions: Sequence[Place]
    municipalities: Sequence[Place]


def overview(*, made_up: bool, stage: str = "all", year: int | None = None) -> Overview:
    """Of published projects. stage: key of STAGES; year: only money of that year. A fixed number of queries."""
    rows = JointProject.objects.filter(
        published_at__isnull=False, retired_at=None, illustrative=made_up, state__in=STAGES[stage]
    )
    known = list(rows.order_by("pk").annotate(level_now=level_now()).values_list("pk", "level_now", "reach"))
    levels = {pk: level for pk, level, _reach in known}
    planned, spent = sums_of_lines(rows, year), sums_of_spending(rows, year)
    regions, municipalities = _places(rows, planned, spent, levels)
    counts = Counter(levels.values())
    by_level = _euros(planned.level, spent.level, lambda key: level_words(str(key)), (*Impact.values, ""), counts)
    return Overview(
        made_up=made_up,
        projects=len(known),
        planned=sum(planned.level.values(), NOUGHT),
        spent=sum(spent.level.values(), NOUGHT),
        across=sum(1 for _pk, level, reach in known if reach == "across" and not level),
        by_level=by_level,
        by_source=_euros(
            planned.source, spent.source, lambda key: str(MoneySource(str(key)).label), MoneySource.values
        ),
        by_year=_euros(planned.year, spent.year, lambda key: str(key) if key else _("not divided by years")),
        by_funder=_funders(rows, planned, spent),
        regions=regions,
        municipalities=municipalities,
    )


def level_words(level: str) -> str:
    return str(Impact(level).label) if level else pgettext("impact of a project", "undecided")


def years_told(*, made_up: bool) -> list[int]:
    """The years that hold money of published projects. One query."""
    rows = JointBudgetLine.objects.filter(
        year__isnull=False, project__published_at__isnull=False, project__retired_at=None, project__illustrative=made_up
    )
    return [year for year in rows.order_by("year").values_list("year", flat=True).distinct() if year]


def only_made_up() -> bool:
    """Whether there are made-up projects to show and no true ones. One or two queries."""
    rows = JointProject.objects.filter(published_at__isnull=False, retired_at=None)
    return not rows.filter(illustrative=False).exists() and rows.filter(illustrative=True).exists()


def _euros(
    planned: Sums,
    spent: Sums,
    label: Callable[[object], str],
    order: Iterable[object] = (),
    counts: Mapping[str, int] | None = None,
) -> list[Euro]:
    there = planned.keys() | spent.keys() | (counts or {}).keys()
    keys = list(order) or sorted(there, key=lambda key: (key is None, str(key)))
    return [
        Euro(
            str(key or ""),
            label(key),
            planned.get(key, NOUGHT),
            spent.get(key, NOUGHT),
            (counts or {}).get(str(key), 0),
        )
        for key in keys
        if key in there
    ]


def _funders(rows: QuerySet[JointProject], planned: Totals, spent: Totals) -> list[Euro]:
    """The largest first; money that no named funder gives stands last. One query."""
    told = Funding.objects.filter(project__in=rows).order_by().values("folded")
    named = {
        folded: (name, n)
        for folded, name, n in told.annotate(name=Max("funder"), n=Count("project", distinct=True)).values_list(
            "folded", "name", "n"
        )
    }
    found = []
    for folded in planned.funder.keys() | spent.funder.keys():
        name, n = named.get(str(folded), (_("no funder named"), 0))
        euro, paid = planned.funder.get(folded, NOUGHT), spent.funder.get(folded, NOUGHT)
        if euro or paid:
            found.append(Euro(str(folded or ""), name, euro, paid, n))
    return sorted(found, key=lambda one: (not one.key, -one.planned, one.label))


def _places(
    rows: QuerySet[JointProject], planned: Totals, spent: Totals, levels: Mapping[int, str]
) -> tuple[list[Place], list[Place]]:
    """Regions and municipalities in which partners lie, with their share; others and what is not divided last."""
    partners = JointPartner.objects.filter(project__in=rows, left_on=None).exclude(role=JointPartner.Role.SUPPORTER)
    taking_part = list(partners.order_by().values_list("project", "organisation__area"))
    areas = {area for _project, area in taking_part if area}
    areas |= {int(str(area)) for area in planned.area.keys() | spent.area.keys() if area}
    where = places_of(areas, timezone.localdate())
    return (
        _laid_out(where.region, taking_part, planned, spent, levels, _("in no region")),
        _laid_out(where.municipality, taking_part, planned, spent, levels, _("in no municipality")),
    )


def _laid_out(
    home: Mapping[int, Area | None],
    taking_part: Sequence[tuple[int, int | None]],
    planned: Totals,
    spent: Totals,
    levels: Mapping[int, str],
    elsewhere: str,
) -> list[Place]:
    found: dict[int, Place] = {0: Place(None, elsewhere)}
    for area in home.values():
        if area is not None and area.pk not in found:
            found[area.pk] = Place(area, name_of(area))
    place = {pk: area.pk if area is not None else 0 for pk, area in home.items()}
    for project, at in {(project, place.get(area or 0, 0)) for project, area in taking_part}:
        found[at].by_level[levels.get(project, "")] += 1
    for pk, eur in planned.area.items():
        found[place.get(int(str(pk or 0)), 0)].planned += eur
    for pk, eur in spent.area.items():
        found[place.get(int(str(pk or 0)), 0)].spent += eur
    undivided = Place(None, _("not divided among partners"), planned=planned.undivided, spent=spent.undivided)
    outside = found.pop(0)
    rows = sorted(found.values(), key=lambda one: one.area.sort_key if one.area else "")
    return [*rows, *(one for one in (outside, undivided) if one.projects or one.planned or one.spent)]
