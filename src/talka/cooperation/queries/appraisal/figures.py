"""The figures of an appraisal for the other parts of a case: its agreement, its decision brief, its projects."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from talka.decisions.actions import digest_of
from talka.decisions.models import DecisionRun
from talka.people.models import Person
from talka.ui.refusals import Words

from ...appraisal.inputs import Inputs
from ...appraisal.result import ALL, Appraised, Variant
from ...appraisal_words import BY_HAND, KEY_NAMES
from ...models import CooperationCase, Partner, PartnerFigures
from .gather import Gathered, People, gathered, reference
from .sight import Sight, sight_of

DECIDED = (DecisionRun.State.ACCEPTED, DecisionRun.State.OVERRIDDEN)


@dataclass(frozen=True)
class PartnerAmounts:
    """One partner as the appraisal has it; what the reader may not see is None, as is what nobody said.

    Amounts in EUR a year. share_eur: its part under the chosen key; saving_eur: what it pays today less its share and
    less what the cooperation costs it alone, more what it gains beside. shares: it pays a share; else it gains or
    helps.
    """

    partner: Partner
    shares: bool
    people: People | None
    cost_today_eur: Decimal | None
    share_eur: Decimal | None
    saving_eur: Decimal | None
    own_cost_eur: Decimal | None
    benefit_eur: Decimal | None
    level: str
    jobs: Decimal | None
    year: int | None
    source: str

    @property
    def today_per_head_eur(self) -> Decimal | None:
        return _per_head(self.cost_today_eur, self.people)

    @property
    def share_per_head_eur(self) -> Decimal | None:
        return _per_head(self.share_eur, self.people)


@dataclass(frozen=True)
class AppraisalFigures:
    """The shares that the partners took, and what each pays today.

    key: "equal", "population", "usage", "fiscal", "mixed", "shapley", "nucleolus" or "by_hand"; "" as long as nothing
    was accepted. total_eur: what all pay together in a year, None where the reader may not see it. stable: nobody
    would be better off outside; None where that is not known or not for the reader. stale: figures were changed since
    it was accepted. run: the computation. partners: all that take part.
    """

    key: str
    key_name: Words
    total_eur: Decimal | None
    stable: bool | None
    stale: bool
    run: DecisionRun | None
    unit: str
    partners: tuple[PartnerAmounts, ...]

    def of(self, partner: Partner) -> PartnerAmounts | None:
        return next((one for one in self.partners if one.partner.pk == partner.pk), None)


def appraisal_of(case: CooperationCase, person: Person | None) -> AppraisalFigures:
    """What the appraisal of a case says to this reader, by the rule of `sight`. Ten queries, whatever the partners.

    For the agreement: `key`, `key_name` and of each partner `share_eur`, which sum exactly to `total_eur`. For the
    brief: of each partner today and after, a head too, service level and jobs. None is "hidden or not said": say "not
    shown".
    """
    asked = gathered(case)
    sight = sight_of(person, case)
    return figures_of(asked, sight)


def figures_of(asked: Gathered, sight: Sight) -> AppraisalFigures:
    """The same of what was gathered already. No query."""
    run = asked.cost.accepted
    decided = run is not None and run.state in DECIDED and run.result is not None
    cents: Mapping[str, int] = asked.cost.accepted_cents if decided else {}
    variant, inputs = _accepted(run) if decided else (None, None)
    key = asked.cost.accepted_key if decided else ""
    shown = variant is not None and inputs is not None and sight.shares(variant, key, inputs)
    judged = variant is not None and shown and sight.judgement(variant) and key != BY_HAND
    under = variant.under(key) if variant is not None and judged else None
    rows = tuple(_row(asked, one, cents if shown else {}, sight) for one in asked.partners)
    return AppraisalFigures(
        key=key,
        key_name=KEY_NAMES.get(key, ""),
        total_eur=Decimal(sum(cents.values())) / 100 if shown else None,
        stable=under.stable if under is not None else None,
        stale=run is not None and decided and is_stale(run, asked),
        run=run if decided else None,
        unit=asked.cost.unit,
        partners=rows,
    )


def is_stale(run: DecisionRun, asked: Gathered) -> bool:
    """Whether figures, ways or the model are not any more what the run was computed of."""
    before = Inputs.from_json(run.input)
    return digest_of(asked.inputs(before.asked).to_json(), run.parameters) != run.input_digest


def _accepted(run: DecisionRun | None) -> tuple[Variant | None, Inputs | None]:
    if run is None or run.result is None:
        return None, None
    return Appraised.from_json(run.result).variant(ALL), Inputs.from_json(run.input)


def _row(asked: Gathered, partner: Partner, cents: Mapping[str, int], sight: Sight) -> PartnerAmounts:
    name = reference(partner.pk)
    seen = sight.figures((name,))
    told = asked.figures.get(partner.pk) if seen else None
    figures = told or PartnerFigures()
    share = Decimal(cents[name]) / 100 if name in cents else None
    today, own, gain = figures.cost_eur, figures.own_cost_eur, figures.benefit_eur
    saving = None
    if share is not None and today is not None:
        saving = today - share - (own or 0) + (gain or 0)
    people = asked.people.get(partner.pk)
    return PartnerAmounts(
        partner=partner,
        shares=asked.shares(partner),
        people=people if people is not None and (seen or not people.entered) else None,
        cost_today_eur=today,
        share_eur=share,
        saving_eur=saving,
        own_cost_eur=own,
        benefit_eur=gain,
        level=figures.level,
        jobs=figures.jobs,
        year=figures.year,
        source=figures.source,
    )


def _per_head(eur: Decimal | None, people: People | None) -> Decimal | None:
    if eur is None or people is None or not people.number:
        return None
    return (eur / people.number).quantize(Decimal("0.01"))
