"""Says the numbers of one computation to one reader: what may be seen, and else why there is no number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from talka.ui.numbers import euro
from talka.ui.refusals import Words

from ...appraisal.inputs import Inputs
from ...appraisal.result import ALL, GRANT, KEYS, LESS, MORE, PAIR, SHAPLEY, WITHOUT, Appraised, Leaver, Variant
from ...appraisal_words import HIDDEN, KEY_MEANINGS, KEY_NAMES, UNKNOWN, WITHOUT_KEY
from .gather import Gathered
from .sight import Sight

Parties = Mapping[str, str]
"""Names by reference."""


class InWholeEuro:
    """Amounts as a page says them: whole euro in words, nothing where no amount is known."""

    eur: Decimal | None
    less_eur: Decimal | None

    @property
    def whole(self) -> str:
        return "" if self.eur is None else euro(round(self.eur))

    @property
    def less_euro(self) -> str:
        return "" if self.less_eur is None else euro(round(self.less_eur))

    @property
    def more_euro(self) -> str:
        return "" if self.less_eur is None else euro(round(-self.less_eur))


@dataclass(frozen=True)
class Choice(InWholeEuro):
    """One thing a partner could do: alone, with another, with all. eur: what it would pay in a year; less_eur: than
    today, below 0 it is more. why: the reason where there is no number."""

    name: str
    label: str
    eur: Decimal | None
    per_head_eur: Decimal | None
    less_eur: Decimal | None
    why: str
    total_eur: Decimal | None = None


@dataclass(frozen=True)
class Cell(InWholeEuro):
    """What one partner pays under a key, and how much less than today where its own figures are seen."""

    name: str
    eur: Decimal
    less_eur: Decimal | None


@dataclass(frozen=True)
class KeyRow:
    """One key over all partners. why: the reason where it could not be computed or is not shown."""

    key: str
    name: Words
    meaning: Words
    cells: tuple[Cell, ...]
    stable: bool | None
    leavers: tuple[tuple[str, Decimal, Decimal], ...]
    why: Words
    chosen: bool


class Teller:
    """Says numbers of one computation to one reader."""

    def __init__(self, result: Appraised, inputs: Inputs, sight: Sight, named: Parties) -> None:
        self.result, self.inputs, self.sight, self.named = result, inputs, sight, named
        self.parties = {one.id: one for one in inputs.parties}

    def name(self, party: str) -> str:
        return self.named.get(party, "–")

    def names(self, group: Sequence[str]) -> str:
        return ", ".join(sorted(self.name(one) for one in group))

    def host(self, variant: Variant, given: Gathered) -> str:
        sites = {str(row.pk): row.name for row in given.sites}
        return sites.get(variant.host, "") or self.named.get(variant.host, "")

    def apart_pairs(self) -> list[str]:
        """Each two that would pay less apart than together."""
        pairs = (one for one in self.result.variants if one.name == PAIR and one.apart)
        return [self.names(one.members) for one in pairs if self.sight.judgement(one)]

    def viewed(self, *wanted: str) -> str:
        return next((one for one in wanted if one in self.result.parties), self.result.parties[0])

    def chosen(self, asked: str, taken: str, whole: Variant) -> str:
        order = (asked, taken, SHAPLEY, *KEYS)
        return next((key for key in order if key in KEYS and whole.under(key) is not None), KEYS[0])

    def choices(self, own: str, key: str) -> list[Choice]:
        """Alone, with each of the others, with all."""
        rows = [self._alone(own)]
        whole = self.result.variant(ALL)
        for other in self.result.parties:
            pair = self.result.variant(PAIR, members=frozenset({own, other}))
            if pair is not None:
                rows.append(self._with(PAIR, self.name(other), pair, own, key))
        if whole is not None:
            rows.append(self._with(ALL, "", whole, own, key))
        return rows

    def cases(self, own: str, key: str) -> list[Choice]:
        """What the partner would pay if another left, if volumes changed, if there were a grant."""
        rows = []
        for other in self.result.parties:
            rest = self.result.variant(WITHOUT, other)
            if rest is not None and other != own:
                rows.append(self._with(WITHOUT, self.name(other), rest, own, key))
        for name in (LESS, MORE, GRANT):
            variant = self.result.variant(name)
            if variant is not None:
                rows.append(self._with(name, "", variant, own, key))
        return rows

    def key_row(self, key: str, whole: Variant, chosen: str) -> KeyRow:
        under = whole.under(key)
        reasons = dict(whole.without_key)
        why: Words = WITHOUT_KEY[reasons[key]] if key in reasons else ""
        cells: tuple[Cell, ...] = ()
        stable: bool | None = None
        leavers: tuple[tuple[str, Decimal, Decimal], ...] = ()
        if under is not None and not self.sight.shares(whole, key, self.inputs):
            why = HIDDEN
        elif under is not None:
            cells = tuple(
                Cell(self.name(one), euros(cents), self._less(one, euros(cents)))
                for one, cents in zip(whole.members, under.cents, strict=True)
            )
            if self.sight.judgement(whole):
                stable = under.stable
                leavers = tuple(self._leaver(one) for one in under.leavers if self.sight.figures(one.members))
        return KeyRow(key, KEY_NAMES[key], KEY_MEANINGS[key], cells, stable, leavers, why, key == chosen)

    def _leaver(self, leaver: Leaver) -> tuple[str, Decimal, Decimal]:
        return self.names(leaver.members), Decimal(round(leaver.pays_eur)), Decimal(round(leaver.alone_eur))

    def _alone(self, own: str) -> Choice:
        cents = self.result.alone_cents[self.result.parties.index(own)]
        if not self.sight.figures((own,)):
            return Choice("alone", "", None, None, None, str(HIDDEN))
        if cents is None:
            return Choice("alone", "", None, None, None, str(UNKNOWN))
        eur = euros(cents)
        return Choice("alone", "", eur, self._per_head(own, eur), None, "", eur)

    def _with(self, name: str, label: str, variant: Variant, own: str, key: str) -> Choice:
        under = variant.under(key)
        if variant.cents is None:
            return Choice(name, label, None, None, None, str(UNKNOWN))
        total = euros(variant.cents) if self.sight.cost(variant) else None
        if under is None:
            why = WITHOUT_KEY[dict(variant.without_key)[key]]
            return Choice(name, label, None, None, None, str(why), total)
        if not self.sight.shares(variant, key, self.inputs):
            return Choice(name, label, None, None, None, str(HIDDEN), total)
        eur = euros(under.cents[variant.members.index(own)])
        return Choice(name, label, eur, self._per_head(own, eur), self._less(own, eur), "", total)

    def _less(self, party: str, eur: Decimal) -> Decimal | None:
        """How much less than alone, its own costs and gains of the cooperation counted in; where its figures are
        seen."""
        alone = self.result.alone_cents[self.result.parties.index(party)]
        if alone is None or not self.sight.figures((party,)):
            return None
        said = self.parties[party]
        return euros(alone) - eur - Decimal(str(said.own_cost_eur)) + Decimal(str(said.benefit_eur))

    def _per_head(self, party: str, eur: Decimal) -> Decimal | None:
        said = self.parties[party]
        if not said.population or (said.population_entered and not self.sight.figures((party,))):
            return None
        return (eur / Decimal(str(said.population))).quantize(Decimal("0.01"))


def euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def euros_or_none(cents: int | None) -> Decimal | None:
    return None if cents is None else euros(cents)
