"""What a partner pays today and would pay together, as far as a reader may see it: read from the case's appraisal."""

from dataclasses import dataclass
from decimal import Decimal

from talka.people.models import Person

from ...models import Partner
from ..appraisal.figures import appraisal_of


@dataclass(frozen=True)
class Money:
    """EUR a year; None where nobody said, nothing was accepted, or it is not for the reader.

    today: what the partner pays now; after: its part under the accepted key; less: what it saves in all, below zero
    where it costs more. key: the rule's name in words. shares: what each partner pays, by partner id. people:
    inhabitants. stale: figures changed since it was accepted. stable: nobody would be better off outside.
    """

    today: Decimal | None = None
    after: Decimal | None = None
    less: Decimal | None = None
    key: str = ""
    total: Decimal | None = None
    shares: tuple[tuple[int, Decimal], ...] = ()
    people: int | None = None
    level: str = ""
    jobs: Decimal | None = None
    year: int | None = None
    source: str = ""
    stale: bool = False
    stable: bool | None = None

    def share_of(self, partner: Partner) -> Decimal | None:
        return dict(self.shares).get(partner.pk)


def money_of(partner: Partner, person: Person | None) -> Money:
    """The figures of one partner, by the appraisal's own rule of who sees what. As many queries as `appraisal_of`."""
    figures = appraisal_of(partner.case, person)
    own = figures.of(partner)
    if own is None:
        return Money()
    shares = ((row.partner.pk, row.share_eur) for row in figures.partners)
    return Money(
        today=own.cost_today_eur,
        after=own.share_eur,
        less=own.saving_eur,
        key=str(figures.key_name),
        total=figures.total_eur,
        shares=tuple((pk, eur) for pk, eur in shares if eur is not None),
        people=own.people.number if own.people is not None else None,
        level=own.level,
        jobs=own.jobs,
        year=own.year,
        source=own.source,
        stale=figures.stale,
        stable=figures.stable,
    )
