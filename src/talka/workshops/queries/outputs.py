"""What a game brought: idea sheets of the teams with the evidence behind them, ideas they had in common, the result."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talka.events.models import Event

from ..formats.spec import On
from ..models import Stage, Workshop
from .common_ideas import CommonRow, IdeaCard, common_ideas_of, idea_cards
from .contests import Contests, contests
from .sheets import EvidenceRow, SheetRow, evidence_by_group, latest_sheets
from .stages import stages_of
from .tally import Tally, tally


@dataclass(frozen=True)
class TeamRow:
    """One team: its last idea sheet, its evidence, all its ideas; rank: of its idea in the last vote."""

    number: int
    name: str
    sheet: SheetRow | None
    evidence: tuple[EvidenceRow, ...]
    ideas: tuple[IdeaCard, ...]


@dataclass(frozen=True)
class Outputs:
    """Everything a game brought. result: of the last vote on teams, None where there is none or it is not to be told
    yet."""

    workshop: Workshop
    teams: tuple[TeamRow, ...]
    common: tuple[CommonRow, ...]
    result: Tally | None
    contests: Contests

    @property
    def ideas(self) -> int:
        return sum(len(team.ideas) for team in self.teams)


def brings_ideas(stages: Iterable[Stage]) -> bool:
    """Whether teams fill in sheets in this format."""
    return any(stage.spec.fields for stage in stages)


def outputs(workshop: Workshop, *, leads: bool = False) -> Outputs:
    """For the page and the paper. leads: the reader runs it and sees a hidden result too. A fixed number of queries."""
    stages = stages_of(workshop)
    groups = list(workshop.groups.select_related("item").order_by("number"))
    sheets = latest_sheets(groups, stages)
    evidence = evidence_by_group(groups, stages)
    ideas = idea_cards(groups, stages)
    by_group: defaultdict[int, list[IdeaCard]] = defaultdict(list)
    for idea in ideas:
        by_group[idea.group_number].append(idea)
    last = _last_vote(stages)
    told = last is not None and (leads or workshop.closed or last.shown_at is not None or not last.spec.hidden)
    return Outputs(
        workshop=workshop,
        teams=tuple(
            TeamRow(
                number=group.number,
                name=str(group),
                sheet=sheets.get(group.pk),
                evidence=evidence.get(group.pk, ()),
                ideas=tuple(by_group[group.number]),
            )
            for group in groups
        ),
        common=common_ideas_of(workshop, ideas),
        result=tally(last) if last is not None and told else None,
        contests=contests(groups),
    )


def games_of(event: Event, *, leads: bool = False) -> list[Outputs]:
    """What the event's games brought: for everybody that of closed group work whose words were for everybody, for who
    runs it that of all. As many queries more as there are games."""
    rows = Workshop.objects.filter(event=event).select_related("event__project__programme").order_by("pk")
    if not leads:
        rows = rows.filter(closed_at__isnull=False, audience="public")
    return [outputs(row, leads=leads) for row in rows.prefetch_related("stages") if brings_ideas(row.stages.all())]


def _last_vote(stages: Sequence[Stage]) -> Stage | None:
    votes = [stage for stage in stages if stage.spec.vote is not None and stage.spec.vote.on == On.GROUPS]
    return votes[-1] if votes else None
