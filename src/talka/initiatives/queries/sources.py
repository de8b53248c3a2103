"""What an initiative can be begun from, and what the form takes over from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from talka.links import registry
from talka.links.models import Link
from talka.links.registry import Shown
from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.workshops.models import Sheet
from talka.workshops.queries.sheets import SheetRow, row_of

from ..trail_of_initiatives import INITIATIVE, show_initiatives

KINDS = ("card", "theme", "sheet", "need", "measure", "community_plan", "plan_goal", "plan_project")
"""Kinds of the trail from which an initiative can come; a kind that no room has registered is not known."""
WHAT = ("what",)
WHY = ("whom", "evidence", "meets-local", "meets-relevant")
NEEDS = ("resources", "first-step")
"""Headings of the Game's idea sheet by what they say in an initiative."""


@dataclass(frozen=True)
class Begun:
    """The thing an initiative is begun from, as its reader may see it, and what the form is filled with."""

    source: Shown
    initial: Mapping[str, object] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[str, str]:
        return (self.source.kind, self.source.id)


def begun_from(kind: str, pk: str, person: Person | None) -> Begun | None:
    """None where there is no such thing of which the person may know. Queries of its kind, and up to four."""
    known = registry.kind_of(kind) if kind in KINDS and _is_id(kind, pk) else None
    shown = known.show([pk], person).get(pk) if known is not None else None
    if shown is None:
        return None
    words = str(shown.title)
    told: dict[str, object] = {"title": words[:200], "what": words if len(words) > 200 else ""}
    if kind == "sheet":
        told |= _of_sheet(int(pk))
    elif kind in ("need", "measure"):
        told |= _of_need(kind, int(pk))
    elif kind in ("card", "theme"):
        told["what"] = words
    return Begun(shown, {name: value for name, value in told.items() if value})


def _is_id(kind: str, pk: str) -> bool:
    if kind != "card":
        return pk.isascii() and pk.isdigit() and len(pk) < 18
    try:
        return str(UUID(pk)) == pk
    except ValueError:
        return False


def _of_sheet(pk: int) -> dict[str, object]:
    """The headings of the sheet, by what they say in an initiative; what fits nowhere goes to what is to be done."""
    sheet = Sheet.objects.select_related(
        "card", "stage", "group__item", "group__workshop__event__project__programme"
    ).get(pk=pk)
    row = row_of(sheet.group, sheet.stage, sheet)
    said = {each.key: (each.words, each.said) for each in row.filled}
    parts: dict[str, list[str]] = {"what": [], "why": [], "needs": []}
    for key, (heading, words) in said.items():
        part = "why" if key in WHY else "needs" if key in NEEDS else "what"
        parts[part].append(words if key in WHAT else f"{heading}: {words}")
    found: dict[str, object] = {name: "\n\n".join(words) for name, words in parts.items()}
    if not row.title:
        found["title"] = row.idea[:200]
    return found | _programme(sheet.group.workshop.event.project.programme)


def _of_need(kind: str, pk: int) -> dict[str, object]:
    """What a need lacks is why; what a measure proposes is what is to be done."""
    model = Need if kind == "need" else Measure
    thing = model.objects.select_related("programme").get(pk=pk)
    part = "why" if kind == "need" else "what"
    words = getattr(thing, "description", "").strip() or thing.words
    return {part: words} | _programme(thing.programme)


def _programme(programme: Programme) -> dict[str, object]:
    """Only one that everybody knows of: its name will stand on a public page."""
    return {"programme": programme.pk} if programme.public and programme.archived_at is None else {}


def area_by_key(key: str) -> Area | None:
    """The territory from whose page one comes. One query."""
    return Area.objects.defer("boundary", "outline").filter(key=key).first() if 0 < len(key) <= 100 else None


@dataclass(frozen=True)
class OfSheet:
    """An idea sheet, and the initiatives that came of it as far as the reader may know of them."""

    sheet: SheetRow
    initiatives: Sequence[Shown]


def came_of_sheets(sheets: Sequence[SheetRow], person: Person | None) -> list[OfSheet]:
    """For the page of a game's ideas. Two queries, however many sheets; none without any."""
    if not sheets:
        return []
    links = Link.objects.filter(
        from_kind="sheet", from_id__in=[str(sheet.id) for sheet in sheets], to_kind=INITIATIVE
    ).order_by("pk")
    pairs = list(links.values_list("from_id", "to_id"))
    shown = show_initiatives({pk for _sheet, pk in pairs}, person) if pairs else {}
    return [
        OfSheet(sheet, [shown[pk] for one, pk in pairs if one == str(sheet.id) and pk in shown]) for sheet in sheets
    ]
