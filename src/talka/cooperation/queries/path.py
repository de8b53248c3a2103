"""The whole path of a case: every step with its state, the next one, and what its state suggests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from talka.people.models import Person

from .. import access
from ..models import CaseStep, CooperationCase, StepPaper
from ..models.path import Audience
from ..path.register import Phase, Step, phases

State = CaseStep.State
OVER = (State.DONE, State.NOT_NEEDED)
TONES = {State.OPEN: "neutral", State.UNDER_WAY: "info", State.DONE: "success", State.NOT_NEEDED: "neutral"}


@dataclass(frozen=True)
class StepRow:
    """A step in a case. next: the one to go on with; papers: documents and decisions the reader may see."""

    step: Step
    state: State
    reason: str
    papers: int
    next: bool

    @property
    def state_name(self) -> str:
        return str(self.state.label)

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def over(self) -> bool:
        return self.state in OVER


@dataclass(frozen=True)
class PhaseRow:
    phase: Phase
    steps: Sequence[StepRow]

    @property
    def over(self) -> int:
        return sum(row.over for row in self.steps)


@dataclass(frozen=True)
class Path:
    """suggests: the state that the steps speak for where it differs from the case's own; a person decides."""

    phases: Sequence[PhaseRow]
    next: StepRow | None
    over: int
    total: int
    suggests: CooperationCase.State | None


def path_of(case: CooperationCase, person: Person | None) -> Path:
    """Two queries, and none for steps that are not begun."""
    kept = {row.step: row for row in CaseStep.objects.filter(case=case).only("step", "state", "reason")}
    papers = StepPaper.objects.filter(case=case, retired_at=None)
    inside = access.may_read_inside(person, case)
    if not inside:
        papers = papers.filter(audience=Audience.PUBLIC)
    counted = dict(papers.order_by().values_list("step").annotate(n=Count("pk")))
    states = {step.key: State(kept[step.key].state) if step.key in kept else State.OPEN for step in _all()}
    going_on = next_step(states)
    found = [
        PhaseRow(
            phase,
            [
                StepRow(
                    step,
                    states[step.key],
                    kept[step.key].reason if inside and step.key in kept else "",
                    counted.get(step.key, 0),
                    step.key == going_on,
                )
                for step in phase.steps
            ],
        )
        for phase in phases()
    ]
    rows = [row for phase in found for row in phase.steps]
    return Path(
        phases=found,
        next=next((row for row in rows if row.next), None),
        over=sum(row.over for row in rows),
        total=len(rows),
        suggests=suggested_state(case, states),
    )


def next_step(states: Mapping[str, State]) -> str:
    """The first that is neither done nor left out; "" where there is none."""
    return next((step.key for step in _all() if states[step.key] not in OVER), "")


def suggested_state(case: CooperationCase, states: Mapping[str, State]) -> CooperationCase.State | None:
    """A case runs once its agreement is done and a step of implementing is begun; it is being established once a step
    of establishing is begun. Never back, and nothing for a case that is over."""
    begun = {
        phase.key: any(states[step.key] in (State.UNDER_WAY, State.DONE) for step in phase.steps) for phase in phases()
    }
    order = [CooperationCase.State.EXPLORING, CooperationCase.State.ESTABLISHING, CooperationCase.State.RUNNING]
    if case.state not in order:
        return None
    if states["agreement"] in OVER and begun["run"]:
        found = CooperationCase.State.RUNNING
    elif begun["establish"]:
        found = CooperationCase.State.ESTABLISHING
    else:
        found = CooperationCase.State.EXPLORING
    return found if order.index(found) > order.index(CooperationCase.State(case.state)) else None


def _all() -> list[Step]:
    return [step for phase in phases() for step in phase.steps]
