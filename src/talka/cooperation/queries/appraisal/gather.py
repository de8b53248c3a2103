"""Everything an appraisal is computed of, in a fixed number of queries; and as the plain data that methods take."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from talka.cooperation.appraisal.inputs import Asked, Given, Inputs, Joint, Model, Party, Way, straight_km
from talka.people.models import Organisation

from ...models import CooperationCase, JointCost, Partner, PartnerFigures, PartnerWay, ServiceCost, ServiceSite, SiteWay
from ..population import inhabitants_of


@dataclass(frozen=True)
class People:
    """Inhabitants, of which year and said by whom; entered: by the partner itself."""

    number: int
    year: int | None
    source: str
    entered: bool


@dataclass(frozen=True)
class Gathered:
    """One case with all that its partners said. partners: those that take part, in their order."""

    case: CooperationCase
    partners: tuple[Partner, ...]
    figures: Mapping[int, PartnerFigures]
    people: Mapping[int, People]
    cost: ServiceCost
    joint: tuple[JointCost, ...]
    ways: tuple[PartnerWay, ...]
    sites: tuple[ServiceSite, ...]
    site_ways: tuple[SiteWay, ...]
    straight: Mapping[tuple[int, int], float] = field(default_factory=dict)

    @property
    def sharing(self) -> tuple[Partner, ...]:
        """Those that pay a share; the others gain or help."""
        return tuple(one for one in self.partners if self.shares(one))

    @property
    def beside(self) -> tuple[Partner, ...]:
        return tuple(one for one in self.partners if not self.shares(one))

    def shares(self, partner: Partner) -> bool:
        figures = self.figures.get(partner.pk)
        return shares_by_kind(partner.organisation) if figures is None else figures.shares_costs

    def inputs(self, asked: Asked | None = None) -> Inputs:
        """The plain data of those that pay a share."""
        ids = {one.pk for one in self.sharing}
        joint = [
            Joint(tuple(map(reference, row.ids)), float(row.cost_eur)) for row in self.joint if set(row.ids) <= ids
        ]
        given = [
            Given(str(row.site_id), reference(row.partner_id), row.km, row.fee_eur)
            for row in self.site_ways
            if row.partner_id in ids
        ]
        cost = self.cost
        modelled = cost.origin != ServiceCost.Origin.NONE
        return Inputs(
            parties=tuple(self._party(one) for one in sorted(self.sharing, key=lambda each: each.pk)),
            model=Model(cost.fixed_eur, cost.unit_eur, cost.elasticity, cost.travel_eur) if modelled else None,
            ways=tuple(self._ways(ids)),
            sites=tuple(sorted(given, key=lambda one: (one.site, one.a))),
            joint=tuple(sorted(joint, key=lambda one: one.members)),
            asked=asked or Asked(),
        )

    def _party(self, partner: Partner) -> Party:
        figures = self.figures.get(partner.pk)
        people = self.people.get(partner.pk)
        told = figures or PartnerFigures()
        usage = told.usage if told.usage is not None else told.volume
        return Party(
            id=reference(partner.pk),
            volume=_plain(told.volume),
            cost_eur=_plain(told.cost_eur),
            population=float(people.number) if people else None,
            population_entered=bool(people and people.entered),
            usage=_plain(usage),
            fiscal_capacity_eur=_plain(told.fiscal_capacity_eur),
            benefit_eur=_plain(told.benefit_eur) or 0.0,
            own_cost_eur=_plain(told.own_cost_eur) or 0.0,
        )

    def _ways(self, ids: Collection[int]) -> list[Way]:
        by_road = {(row.a_id, row.b_id): row.km for row in self.ways if {row.a_id, row.b_id} <= set(ids)}
        found = []
        for pair in combinations(sorted(ids), 2):
            km = by_road.get(pair)
            straight = self.straight.get(pair)
            if km is not None:
                found.append(Way(reference(pair[0]), reference(pair[1]), km))
            elif straight is not None:
                found.append(Way(reference(pair[0]), reference(pair[1]), round(straight * self.cost.detour, 1), True))
        return found


def shares_by_kind(organisation: Organisation) -> bool:
    """Whether a partner pays a share as long as it has not said so: local governments do, others gain or help."""
    return organisation.kind == Organisation.Kind.MUNICIPALITY


def reference(partner: int) -> str:
    return f"partner:{partner}"


def id_of(name: str) -> int:
    """The partner of a reference; 0 where it was forgotten."""
    number = name.removeprefix("partner:")
    return int(number) if number.isdigit() else 0


def gathered(case: CooperationCase) -> Gathered:
    """Eight queries, whatever the number of partners."""
    rows = Partner.objects.filter(case=case, state=Partner.State.TAKING_PART).select_related("organisation__area")
    partners = tuple(rows.defer("organisation__area__boundary", "organisation__area__outline"))
    for one in partners:
        one.case = case
    figures = {row.partner_id: row for row in PartnerFigures.objects.filter(partner__in=partners)}
    cost = ServiceCost.objects.filter(case=case).select_related("accepted").first()
    return Gathered(
        case=case,
        partners=partners,
        figures=figures,
        people=people_of(partners, figures),
        cost=cost or ServiceCost(case=case),
        joint=tuple(JointCost.objects.filter(case=case)),
        ways=tuple(PartnerWay.objects.filter(case=case)),
        sites=tuple(ServiceSite.objects.filter(case=case)),
        site_ways=tuple(SiteWay.objects.filter(site__case=case)),
        straight=straight_ways(partners),
    )


def people_of(partners: Sequence[Partner], figures: Mapping[int, PartnerFigures]) -> dict[int, People]:
    """As each partner said, else as the register of figures says for its area. One query."""
    told = inhabitants_of({one.organisation.area_id for one in partners if one.organisation.area_id})
    found = {}
    for one in partners:
        own = figures.get(one.pk)
        row = told.get(one.organisation.area_id or 0)
        if own is not None and own.population is not None:
            found[one.pk] = People(own.population, own.population_year, own.population_source, entered=True)
        elif row is not None:
            found[one.pk] = People(round(row.number), row.year, row.source, entered=False)
    return found


def straight_ways(partners: Sequence[Partner]) -> dict[tuple[int, int], float]:
    """Straight km between partners whose areas have coordinates, the smaller id first."""
    places = {
        one.pk: (one.organisation.area.lat, one.organisation.area.lon)
        for one in partners
        if one.organisation.area and one.organisation.area.lat is not None and one.organisation.area.lon is not None
    }
    return {(a, b): straight_km(places[a], places[b]) for a, b in combinations(sorted(places), 2)}


def _plain(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
