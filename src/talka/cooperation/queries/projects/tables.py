"""Joint projects and their budgets as rows of cells, as far as the reader may know of them."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Prefetch, QuerySet, Sum

from talka.documents.sheets import Sheet

from ...models import JointBudgetLine, JointPartner, JointProject, ProjectImport, Spending
from ...project_columns import SUMS, columns_of, in_languages

Role = JointPartner.Role
NOUGHT = Decimal(0)


def table_of(rows: QuerySet[JointProject], kind: str) -> Sheet:
    """The table of this kind of these projects. A fixed number of queries."""
    label = ProjectImport.Kind(kind).label
    if kind == ProjectImport.Kind.PROJECTS:
        return Sheet(label, columns_of(kind), _projects(rows))
    return Sheet(label, columns_of(kind), _lines(rows))


def with_partners(rows: QuerySet[JointProject]) -> QuerySet[JointProject]:
    """The partners that stand, with their organisations, under `standing`."""
    partners = JointPartner.objects.filter(left_on=None).select_related("organisation").order_by("order", "pk")
    return rows.prefetch_related(Prefetch("partners", partners, to_attr="standing"))


def _projects(rows: QuerySet[JointProject]) -> list[dict[str, object]]:
    found = list(with_partners(rows))
    pks = [one.pk for one in found]
    sums = sums_by_source(pks)
    paid = Spending.objects.filter(project__in=pks).order_by().values("project").annotate(all=Sum("eur"))
    spent = dict(paid.values_list("project", "all"))
    return [cells_of(one, sums.get(one.pk, {}), spent.get(one.pk)) for one in found]


def sums_by_source(projects: Sequence[int]) -> dict[int, dict[str, Decimal]]:
    """Euro planned by project and source. One query."""
    rows = JointBudgetLine.objects.filter(project__in=projects).order_by().values("project", "source")
    found: dict[int, dict[str, Decimal]] = {}
    for project, source, eur in rows.annotate(all=Sum("eur")).values_list("project", "source", "all"):
        found.setdefault(project, {})[source] = eur
    return found


def cells_of(row: JointProject, sums: dict[str, Decimal], spent: Decimal | None = None) -> dict[str, object]:
    """A project in its columns; `standing` must be read with it. Who answers by name stays out of tables."""
    partners: list[JointPartner] = getattr(row, "standing", [])

    def names(role: str) -> str:
        return "; ".join(str(one.organisation) for one in partners if one.role == role)

    cells: dict[str, object] = {
        "mark": row.slug,
        "service": row.service,
        "state": row.state,
        "state_reason": row.state_reason,
        "starts": row.starts,
        "ends": row.ends,
        "lead": names(Role.LEAD),
        "partners": names(Role.PARTNER),
        "supporters": names(Role.SUPPORTER),
        "office": row.responsible_office,
        "impact": row.impact,
        "impact_reason": row.impact_reason,
        "reach": row.reach,
        "eur": sum(sums.values(), NOUGHT) if sums else None,
        "spent": spent,
        "total_told": row.total_told,
    }
    cells |= {f"eur_{source}": sums.get(source) for source in SUMS}
    return cells | in_languages(row.title, "title") | in_languages(row.about, "about")


def _lines(rows: QuerySet[JointProject]) -> list[dict[str, object]]:
    lines = JointBudgetLine.objects.filter(project__in=rows.order_by().values("pk"))
    lines = lines.select_related("project", "partner__organisation", "funding").order_by(
        "project", "source", "partner__order", "funding__order", "title", "year", "pk"
    )
    return [
        {
            "mark": one.project.slug,
            "project": str(one.project),
            "source": one.source,
            "partner": str(one.partner.organisation) if one.partner else "",
            "funder": one.funding.funder if one.funding else "",
            "number": one.funding.number if one.funding else "",
            "title": one.title,
            "year": one.year,
            "eur": one.eur,
        }
        for one in lines
    ]
