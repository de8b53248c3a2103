"""An index of several indicators is computed by who is signed in, and published by who enters figures."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.decisions.actions import accept, run
from talka.decisions.models import DecisionRun
from talka.indicators.access import may_enter, not_allowed
from talka.indicators.comparing.choice import Choice
from talka.indicators.comparing.index_question import OWN, IndexQuestion, spec_titles
from talka.indicators.models import Indicator, Observation, Release, Theme
from talka.indicators.queries.comparison import measures_of
from talka.indicators.queries.index import METHOD, SUBJECT, question_of
from talka.methods.composite_index.problem import Problem
from talka.methods.composite_index.solve import VERSION, CompositeIndex, solve
from talka.people.models import Person
from talka.territories.queries import areas_by_key
from talka.ui.numbers import number
from talka.ui.refusals import Refusal

from .figures import Figure, enter_computed
from .imports import renew_later

SECONDS = 20.0
LONGEST_TITLE = 160


def compute_index(choice: Choice, *, by: Person | None) -> DecisionRun:
    """Compute the index of the choice over all municipalities, or all regions, and keep it as a proposal.

    Refused where an indicator that weighs has no figure: its names are said. Call it outside a transaction.
    """
    if by is None:
        raise Refusal(
            _("Only people who are signed in compute an index."), advice=_("Sign in and try again."), status=403
        )
    asked = question_of(choice, timezone.localdate())
    problem = asked.problem
    if problem is None:
        raise _cannot(asked)
    return run(
        METHOD,
        (SUBJECT, asked.name),
        _plain(problem),
        lambda: solve(problem, time_limit=SECONDS),
        by=by,
        version=VERSION,
        parameters={
            "title": asked.title,
            "weights": {key: [one.weight, one.sign] for key, one in problem.indicators.items()},
            "population_weighted": problem.population_weighted,
        },
    )


@transaction.atomic
def publish_index(row: DecisionRun, title: str, *, by: Person | None) -> Indicator:
    """Accept an index and enter its levels as figures of an indicator of that name; its change as another.

    A ready set is published under one key always, one's own under that of its title: what was published of other
    years stays.
    """
    if not may_enter(by):
        raise not_allowed()
    name = " ".join(title.split())[:LONGEST_TITLE]
    if not name and row.subject_id == OWN:
        raise Refusal(_("An index needs a name."), advice=_("Write what it measures."), status=422)
    accept(row, by=by)
    result = CompositeIndex.from_json(row.result or {})
    key = f"index-{_key_of(row.subject_id if row.subject_id != OWN else name)}"
    level = _indicator(key, _titles(row, name, change=False), result)
    _enter(row, level, result, {(one.area, one.year): one.level for one in result.standings}, by)
    if any(one.change is not None for one in result.standings):
        change = _indicator(f"{key}-change", _titles(row, name, change=True), result)
        _enter(row, change, result, {(one.area, one.year): one.change for one in result.standings}, by)
    renew_later()
    return level


def _key_of(name: str) -> str:
    """What may stand in an address; a name in other letters than Latin ones has a key of its own too."""
    return slugify(name)[:60] or hashlib.sha256(name.encode()).hexdigest()[:12]


def _cannot(asked: IndexQuestion) -> Refusal:
    if not asked.missing:
        return Refusal(_("No indicator weighs anything."), advice=_("Give at least one a weight."), status=422)
    return Refusal(
        _("The index cannot be computed: these indicators have no figures: %(names)s.")
        % {"names": "; ".join(part.title for part in asked.missing)},
        advice=_("Enter tables that have them, or make an index of other indicators."),
        status=422,
    )


def _plain(problem: Problem) -> dict[str, Any]:
    values = problem.values
    return {
        "values": [list(row) for row in values.rows()],
        "groups": list(values.group),
        "population": [[one.area, one.population] for one in problem.population],
    }


def _titles(row: DecisionRun, name: str, *, change: bool) -> LazyI18nString:
    """In each language; one's own name is the same in all."""
    found = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            title = name or spec_titles().get(row.subject_id, row.parameters.get("title", ""))
            found[code] = _("%(title)s: change") % {"title": title} if change else title
    return LazyI18nString(found)


def _indicator(key: str, title: LazyI18nString, result: CompositeIndex) -> Indicator:
    fields = {
        "title": title,
        "unit": "",
        "theme": Theme.ECONOMY,
        "order": 900,
        "direction": Indicator.Direction.UP,
        "kind": Indicator.Kind.OTHER,
        "decimals": 3,
        "can_be_negative": True,
        "method": _method(result),
    }
    row, _made = Indicator.objects.update_or_create(key=key, defaults=fields)
    return row


def _method(result: CompositeIndex) -> LazyI18nString:
    found = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            titles = {each.key: each.title for each in measures_of(result.indicators)}
            parts = ", ".join(
                f"{titles.get(key, key)} {'−' if sign < 0 else ''}{number(weight, 2)}"
                for key, weight, sign in zip(result.indicators, result.weights, result.signs, strict=True)
            )
            said = _("How far each indicator lies from the mean in standard deviations, by its weight: %(parts)s.")
            found[code] = said % {"parts": parts}
    return LazyI18nString(found)


def _enter(
    row: DecisionRun,
    indicator: Indicator,
    result: CompositeIndex,
    levels: Mapping[tuple[str, int | None], float | None],
    by: Person | None,
) -> None:
    release = Release.objects.create(origin=Release.Origin.COMPUTED, title=str(indicator.title)[:400], by=by)
    areas = areas_by_key(list({area for area, _year in levels}))
    year_of_run = timezone.localdate(row.created_at).year
    figures = [
        Figure(indicator.pk, None, areas[area].pk, year or year_of_run, level, "A", "computed")
        for (area, year), level in levels.items()
        if level is not None and area in areas
    ]
    years = {figure.year for figure in figures}
    enter_computed(release, [*figures, *_of_other_years(indicator, years)], of=[indicator.pk])


def _of_other_years(indicator: Indicator, years: set[int]) -> Iterator[Figure]:
    """What was published of years that are not computed anew holds on."""
    rows = Observation.objects.filter(indicator=indicator, current=True).exclude(year__in=years)
    for area, year, value, status, note in rows.values_list("area_id", "year", "value", "status", "note"):
        yield Figure(indicator.pk, None, area, year, value, status, note)
