"""Needs and measures of a programme, with what a measure costs, takes and answers, and the catalogue they come from."""

from collections.abc import Mapping
from pathlib import Path

from talka.needs.models import CatalogueMeasure, Measure, Need
from talka.programmes.models import BudgetLine, Programme

from ..record_files import plain_words, write_csv, write_toml
from . import columns
from .dump_lists import KeysOf

Themes = Mapping[int, tuple[str, str]]


def write_needs(programme: Programme, folder: Path, keys: KeysOf, themes: Themes) -> None:
    needs = {need.pk: key for key, need in needs_by_key(programme).items()}
    rows = programme.needs.filter(pk__in=needs).select_related("event", "competence").order_by("pk")
    write_csv(
        folder / "needs.csv",
        columns.NEEDS,
        (
            (
                needs[n.pk], n.event.slug if n.event else "", n.words, n.theme,
                n.competence.key if n.competence else "", n.state, n.reason, n.recorded, n.source, _themes(n, themes),
            )
            for n in rows
        ),
    )  # fmt: skip
    catalogue = _write_catalogue(programme, folder)
    measures = {measure.pk: key for key, measure in measures_by_key(programme).items()}
    taken = programme.measures.filter(pk__in=measures).select_related(
        "event", "held_as", "expert", "budget_line__project"
    )
    write_csv(
        folder / "measures.csv",
        columns.MEASURES,
        (
            (
                measures[m.pk], m.event.slug if m.event else "", m.words, m.description, m.theme, m.kind, m.state,
                m.reason, m.planned_eur, m.spent_eur, line_key(m.budget_line), m.document_number, m.capacity, m.hours,
                m.days, keys.person(m.expert), m.pattern, ";".join(date.day.isoformat() for date in m.dates.all()),
                m.decided_day, catalogue.get(m.catalogue_id or 0, ""), m.held_as.slug if m.held_as else "",
                _themes(m, themes),
                ";".join(
                    f"{needs[row.need_id]}={row.effect.normalize():f}" if row.effect != 1 else needs[row.need_id]
                    for row in m.answerings.order_by("pk")
                    if row.need_id in needs
                ),
            )
            for m in taken.prefetch_related("dates").order_by("pk")
        ),
    )  # fmt: skip


def needs_by_key(programme: Programme) -> dict[str, Need]:
    """Standing needs by the keys that the files use: n1, n2, …"""
    rows = programme.needs.filter(merged_into=None).order_by("pk")
    return {f"n{number}": need for number, need in enumerate(rows, start=1)}


def measures_by_key(programme: Programme) -> dict[str, Measure]:
    rows = programme.measures.filter(merged_into=None).order_by("pk")
    return {f"m{number}": measure for number, measure in enumerate(rows, start=1)}


def line_key(line: BudgetLine | None) -> str:
    """A budget line as `project:code`."""
    return f"{line.project.slug}:{line.code}" if line else ""


def _write_catalogue(programme: Programme, folder: Path) -> dict[int, str]:
    """What of the catalogue the programme's measures were made of; their keys."""
    used = CatalogueMeasure.objects.filter(measures__programme=programme).distinct().order_by("pk")
    keys = {entry.pk: f"c{number}" for number, entry in enumerate(used, start=1)}
    rows = [
        {
            "key": keys[entry.pk],
            "title": plain_words(entry.title),
            "description": plain_words(entry.description),
            **{name: getattr(entry, name) for name in columns.CATALOGUE if name != "key"},
            "retired": entry.retired_at is not None or None,
        }
        for entry in used
    ]
    if rows:
        write_toml(folder / "catalogue.toml", {"measure": rows})
    return keys


def _themes(thing: Need | Measure, themes: Themes) -> str:
    """The keys of its themes; those of another event than its own as `event:key`."""
    own = thing.event.slug if thing.event else ""
    found = [themes[row.cluster_id] for row in thing.evidence.order_by("pk") if row.cluster_id in themes]
    return ";".join(key if event == own else f"{event}:{key}" for event, key in found)
