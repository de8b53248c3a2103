"""The forming page: a proposal or the groups as they are, why, and what every change would cost."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talka.decisions.models import DecisionRun
from talka.decisions.queries import RunRow, decided, latest, run_row
from talka.methods.grouping.evaluate import Standing
from talka.methods.grouping.explain import Option, explain_person, overview
from talka.methods.grouping.problem import Problem
from talka.territories.models import Area
from talka.territories.queries import name_of

from .. import words
from ..models import Group, Workshop
from .people import Participant, anonymous_by_group, group_reference, groups_of, id_in, participants
from .problems import METHOD, SUBJECT, assignment_of, problem_data, problem_from
from .rounds import former_rounds, mix_of


@dataclass(frozen=True)
class PlacedRow:
    """One person in a group of the page. rank: which choice it is, 0 none of them, None had no choices."""

    person: Participant
    rank: int | None
    moved: bool


@dataclass(frozen=True)
class GroupPart:
    """One group of the page. spread: region or kind with its number, in order of number."""

    group: Group
    people: tuple[PlacedRow, ...]
    anonymous: int
    regions: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]

    @property
    def size(self) -> int:
        return len(self.people) + self.anonymous


@dataclass(frozen=True)
class MoveRow:
    """One person whom accepting the proposal would move. here: the group they sit in, "" for none."""

    name: str
    code: str
    here: str
    to: str


@dataclass(frozen=True)
class Forming:
    """Everything the forming page shows. run: the proposal that waits for a decision, or the one that was accepted.

    first and choosers: how many of those who chose are in their first choice. waiting: present without a group;
    missing: seated and not present, once anybody is checked in. round: which one the run forms, 0 for the first one.
    moves: whom accepting would move, with a name; nameless: how many without; stay: how many keep their group; gone:
    who would give up a place.
    """

    run: RunRow | None
    run_id: int | None
    proposed: bool
    failed: tuple[str, ...]
    seated: bool
    groups: tuple[GroupPart, ...]
    first: int
    choosers: int
    reasons: tuple[str, ...]
    waiting: tuple[Participant, ...]
    missing: tuple[Participant, ...]
    anybody_present: bool
    registered: int
    round: int
    moves: tuple[MoveRow, ...]
    nameless: int
    stay: int
    gone: tuple[Participant, ...]


@dataclass(frozen=True)
class OptionRow:
    """One other group for one person: which choice it is, what moving there means, and the best exchange."""

    group: Group
    rank: int | None
    words: str
    breaks: bool
    swap_registration: int | None
    swap_name: str
    swap_words: str
    best: bool


@dataclass(frozen=True)
class PersonPage:
    """Why one person is where they are, and what each other group would mean. run_id: of the proposal, or None."""

    person: Participant
    run_id: int | None
    group: Group | None
    why: tuple[str, ...]
    options: tuple[OptionRow, ...]


def forming(workshop: Workshop) -> Forming:
    """The page's rows. A fixed number of queries."""
    groups = groups_of(workshop)
    people = participants(workshop, groups)
    anonymous = dict(anonymous_by_group(workshop))
    newest = latest(METHOD, SUBJECT, workshop.pk)
    proposed = newest is not None and newest.state == DecisionRun.State.PROPOSED
    failed = newest is not None and newest.state == DecisionRun.State.FAILED
    run = newest if proposed else decided(METHOD, SUBJECT, workshop.pk)
    names = names_of(people, groups)
    where, problem = _now(workshop, people, groups, anonymous, run if proposed else None)
    loose = [who for who in where if who.startswith("seat:")]
    if loose:
        devices = Counter(id_in(where[who]) for who in loose)
        tables = mix_of(workshop, people).devices
        anonymous = {group.pk: devices[group.pk] + tables.get(group.pk, 0) for group in groups}
    moved = set()
    if run is not None and proposed:
        moved = {move["person"] for change in run.hand_changes.all() for move in change.what.get("moves", ())}
    told = overview(problem, where)
    parts = []
    by_group: defaultdict[str, list[Participant]] = defaultdict(list)
    for person in people:
        if person.reference in where:
            by_group[where[person.reference]].append(person)
    for group in groups:
        own = by_group[group_reference(group.pk)]
        parts.append(
            GroupPart(
                group=group,
                people=tuple(
                    PlacedRow(p, p.rank(group.pk), p.reference in moved or (not proposed and p.kept)) for p in own
                ),
                anonymous=anonymous.get(group.pk, 0),
                regions=_spread([p.region for p in own]),
                kinds=_spread([p.kind_words for p in own]),
            )
        )
    anybody = any(person.present for person in people)
    counts = told.rank_counts
    return Forming(
        run=run_row(
            run,
            words=lambda what: words.moves_words(what, names),
            rule_words=lambda rule: words.rule_words(rule, names),
        )
        if run
        else None,
        run_id=run.pk if run else None,
        proposed=proposed,
        failed=_failed(newest, names) if failed and newest else (),
        seated=any(person.group_id for person in people),
        groups=tuple(parts),
        first=counts.get("1", 0),
        choosers=sum(count for rank, count in counts.items() if rank),
        reasons=tuple(words.overview_words(told, names)) if where else (),
        waiting=tuple(p for p in people if p.present and p.reference not in where) if anybody else (),
        missing=tuple(p for p in people if not p.present and p.group_id) if anybody else (),
        anybody_present=anybody,
        registered=len(people),
        round=int(run.parameters.get("round", 0)) if run else 0,
        **(_changes(run, where, people, groups) if run is not None and proposed else NO_CHANGES),
    )


NO_CHANGES: Mapping[str, Any] = {"moves": (), "nameless": 0, "stay": 0, "gone": ()}


def _changes(
    run: DecisionRun, where: Mapping[str, str], people: Sequence[Participant], groups: Sequence[Group]
) -> dict[str, Any]:
    """What accepting the proposal would change for those who have or get a place."""
    names = {group_reference(group.pk): f"{group.number}. {group}" for group in groups}
    seated = run.input.get("seated", {})
    absent = set(run.input.get("absent", ()))
    moving = [who for who, to in where.items() if seated.get(who) != to]
    known = {person.reference: person for person in people}
    return {
        "moves": tuple(
            MoveRow(
                person.name,
                person.code,
                names.get(seated.get(person.reference, ""), ""),
                names[where[person.reference]],
            )
            for person in people
            if person.reference in where and seated.get(person.reference) != where[person.reference]
        ),
        "nameless": sum(who not in known for who in moving),
        "stay": len(where) - len(moving),
        "gone": tuple(person for person in people if person.reference in absent and not person.joined),
    }


def person_page(workshop: Workshop, code: str) -> PersonPage | None:
    """One person, found by the code of the name card; None where nobody to be placed has it."""
    groups = groups_of(workshop)
    people = participants(workshop, groups)
    person = next((each for each in people if each.code == code), None)
    if person is None:
        return None
    newest = latest(METHOD, SUBJECT, workshop.pk)
    proposal = newest if newest is not None and newest.state == DecisionRun.State.PROPOSED else None
    if proposal is not None and all(each["id"] != person.reference for each in proposal.input["people"]):
        proposal = None
    where, problem = _now(workshop, people, groups, anonymous_by_group(workshop), proposal, person)
    names = names_of(people, groups)
    by_reference = {group_reference(group.pk): group for group in groups}
    here = by_reference.get(where.get(person.reference, ""))
    if here is not None:
        explained = explain_person(problem, where, person.reference)
        why = words.why_here(explained, names)
        options = explained.options
    else:
        why, options = [], _first_options(problem, where, person)
    best = min(
        options,
        key=lambda o: (len(o.move.breaks), o.move.delta.objective, len([1 for w in where.values() if w == o.group])),
        default=None,
    )
    return PersonPage(
        person=person,
        run_id=proposal.pk if proposal else None,
        group=here,
        why=tuple(why),
        options=tuple(
            OptionRow(
                group=by_reference[option.group],
                rank=person.rank(by_reference[option.group].pk),
                words=words.option_words(option, names),
                breaks=bool(option.move.breaks),
                swap_registration=id_in(option.swap_with) if proposal and option.swap_with else None,
                swap_name=names.get(option.swap_with, "") if proposal and option.swap_with else "",
                swap_words=words.cost_words(option.swap.delta.objective) if proposal and option.swap else "",
                best=option is best and here is None,
            )
            for option in options
        ),
    )


def names_of(people: Sequence[Participant], groups: Sequence[Group]) -> dict[str, str]:
    """How references are called in the reader's language. One query, for regions and places."""
    names = {group_reference(group.pk): str(group) for group in groups}
    names |= {person.reference: person.name for person in people}
    names |= {f"organisation:{person.organisation_id}": person.organisation for person in people}
    areas = {pk for person in people for pk in (person.region_id, person.area_id) if pk}
    names |= {f"area:{area.pk}": name_of(area) for area in Area.objects.filter(pk__in=areas).only("name", "name_en")}
    return names


def _now(
    workshop: Workshop,
    people: Sequence[Participant],
    groups: Sequence[Group],
    anonymous: Mapping[int, int],
    proposal: DecisionRun | None,
    also: Participant | None = None,
) -> tuple[dict[str, str], Problem]:
    """Who is where, and the problem to judge it by: of the proposal, or of those who are seated now (and `also`)."""
    if proposal is not None:
        here = {person.reference for person in people}
        where = {who: group for who, group in assignment_of(proposal).items() if who in here or who.startswith("seat:")}
        return where, problem_from(proposal.input)
    run = decided(METHOD, SUBJECT, workshop.pk)
    parameters = run.parameters if run else {}
    seated = [person for person in people if person.group_id or person is also]
    data = problem_data(
        workshop,
        seated,
        groups,
        anonymous,
        at_most=parameters.get("at_most", 2),
        balance=parameters.get("balance", ["region", "kind"]),
        rounds=former_rounds(workshop),
    )
    where = {person.reference: group_reference(person.group_id) for person in seated if person.group_id}
    return where, problem_from(data)


def _first_options(problem: Problem, where: Mapping[str, str], person: Participant) -> tuple[Option, ...]:
    """For somebody who sits nowhere: every group, and what placing them there would mean."""
    standing = Standing(problem, dict(where))
    ordered = sorted(problem.groups, key=lambda g: (person.rank(id_in(g.id)) or 99, g.id))
    return tuple(
        Option(group.id, person.rank(id_in(group.id)), standing.cost_of_move(person.reference, group.id), None, None)
        for group in ordered
    )


def _spread(values: Sequence[str]) -> tuple[tuple[str, int], ...]:
    counts: defaultdict[str, int] = defaultdict(int)
    for value in values:
        if value:
            counts[value] += 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _failed(run: DecisionRun, names: Mapping[str, str]) -> tuple[str, ...]:
    rules = (run.result or {}).get("contradiction") or ()
    return tuple(words.rule_words(rule, names) for rule in rules) or (run.fault,)
