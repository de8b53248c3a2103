"""Who pays what and whether anyone would be better off outside, in words a mayor reads; codes with sentences."""

from __future__ import annotations

from collections.abc import Iterator

from talka.methods import reasons
from talka.methods.cost_sharing.keys import MIXED
from talka.methods.cost_sharing.solve import KeyCheck, Leaver, Share, Shares

ENGLISH: dict[str, str] = {
    # the chosen key
    "shared": "{total} EUR are shared among {count} partners {key}.",
    "extremes": "{most} pays the most, {most_eur} EUR; {least} pays the least, {least_eur} EUR.",
    "all_equal": "Each pays {eur} EUR.",
    "saves": "Together it costs {eur} EUR less than if each went alone.",
    "saves_nothing": "Together it costs as much as if each went alone.",
    "costs_more": "Together it costs {eur} EUR more than if each went alone.",
    "nobody_outside": "Nobody would be better off outside: "
    "no partner and no group of partners would pay less on its own.",
    "one_outside": "{name} alone would pay less: {eur} EUR.",
    "group_outside": "{names} together would pay less on their own: {eur} EUR.",
    "more_outside": "{count} more groups would pay less on their own.",
    # all keys
    "keys_that_hold": "Nobody would be better off outside if the cost were shared {keys}.",
    "no_shown_key_holds": "Under none of these keys is everyone better off inside, "
    "but there is a way of sharing under which nobody would be better off outside.",
    "every_group_saves": "There is a way of sharing under which every partner and every group saves {eur} EUR or more.",
    "no_group_loses": "There is a way of sharing under which nobody would be better off outside, "
    "but some would save nothing.",
    "no_way": "However the cost is shared, some group would pay less on its own: "
    "at the best way of sharing {eur} EUR less.",
    "breach": "Joining does not always pay: {one} and {other} pay {apart} EUR apart and {together} EUR together.",
    "left_out": "The time did not suffice for: {what}.",
    # one partner
    "pays": "{name} pays {eur} EUR, {percent} % of the cost.",
    "pays_less_than_alone": "Alone it would pay {eur} EUR; it saves {saved} EUR.",
    "pays_as_alone": "Alone it would pay the same.",
    "pays_more_than_alone": "Alone it would pay {eur} EUR; that is {lost} EUR less.",
    "best_key": "It would pay the least if the cost were shared {key}: {eur} EUR less.",
    "worst_key": "It would pay the most if the cost were shared {key}: {eur} EUR more.",
    "is_best": "No other key is better for it.",
}
KEYS: dict[str, str] = {
    "equal": "equally",
    "population": "by population",
    "usage": "by use",
    "fiscal": "by fiscal capacity",
    "shapley": "by what each adds to the cost (Shapley)",
    "nucleolus": "so that the group that gains least gains as much as possible (nucleolus)",
}
"""Each key so that it can follow "the cost is shared"; a page has words of its own for the same codes."""
LEFT_OUT: dict[str, str] = {
    "least_core": "whether some way of sharing leaves nobody better off outside",
    "subadditive": "whether joining always pays",
}
SHOWN = 3
"""So many groups that would be better off outside are named; more are counted."""
CENT = 0.005


def in_words(key: str) -> str:
    """A key in English, to follow "the cost is shared"."""
    if key.startswith(MIXED):
        _kind, equal, usage = key.split(":")
        return f"{equal} % equally and {usage} % by use"
    return KEYS[key]


def money(eur: float) -> str:
    """12 000 or 12 000.50: cents only where there are some."""
    text = f"{eur:,.2f}".replace(",", " ")
    return text.removesuffix(".00")


def listed(names: str) -> str:
    """A;B;C as "A, B and C"."""
    *first, last = names.split(";")
    return f"{', '.join(first)} and {last}" if first else last


class Reason(reasons.Reason):
    """Parameters are numbers, ids, keys as they are written, and lists joined by ";"."""

    english = ENGLISH
    formats = {
        **dict.fromkeys(
            ("total", "eur", "most_eur", "least_eur", "apart", "together", "saved", "lost"),
            money,
        ),
        **dict.fromkeys(("names", "one", "other"), listed),
        "key": in_words,
        "keys": lambda keys: ", or ".join(in_words(key) for key in keys.split(";")),
        "what": lambda names: ", ".join(
            LEFT_OUT.get(name) or f"the shares {in_words(name)}" for name in names.split(";")
        ),
    }


def overview(result: Shares) -> tuple[Reason, ...]:
    """The whole: who pays most and least, what is saved, who would be better off outside, which keys would hold."""
    return tuple(_overview(result))


def explain_key(check: KeyCheck) -> tuple[Reason, ...]:
    """Whether anyone would be better off outside under one key. Empty where it is not known what groups pay alone."""
    if check.in_core is None:
        return ()
    if check.in_core:
        return (Reason("nobody_outside", {}),)
    named = [_outside(one) for one in check.leavers[:SHOWN]]
    more = check.leaver_count - len(named)
    return (*named, Reason("more_outside", {"count": more})) if more else tuple(named)


def explain_partner(result: Shares, partner: str) -> tuple[Reason, ...]:
    """What one partner pays, what it would pay alone, and which other key would change that most. KeyError if it is
    none."""
    return tuple(_partner(result, partner))


def _overview(result: Shares) -> Iterator[Reason]:
    count = len(result.shares)
    yield Reason("shared", {"total": result.total_eur, "count": count, "key": result.key})
    most, least = max(result.shares, key=lambda one: one.cents), min(result.shares, key=lambda one: one.cents)
    if most.cents == least.cents:
        yield Reason("all_equal", {"eur": most.eur})
    else:
        numbers: dict[str, str | float] = {
            "most": most.id,
            "most_eur": most.eur,
            "least": least.id,
            "least_eur": least.eur,
        }
        yield Reason("extremes", numbers)
    alone = [one.alone_eur for one in result.shares if one.alone_eur is not None]
    if alone:
        yield _saved(sum(alone) - result.total_eur)
    yield from explain_key(result.chosen)
    yield from _ways(result)
    if result.breach:
        breach = result.breach
        groups = {"one": ";".join(breach.one), "other": ";".join(breach.other)}
        yield Reason("breach", {**groups, "apart": breach.apart_eur, "together": breach.together_eur})
    if result.left_out:
        yield Reason("left_out", {"what": ";".join(result.left_out)})


def _saved(eur: float) -> Reason:
    if eur > CENT:
        return Reason("saves", {"eur": eur})
    return Reason("costs_more", {"eur": -eur}) if eur < -CENT else Reason("saves_nothing", {})


def _ways(result: Shares) -> Iterator[Reason]:
    """Which keys would hold, and whether any way of sharing would."""
    if result.least_core_eur is None:
        return
    holding = [one.key for one in result.keys if one.in_core and one.key != result.key]
    if result.core_empty:
        yield Reason("no_way", {"eur": result.least_core_eur})
        return
    if holding and not result.chosen.in_core:
        yield Reason("keys_that_hold", {"keys": ";".join(holding)})
    elif not result.chosen.in_core:
        yield Reason("no_shown_key_holds", {})
    if result.least_core_eur < -CENT:
        yield Reason("every_group_saves", {"eur": -result.least_core_eur})
    else:
        yield Reason("no_group_loses", {})


def _outside(one: Leaver) -> Reason:
    if len(one.members) == 1:
        return Reason("one_outside", {"name": one.members[0], "eur": one.gain_eur})
    return Reason("group_outside", {"names": ";".join(one.members), "eur": one.gain_eur})


def _partner(result: Shares, partner: str) -> Iterator[Reason]:
    share = _share_of(result.shares, partner)
    percent = round(100 * share.cents / result.total_cents, 1) if result.total_cents else 0.0
    yield Reason("pays", {"name": partner, "eur": share.eur, "percent": percent})
    if share.alone_eur is not None:
        saved = share.alone_eur - share.eur
        if saved > CENT:
            yield Reason("pays_less_than_alone", {"eur": share.alone_eur, "saved": saved})
        elif saved < -CENT:
            yield Reason("pays_more_than_alone", {"eur": share.alone_eur, "lost": -saved})
        else:
            yield Reason("pays_as_alone", {})
    others = [(_share_of(one.shares, partner).cents - share.cents, one.key) for one in result.keys]
    if len(others) < 2:
        return
    best, worst = min(others, key=lambda one: one[0]), max(others, key=lambda one: one[0])
    if best[0] < 0:
        yield Reason("best_key", {"key": best[1], "eur": -best[0] / 100})
    else:
        yield Reason("is_best", {})
    if worst[0] > 0:
        yield Reason("worst_key", {"key": worst[1], "eur": worst[0] / 100})


def _share_of(shares: tuple[Share, ...], partner: str) -> Share:
    for one in shares:
        if one.id == partner:
            return one
    raise KeyError(partner)
