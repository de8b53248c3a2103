"""Forming the groups: the best assignment that can be found and proven within the time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from talka.methods.contract import Deadline, OutOfTime, Result, relative_gap
from talka.methods.grouping.contradiction import feasible_assignment
from talka.methods.grouping.evaluate import evaluate
from talka.methods.grouping.instance import Instance, Ints, SelfContradiction, compile_instance
from talka.methods.grouping.marginals import reduce_to_marginals
from talka.methods.grouping.plain_contradictions import check_plainly
from talka.methods.grouping.problem import Problem
from talka.methods.grouping.reduced import (
    Reduced,
    placed,
    reduce_instance,
    reduced_size,
    run,
    run_near,
    run_relaxed,
    within,
)
from talka.methods.grouping.search import Search, polish, resolve_parts
from talka.methods.programme import Floats

VERSION = "1"
SMALL = 3_000
"""Columns up to which the whole programme is solved straight away, without its relaxation first."""
LARGE, LARGEST = 60_000, 400_000
"""Columns above which the whole gives way to the relaxation by marginals, and how large that may grow."""
NEAR_NODES = 10
SECONDS_PER_PERSON = 1e-4
MEDIUM, WORTH_PROVING = 15_000, 0.002
"""Above this many columns the whole is tried only when the gap is this small; time is better spent on parts."""

Progress = Callable[[int, int | None], None]
"""Called with the best objective so far and the bound, if there is one."""


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A person who could stand in another group at the same total cost, all rules kept."""

    person: str
    group: str
    other: str


@dataclass(frozen=True, kw_only=True)
class Grouping(Result):
    """Who is in which group. `ranks`, `rank_counts`, `worst_rank` as in `evaluate`; terms carry their weights."""

    assignment: Mapping[str, str]
    ranks: Mapping[str, int | None]
    objective_terms: Mapping[str, int]
    rank_counts: Mapping[str, int]
    worst_rank: int | None
    ties: tuple[Tie, ...]
    ties_in_all: int


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    time_limit: float = 30.0,
    start: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Grouping:
    """Place every person in a group, keeping all rules, at the least objective of METHODS.

    `time_limit` in seconds, model building included. `start`: an assignment to be no worse than, as far as it keeps the
    rules. Raises InvalidProblem (with every fault), Infeasible (with rules that contradict each other) or OutOfTime.
    """
    clock = Deadline(time_limit)
    # What comes after the search, and the plainest placement, take this long; the rest of the time is for searching.
    deadline = Deadline(time_limit - min(0.3 * time_limit, SECONDS_PER_PERSON * len(problem.people)))
    problem.require_valid()
    check_plainly(problem)
    try:
        instance = compile_instance(problem)
    except SelfContradiction:
        feasible_assignment(problem, deadline, seed)
        raise AssertionError("a unit bound to two groups was placed") from None
    run_ = _Run(problem, instance, deadline, seed, progress)
    if start is not None:
        run_.offer(instance.places(start))
    where, bound = run_.best_placement()
    return _result(problem, instance, where, bound, seed, clock)


def improve(
    problem: Problem,
    assignment: Mapping[str, str],
    *,
    keep: Collection[str] = (),
    seed: int = 0,
    time_limit: float = 5.0,
) -> Grouping:
    """Form the groups anew from an assignment: those in `keep` stay where it has them, all others may move.

    People whom the assignment does not know are placed; the result is never worse than the assignment where that one
    keeps the rules. Raises as `solve`; if keeping people in place contradicts the rules, `fixed` rules are named.
    """
    return solve(with_fixed(problem, assignment, keep), seed=seed, time_limit=time_limit, start=assignment)


def with_fixed(problem: Problem, assignment: Mapping[str, str], keep: Collection[str]) -> Problem:
    """The problem in which those of `keep` whom the assignment places are fixed where they are."""
    here = {person.id for person in problem.people}
    kept = {person: assignment[person] for person in sorted(keep) if person in here and person in assignment}
    return replace(problem, rules=replace(problem.rules, fixed={**problem.rules.fixed, **kept}))


class _Run:
    """One run: the best placement and bound so far (both in scaled units), and the time that is left."""

    def __init__(
        self, problem: Problem, instance: Instance, deadline: Deadline, seed: int, progress: Progress | None
    ) -> None:
        self.problem, self.instance, self.deadline, self.seed = problem, instance, deadline, seed
        self.rng = np.random.default_rng(seed)
        self.progress = progress
        self.best: Ints | None = None
        self.value: int | None = None
        self.bound = 0

    @property
    def proven(self) -> bool:
        return self.value is not None and self.value <= self.bound

    def offer(self, where: Ints) -> None:
        """Take a placement if it is full, keeps the rules and is better than the best so far."""
        if (where < 0).any() or self.instance.violation(where):
            return
        value = self.instance.objective(where)
        if self.value is None or value < self.value:
            self.best, self.value = where.copy(), value
            self._tell()

    def raise_bound(self, bound: int | None) -> None:
        if bound is not None and bound > self.bound:
            self.bound = bound
            self._tell()

    def _tell(self) -> None:
        if self.progress is not None and self.value is not None:
            self.progress(self.value * self.instance.scale, self.bound * self.instance.scale)

    def best_placement(self) -> tuple[Ints, int]:
        """Placement and bound. The order of the stages is fixed, so only the time limit can make two runs differ."""
        columns = reduced_size(self.instance)
        if columns > LARGE:
            self._by_marginals()
        else:
            pieces = _pieces(self.instance)
            while not self.proven and not self.deadline.passed:
                model = reduce_instance(self.instance, pieces=pieces)
                ended = self._programme(model) if columns <= SMALL else self._by_relaxation(model)
                if not ended or model.exact:
                    break
                pieces *= 2
        if self.best is None:
            self._from_nothing()
        if self.best is None:
            # HiGHS found neither an answer nor that there is none: CP-SAT decides, and names the rules.
            self._decide()
        if self.best is None:
            raise OutOfTime
        if not self.proven and not self.deadline.passed:
            self.offer(resolve_parts(self.instance, self.best, self.rng, self.deadline, bound=self.bound))
        return self.best, self.bound

    def _programme(self, model: Reduced) -> bool:
        """The whole programme; whether it ended by itself. Part of the time is kept for solving parts anew."""
        answer, bound = run(model, seconds=0.8 * self.deadline.left)
        if answer.infeasible:
            self._decide()
        self.raise_bound(bound)
        if answer.columns is not None:
            self.offer(placed(model, answer.columns))
        return answer.finished

    def _by_relaxation(self, model: Reduced) -> bool:
        """Large programmes: first the linear relaxation, then answers near it, then what is left of the whole."""
        relaxed, bound = run_relaxed(model, seconds=self.deadline.left)
        if relaxed.infeasible:
            self._decide()
        if not relaxed.finished or relaxed.columns is None or relaxed.reduced is None or bound is None:
            return False
        self.raise_bound(bound)
        rounded = placed(model, relaxed.columns, partly=True)
        self.offer(polish(self.instance, rounded, self.rng, self.deadline, swaps=False))
        if not self.proven:
            self._near(model, relaxed.reduced)
        if self.proven or self.value is None or self.deadline.passed:
            return self.proven
        if self.value - bound > WORTH_PROVING * self.value and len(model.programme.price) > MEDIUM:
            return False
        # Only a better placement is asked for, so columns that would lift the bound to the best so far are left out.
        answer, above = run(within(model, relaxed.reduced, self.value - 1 - bound), seconds=0.6 * self.deadline.left)
        if answer.columns is not None:
            self.offer(placed(model, answer.columns))
        self.raise_bound(self.value if answer.infeasible else above and min(above, self.value))
        return answer.finished

    def _near(self, model: Reduced, reduced: Floats) -> None:
        """An answer near the relaxation, while beside it parts are solved anew from the best so far.

        The answer is taken first: where it meets the bound, what the parts found meanwhile does not matter.
        """
        seconds = 0.6 * self.deadline.left
        shaker, chooser = self.rng.spawn(2)
        with ThreadPoolExecutor(1) as thread:
            search = partial(run_near, model, reduced, shaker, seconds=seconds, nodes=NEAR_NODES)
            near = thread.submit(search)
            parts = None
            if self.best is not None:
                parts = resolve_parts(
                    self.instance, self.best, chooser, self.deadline, bound=self.bound, abreast=1, until=near.done
                )
            columns = near.result()
        if columns is not None:
            where = placed(model, columns)
            if self.best is None or self.instance.objective(where) > self.bound:
                where = polish(self.instance, where, self.rng, self.deadline)
            self.offer(where)
        if parts is not None:
            self.offer(parts)

    def _from_nothing(self) -> None:
        nobody = np.full(self.instance.unit_count, -1, dtype=np.int64)
        self.offer(polish(self.instance, nobody, self.rng, self.deadline))

    def _by_marginals(self) -> None:
        """Very large programmes: a bound and a first placement from the relaxation that forgets who is what as well."""
        model = reduce_to_marginals(self.instance, LARGEST, pieces=_pieces(self.instance))
        relaxed, bound = run_relaxed(model, seconds=0.5 * self.deadline.left)
        if relaxed.infeasible:
            self._decide()
        if relaxed.finished and relaxed.columns is not None:
            self.raise_bound(bound)
            rounded = np.where(self.instance.only >= 0, self.instance.only, -1)
            rounded[model.units] = placed(model, relaxed.columns, partly=True)
            self.offer(polish(self.instance, rounded, self.rng, self.deadline, swaps=False))

    def _decide(self) -> None:
        """Name the rules that contradict each other or, if HiGHS erred in saying so, take the placement."""
        self.offer(self.instance.places(feasible_assignment(self.problem, self.deadline, self.seed)))


def _pieces(instance: Instance) -> int:
    """How many steps of the cost of pairs to model: well beyond what an even spread would give."""
    paired = instance.pair > 0
    if not paired.any():
        return 1
    share = float(instance.size_max.max()) / max(1, int(instance.size_max.sum()))
    return 5 + int(2 * share * instance.members[paired].max())


def _result(problem: Problem, instance: Instance, where: Ints, bound: int, seed: int, clock: Deadline) -> Grouping:
    assignment = instance.assignment(where)
    judged = evaluate(problem, assignment)
    assert judged.feasible, judged
    objective = judged.terms.objective
    assert objective == instance.objective(where) * instance.scale
    bound = min(bound * instance.scale, objective)
    ties = _ties(instance, where)
    return Grouping(
        method="grouping",
        version=VERSION,
        seed=seed,
        seconds=clock.spent,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        proven_optimal=objective == bound,
        assignment=assignment,
        ranks=dict(sorted(judged.ranks.items())),
        objective_terms=judged.terms.to_json(),
        rank_counts=judged.rank_counts,
        worst_rank=judged.worst_rank,
        ties=ties[:20],
        ties_in_all=len(ties),
    )


def _ties(instance: Instance, where: Ints) -> tuple[Tie, ...]:
    """Single people whose move elsewhere would cost nothing."""
    search = Search(instance, where)
    people: dict[int, list[int]] = {}
    for person, unit in enumerate(instance.unit_of):
        people.setdefault(int(unit), []).append(person)
    found = []
    for unit in range(instance.unit_count):
        if instance.size[unit] == 1 and instance.only[unit] < 0:
            here = int(where[unit])
            for other in np.nonzero(search.move_costs(unit) == 0)[0]:
                if other != here:
                    name = instance.people[people[unit][0]]
                    found.append(Tie(person=name, group=instance.groups[here], other=instance.groups[int(other)]))
    return tuple(found)
