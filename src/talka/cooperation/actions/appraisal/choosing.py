"""A person takes the shares of one key, or amounts that the partners agreed on; with the reason."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.numbers import euro
from talka.ui.refusals import Refusal

from ... import access
from ...appraisal.inputs import Inputs
from ...appraisal.result import ALL, METHOD, Appraised, Variant
from ...appraisal_words import BY_HAND
from ...models import CooperationCase, ServiceCost
from ...queries.appraisal.gather import gathered
from ...queries.appraisal.sight import sight_of
from ...trail import CASE
from .model import cost_of_case


def accept_key(case: CooperationCase, run: DecisionRun, key: str, *, by: Person | None, reason: str) -> ServiceCost:
    """The partners share by this key from now on: agreement and brief read it. Only who sees its shares takes it.
    Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    with deed(by):
        row = cost_of_case(case)
        held, variant = _proposed(case, run)
        under = variant.under(key)
        if under is None:
            raise Refusal(
                _("The shares under this key could not be computed."),
                _("Nothing was changed."),
                _("Choose another key, or enter what it needs and compute again."),
                status=422,
            )
        _must_see(case, held, variant, key, by)
        decisions.accept(held, by=by, reason=reason)
        _take(row, held, key, dict(zip(variant.members, under.cents, strict=True)), by)
    return row


def accept_amounts(
    case: CooperationCase, run: DecisionRun, eur: Mapping[str, Decimal], *, by: Person | None, reason: str
) -> ServiceCost:
    """The partners agreed on other amounts, EUR a year by party ("partner:12"); they sum to the cost to the cent. The
    change is kept with the computation. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    if not reason.strip():
        raise Refusal(_("Please say why you decide otherwise than computed."), _("Nothing was changed."), status=422)
    with deed(by):
        row = cost_of_case(case)
        held, variant = _proposed(case, run)
        _must_see(case, held, variant, BY_HAND, by)
        cents = {name: int((eur.get(name, Decimal(0)) * 100).to_integral_value()) for name in variant.members}
        if any(amount < 0 for amount in cents.values()):
            raise Refusal(_("Nobody pays less than nothing."), _("Nothing was changed."), status=422)
        left = (variant.cents or 0) - sum(cents.values())
        if left:
            raise Refusal(
                _("The amounts do not add up to the cost of %(cost)s: %(left)s is left over.")
                % {"cost": euro(Decimal(variant.cents or 0) / 100), "left": euro(Decimal(left) / 100)}
                if left > 0
                else _("The amounts add up to more than the cost of %(cost)s: by %(left)s.")
                % {"cost": euro(Decimal(variant.cents or 0) / 100), "left": euro(Decimal(-left) / 100)},
                _("Nothing was changed."),
                _("Correct the amounts so that they sum to the cost, to the cent."),
                status=422,
            )
        decisions.note_hand_change(held, {"cents": cents}, cost=None, breaks=[], by=by, reason=reason)
        decisions.accept(held, by=by, reason=reason)
        _take(row, held, BY_HAND, cents, by)
    return row


def _proposed(case: CooperationCase, run: DecisionRun) -> tuple[DecisionRun, Variant]:
    held = decisions.open_proposal(run, METHOD, (CASE, case.pk))
    variant = Appraised.from_json(held.result or {}).variant(ALL)
    if variant is None or variant.cents is None:
        raise Refusal(
            _("What all pay together is not known."),
            _("Nothing was changed."),
            _("Enter a cost model or the joint cost of all partners and compute again."),
            status=422,
        )
    standing = {one.pk for one in gathered(case).sharing}
    if {int(name.partition(":")[2] or 0) for name in variant.members} != standing:
        raise Refusal(
            _("Other partners take part now than when this was computed."),
            _("Nothing was changed."),
            _("Compute again, then decide."),
        )
    return held, variant


def _must_see(case: CooperationCase, run: DecisionRun, variant: Variant, key: str, by: Person | None) -> None:
    if by is None or sight_of(by, case).shares(variant, key, Inputs.from_json(run.input)):
        return
    raise Refusal(
        _("You do not see these shares, as a partner keeps its figures to itself."),
        _("Nothing was changed."),
        _("Ask that partner to let results be shown, or choose a key that does not need its figures."),
        status=422,
    )


def _take(row: ServiceCost, run: DecisionRun, key: str, cents: Mapping[str, int], by: Person | None) -> None:
    row.accepted, row.accepted_key, row.accepted_cents = run, key, dict(cents)
    row.version = row.version + 1 if row.pk else 1
    row.by = by
    row.save()
