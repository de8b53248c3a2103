"""Euro of many joint projects by impact, source, year, funder and territory, in one pass over the lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When

from talka.people.models import Organisation

from ...models import Funding, Impact, JointBudgetLine, JointPartner, JointProject, MoneySource, Spending

Sums = Mapping[object, Decimal]
NOUGHT = Decimal(0)


@dataclass
class Totals:
    """Sums by key. funder: by folded name, own money left out; area: of the organisation whose part it is, None where
    that lies nowhere; undivided: what is given to no partner."""

    level: dict[object, Decimal] = field(default_factory=dict)
    source: dict[object, Decimal] = field(default_factory=dict)
    year: dict[object, Decimal] = field(default_factory=dict)
    funder: dict[object, Decimal] = field(default_factory=dict)
    area: dict[object, Decimal] = field(default_factory=dict)
    undivided: Decimal = NOUGHT


def level_now() -> Case:
    """`JointProject.level` for the database."""
    return Case(
        When(~Q(impact=""), then=F("impact")),
        When(reach__in=Impact.values, then=F("reach")),
        default=Value(""),
        output_field=CharField(),
    )


def sums_of_lines(projects: QuerySet[JointProject], year: int | None) -> Totals:
    """What is planned, of one year or of all. One query."""
    return _totals(JointBudgetLine, "line.year", projects, year)


def sums_of_spending(projects: QuerySet[JointProject], year: int | None) -> Totals:
    """What was spent, of one year or of all. One query."""
    return _totals(Spending, "extract(year from line.day)::int", projects, year)


# The database sums up by each of these while it reads the lines once; the ORM has no word for that.
QUERY = """
    select grouping(project.level), grouping(line.source), grouping({year}), grouping(funding.folded),
           project.level, line.source, {year}, funding.folded, line.partner_id is null, organisation.area_id,
           sum(line.eur), coalesce(sum(line.eur) filter (where line.source <> %s), 0)
    from {lines} line
    join ({projects}) project (id, level) on project.id = line.project_id
    left join {fundings} funding on funding.id = line.funding_id
    left join {partners} partner on partner.id = line.partner_id
    left join {organisations} organisation on organisation.id = partner.organisation_id
    where %s::int is null or {year} = %s
    group by grouping sets (
        (project.level), (line.source), ({year}), (funding.folded), (line.partner_id is null, organisation.area_id)
    )
"""


def _totals(lines: type[Model], year_of: str, projects: QuerySet[JointProject], year: int | None) -> Totals:
    chosen, given = (
        projects.order_by().annotate(level_now=level_now()).values("pk", "level_now").query.sql_with_params()
    )
    tables: dict[str, type[Model]] = {
        "lines": lines,
        "fundings": Funding,
        "partners": JointPartner,
        "organisations": Organisation,
    }
    names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
    found = Totals()
    with connection.cursor() as cursor:
        query = QUERY.format(year=year_of, projects=chosen, **names)
        cursor.execute(query, [MoneySource.OWN.value, *given, year, year])
        for no_level, no_source, no_year, no_funder, level, source, when, funder, nobody, area, eur, others in cursor:
            if not no_level:
                found.level[level] = eur
            elif not no_source:
                found.source[source] = eur
            elif not no_year:
                found.year[when] = eur
            elif not no_funder:
                found.funder[funder] = others
            elif nobody:
                found.undivided += eur
            else:
                found.area[area] = eur
    return found
