"""What the partners say of the service together: joint costs, ways, places; and what accounts of others say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.decisions.models import DecisionRun
from talka.ui.numbers import number
from talka.ui.refusals import Words

from ...models import CooperationCase, JointCost, ServiceSite
from ...trail import CASE
from .gather import Gathered

ESTIMATE = "scale-economies"


@dataclass(frozen=True)
class JointRow:
    row: JointCost
    names: str


@dataclass(frozen=True)
class WayRow:
    """pk: of the entered way; None where it is the straight line times the detour, or nothing is known (km None)."""

    names: str
    km: float | None
    pk: int | None


@dataclass(frozen=True)
class SiteRow:
    site: ServiceSite
    ways: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class InputsPage:
    joint: tuple[JointRow, ...]
    ways: tuple[WayRow, ...]
    sites: tuple[SiteRow, ...]
    unserved: tuple[str, ...]
    """Partners that no given place serves."""


def inputs_page(given: Gathered) -> InputsPage:
    """Of what was gathered already; no query."""
    names = {one.pk: one.organisation.name for one in given.partners}
    by_site: dict[int, list[tuple[str, float, float]]] = {}
    served = set()
    for way in given.site_ways:
        served.add(way.partner_id)
        by_site.setdefault(way.site_id, []).append((names.get(way.partner_id, "–"), way.km, way.fee_eur))
    return InputsPage(
        joint=tuple(JointRow(row, ", ".join(names.get(pk, "–") for pk in row.ids)) for row in given.joint),
        ways=tuple(_ways(given, names)),
        sites=tuple(SiteRow(site, tuple(by_site.get(site.pk, []))) for site in given.sites),
        unserved=tuple(names[one.pk] for one in given.sharing if given.sites and one.pk not in served),
    )


def _ways(given: Gathered, names: Mapping[int, str]) -> Sequence[WayRow]:
    by_road = {(row.a_id, row.b_id): row for row in given.ways}
    ids = sorted(names)
    found = []
    for place, a in enumerate(ids):
        for b in ids[place + 1 :]:
            row, straight = by_road.get((a, b)), given.straight.get((a, b))
            km = row.km if row else None if straight is None else round(straight * given.cost.detour, 1)
            found.append(WayRow(f"{names[a]} – {names[b]}", km, row.pk if row else None))
    return found


VERDICTS: dict[str, Words] = {
    "economies": gettext_lazy("Size lowers the cost."),
    "diseconomies": gettext_lazy("Size raises the cost."),
    "none_shown": gettext_lazy("No economies of scale can be shown."),
}


@dataclass(frozen=True)
class EstimateRow:
    """What accounts say. doubled, least, most: by how many percent a unit costs less where a place is twice as large,
    with the interval; below 0 it costs more."""

    run: DecisionRun
    verdict: str
    sentence: Words
    doubled: float
    least: float
    most: float
    elasticity: float
    low: float
    high: float
    level: float
    r_squared: float
    accounts: int
    left_out: int
    unit_eur: float | None

    @property
    def shown(self) -> bool:
        return self.verdict == "economies"

    @property
    def interval(self) -> str:
        said = _("%(value)s, between %(low)s and %(high)s")
        return said % {"value": number(self.elasticity, 2), "low": number(self.low, 2), "high": number(self.high, 2)}


def estimate_row(case: CooperationCase, pk: int) -> EstimateRow | None:
    """One estimate of this case; None where there is none of this id. One query."""
    run = DecisionRun.objects.filter(method=ESTIMATE, subject_kind=CASE, subject_id=str(case.pk), pk=pk).first()
    if run is None or not run.result or "verdict" not in run.result:
        return None
    fit = run.result
    low, high = _saved(fit["slope_high"]), _saved(fit["slope_low"])
    return EstimateRow(
        run=run,
        verdict=fit["verdict"],
        sentence=VERDICTS[fit["verdict"]],
        doubled=_saved(fit["slope"]),
        least=low,
        most=high,
        elasticity=fit["elasticity"],
        low=fit["low"],
        high=fit["high"],
        level=fit["level"],
        r_squared=fit["r_squared"],
        accounts=fit["n"],
        left_out=fit["left_out"],
        unit_eur=fit["unit_eur"],
    )


def _saved(slope: float) -> float:
    """Percent by which a unit is cheaper where a place is twice as large."""
    return float(100 * (1 - 2 ** min(max(slope, -50.0), 50.0)))
