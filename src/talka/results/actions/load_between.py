"""What a training programme does between its sessions besides homework: materials, visits of coaches, twin teams."""

from typing import Any

from talka.learning.models import Coaching, Material, Session, TwinMeeting, Twinning

from ..record_files import words
from .load import amount, checked, unknown
from .load_training_folder import Told, TrainingFolder, given, kept, titled

MATERIAL = ("audience", "link", "order")
COACHING = ("day", "worked_on", "next")
TWINS = ("aim", "since", "ended_on")
MEETING = ("day", "notes")


def load_between(folder: TrainingFolder) -> None:
    """Materials are found by their title on their shelf, visits by their day and what was worked on, twins by the two
    teams, their meetings by team and day."""
    data, where = folder.file("between.toml")
    for order, told in enumerate(data.get("material", []), start=1):
        _material(folder, told, f"{where}: material {order}")
    for order, told in enumerate(data.get("coaching", []), start=1):
        _coaching(folder, told, f"{where}: coaching {order}")
    for order, told in enumerate(data.get("twins", []), start=1):
        _twins(folder, told, f"{where}: twins {order}")


def _material(folder: TrainingFolder, told: Told, where: str) -> None:
    values: dict[str, Any] = given(told, MATERIAL) | {"title": words(told.get("title"))}
    checked(Material(**values), where)
    shelf: dict[str, Any] = {"module": folder.module(told.get("module"), where)}
    if told.get("event"):
        cohort = folder.cohort(told.get("cohort"), where)
        shelf["session"] = Session.objects.filter(cohort=cohort, event__slug=told["event"]).first()
        if shelf["session"] is None:
            raise unknown(where, str(told["event"]))
    rows = Material.objects.filter(training=folder.training, retired_at=None, **shelf)
    kept(titled(rows, told.get("title")) or Material(training=folder.training, **shelf), values)


def _coaching(folder: TrainingFolder, told: Told, where: str) -> None:
    values = given(told, COACHING) | {"hours": amount(told.get("hours"), where)}
    checked(Coaching(**values), where)
    team = folder.team(folder.cohort(told.get("cohort"), where), told.get("team"), where)
    values |= {"coach": folder.somebody(told.get("coach"), where)}
    at = {name: values.pop(name) for name in ("day", "worked_on")}
    Coaching.objects.update_or_create(team=team, retired_at=None, **at, defaults=values)


def _twins(folder: TrainingFolder, told: Told, where: str) -> None:
    values = given(told, TWINS)
    checked(Twinning(**values), where)
    teams = [
        folder.team(folder.cohort(told.get(f"{name}_cohort"), where), told.get(name), where)
        for name in ("first", "second")
    ]
    if teams[0].pk == teams[1].pk:
        raise unknown(where, str(told.get("second")))
    first, second = sorted(teams, key=lambda team: team.pk)
    row, _made = Twinning.objects.update_or_create(first=first, second=second, defaults=values)
    for one in told.get("meeting", []):
        noted_by = {"first": teams[0], "second": teams[1]}.get(str(one.get("noted_by", "first")))
        if noted_by is None:
            raise unknown(where, str(one.get("noted_by")))
        meeting = given(one, MEETING)
        checked(TwinMeeting(**meeting), where)
        day = meeting.pop("day")
        TwinMeeting.objects.update_or_create(twinning=row, team=noted_by, day=day, defaults=meeting)
