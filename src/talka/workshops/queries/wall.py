"""What the projector shows: little at a time, read from the last row, and nothing that may not be told to a hall."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..formats.spec import Kind
from ..models import Group, Stage, Workshop
from ..words import page_words
from .board import Board, CardRow, ClusterRow, Column, boards
from .clock import ClockRow, clock_of
from .reports import Reaction, ReportRow, reports_of
from .sheets import SheetRow, latest_sheets
from .stages import stages_of
from .tally import Tally, TallyRow, is_over_groups, tally
from .telling import Told, may_be_projected, told

MOST_LINES = 9
MOST_THEMES = 8
MOST_COLUMNS = 4
OF_ALL = ("join", "clock", "ranking", "winners")
OF_A_GROUP = ("board", "votes", "report", "sheet")


@dataclass(frozen=True)
class WallColumn:
    """As much of a column as fits: its themes, of loose cards the newest; hidden: how many things more there are."""

    words: str
    kind: str
    cards: int
    themes: tuple[ClusterRow, ...]
    loose: tuple[CardRow, ...]
    hidden: int


@dataclass(frozen=True)
class Wall:
    """One page of the projector. what: one of OF_ALL and OF_A_GROUP; group: whose it is, None for all.

    told: of the voting shown (None without one); rows: its things, the best first where figures may be told; more: how
    many rows there are beyond those.
    """

    what: str
    workshop: Workshop
    groups: tuple[Group, ...]
    group: Group | None
    stage: Stage | None
    clock: ClockRow | None
    columns: tuple[WallColumn, ...] = ()
    empty: bool = False
    private: bool = False
    voting: Stage | None = None
    tally: Tally | None = None
    told: Told | None = None
    rows: tuple[TallyRow, ...] = ()
    more: int = 0
    report: ReportRow | None = None
    sheet: SheetRow | None = None

    @property
    def reactions(self) -> tuple[Reaction, ...]:
        return tuple(each for each in self.report.reactions if each.cards) if self.report else ()


def wall(workshop: Workshop, what: str, number: int) -> Wall | None:
    """The page `what` of the group of this number (0: of all); None where there is no such page. A fixed number of
    queries for each page."""
    groups = tuple(workshop.groups.select_related("item", "stage", "workshop__stage").order_by("number"))
    for each in groups:
        each.workshop = workshop
    group = next((each for each in groups if each.number == number), None)
    if what not in (OF_A_GROUP if number else OF_ALL) or (number and group is None):
        return None
    stages = stages_of(workshop)
    now = group.now if group is not None else workshop.stage
    base = Wall(what, workshop, groups, group, now, clock_of(group or workshop))
    if what == "board" and group is not None:
        return _board(base, group, stages)
    if what in ("votes", "ranking", "winners"):
        return _votes(base, group, stages)
    if what == "report" and group is not None:
        reports = reports_of(workshop, None, groups, stages)
        return replace(base, report=next(each for each in reports if each.number == group.number))
    if what == "sheet" and group is not None:
        return replace(base, sheet=latest_sheets([group], stages).get(group.pk))
    return base


def on_screen(workshop: Workshop) -> tuple[str, int]:
    """What the facilitator has put there: the page and the group's number, 0 for all."""
    what, _dash, number = workshop.on_screen.partition("-")
    return what, int(number or 0)


def pages_of(workshop: Workshop, stages: Sequence[Stage]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pages that make sense for this workshop: of all, and of each group."""
    kinds = {stage.kind for stage in stages}
    votings = [stage.spec.vote for stage in stages if stage.spec.vote is not None]
    of_all = ["join", "clock"]
    if any(is_over_groups(vote) for vote in votings):
        of_all += ["ranking", "winners"]
    of_a_group = ["board"] if any(stage.spec.writes for stage in stages) else []
    if any(not is_over_groups(vote) for vote in votings):
        of_a_group.append("votes")
    if Kind.REPORT in kinds:
        of_a_group.append("report")
    if Kind.PITCH in kinds:
        of_a_group.append("sheet")
    return tuple(of_all), tuple(of_a_group)


@dataclass(frozen=True)
class Screen:
    """A page that may be put on the projector. shown: it stands there now."""

    value: str
    words: str
    shown: bool


@dataclass(frozen=True)
class Screens:
    """All of them: of the whole, of one group each, and whose it stands there; wall: "", "blank" or "frozen"."""

    of_all: tuple[Screen, ...]
    of_a_group: tuple[Screen, ...]
    group: int
    wall: str


def screens(workshop: Workshop, stages: Sequence[Stage], runs_all: bool) -> Screens:
    """What may be put on the projector, by whoever runs all or leads a group. No query."""
    of_all, of_a_group = pages_of(workshop, stages)
    words, (now, number) = page_words(), on_screen(workshop)
    return Screens(
        of_all=tuple(Screen(what, words[what], what == now) for what in of_all) if runs_all else (),
        of_a_group=tuple(Screen(what, words[what], what == now) for what in of_a_group),
        group=number,
        wall=workshop.wall,
    )


def _board(base: Wall, group: Group, stages: Sequence[Stage]) -> Wall:
    workshop = base.workshop
    may = {stage.pk for stage in stages if may_be_projected(stage.spec, workshop, len(base.groups))}
    now = group.now
    waits = now is not None and now.spec.hidden and now.spec.writes and told(now, workshop, group).waits
    if now is not None and waits:
        may.discard(now.pk)
    row: Board = boards([group], stages, may)[0]
    shown = [column for column in row.columns if not _only_private(column, stages, may)]
    fits = _that_fit(shown, stages, now)
    return replace(
        base,
        columns=tuple(_column(column) for column in fits),
        empty=not any(column.cards or column.clusters for column in shown),
        private=bool(row.columns) and not shown,
    )


def _that_fit(columns: Sequence[Column], stages: Sequence[Stage], now: Stage | None) -> Sequence[Column]:
    """Of more columns than stand beside each other those of the newest steps that were reached, whole steps only."""
    if len(columns) <= MOST_COLUMNS:
        return columns
    order = {stage.key: stage.order for stage in stages}
    reached = [each for each in columns if now is None or order.get(each.stage, 0) <= now.order] or list(columns)
    fit: list[Column] = []
    for key in dict.fromkeys(each.stage for each in reversed(reached)):
        same = [each for each in reached if each.stage == key]
        if fit and len(fit) + len(same) > MOST_COLUMNS:
            break
        fit = same + fit
    return fit


def _only_private(column: Column, stages: Sequence[Stage], may: set[int]) -> bool:
    return all(stage.pk not in may for stage in stages if stage.key == column.stage)


def _column(column: Column) -> WallColumn:
    themes = column.clusters[:MOST_LINES]
    room = max(MOST_LINES - len(themes), 2 if column.loose else 0)
    return WallColumn(
        words=column.words,
        kind=column.kind,
        cards=column.cards,
        themes=themes,
        loose=tuple(reversed(column.loose))[:room],
        hidden=max(len(column.loose) - room, 0) + len(column.clusters) - len(themes),
    )


def _votes(base: Wall, group: Group | None, stages: Sequence[Stage]) -> Wall:
    """The voting that goes on, else the last one that was reached, else the first."""
    across = group is None
    votings = [stage for stage in stages if stage.spec.vote and is_over_groups(stage.spec.vote) == across]
    if not votings:
        return base
    order = base.stage.order if base.stage is not None else 0
    reached = [stage for stage in votings if stage.order <= order or base.workshop.closed]
    voting = reached[-1] if reached else votings[0]
    result = tally(voting, group)
    may = told(voting, base.workshop, group)
    rows = result.rows if may.shown else _unranked(result)
    most = 1 if base.what == "winners" else MOST_THEMES
    if base.what == "winners":
        rows = result.winners if may.shown else ()
        most = len(rows)
    return replace(base, voting=voting, tally=result, told=may, rows=rows[:most], more=max(0, len(rows) - most))


def _unranked(result: Tally) -> tuple[TallyRow, ...]:
    """The things in the order in which they stand, so that no order tells what is hidden."""
    return tuple(sorted(result.rows, key=lambda row: (row.group_number, row.id)))
