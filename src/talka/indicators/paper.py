"""The profile of an area as a report that is drawn as PDF or DOCX: all that the page shows, in its language."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.documents.drawings import Chart as Drawn
from talka.documents.report import (
    Block,
    Bullets,
    Cell,
    Heading,
    Notice,
    Paragraph,
    Report,
    Section,
    Table,
)
from talka.territories.queries import AreaPage, name_of
from talka.ui.numbers import date as day_words
from talka.ui.numbers import number, percent

from .models import Chart, Indicator
from .queries.profile import Line, Place
from .queries.profile import Section as ProfileSection
from .queries.profile_page import ProfilePage, SourceTold
from .queries.specialised import Specialised
from .templatetags.figures import figure, lower_first, note_words, said_of, signed


def profile_report(shown: ProfilePage, register: AreaPage, *, made_on: date, link: str, language: str) -> Report:
    """register: what the register of areas says. link: the whole address of the page. Asks the database nothing more,
    if `register` was asked for."""
    area = shown.area
    sections = [
        _headlines(shown),
        _in_short(shown),
        _in_pictures(shown),
        *(_figures(shown, section) for section in shown.profile.sections),
        _industries(shown),
        _peers(shown),
        _around(register),
        _how_to_read(shown),
        _sources(shown),
    ]
    if shown.empty:
        sections.insert(0, Section(_("Figures"), (Paragraph(_("No figure of this area is known yet.")),)))
    return Report(
        title=name_of(area),
        kind=_("Profile of an area"),
        facts=tuple(_facts(register, made_on, link)),
        sections=tuple(section for section in sections if section),
        language=language,
        illustrative=area.illustrative,
    )


def _facts(register: AreaPage, made_on: date, link: str) -> Iterable[tuple[str, str]]:
    area = register.area
    yield _("Kind"), str(area.get_kind_display())
    yield _("Code"), area.code
    yield _("Lies in"), ", ".join(name_of(row.parent) for row in register.lies_in)
    if not register.stands and area.valid_to:
        yield _("Stood until"), day_words(area.valid_to, case="until")
    yield _("Date made"), day_words(made_on)
    yield _("Web page"), link


def _headlines(shown: ProfilePage) -> Section | None:
    lines = shown.headlines
    if not lines:
        return None
    headings = (
        Heading(_("Indicator"), 3),
        Heading(_("Value"), 1.2, figures=True),
        Heading(_("Year"), 0.8, figures=True),
        Heading(_("Place among all"), 1.2, figures=True),
    )
    rows = tuple((_title(x.indicator), _value(x), _year(x), _place(x.place)) for x in lines)
    return Section(_("Main figures"), (Table("", headings, rows),))


def _in_short(shown: ProfilePage) -> Section | None:
    told = shown.profile
    items = [
        f"{words} {_with_places(lines)}"
        for words, lines in (
            (_("Among the first quarter:"), told.strengths),
            (_("Among the last quarter:"), told.weaknesses),
        )
        if lines
    ]
    items += [_changed(line) for line in told.changes]
    return Section(_("In short"), (Bullets(tuple(items)),)) if items else None


def _in_pictures(shown: ProfilePage) -> Section | None:
    """The charts over all indicators, the way with its table; of the place the tables that follow say the same."""
    blocks: list[Block] = []
    for kind in ("way", "place"):
        chart = shown.charts.get(kind)
        if chart is not None:
            blocks += [_drawn(chart), *_table_of(chart)]
    return Section(_("In pictures"), tuple(blocks)) if blocks else None


def _drawn(chart: Chart) -> Drawn:
    return Drawn(chart.svg, chart.alt, chart.width)


def _table_of(chart: Chart) -> Iterable[Table]:
    if len(chart.table) > 1:
        first, *others = chart.table[0]
        headings = (Heading(first, 0.6), *(Heading(each, 1, figures=True) for each in others))
        yield Table(_("The figures of this chart"), headings, tuple(tuple(row) for row in chart.table[1:]))


def _with_places(lines: Iterable[Line]) -> str:
    return ", ".join(
        f"{lower_first(line.indicator.title)} ({line.place.rank}.)" for line in lines if line.place is not None
    )


def _changed(line: Line) -> str:
    assert line.before and line.latest
    said = f"{line.indicator.title}: {_change(line)}, {line.before.year}–{line.latest.year}"
    if line.place and line.place_before and line.place.rank != line.place_before.rank:
        places = {"before": line.place_before.rank, "now": line.place.rank}
        said += ", " + _("from place %(before)s to place %(now)s") % places
    return said


def _figures(shown: ProfilePage, section: ProfileSection) -> Section:
    """One section's table: all that the page says of each indicator, in words where it draws."""
    peers = bool(shown.profile.among.peers)
    headings = [
        Heading(_("Indicator"), 2.5),
        Heading(_("Value"), 1.15, figures=True),
        Heading(_("Year, status"), 1.2),
        Heading(pgettext("of a figure", "Change"), 1.15, figures=True),
        Heading(_("Place among all"), 0.9, figures=True),
        Heading(_("Median of all"), 1.1, figures=True),
    ]
    if peers:
        headings.append(Heading(_("Median of peers"), 1.1, figures=True))
    rows: list[tuple[Cell, ...]] = []
    for line in section.lines:
        cells: list[Cell] = [
            _title(line.indicator),
            _value(line),
            _year_and_status(line),
            _change_since(line),
            _place(line.place),
            figure(line.middle, line.indicator),
        ]
        rows.append((*cells, figure(line.peers, line.indicator)) if peers else tuple(cells))
    note = " ".join(_how_made(section))
    return Section(str(section.theme.label), (Table("", tuple(headings), tuple(rows), note),))


def _how_made(section: ProfileSection) -> Iterable[str]:
    """How figures came to be that nobody published as they stand, and why some are not there."""
    told: dict[str, list[str]] = {}
    for line in section.lines:
        words = note_words((line.latest or line.points[-1]).note)
        if words:
            told.setdefault(words, []).append(str(line.indicator.title))
    return (f"{words[:1].upper()}{words[1:]}: {'; '.join(titles)}." for words, titles in told.items())


def _title(indicator: Indicator) -> str:
    unit = str(indicator.unit or "")
    return f"{indicator.title}, {unit}" if unit else str(indicator.title)


def _value(line: Line) -> str:
    return figure(line.latest.value, line.indicator) if line.latest else _("no figure")


def _year(line: Line) -> str:
    return str(line.latest.year) if line.latest else "–"


def _year_and_status(line: Line) -> str:
    """The year, and what the publisher says of the figure."""
    point = line.latest or line.points[-1]
    return ", ".join(filter(None, (str(point.year), said_of(point.status))))


def _change(line: Line) -> str:
    if line.change_percent is not None:
        return f"{signed(line.change_percent, 1)} %"
    return signed(line.change, line.indicator.decimals)


def _change_since(line: Line) -> str | None:
    if line.change is None or line.before is None:
        return None
    return f"{_change(line)} " + _("since %(year)s") % {"year": line.before.year}


def _place(place: Place | None) -> str | None:
    return None if place is None else _("%(rank)s of %(of)s") % {"rank": place.rank, "of": place.of}


def _industries(shown: ProfilePage) -> Section | None:
    told = shown.specialised
    if told is None:
        return None
    blocks: list[Block] = []
    if told.of.pk != shown.area.pk:
        words = _("Industries are told of statistical regions; this is what is told of %(name)s.")
        blocks.append(Paragraph(words % {"name": name_of(told.of)}))
    if shown.strengths:
        blocks.append(Bullets(tuple(shown.strengths)))
    if "industries" in shown.charts:
        blocks.append(_drawn(shown.charts["industries"]))
    blocks.append(_industry_table(told))
    return Section(_("What it is good at"), tuple(blocks))


def _industry_table(told: Specialised) -> Table:
    caption = _("Industries, %(year)s: share of all employed, and how many times the share in the whole country")
    headings = (
        Heading(_("Industry"), 3.4),
        Heading(_("Share"), 1, figures=True),
        Heading(_("Location quotient"), 1, figures=True),
    )
    rows = tuple(
        (row.title, percent(row.share, 1), None if row.quotient is None else number(row.quotient, 2))
        for row in told.rows
    )
    return Table(caption % {"year": told.last}, headings, rows, note=told.source)


def _peers(shown: ProfilePage) -> Section | None:
    peers = shown.profile.among.peers
    if not peers:
        return None
    words = _("By population, density, wages and what else is known of all; the nearest first.")
    return Section(
        _("Who is like it"),
        (Paragraph(words), Bullets(tuple(name_of(row.area) for row in peers), ordered=True)),
    )


def _around(register: AreaPage) -> Section | None:
    """What the register says of what became of it, where it came from and who lies beside it."""
    parts = (
        (_("What became of it"), [row.new for row in register.became]),
        (_("What it came from"), [row.old for row in register.came_from]),
        (_("Neighbours"), register.neighbours),
    )
    items = tuple(f"{words}: {', '.join(map(name_of, areas))}" for words, areas in parts if areas)
    return Section(_("What lies around it"), (Bullets(items),)) if items else None


def _how_to_read(shown: ProfilePage) -> Section | None:
    if not shown.profile.sections:
        return None
    words = _(
        "Places are among the %(of)s areas of its kind; place 1 is the best where more or less of it is better, else "
        "the largest. The median is the figure in the middle: half of the areas have more, half have less."
    )
    return Section(_("How to read these figures"), (Notice(words % {"of": len(shown.profile.among.all)}),))


def _sources(shown: ProfilePage) -> Section | None:
    told = [_source(each) for each in shown.sources]
    return Section(_("Sources"), (Bullets(tuple(told)),)) if told else None


def _source(told: SourceTold) -> str:
    years = str(told.first) if told.first == told.last else f"{told.first}–{told.last}"
    licence = "" if not told.licence or told.licence.replace("-", " ") in told.words.replace("-", " ") else told.licence
    return f"{', '.join(filter(None, (told.words, licence, years)))}: {'; '.join(told.of)}"
