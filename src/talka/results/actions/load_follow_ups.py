"""The alternatives of a follow-up programme and the days that are taken. What was computed is computed anew."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.needs.actions.followup import take_over_choice
from talka.needs.models import BlockedDay, FollowUp, Measure, MeasuresApart, Need
from talka.people.models import Person
from talka.programmes.models import TeamMember

from ..record_files import read_csv, read_toml
from . import columns
from .load import Reading, at, unknown
from .load_measures import amount, day_of, whole_number, wrong


def load_follow_ups(reading: Reading, needs: dict[str, Need], measures: dict[str, Measure]) -> None:
    """needs, measures: those read before, by the keys of their files."""
    path = reading.folder / "taken_days.csv"
    for line, row in read_csv(path, columns.TAKEN_DAYS):
        where = at(path, line)
        if not row["why"]:
            raise wrong(where, row["day"], _("Say why the day is taken."))
        BlockedDay.objects.update_or_create(
            programme=reading.programme,
            day=day_of(row["day"], where),
            defaults={"why": row["why"], "source": row["source"]},
        )
    path = reading.folder / "follow_ups.toml"
    rows = read_toml(path).get("follow_up", []) if path.exists() else []
    for number, row in enumerate(rows, start=1):
        _follow_up(reading, row, f"{path.name} [[follow_up]] {number}", needs, measures)


def _follow_up(
    reading: Reading, row: dict[str, Any], where: str, needs: dict[str, Need], measures: dict[str, Measure]
) -> None:
    def measure(key: object) -> Measure:
        if key not in measures:
            raise unknown(where, str(key))
        return measures[str(key)]

    for key in row.get("weights", {}):
        if key not in needs:
            raise unknown(where, key)
    given = {name: str(row.get(name, "")) for name in ("budget_eur", "max_per_month", "least_share")}
    follow_up, made = FollowUp.objects.update_or_create(
        programme=reading.programme,
        title=row.get("title", ""),
        defaults={
            "weighting": _among(FollowUp.Weighting.values, row.get("weighting", "votes"), where),
            "weights": {str(needs[key].pk): weight for key, weight in row.get("weights", {}).items()},
            "budget_eur": amount(given, "budget_eur", where),
            "max_per_month": whole_number(given, "max_per_month", where),
            "least_share": amount(given, "least_share", where),
            "first_day": day_of(row["first_day"], where) if "first_day" in row else None,
            "last_day": day_of(row["last_day"], where) if "last_day" in row else None,
        },
    )
    follow_up.must.set([measure(key) for key in row.get("must", [])])
    for one, other in row.get("apart", []):
        first, second = sorted((measure(one).pk, measure(other).pk))
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


def _organiser(reading: Reading) -> Person | None:
    """Who knows of everything in the programme."""
    whole = TeamMember.objects.filter(programme=reading.programme, role=TeamMember.Role.ORGANISER)
    member = whole.order_by("project_id", "pk").select_related("person__account").last()
    return member.person if member else None


def _among(known: list[str], text: object, where: str) -> str:
    if text not in known:
        raise unknown(where, str(text))
    return str(text)
