"""Who took part in an event, in its findings report: by region and kind of organisation, and which municipalities."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .drawings import Bar, Bars, Tile, Tiles
from .report import Block, Heading, Paragraph, Section, Table


@dataclass(frozen=True)
class Share:
    """A row of who took part: a region or a kind of organisation."""

    name: str
    people: int | None
    organisations: int | None = None


@dataclass(frozen=True)
class Presence:
    """Municipalities from which somebody took part, by name; how many people, none of them tells.

    tiles: all municipalities of that day; empty where not every one has its place on the map.
    """

    names: tuple[str, ...] = ()
    tiles: tuple[Tile, ...] = ()


def people_section(
    by_region: tuple[Share, ...], by_kind: tuple[Share, ...], presence: Presence | None
) -> Section | None:
    """Tables, the map, and the names in words."""
    blocks: list[Block] = []
    for caption, column, shares in (
        (_("By region"), _("Region"), by_region),
        (_("By kind of organisation"), _("Kind of organisation"), by_kind),
    ):
        if shares:
            blocks.append(_shares(caption, column, shares))
    if presence is not None and presence.names:
        if presence.tiles:
            blocks.append(presence_map(presence))
        blocks.append(Paragraph(took_part_from(presence)))
    return Section(_("Who took part"), tuple(blocks)) if blocks else None


def _shares(caption: str, column: str, shares: tuple[Share, ...]) -> Table:
    """A table; with organisations where any are counted."""
    counted = any(one.organisations is not None for one in shares)
    headings = [Heading(column, 3), Heading(_("Participants"), 1, figures=True)]
    headings += [Heading(_("Organisations"), 1, figures=True)] if counted else []
    rows = tuple((one.name, one.people, *((one.organisations,) if counted else ())) for one in shares)
    return Table(caption, tuple(headings), rows, note=few_note(any(one.people is None for one in shares)))


def presence_map(presence: Presence) -> Tiles:
    return Tiles(
        _("Municipalities that took part"),
        presence.tiles,
        marked=_("took part"),
        plain=_("nobody took part"),
        alt=took_part_from(presence),
    )


def took_part_from(presence: Presence) -> str:
    return _("Somebody took part from: %(names)s.") % {"names": ", ".join(presence.names)}


def few_note(hidden: bool) -> str:
    """What a dash in a table means, where there is one."""
    return _("A dash: no figure is shown from fewer than five people, or it is not known.") if hidden else ""


def bars_of(caption: str, rows: tuple[tuple[str, int | None, str, str], ...], most: int) -> Bars | None:
    """The first `most` of label, value, text and address as a chart; those whose value is not told are left out. One
    bar alone says nothing: then None."""
    told = tuple(Bar(label, value, text, href) for label, value, text, href in rows if value)[:most]
    return Bars(caption, told) if len(told) > 1 else None
