"""What an appraisal answers: variants beside each other, in each the shares under every key."""

from __future__ import annotations

from dataclasses import dataclass

from talka.methods.contract import Result

METHOD, VERSION = "cost-sharing", "1"
ALL, PAIR, WITHOUT, LESS, MORE, GRANT = "all", "pair", "without", "less", "more", "grant"
"""Everybody; two of them; everybody but one; smaller volumes; larger volumes; with a grant."""
EQUAL, POPULATION, USAGE, FISCAL, MIXED, SHAPLEY, NUCLEOLUS = (
    "equal", "population", "usage", "fiscal", "mixed", "shapley", "nucleolus",
)  # fmt: skip
TODAY, ENTERED, MODEL, MISSING = "today", "entered", "model", ""
"""Where a cost comes from: what a partner pays today; said by the partners; the cost model; nobody knows it."""
NO_MODEL, NO_FIXED = "no_model", "no_fixed"
"""Why a variant could not be computed."""
NOTHING, NOT_SAID, ZERO, NO_COSTS = "nothing", "not_said", "zero", "no_costs"
"""Why a key could not be computed: there is no cost; a partner did not say what it needs, or has none of it; costs of
some groups are missing."""
KEYS = (EQUAL, POPULATION, USAGE, FISCAL, MIXED, SHAPLEY, NUCLEOLUS)
OF_GAME = (SHAPLEY, NUCLEOLUS)


@dataclass(frozen=True)
class Leaver:
    """Parties that would pay less on their own: what they pay in all under the key, and alone, EUR a year."""

    members: tuple[str, ...]
    pays_eur: float
    alone_eur: float


@dataclass(frozen=True)
class KeyShares:
    """What each member pays under one key, in cents a year and in the order of the variant's members.

    stable: nobody would be better off outside; None where costs of some groups are missing. leavers: of those who
    would, the first few, who would gain the most.
    """

    key: str
    cents: tuple[int, ...]
    stable: bool | None
    leavers: tuple[Leaver, ...]


@dataclass(frozen=True)
class Variant:
    """Members, their cost together, and how it could be shared.

    about: the party that left, or nothing. cents: None where the cost is missing. reads_figures: the cost hangs on what
    single partners said. without_key: keys that could not be computed, each with the code of the reason. savable: some
    way of sharing leaves nobody better off outside. apart: two groups that pay less apart than together.
    """

    name: str
    about: str
    members: tuple[str, ...]
    cents: int | None
    origin: str
    host: str
    reads_figures: bool
    keys: tuple[KeyShares, ...]
    without_key: tuple[tuple[str, str], ...]
    savable: bool | None
    apart: tuple[tuple[str, ...], ...]
    apart_loss_eur: float

    def under(self, key: str) -> KeyShares | None:
        return next((one for one in self.keys if one.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Appraised(Result):
    """alone_cents and alone_origin: of each party, in the order of `parties`; None where missing. missing: groups whose
    cost nobody knows, the first of `missing_count`. without_variant: variants that could not be computed, each with the
    code of the reason. Nothing is optimised: objective, bound and gap are None."""

    parties: tuple[str, ...]
    alone_cents: tuple[int | None, ...]
    alone_origin: tuple[str, ...]
    variants: tuple[Variant, ...]
    without_variant: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, ...], ...]
    missing_count: int

    def variant(self, name: str, about: str = "", members: frozenset[str] | None = None) -> Variant | None:
        return next(
            (
                one
                for one in self.variants
                if (one.name, one.about) == (name, about) and (members is None or set(one.members) == members)
            ),
            None,
        )
