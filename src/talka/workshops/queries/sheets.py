"""Idea sheets of teams, the ideas that they may grow from, and the evidence behind them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..formats.spec import Field, Kind, On, say
from ..models import Card, Group, Picture, Sheet, Stage
from .stages import words_of

MOST_ON_WALL = 4


@dataclass(frozen=True)
class Heading:
    """One heading of a sheet in words. said: what stands under it; value: as it is kept, a key where it is chosen."""

    key: str
    words: str
    help: str
    said: str
    value: str
    most: int
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SheetRow:
    """A team's sheet. id: None where it has none yet; stage: key of the one it is filled in at; idea: the words of the
    card that it grew from, card: its id; version: 0 where there is none."""

    id: int | None
    group_id: int
    group_number: int
    group: str
    stage: str
    title: str
    idea: str
    card: str
    headings: tuple[Heading, ...]
    version: int

    @property
    def filled(self) -> tuple[Heading, ...]:
        """Headings with words under them."""
        return tuple(each for each in self.headings if each.said)

    @property
    def on_wall(self) -> tuple[Heading, ...]:
        """As many as the last row can read: the first that are filled in with words."""
        return tuple(each for each in self.filled if not each.options)[:MOST_ON_WALL]

    @property
    def chosen(self) -> tuple[Heading, ...]:
        """What was chosen among answers, like the kind of idea."""
        return tuple(each for each in self.filled if each.options)


@dataclass(frozen=True)
class IdeaRow:
    """A card that a sheet may grow from. chosen: it does."""

    id: str
    text: str
    language: str
    chosen: bool


@dataclass(frozen=True)
class EvidenceRow:
    """A card of a test. source: of an interview, whom the team asked; picture: row id of its photo, None for none;
    picture_words: what the photo shows."""

    id: str
    text: str
    language: str
    lane: str
    lane_words: str
    source: str
    picture: int | None
    picture_words: str
    late: bool
    own: bool


def sheet_stage(stages: Sequence[Stage], now: Stage | None) -> Stage | None:
    """The stage whose sheet is at hand: the one that goes on, else the last one before, else the first to come once
    there are ideas; None for a format without sheets, and before there are any."""
    with_sheets = [stage for stage in stages if stage.spec.fields]
    if not with_sheets or now is None:
        return None
    reached = [stage for stage in with_sheets if stage.order <= now.order]
    if reached:
        return reached[-1]
    ideas = ideas_stages(with_sheets[0], stages)
    return with_sheets[0] if any(stage.order < now.order for stage in ideas) else None


def ideas_stages(stage: Stage, stages: Sequence[Stage]) -> list[Stage]:
    """Where the cards come from that a sheet of this stage may grow from: proposals of the stages that it names."""
    return [each for each in stages if each.key in stage.spec.of and any(lane.kind == "do" for lane in each.spec.lanes)]


def sheet_row(group: Group, stage: Stage) -> SheetRow:
    """The team's sheet of this stage; as it would begin where it has none yet. Two queries."""
    rows = Sheet.objects.filter(group=group, stage__order__lte=stage.order).select_related("card", "stage")
    latest = rows.order_by("-stage__order").first()
    return row_of(group, stage, latest)


def row_of(group: Group, stage: Stage, latest: Sheet | None) -> SheetRow:
    """latest: the team's sheet of this stage, or of an earlier one; wants `card` selected."""
    own = latest if latest is not None and latest.stage_id == stage.pk else None
    words = latest.words if latest is not None else {}
    card = latest.card if latest is not None else None
    return SheetRow(
        id=own.pk if own is not None else None,
        group_id=group.pk,
        group_number=group.number,
        group=str(group),
        stage=stage.key,
        title=latest.title if latest is not None else "",
        idea=card.text if card is not None and card.withdrawn_at is None else "",
        card=str(card.pk) if card is not None and card.withdrawn_at is None else "",
        headings=tuple(_heading(field, str(words.get(field.key, ""))) for field in stage.spec.fields),
        version=own.version if own is not None else 0,
    )


def latest_sheets(groups: Sequence[Group], stages: Sequence[Stage]) -> dict[int, SheetRow]:
    """The last sheet of each team that has one, by row id of the group. One query."""
    by_id = {stage.pk: stage for stage in stages}
    found: dict[int, Sheet] = {}
    rows = Sheet.objects.filter(group__in=groups).select_related("card").order_by("stage__order")
    for sheet in rows:
        found[sheet.group_id] = sheet
    return {
        group.pk: row_of(group, by_id[found[group.pk].stage_id], found[group.pk])
        for group in groups
        if group.pk in found
    }


def ideas_of(group: Group, stage: Stage, stages: Sequence[Stage], chosen: str) -> tuple[IdeaRow, ...]:
    """The cards of the team that its sheet of this stage may grow from, oldest first. One query."""
    of = ideas_stages(stage, stages)
    rows = Card.objects.filter(group=group, stage__in=of, kind="do", withdrawn_at__isnull=True)
    return tuple(
        IdeaRow(str(card.pk), card.text, card.language, str(card.pk) == chosen)
        for card in rows.order_by("written_at", "id")
    )


def voting_on_ideas(stages: Sequence[Stage]) -> Stage | None:
    """Where a team chooses among its own ideas by votes; None where the format has no such step."""
    found = [
        stage
        for stage in stages
        if stage.spec.vote is not None and stage.spec.vote.on == On.CARDS and not stage.spec.vote.across
    ]
    return found[-1] if found else None


def evidence_by_group(
    groups: Sequence[Group], stages: Sequence[Stage], seat: int | None = None
) -> Mapping[int, tuple[EvidenceRow, ...]]:
    """What teams brought back from testing, in the order of columns and time. seat: that looks. Two queries."""
    tests = [stage for stage in stages if stage.kind == Kind.TEST]
    lanes = {lane.key: (place, words_of(lane)) for stage in tests for place, lane in enumerate(stage.spec.lanes)}
    cards = list(
        Card.objects.filter(group__in=groups, stage__in=tests, withdrawn_at__isnull=True).order_by("written_at", "id")
    )
    pictures = {picture.card_id: picture for picture in Picture.objects.filter(card__in=cards)}
    found: defaultdict[int, list[EvidenceRow]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: lanes[card.lane][0] if card.lane in lanes else 99):
        picture = pictures.get(card.pk)
        found[card.group_id].append(
            EvidenceRow(
                id=str(card.pk),
                text=card.text,
                language=card.language,
                lane=card.lane,
                lane_words=lanes[card.lane][1] if card.lane in lanes else "",
                source=card.source,
                picture=picture.pk if picture is not None else None,
                picture_words=picture.words if picture is not None else "",
                late=card.late,
                own=seat is not None and card.seat_id == seat,
            )
        )
    return {group: tuple(rows) for group, rows in found.items()}


def _heading(field: Field, value: str) -> Heading:
    option = field.option(value) if field.options else None
    return Heading(
        key=field.key,
        words=str(say(field.words)),
        help=str(say(field.help)) if field.help else "",
        said=str(say(option.words)) if option is not None else "" if field.options else value,
        value=value,
        most=field.most,
        options=tuple((each.key, str(say(each.words))) for each in field.options),
    )
