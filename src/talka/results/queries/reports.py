"""Reports to the funder: their figures as the data say them now, as they were frozen, and what differs between."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.programmes.models import Project
from talka.ui.numbers import number, percent
from talka.ui.refusals import Words

from ..models import Indicator, Report
from .counting import WAYS, Piece, count
from .facts import Facts, Text, plain
from .funders_report import FundersReport, funders_report, thawed_funders_report
from .indicators import share_of, standing


@dataclass(frozen=True)
class Line:
    """An indicator in a report. before: what was reached by the eve of the period; reached: by its last day."""

    indicator: int
    number: str
    title: Text
    unit: Text
    kind: str
    way: str
    remark: Text
    baseline: Decimal | None
    target: Decimal | None
    before: Decimal | None
    reached: Decimal | None
    pieces: tuple[Piece, ...]

    @property
    def share(self) -> Decimal | None:
        return share_of(self.reached, self.baseline, self.target)

    @property
    def percent(self) -> Decimal:
        return min(max((self.share or Decimal(0)) * 100, Decimal(0)), Decimal(100))

    @property
    def reached_share(self) -> str:
        return "" if self.share is None else percent(self.share)

    @property
    def figure(self) -> str:
        return "–" if self.reached is None else number(self.reached)

    @property
    def how(self) -> Words:
        return WAYS[self.way].label if self.way in WAYS else _("Entered by hand")

    @property
    def explained(self) -> Words:
        return (
            WAYS[self.way].explained
            if self.way in WAYS
            else _("Entered by the organisers, each time with what proves it.")
        )


@dataclass(frozen=True)
class HeldEvent:
    """An event of the period, with how many came."""

    title: Text
    slug: str
    first_day: dt.date
    last_day: dt.date
    people: int
    organisations: int
    place: Text = ""


@dataclass(frozen=True)
class Figures:
    """All that a report says by itself; frozen as it stands when the report is handed in. made_on: on which day."""

    project: Text
    number: str
    funder: Text
    instrument: Text
    publicity: Text
    lines: tuple[Line, ...]
    events: tuple[HeldEvent, ...]
    made_on: dt.date
    by_template: FundersReport | None = None

    @property
    def outputs(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == Indicator.Kind.OUTPUT)

    @property
    def outcomes(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == Indicator.Kind.OUTCOME)

    def line(self, indicator: int) -> Line | None:
        return next((line for line in self.lines if line.indicator == indicator), None)


@dataclass(frozen=True)
class Change:
    """A figure of a report handed in that the data say otherwise by now. now: None where the indicator was retired."""

    line: Line
    now: Line | None


@dataclass(frozen=True)
class ReportRow:
    report: Report
    last: bool


def reports_of(project: Project) -> list[ReportRow]:
    """All editions, the newest report first. One query."""
    rows = list(Report.objects.filter(project=project).select_related("handed_in_by").defer("frozen"))
    newest: dict[int, int] = {}
    for row in rows:
        newest[row.number] = max(newest.get(row.number, 0), row.edition)
    return [ReportRow(row, newest[row.number] == row.edition) for row in rows]


def is_last(report: Report) -> bool:
    """Whether no newer edition of it was begun. One query."""
    later = Report.objects.filter(project=report.project_id, number=report.number, edition__gt=report.edition)
    return not later.exists()


def stands(report: Report, indicator: int) -> bool:
    """Whether the indicator is still there, so that its own page can be linked. One query."""
    return Indicator.objects.filter(project=report.project_id, pk=indicator).exists()


def figures_of(report: Report) -> Figures:
    """As frozen, or as the data say now. A fixed number of queries for as many ways of counting as are used."""
    return thawed(report.frozen) if report.frozen is not None else live_figures(report)


def line_of(report: Report, indicator: int) -> Line | None:
    """One line of it, without counting or reading the others; None where the report has none. A fixed number of
    queries."""
    if report.frozen is not None:
        found = (line for line in report.frozen["lines"] if line["indicator"] == indicator)
        return next((_thawed_line(line) for line in found), None)
    row = standing(report.project).filter(pk=indicator).first()
    return None if row is None else _line(Facts(report.project), row, _eve(report), report.ends)


def live_figures(report: Report) -> Figures:
    """What the data say of the period now; events that are still ahead are not counted."""
    project = report.project
    facts = Facts(project)
    eve = _eve(report)
    return Figures(
        project=plain(project.title),
        number=project.number,
        funder=plain(project.funder),
        instrument=plain(project.instrument),
        publicity=plain(project.publicity),
        lines=tuple(_line(facts, one, eve, report.ends) for one in standing(project)),
        events=tuple(_events(facts, report.starts, report.ends)),
        made_on=timezone.localdate(),
        by_template=funders_report(facts, report.starts, report.ends),
    )


def changes_since(report: Report, figures: Figures) -> list[Change]:
    """Where the data say otherwise than the report did when it was handed in (`figures`), of the same period.
    Indicators entered since are not told: the report did not promise them."""
    if report.frozen is None:
        return []
    now = live_figures(report)
    found = []
    for line in figures.lines:
        other = now.line(line.indicator)
        if other is None or (line.before, line.reached, line.target) != (other.before, other.reached, other.target):
            found.append(Change(line, other))
    return found


def frozen(figures: Figures) -> dict[str, Any]:
    """As JSON keeps it: days and decimals as text."""
    found: dict[str, Any] = _plain(asdict(figures))
    return found


def thawed(data: Mapping[str, Any]) -> Figures:
    """The other way. What a later release adds to the shape has its default."""
    return Figures(
        **{name: data.get(name) or "" for name in ("project", "number", "funder", "instrument", "publicity")},
        lines=tuple(_thawed_line(line) for line in data["lines"]),
        events=tuple(
            HeldEvent(**event | {name: dt.date.fromisoformat(event[name]) for name in ("first_day", "last_day")})
            for event in data["events"]
        ),
        made_on=dt.date.fromisoformat(data["made_on"]),
        by_template=thawed_funders_report(data.get("by_template")),
    )


def words(text: Text) -> str:
    """A kept text in the reader's language."""
    return str(LazyI18nString(text))


def _eve(report: Report) -> dt.date:
    return report.starts - dt.timedelta(days=1)


def _line(facts: Facts, indicator: Indicator, eve: dt.date, ends: dt.date) -> Line:
    reached = count(facts, indicator, ends)
    return Line(
        indicator=indicator.pk,
        number=indicator.number,
        title=plain(indicator.title),
        unit=plain(indicator.unit),
        kind=indicator.kind,
        way=indicator.counted,
        remark=plain(indicator.remark),
        baseline=indicator.baseline,
        target=indicator.target,
        before=count(facts, indicator, eve).value,
        reached=reached.value,
        pieces=reached.pieces,
    )


def _events(facts: Facts, starts: dt.date, ends: dt.date) -> Sequence[HeldEvent]:
    found = []
    for event in facts.events.values():
        if starts <= event.last_day <= ends:
            crowd = facts.crowd(event.pk)
            people, organisations = len(crowd.people), len(crowd.organisations)
            found.append(
                HeldEvent(
                    plain(event.title),
                    event.slug,
                    event.first_day,
                    event.last_day,
                    people,
                    organisations,
                    plain(event.venue),
                )
            )
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _thawed_line(data: Mapping[str, Any]) -> Line:
    figures = {name: _decimal(data.get(name)) for name in ("baseline", "target", "before", "reached")}
    pieces = tuple(
        Piece(
            **piece
            | {
                "figure": _decimal(piece["figure"]),
                "day": dt.date.fromisoformat(piece["day"]) if piece["day"] else None,
            }
        )
        for piece in data["pieces"]
    )
    return Line(**{**data, **figures, "pieces": pieces})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
