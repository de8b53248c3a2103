"""What a partner says of itself."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.actions.versions import stale
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ...access import appraisal as appraisal_access
from ...models import Partner, PartnerFigures
from ..partners import again


@dataclass(frozen=True)
class FiguresData:
    """Amounts in EUR a year, volume and usage in the case's unit a year; None: not said. See the model's columns."""

    shares_costs: bool = True
    volume: Decimal | None = None
    usage: Decimal | None = None
    cost_eur: Decimal | None = None
    year: int | None = None
    source: str = ""
    level: str = ""
    jobs: Decimal | None = None
    population: int | None = None
    population_year: int | None = None
    population_source: str = ""
    fiscal_capacity_eur: Decimal | None = None
    benefit_eur: Decimal | None = None
    own_cost_eur: Decimal | None = None
    results_open: bool = False


NOT_BELOW_NOTHING = (
    "volume", "usage", "cost_eur", "jobs", "population", "fiscal_capacity_eur", "benefit_eur", "own_cost_eur",
)  # fmt: skip


def enter_figures(partner: Partner, data: FiguresData, *, version: int, by: Person | None) -> PartnerFigures:
    """Keep what a partner says of itself; what stood there before is kept as a version. version: the one that was
    shown, 0 where there was none. by None: the house, loading files. Raises Refusal."""
    if by is not None and not appraisal_access.may_enter_figures(by, partner):
        raise not_allowed()
    _check(data)
    with deed(by):
        row = again(partner)
        if not row.takes_part:
            raise Refusal(
                _("Only a partner that takes part enters figures."),
                _("Nothing was changed."),
                _("Say first, on the page of partners, that you take part."),
            )
        figures = PartnerFigures.objects.select_for_update(of=("self",)).filter(partner=row).first()
        figures = figures or PartnerFigures(partner=row, version=0)
        if by is not None and figures.version != version:
            raise stale()
        for each in fields(FiguresData):
            value = getattr(data, each.name)
            setattr(figures, each.name, value.strip() if isinstance(value, str) else value)
        figures.version += 1
        figures.by = by
        figures.save()
    return figures


def _check(data: FiguresData) -> None:
    for name in NOT_BELOW_NOTHING:
        number = getattr(data, name)
        if number is not None and number < 0:
            raise Refusal(
                _("No amount is below nothing."),
                _("Nothing was changed."),
                _("Leave it empty if it is not known; write 0 if there is none."),
                status=422,
            )
    if data.cost_eur is not None and data.year is None:
        raise Refusal(
            _("The year of the cost is missing."),
            _("Nothing was changed."),
            _("A cost without its year cannot be compared."),
            status=422,
        )
    if data.population is not None and data.population_year is None:
        raise Refusal(
            _("The year of the number of inhabitants is missing."),
            _("Nothing was changed."),
            _("Say the year, or leave the number empty to take the register's."),
            status=422,
        )
