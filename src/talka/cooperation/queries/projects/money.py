"""The money of one joint project: lines, sums by source, year and partner, and what does not add up."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from ...models import Funding, JointBudgetLine, JointPartner, JointProject, MoneySource, Spending

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Sum:
    """Euro planned and spent of one source, year, partner or funder."""

    label: str
    planned: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.planned - self.spent


@dataclass(frozen=True)
class Gap:
    """What somebody else says and what the lines make together. difference: ours less theirs, in euro."""

    what: str
    told: Decimal
    ours: Decimal

    @property
    def difference(self) -> Decimal:
        return self.ours - self.told


@dataclass
class LineRow:
    """A line of the budget with its amounts by year; None is money not divided by years yet. pk: of its first row."""

    pk: int
    source: str
    partner: JointPartner | None
    funding: Funding | None
    title: str
    by_year: dict[int | None, Decimal] = field(default_factory=dict)

    @property
    def source_words(self) -> str:
        return str(MoneySource(self.source).label)

    @property
    def total(self) -> Decimal:
        return sum(self.by_year.values(), NOUGHT)

    @property
    def years(self) -> list[tuple[int | None, Decimal]]:
        """What is not divided by years stands last."""
        return sorted(self.by_year.items(), key=lambda each: each[0] or 9999)


@dataclass(frozen=True)
class Money:
    """years: all that hold money or lie in the project's days, None for what is not divided."""

    lines: Sequence[LineRow]
    fundings: Sequence[Funding]
    spendings: Sequence[Spending]
    by_source: Sequence[Sum]
    by_year: Sequence[Sum]
    by_partner: Sequence[Sum]
    by_funding: Sequence[Sum]
    gaps: Sequence[Gap]
    planned: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.planned - self.spent


def money_of(project: JointProject, partners: Sequence[JointPartner]) -> Money:
    """partners: all of the project, those that left too. Three queries."""
    known = {one.pk: one for one in partners}
    fundings = list(Funding.objects.filter(project=project))
    funders = {one.pk: one for one in fundings}
    rows = list(JointBudgetLine.objects.filter(project=project).order_by("pk"))
    spent = list(Spending.objects.filter(project=project).order_by("day", "pk"))
    for each in spent:
        each.partner = known.get(each.partner_id or 0)
        each.funding = funders.get(each.funding_id or 0)
    whole, nobody = _("whole project"), _("no funder named")
    planned, paid = sum((row.eur for row in rows), NOUGHT), sum((row.eur for row in spent), NOUGHT)
    by_funding = _sums(
        [row for row in rows if row.source != MoneySource.OWN],
        [row for row in spent if row.source != MoneySource.OWN],
        lambda row: row.funding_id,
        lambda row: row.funding_id,
        lambda key: str(funders[key]) if key in funders else nobody,
        order=[*funders, None],
    )
    return Money(
        lines=_lines(rows, known, funders),
        fundings=fundings,
        spendings=spent,
        by_source=_sums(
            rows,
            spent,
            lambda row: row.source,
            lambda row: row.source,
            lambda key: str(MoneySource(str(key)).label),
            order=MoneySource.values,
        ),
        by_year=_sums(
            rows,
            spent,
            lambda row: row.year,
            lambda row: row.day.year,
            lambda key: str(key) if key else _("not divided by years"),
        ),
        by_partner=_sums(
            rows,
            spent,
            lambda row: row.partner_id,
            lambda row: row.partner_id,
            lambda key: str(known[key]) if key in known else whole,
            order=[*known, None],
        ),
        by_funding=by_funding,
        gaps=_gaps(project, fundings, rows, planned),
        planned=planned,
        spent=paid,
    )


def _lines(
    rows: Iterable[JointBudgetLine], partners: dict[int, JointPartner], funders: dict[int, Funding]
) -> list[LineRow]:
    found: dict[tuple[object, ...], LineRow] = {}
    for row in rows:
        key = (row.source, row.partner_id, row.funding_id, row.title)
        if key not in found:
            partner, funding = partners.get(row.partner_id or 0), funders.get(row.funding_id or 0)
            found[key] = LineRow(row.pk, row.source, partner, funding, row.title)
        found[key].by_year[row.year] = row.eur
    order = {source: place for place, source in enumerate(MoneySource.values)}
    return sorted(
        found.values(),
        key=lambda one: (
            order[one.source],
            one.partner.order if one.partner else 999,
            one.funding.order if one.funding else 999,
            one.title,
        ),
    )


def _sums(
    planned: Iterable[JointBudgetLine],
    spent: Iterable[Spending],
    of_plan: Callable[[JointBudgetLine], Hashable],
    of_spent: Callable[[Spending], Hashable],
    label: Callable[[object], str],
    order: Sequence[object] = (),
) -> list[Sum]:
    plans: dict[object, Decimal] = {}
    paid: dict[object, Decimal] = {}
    for line in planned:
        plans[of_plan(line)] = plans.get(of_plan(line), NOUGHT) + line.eur
    for one in spent:
        paid[of_spent(one)] = paid.get(of_spent(one), NOUGHT) + one.eur
    keys = list(order) if order else sorted(plans.keys() | paid.keys(), key=lambda key: (key is None, str(key)))
    return [
        Sum(label(key), plans.get(key, NOUGHT), paid.get(key, NOUGHT)) for key in keys if key in plans or key in paid
    ]


def _gaps(
    project: JointProject, fundings: Sequence[Funding], rows: Sequence[JointBudgetLine], planned: Decimal
) -> list[Gap]:
    found = []
    if project.total_told is not None and project.total_told != planned:
        found.append(Gap(_("The whole project"), project.total_told, planned))
    for one in fundings:
        ours = sum((row.eur for row in rows if row.funding_id == one.pk), NOUGHT)
        if one.eur_told is not None and one.eur_told != ours:
            found.append(Gap(str(one), one.eur_told, ours))
    return found
