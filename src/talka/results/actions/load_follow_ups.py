"""The alternatives of a follow-up programme and the days that are taken. What was computed is computed anew."""

import math
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.needs.actions.choosing import take_over_choice
from talka.needs.models import BlockedDay, FollowUp, Measure, MeasuresApart, Need
from talka.people.models import Person
from talka.programmes.models import TeamMember

from ..record_files import read_csv, read_toml
from . import columns
from .load import Reading, at, checked, unknown, wrong
from .load_measures import amount, day_of, tables_of, whole_number

MOST_WEIGHT = 1_000_000
KINDS: Mapping[str, type] = {"title": str, "weights": dict, "plan": dict, "must": list, "apart": list}


def load_follow_ups(reading: Reading, needs: dict[str, Need], measures: dict[str, Measure]) -> None:
    """needs, measures: those read before, by the keys of their files."""
    path = reading.folder / "taken_days.csv"
    for line, row in read_csv(path, columns.TAKEN_DAYS):
        where = at(path, line)
        if not row["why"]:
            raise wrong(where, row["day"], _("Say why the day is taken."))
        day, said = day_of(row["day"], where), {"why": row["why"], "source": row["source"]}
        checked(BlockedDay(day=day, **said), where)
        BlockedDay.objects.update_or_create(programme=reading.programme, day=day, defaults=said)
    path = reading.folder / "follow_ups.toml"
    rows = tables_of(read_toml(path), "follow_up", path.name) if path.exists() else []
    for number, row in enumerate(rows, start=1):
        _follow_up(reading, row, f"{path.name} [[follow_up]] {number}", needs, measures)


def _follow_up(
    reading: Reading, row: dict[str, Any], where: str, needs: dict[str, Need], measures: dict[str, Measure]
) -> None:
    def measure(key: object) -> Measure:
        if str(key) not in measures:
            raise unknown(where, str(key))
        return measures[str(key)]

    _check(row, where)
    for key in row.get("weights", {}):
        if key not in needs:
            raise unknown(where, key)
    rules = _rules(row, where) | {"weights": {str(needs[key].pk): w for key, w in row.get("weights", {}).items()}}
    checked(FollowUp(title=row.get("title", ""), **rules), where)
    follow_up, made = FollowUp.objects.update_or_create(
        programme=reading.programme, title=row.get("title", ""), defaults=rules
    )
    follow_up.must.set([measure(key) for key in row.get("must", [])])
    for pair in row.get("apart", []):
        if not isinstance(pair, list) or len(pair) != 2 or measure(pair[0]) == measure(pair[1]):
            raise wrong(where, f"apart = {pair}", _("“Not both” wants two different measures."))
        first, second = sorted(measure(key).pk for key in pair)
        MeasuresApart.objects.get_or_create(follow_up=follow_up, one_id=first, other_id=second)
    plan = {measure(key): day_of(day, where) for key, day in row.get("plan", {}).items()}
    state = _among(FollowUp.State.values, row.get("state", "draft"), where)
    if made:
        days = {measure.pk: day for measure, day in plan.items()}
        take_over_choice(
            follow_up,
            days,
            computed=bool(row.get("computed")),
            decided=state == FollowUp.State.DECIDED,
            reason=str(row.get("reason", "")),
            by=_organiser(reading),
        )
    follow_up.refresh_from_db()
    follow_up.state = state
    follow_up.published_at = (follow_up.published_at or timezone.now()) if row.get("public") else None
    follow_up.save(update_fields=["state", "published_at"])


def _check(row: dict[str, Any], where: str) -> None:
    """Raises Refusal where something in the table is not of its kind."""
    fine = _("See in the description of the record files what stands here.")
    for name, kind in KINDS.items():
        if name in row and not isinstance(row[name], kind):
            raise wrong(where, f"{name} = {row[name]}", fine)
    for key, weight in row.get("weights", {}).items():
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not number or not (math.isfinite(weight) and 0 <= weight <= MOST_WEIGHT):
            raise wrong(where, f"{key} = {weight}", _("Write a number of 0 or more, such as 1200.50."))


def _rules(row: dict[str, Any], where: str) -> dict[str, Any]:
    given = {name: str(row.get(name, "")) for name in ("budget_eur", "max_per_month", "least_share")}
    least_share = amount(given, "least_share", where)
    if least_share is not None and least_share > 1:
        raise wrong(where, given["least_share"], _("A share is a number from 0 to 1."))
    rules: dict[str, Any] = {
        "weighting": _among(FollowUp.Weighting.values, row.get("weighting", "votes"), where),
        "budget_eur": amount(given, "budget_eur", where),
        "max_per_month": whole_number(given, "max_per_month", where),
        "least_share": least_share,
    }
    for name in ("first_day", "last_day"):
        rules[name] = day_of(row[name], where) if name in row else None
    if rules["first_day"] and rules["last_day"] and rules["last_day"] < rules["first_day"]:
        raise wrong(where, str(row["last_day"]), _("The last day comes before the first."))
    return rules


def _organiser(reading: Reading) -> Person | None:
    """Who knows of everything in the programme."""
    whole = TeamMember.objects.filter(programme=reading.programme, role=TeamMember.Role.ORGANISER)
    member = whole.order_by("project_id", "pk").select_related("person__account").last()
    return member.person if member else None


def _among(known: list[str], text: object, where: str) -> str:
    if text not in known:
        raise unknown(where, str(text))
    return str(text)
