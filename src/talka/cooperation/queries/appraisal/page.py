"""The page of an appraisal: figures of the partners, and what was computed, as far as the reader may see."""

from dataclasses import dataclass
from decimal import Decimal

from talka.decisions.models import DecisionRun
from talka.people.models import Person
from talka.ui.refusals import Words

from ... import access
from ...appraisal.inputs import Inputs
from ...appraisal.result import (
    ALL,
    KEYS,
    METHOD,
    Appraised,
)
from ...appraisal_words import KEY_NAMES, WITHOUT_VARIANT
from ...models import CooperationCase, Partner
from ...trail import CASE
from .figures import AppraisalFigures, PartnerAmounts, figures_of, is_stale
from .gather import Gathered, gathered, id_of, reference
from .sight import Sight, sight_of
from .telling import Choice, KeyRow, Parties, Teller, euros_or_none


@dataclass(frozen=True)
class FigureRow:
    """One partner's own figures; hidden: it keeps them from this reader; said: it has said something."""

    amounts: PartnerAmounts
    volume: Decimal | None
    usage: Decimal | None
    fiscal_eur: Decimal | None
    hidden: bool
    said: bool
    may_enter: bool
    agreed: bool


@dataclass(frozen=True)
class Computed:
    """One computation, as far as the reader may see it. members: names in the order of the cells of `keys`.

    view: the partner from whose side it is told; key: under which key; changed: figures changed since.
    """

    run: DecisionRun
    changed: bool
    members: tuple[str, ...]
    view: str
    view_name: str
    key: str
    key_name: Words
    choices: tuple[Choice, ...]
    keys: tuple[KeyRow, ...]
    cases: tuple[Choice, ...]
    total_eur: Decimal | None
    host: str
    savable: bool | None
    apart: tuple[str, ...]
    apart_pairs: tuple[str, ...]
    apart_loss_eur: Decimal | None
    missing: tuple[str, ...]
    missing_more: int
    without_variant: tuple[tuple[str, Words], ...]
    straight: tuple[str, ...]
    inputs: Inputs


@dataclass(frozen=True)
class AppraisalPage:
    given: Gathered
    sight: Sight
    rows: tuple[FigureRow, ...]
    decided: AppraisalFigures
    run: DecisionRun | None
    computed: Computed | None
    total_today_eur: Decimal | None

    @property
    def sees_all(self) -> bool:
        """Whether the reader sees the figures of all that share, of which the files to compute anew are made."""
        return self.sight.figures([reference(row.amounts.partner.pk) for row in self.sharing])

    @property
    def sharing(self) -> list[FigureRow]:
        return [row for row in self.rows if row.amounts.shares]

    @property
    def beside(self) -> list[FigureRow]:
        return [row for row in self.rows if not row.amounts.shares]


def appraisal_page(case: CooperationCase, person: Person | None, *, view: int = 0, key: str = "") -> AppraisalPage:
    """A fixed number of queries, whatever the number of partners. view: the partner from whose side it is told, by row
    id; key: under which key; what is not there falls back to the reader's own partner and to the key that was taken."""
    given = gathered(case)
    sight = sight_of(person, case)
    decided = figures_of(given, sight)
    run, shown = latest_runs(case)
    computed = _computed(shown, given, sight, decided, view, key) if shown is not None else None
    rows = _rows(given, sight, decided, person)
    today = [row.amounts.cost_today_eur for row in rows if row.amounts.shares]
    told = [eur for eur in today if eur is not None]
    return AppraisalPage(
        given, sight, rows, decided, run, computed, sum(told, Decimal(0)) if told and len(told) == len(today) else None
    )


def latest_runs(case: CooperationCase) -> tuple[DecisionRun | None, DecisionRun | None]:
    """The newest computation of the shares of a case, and the newest that gave a result: while one is waited for,
    what was computed before stays. Two queries."""
    rows = DecisionRun.objects.filter(method=METHOD, subject_kind=CASE, subject_id=str(case.pk))
    newest_first = rows.select_related("created_by", "decided_by").order_by("-created_at", "-pk")
    given = newest_first.exclude(state__in=(DecisionRun.State.FAILED, DecisionRun.State.WAITING))
    return newest_first.first(), given.first()


def _rows(given: Gathered, sight: Sight, decided: AppraisalFigures, person: Person | None) -> tuple[FigureRow, ...]:
    may_enter = _may_enter(given, sight, person)
    rows = []
    for amounts in decided.partners:
        name = reference(amounts.partner.pk)
        figures = given.figures.get(amounts.partner.pk)
        seen = sight.figures((name,))
        shown = figures if seen else None
        rows.append(
            FigureRow(
                amounts=amounts,
                volume=shown.volume if shown else None,
                usage=shown.usage if shown else None,
                fiscal_eur=shown.fiscal_capacity_eur if shown else None,
                hidden=not seen,
                said=figures is not None,
                may_enter=amounts.partner.pk in may_enter,
                agreed=name in sight.agreed,
            )
        )
    return tuple(rows)


def _may_enter(given: Gathered, sight: Sight, person: Person | None) -> set[int]:
    """As `access.may_enter_figures`, for all at once. At most one query."""
    own = access.partner_of(person, given.case)
    found = {own.pk} if own is not None and own.takes_part else set()
    if person is None or given.case.retired_at is not None or not access.organises(person, given.case):
        return found
    with_people = set(
        Person.objects.filter(
            organisation__in=[one.organisation_id for one in given.partners], account__is_active=True, erased_at=None
        ).values_list("organisation_id", flat=True)
    )
    for one in given.partners:
        figures = given.figures.get(one.pk)
        free = figures is None or figures.by_id == person.pk or sight.figures((reference(one.pk),))
        if one.organisation_id not in with_people and free:
            found.add(one.pk)
    return found


def _computed(
    run: DecisionRun, given: Gathered, sight: Sight, decided: AppraisalFigures, view: int, key: str
) -> Computed | None:
    result, inputs = Appraised.from_json(run.result or {}), Inputs.from_json(run.input)
    whole = result.variant(ALL)
    if whole is None:
        return None
    teller = Teller(result, inputs, sight, names_of(given.case))
    own = teller.viewed(reference(view), sight.own)
    chosen = teller.chosen(key, decided.key, whole)
    seen = sight.cost(whole)
    judged = sight.judgement(whole)
    return Computed(
        run=run,
        changed=is_stale(run, given),
        members=tuple(teller.name(one) for one in whole.members),
        view=own,
        view_name=teller.name(own),
        key=chosen,
        key_name=KEY_NAMES[chosen],
        choices=tuple(teller.choices(own, chosen)),
        keys=tuple(teller.key_row(key, whole, chosen) for key in KEYS),
        cases=tuple(teller.cases(own, chosen)),
        total_eur=euros_or_none(whole.cents) if seen else None,
        host=teller.host(whole, given) if seen else "",
        savable=whole.savable if judged else None,
        apart=tuple(teller.names(group) for group in whole.apart) if judged else (),
        apart_pairs=tuple(teller.apart_pairs()),
        apart_loss_eur=Decimal(round(whole.apart_loss_eur)) if whole.apart and sight.figures(whole.members) else None,
        missing=tuple(teller.names(group) for group in result.missing),
        missing_more=result.missing_count - len(result.missing),
        without_variant=tuple((name, WITHOUT_VARIANT[why]) for name, why in result.without_variant),
        straight=tuple(f"{teller.name(way.a)} – {teller.name(way.b)}" for way in inputs.ways if way.straight),
        inputs=inputs,
    )


def names_of(case: CooperationCase) -> Parties:
    """All parties that ever stood in the case, by reference. One query."""
    rows = Partner.objects.filter(case=case).select_related("organisation")
    return {reference(row.pk): row.organisation.name for row in rows}


def viewable(computed: Computed, given: Gathered) -> list[tuple[int, str]]:
    """From whose side the appraisal can be told: row ids and names."""
    inside = {one.id for one in computed.inputs.parties}
    return [(one.pk, one.organisation.name) for one in given.partners if reference(one.pk) in inside]


def view_id(computed: Computed) -> int:
    return id_of(computed.view)
