"""Group work: workshops with their stages and groups, themes, cards, reports, idea sheets, awards."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.qr import new_code
from talka.events.models import Event
from talka.ui.refusals import Refusal
from talka.workshops.formats.spec import FormatSpec, Lane
from talka.workshops.formats.writing import format_table, stage_table
from talka.workshops.models import Card, Cluster, CommonIdea, Group, Report, Seat, Sheet, Stage, Workshop

from ..record_files import read_csv, read_toml, words
from . import columns
from .load import Reading, at, truth, unknown
from .load_formats import checked, format_of

Thing = TypeVar("Thing")


@dataclass
class Work:
    """One event's group work while it is read: rows by the slug of their workshop and their own key."""

    reading: Reading
    event: Event
    folder: Path
    workshops: dict[str, Workshop] = field(default_factory=dict)
    stages: dict[tuple[str, str], Stage] = field(default_factory=dict)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)
    ideas: dict[tuple[str, str], CommonIdea] = field(default_factory=dict)

    def workshop(self, slug: str, where: str) -> Workshop:
        if slug not in self.workshops:
            raise unknown(where, slug)
        return self.workshops[slug]

    def stage(self, workshop: str, key: str, where: str) -> Stage:
        return self._known(self.stages, workshop, key, where)

    def group(self, workshop: str, key: str, where: str) -> Group:
        return self._known(self.groups, workshop, key, where)

    def seat(self, workshop: str, key: str, where: str) -> Seat:
        return self._known(self.seats, workshop, key, where)

    def idea(self, workshop: str, key: str, where: str) -> CommonIdea:
        return self._known(self.ideas, workshop, key, where)

    def theme(self, key: str, where: str) -> Cluster:
        if (self.event.slug, key) not in self.reading.themes:
            raise unknown(where, key)
        return self.reading.themes[self.event.slug, key]

    def lane(self, workshop: str, key: str, where: str) -> Lane:
        """The column of this key, of whichever stage."""
        for (slug, _stage), stage in self.stages.items():
            if slug == workshop and (lane := stage.spec.lane(key)):
                return lane
        raise unknown(where, f"{workshop} {key}")

    @staticmethod
    def _known(table: dict[tuple[str, str], Thing], workshop: str, key: str, where: str) -> Thing:
        if (workshop, key) not in table:
            raise unknown(where, f"{workshop} {key}")
        return table[workshop, key]


def load_group_work(reading: Reading) -> None:
    from .load_seats import load_seats
    from .load_votes import load_votes

    for slug, event in reading.events.items():
        work = Work(reading, event, reading.folder / "events" / slug)
        path = work.folder / "workshops.toml"
        if not path.exists():
            continue
        tables = read_toml(path).get("workshop", [])
        for table in tables:
            _workshop(work, table, path.name)
        load_seats(work)
        _themes(work)
        _cards(work)
        for table in tables:
            for number, group in enumerate(table.get("group", []), start=1):
                _outputs(work, table["slug"], group_key(group, number), group, path.name)
        load_votes(work)


def group_key(table: Mapping[str, Any], number: int) -> str:
    """How the lists name a group: by its agenda item, or "#3" by its number where it has none."""
    return str(table["item"]) if "item" in table else f"#{table.get('number', number)}"


def _workshop(work: Work, table: Mapping[str, Any], where: str) -> None:
    slug = table["slug"]
    plain = {name: table[name] for name in ("block", "audience", "round") if name in table}
    workshop, _made = Workshop.objects.update_or_create(
        event=work.event,
        slug=slug,
        defaults=plain | {"title": words(table.get("title"))},
        create_defaults=plain | {"title": words(table.get("title")), "code": table.get("code") or new_code(6)},
    )
    work.workshops[slug] = workshop
    _stages(work, workshop, _spec(work, table, where), where)
    for key in table.get("shown", []):
        Stage.objects.filter(pk=work.stage(slug, key, where).pk, shown_at=None).update(shown_at=timezone.now())
    for number, group in enumerate(table.get("group", []), start=1):
        work.groups[slug, group_key(group, number)] = _group(work, workshop, group, number, where)
    workshop.stage = work.stage(slug, table["stage"], where) if table.get("stage") else None
    workshop.closed_at = _closed(work.event, workshop, table.get("closed", False))
    workshop.save(update_fields=["stage", "closed_at"])
    standing = [workshop.stage, *(group.stage for group in workshop.groups.select_related("stage"))]
    reached = max((stage.order for stage in standing if stage), default=0)
    opened = work.event.starts_at or timezone.now()
    workshop.stages.filter(order__lte=reached, opened_at=None).update(opened_at=opened)
    for order, idea in enumerate(table.get("common", []), start=1):
        row, _made = CommonIdea.objects.update_or_create(
            workshop=workshop, name=idea["name"], removed_at=None, defaults={"order": order}
        )
        work.ideas[slug, idea["key"]] = row


def _closed(event: Event, workshop: Workshop, closed: bool | datetime) -> datetime | None:
    if isinstance(closed, datetime):
        return closed if closed.tzinfo else timezone.make_aware(closed)
    if not closed:
        return None
    return workshop.closed_at or event.ends_at or timezone.now()


def _spec(work: Work, table: Mapping[str, Any], where: str) -> FormatSpec:
    """The format the workshop follows: its own `head` and `stage` tables where it has changed something."""
    key = str(table.get("format", "working-group"))
    known = format_of(work.event.project, key)
    if not table.get("stages") and "head" not in table and known is not None:
        return known
    if known is None and ("head" not in table or not table.get("stages")):
        raise unknown(where, key)
    standing = format_table(known) if known is not None else {}
    whole = (table.get("head") or standing) | {"stages": table.get("stages") or standing["stages"]}
    return checked(key, whole, f"{where} {table['slug']}")


def _stages(work: Work, workshop: Workshop, spec: FormatSpec, where: str) -> None:
    """Let the workshop have exactly these stages. One that words or votes hang on cannot go."""
    head = format_table(spec)
    head.pop("stages")
    workshop.format, workshop.head = spec.key, head
    workshop.save(update_fields=["format", "head"])
    for order, stage in enumerate(spec.stages, start=1):
        row, _made = Stage.objects.update_or_create(
            workshop=workshop,
            key=stage.key,
            defaults={"order": order, "kind": stage.kind, "table": stage_table(stage)},
        )
        work.stages[workshop.slug, stage.key] = row
    gone = workshop.stages.exclude(key__in=[stage.key for stage in spec.stages])
    for row in gone:
        if any(getattr(row, name).exists() for name in ("cards", "sheets", "ballots", "handcounts", "answers")):
            raise Refusal(
                _("%(where)s: the step “%(key)s” is missing, but words or votes hang on it.")
                % {"where": where, "key": row.key},
                _("Nothing was changed."),
                status=422,
            )
    Workshop.objects.filter(stage__in=gone).update(stage=None)
    workshop.groups.filter(stage__in=gone).update(stage=None)
    gone.delete()


def _group(work: Work, workshop: Workshop, table: Mapping[str, Any], number: int, where: str) -> Group:
    item = None
    if "item" in table:
        key = (work.event.slug, table["item"])
        if key not in work.reading.items:
            raise unknown(where, table["item"])
        item = work.reading.items[key]
    capacity = table.get("capacity", (item.capacity if item else None) or 30)
    group, _made = Group.objects.update_or_create(
        workshop=workshop,
        number=table.get("number", number),
        defaults={
            "item": item,
            "name": table.get("name", ""),
            "capacity": capacity,
            "capacity_min": min(capacity, table.get("capacity_min", item.capacity_min if item else 0)),
            "stage": work.stage(workshop.slug, table["stage"], where) if table.get("stage") else None,
        },
    )
    return group


def _themes(work: Work) -> None:
    path = work.folder / "themes.csv"
    for line, row in read_csv(path, columns.THEMES):
        where = at(path, line)
        group = work.group(row["workshop"], row["group"], where)
        lane = work.lane(row["workshop"], row["lane"], where)
        theme, _made = Cluster.objects.update_or_create(
            group=group,
            lane=lane.key,
            name=row["name"],
            removed_at=None,
            defaults={"order": line, "kind": lane.kind},
        )
        work.reading.themes[work.event.slug, row["key"]] = theme


def _cards(work: Work) -> None:
    path = work.folder / "cards.csv"
    for line, row in read_csv(path, columns.CARDS):
        where, workshop = at(path, line), row["workshop"]
        group = work.group(workshop, row["group"], where)
        stage = work.stage(workshop, row["stage"], where)
        lane = stage.spec.lane(row["lane"])
        if lane is None:
            raise unknown(where, f"{row['stage']} {row['lane']}")
        Card.objects.update_or_create(
            id=uuid_of(row["id"], where),
            defaults={
                "workshop": group.workshop,
                "group": group,
                "stage": stage,
                "lane": lane.key,
                "kind": lane.kind,
                "about": work.group(workshop, row["about"], where) if row["about"] else None,
                "seat": work.seat(workshop, row["seat"], where) if row["seat"] else None,
                "cluster": work.theme(row["theme"], where) if row["theme"] else None,
                "common": work.idea(workshop, row["common"], where) if row["common"] else None,
                "source": row["source"],
                "language": row["language"] or "lv",
                "text": row["text"],
                "late": truth(row, "late"),
                "from_paper": truth(row, "from_paper"),
            },
        )


def _outputs(work: Work, workshop: str, key: str, table: Mapping[str, Any], where: str) -> None:
    """What the group brings to the plenary: its report, idea sheets, and points of small contests."""
    group = work.group(workshop, key, where)
    if table.get("report"):
        Report.objects.update_or_create(group=group, defaults={"text": table["report"]})
    for sheet in table.get("sheet", []):
        grown_from = _card(work, sheet["card"], where) if sheet.get("card") else None
        Sheet.objects.update_or_create(
            group=group,
            stage=work.stage(workshop, sheet["stage"], where),
            defaults={"title": sheet.get("title", ""), "words": sheet.get("words", {}), "card": grown_from},
        )
    same: Counter[str] = Counter()
    for award in table.get("award", []):
        given = group.awards.filter(words=award["words"], removed_at=None).order_by("at", "pk")
        standing = given[same[award["words"]] :].first()
        same[award["words"]] += 1
        row = standing or group.awards.model(group=group, words=award["words"])
        row.points = award["points"]
        row.stage = work.stage(workshop, award["stage"], where) if award.get("stage") else None
        row.save()


def _card(work: Work, key: str, where: str) -> Card:
    card = Card.objects.filter(pk=uuid_of(key, where), workshop__event=work.event).first()
    if card is None:
        raise unknown(where, key)
    return card


def uuid_of(text: str, where: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise unknown(where, text) from None
