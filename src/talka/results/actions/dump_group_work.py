"""The group work of one event, as `load_group_work` reads it. Rehearsals are not written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talka.events.models import Event
from talka.workshops.formats.writing import format_table
from talka.workshops.models import (
    Award,
    Card,
    Cluster,
    CommonIdea,
    Group,
    Report,
    Seat,
    Sheet,
    Sitting,
    Stage,
    Workshop,
)

from ..record_files import plain_words, write_csv, write_toml
from . import columns
from .dump_lists import KeysOf
from .load_formats import format_of


@dataclass(frozen=True)
class Names:
    """How the lists name the rows of an event's group work: groups and stages by row id, themes and seats by key."""

    groups: Mapping[int, str]
    stages: Mapping[int, str]
    workshops: Mapping[int, str]
    seats: Mapping[int, str]
    themes: Mapping[int, str]
    ideas: Mapping[int, str]


def write_group_work(event: Event, folder: Path, keys: KeysOf) -> dict[int, str]:
    """Write the workshops of an event; returns the key of every theme by its id."""
    from .dump_votes import write_votes

    workshops = list(Workshop.objects.filter(event=event).select_related("event__project", "stage").order_by("slug"))
    if not workshops:
        return {}
    groups = list(
        Group.objects.filter(workshop__in=workshops)
        .select_related("item", "stage")
        .order_by("workshop__slug", "number")
    )
    stages = list(Stage.objects.filter(workshop__in=workshops).order_by("workshop__slug", "order"))
    seats = list(
        Seat.objects.filter(workshop__in=workshops)
        .select_related("registration__person")
        .order_by("workshop__slug", "registration__person__sort_key", "pk")
    )
    themes = list(
        Cluster.objects.filter(group__workshop__in=workshops, removed_at=None).order_by(
            "group__workshop__slug", "group__number", "order", "pk"
        )
    )
    ideas = list(CommonIdea.objects.filter(workshop__in=workshops, removed_at=None).order_by("order", "pk"))
    names = Names(
        groups={group.pk: group.item.key if group.item else f"#{group.number}" for group in groups},
        stages={stage.pk: stage.key for stage in stages},
        workshops={workshop.pk: workshop.slug for workshop in workshops},
        seats={seat.pk: _person(seat, keys) or str(seat.uid) for seat in seats},
        themes={theme.pk: f"t{number}" for number, theme in enumerate(themes, start=1)},
        ideas={idea.pk: f"c{number}" for number, idea in enumerate(ideas, start=1)},
    )
    told = [
        {
            **_workshop(workshop, [stage for stage in stages if stage.workshop_id == workshop.pk]),
            "common": [
                {"key": names.ideas[idea.pk], "name": idea.name} for idea in ideas if idea.workshop_id == workshop.pk
            ],
            "group": _groups([group for group in groups if group.workshop_id == workshop.pk]),
        }
        for workshop in workshops
    ]
    write_toml(folder / "workshops.toml", {"workshop": told})
    _write_seats(folder, seats, names, keys)
    _write_themes(folder, themes, groups, names)
    _write_cards(folder, workshops, names)
    write_votes(folder, workshops, names)
    return dict(names.themes)


def _write_themes(folder: Path, themes: list[Cluster], groups: list[Group], names: Names) -> None:
    workshop_of = {group.pk: names.workshops[group.workshop_id] for group in groups}
    rows = ((names.themes[t.pk], workshop_of[t.group_id], names.groups[t.group_id], t.lane, t.name) for t in themes)
    write_csv(folder / "themes.csv", columns.THEMES, rows)


def _workshop(workshop: Workshop, stages: list[Stage]) -> dict[str, Any]:
    """Its head and stages are written only where they are not those of its format."""
    known = format_of(workshop.event.project, workshop.format)
    standing = format_table(known) if known else {}
    as_known = standing.pop("stages", [])
    own = [stage.table for stage in stages]
    return {
        "slug": workshop.slug,
        "block": workshop.block,
        "code": workshop.code,
        "title": plain_words(workshop.title),
        "format": workshop.format,
        "stage": workshop.stage.key if workshop.stage else "",
        "closed": workshop.closed_at,
        "audience": workshop.audience,
        "round": workshop.round if workshop.round != 1 else None,
        "shown": [stage.key for stage in stages if stage.shown_at],
        "head": workshop.head if workshop.head != standing else {},
        "stages": own if own != as_known else [],
    }


def _groups(groups: list[Group]) -> list[dict[str, Any]]:
    """The groups of one workshop with what they brought to the plenary."""
    reports = dict(Report.objects.filter(group__in=groups).values_list("group_id", "text"))
    sheets: defaultdict[int, list[Sheet]] = defaultdict(list)
    for sheet in Sheet.objects.filter(group__in=groups).select_related("stage").order_by("stage__order"):
        sheets[sheet.group_id].append(sheet)
    awards: defaultdict[int, list[Award]] = defaultdict(list)
    for award in Award.objects.filter(group__in=groups, removed_at=None).select_related("stage"):
        awards[award.group_id].append(award)
    return [
        _group(group, place, reports.get(group.pk, ""), sheets[group.pk], awards[group.pk])
        for place, group in enumerate(groups, start=1)
    ]


def _group(group: Group, place: int, report: str, sheets: list[Sheet], awards: list[Award]) -> dict[str, Any]:
    fewest = min(group.capacity, group.item.capacity_min) if group.item else 0
    return {
        "item": group.item.key if group.item else "",
        "number": group.number if group.number != place else None,
        "name": group.name,
        "capacity": group.capacity,
        "capacity_min": group.capacity_min if group.capacity_min != fewest else None,
        "stage": group.stage.key if group.stage else "",
        "report": report,
        "sheet": [
            {
                "stage": sheet.stage.key,
                "title": sheet.title,
                "card": str(sheet.card_id) if sheet.card_id else "",
                "words": sheet.words,
            }
            for sheet in sheets
        ],
        "award": [
            {"words": award.words, "points": award.points, "stage": award.stage.key if award.stage else ""}
            for award in awards
        ],
    }


def _write_seats(folder: Path, seats: list[Seat], names: Names, keys: KeysOf) -> None:
    earlier: defaultdict[int, list[str]] = defaultdict(list)
    for sitting in Sitting.objects.filter(seat__in=seats).order_by("round"):
        earlier[sitting.seat_id].append(f"{sitting.round}={names.groups[sitting.group_id]}")
    write_csv(
        folder / "seats.csv",
        columns.SEATS,
        (
            (
                names.workshops[s.workshop_id], names.seats[s.pk], _person(s, keys),
                names.groups.get(s.group_id or 0, ""),
                s.role if s.role != Seat.Role.PARTICIPANT else "", s.people if s.people != 1 else "",
                s.expertise, s.name, s.joined_at is not None, s.kept, ";".join(earlier[s.pk]),
            )
            for s in seats
        ),
    )  # fmt: skip


def _write_cards(folder: Path, workshops: list[Workshop], names: Names) -> None:
    cards = Card.objects.filter(workshop__in=workshops, withdrawn_at=None).order_by(
        "workshop__slug", "group__number", "written_at", "pk"
    )
    write_csv(
        folder / "cards.csv",
        columns.CARDS,
        (
            (
                c.pk, names.workshops[c.workshop_id], names.groups[c.group_id], names.stages[c.stage_id], c.lane,
                names.groups.get(c.about_id or 0, ""), names.seats.get(c.seat_id or 0, ""),
                names.themes.get(c.cluster_id or 0, ""), names.ideas.get(c.common_id or 0, ""), c.source,
                c.language, c.late, c.from_paper, c.text,
            )
            for c in cards
        ),
    )  # fmt: skip


def _person(seat: Seat, keys: KeysOf) -> str:
    """Who sat there, as the registration says; "" where no name is known any more."""
    if seat.registration is None or seat.registration.person.erased_at:
        return ""
    return keys.person(seat.registration.person)
