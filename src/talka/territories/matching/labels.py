"""Match the labels of one table with the areas of an index."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from django.utils.translation import gettext as _

from talka.ui.numbers import short_date

from .answers import Candidate, How, Label, Match, Verdict
from .asked import Asked, ask, memory_key
from .index import AreaIndex, Use
from .meaning import Meaning, Table
from .vintage import Vintage, vintage_of
from .words import country_of, is_aggregate, is_nowhere

MOST_GUESSES = 40
"""Labels that get guesses at what was meant: to compare a long name with every other takes time."""


def match(
    labels: Sequence[Label], index: AreaIndex, *, on: date | None = None, remembered: Mapping[str, str] | None = None
) -> list[Match]:
    """What each label means, in their order. Never fails: what cannot be decided says so with its candidates.

    on: the day whose boundaries the table is on; without it the labels together tell (`vintage`). remembered: what
    somebody chose before, area keys by `memory_key`; it goes before everything else.
    """
    table = _table(ask(labels), index, on)
    answers: list[Match] = []
    guesses = 0
    for place, asked in enumerate(table.asked):
        parent = answers[asked.parent].area_id if asked.parent is not None else None
        answer = _remembered(asked, index, remembered or {}) or _answer(table, place, parent)
        if answer.verdict == Verdict.UNKNOWN and guesses < MOST_GUESSES:
            guesses += 1
            answer = replace(answer, candidates=_near(asked, index))
        answers.append(answer)
    return _told_apart(answers)


def vintage(labels: Sequence[Label], index: AreaIndex) -> Vintage:
    """On which boundaries the labels together are."""
    return _table(ask(labels), index, None).vintage


def of_another_country(matches: Sequence[Match], index: AreaIndex) -> str:
    """One sentence where the file is hardly about the country of the register, else nothing."""
    countries: dict[str, int] = {}
    known = strange = 0
    for answer in matches:
        if answer.verdict in (Verdict.MATCHED, Verdict.AMBIGUOUS):
            known += 1
        elif answer.verdict == Verdict.FOREIGN:
            strange += 1
            asked = ask([answer.label])[0]
            country = country_of(asked.code, asked.name.full)
            countries[country] = countries.get(country, 0) + 1
        elif answer.verdict == Verdict.UNKNOWN:
            strange += 1
    if strange < 2 or known * 4 > strange:
        return ""
    numbers = {"strange": strange, "all": len(matches), "country": index.country or "?"}
    if countries:
        numbers["others"] = ", ".join(sorted(countries, key=lambda each: -countries[each])[:5])
        return (
            _(
                "This file is about another country: %(strange)s of its %(all)s areas do not lie in %(country)s"
                " (they carry %(others)s)."
            )
            % numbers
        )
    return _(
        "This file seems to be about another country: the register of %(country)s knows %(known)s of %(all)s areas."
    ) % (numbers | {"known": known})


def _table(asked: list[Asked], index: AreaIndex, on: date | None) -> Table:
    meanings = [Meaning.of(each, index) for each in asked]
    found = Vintage((on,)) if on else vintage_of([each.either for each in meanings], index)
    return Table(index, asked, meanings, found)


def _answer(table: Table, place: int, parent: int | None) -> Match:
    asked, meaning, index = table.asked[place], table.meanings[place], table.index
    label = asked.label
    country = country_of(asked.code, asked.name.full)
    if country and country != index.country and not meaning.by_code:
        why = _("It lies in another country (%(country)s); the register holds areas of %(own)s.")
        return Match(label, Verdict.FOREIGN, why=why % {"country": country, "own": index.country})
    if is_nowhere(asked.code, asked.name.full) and not meaning.by_code:
        why = _("The row counts what has no known place; it belongs to no area and is left out.")
        return Match(label, Verdict.UNPLACED, why=why)
    if meaning.by_code:
        return _by_code(table, place, parent)
    if not meaning.by_name:
        if is_aggregate(asked.code, asked.name.full):
            why = _("It is a sum over areas and no area itself.")
            return Match(label, Verdict.AGGREGATE, why=why)
        return Match(label, Verdict.UNKNOWN, why=_unknown(asked))
    uses = table.narrowed(meaning.by_name, place, parent)
    if len({use.area.pk for use in uses}) > 1:
        why = _("Several areas bear this name: %(names)s. Choose one.")
        return _ambiguous(label, uses, why % {"names": _names(uses)})
    how = How.ALIAS if uses[0].alias else How.NAME
    if how == How.NAME and parent and table.told_by_parent(meaning.by_name, parent):
        how = How.PARENT
    return _matched(label, uses[0], how, table)


def _by_code(table: Table, place: int, parent: int | None) -> Match:
    asked, meaning = table.asked[place], table.meanings[place]
    uses = table.narrowed(meaning.by_code, place, parent, by_code=True)
    if len({use.area.pk for use in uses}) > 1:
        why = _("The code %(code)s meant several areas: %(names)s. Say on which day's boundaries the table is.")
        return _ambiguous(asked.label, uses, why % {"code": asked.code, "names": _names(uses)})
    if not meaning.may_be(uses[0].area):
        others = table.narrowed(meaning.by_name, place, parent) if meaning.by_name else []
        why = _("The code %(code)s is that of %(area)s, the name says “%(name)s”. Choose which of the two is meant.")
        said = {"code": asked.code, "area": uses[0].area.shown(), "name": asked.label.name.lstrip(" .")}
        return _ambiguous(asked.label, [uses[0], *others], why % said)
    return _matched(asked.label, uses[0], How.CODE, table)


def _matched(label: Label, use: Use, how: How, table: Table) -> Match:
    area = use.area
    if area.valid_to and not any(use.meant(day) for day in table.vintage.days):
        why = _("%(area)s, which stood until %(day)s.") % {"area": area.shown(), "day": short_date(area.valid_to)}
    else:
        why = {
            How.CODE: _("By its code: %(area)s."),
            How.PARENT: _("By its name and what it stands under: %(area)s."),
            How.ALIAS: _("By a name that files use: %(area)s."),
        }.get(how, _("By its name: %(area)s.")) % {"area": area.shown()}
    return Match(label, Verdict.MATCHED, how, area.pk, area.key, (), why)


def _ambiguous(label: Label, uses: Sequence[Use], why: str) -> Match:
    areas = {use.area.pk: use.area.candidate() for use in uses}
    return Match(label, Verdict.AMBIGUOUS, candidates=tuple(areas.values()), why=why)


def _names(uses: Sequence[Use]) -> str:
    """The areas in words that tell them apart: name, kind, days."""
    from ..models import Area

    told = []
    for area in {use.area.pk: use.area for use in uses}.values():
        words = [str(Area.Kind(area.kind).label).lower()]
        if area.valid_from:
            words.append(_("since %(day)s") % {"day": short_date(area.valid_from)})
        if area.valid_to:
            words.append(_("until %(day)s") % {"day": short_date(area.valid_to)})
        told.append(f"{area.shown()} ({', '.join(words)})")
    return "; ".join(told[:6])


def _unknown(asked: Asked) -> str:
    if asked.code:
        return _("The register knows neither the code %(code)s nor the name.") % {"code": asked.code}
    return _("The register knows no area of this name.")


def _near(asked: Asked, index: AreaIndex) -> tuple[Candidate, ...]:
    near = get_close_matches(asked.name.stem, index.by_stem, n=3, cutoff=0.8)
    areas = {use.area.pk: use.area for stem in near for use in index.by_stem[stem]}
    wanted = [area for area in areas.values() if not asked.name.kinds or area.kind in asked.name.kinds]
    return tuple(area.candidate() for area in (wanted or list(areas.values()))[:5])


def _remembered(asked: Asked, index: AreaIndex, remembered: Mapping[str, str]) -> Match | None:
    area = index.by_key(remembered.get(memory_key(asked.label), "")) if remembered else None
    if area is None:
        return None
    why = _("As chosen before: %(area)s.") % {"area": area.shown()}
    return Match(asked.label, Verdict.MATCHED, How.REMEMBERED, area.pk, area.key, (), why)


def _told_apart(answers: list[Match]) -> list[Match]:
    """Two labels that mean one area: whichever is not named by its code, or was not chosen, has to be looked at."""
    places: dict[int, list[int]] = {}
    for place, answer in enumerate(answers):
        if answer.area_id is not None:
            places.setdefault(answer.area_id, []).append(place)
    for same in places.values():
        sure = [place for place in same if answers[place].how in (How.CODE, How.REMEMBERED)]
        doubted = [place for place in same if place not in sure] if len(sure) == 1 else same
        if len(same) == 1:
            continue
        for place in doubted:
            if answers[place].how != How.REMEMBERED:
                answers[place] = _doubted(answers, place, same)
    return answers


def _doubted(answers: list[Match], place: int, same: list[int]) -> Match:
    other = answers[next(each for each in same if each != place)].label.name.lstrip(" .")
    why = _("Two labels of the file mean one area; the other is “%(other)s”. Choose for each.") % {"other": other}
    return replace(answers[place], verdict=Verdict.AMBIGUOUS, how=How.NONE, area_id=None, area_key="", why=why)
