"""Groups formed by the method, changed by hand with the cost shown, formed anew from those who came, latecomers placed.

A proposal stands in a run of `talka.decisions` and seats nobody; accepting it seats everybody at once.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.decisions.queries import decided
from talka.live.actions import append
from talka.methods.contract import Result
from talka.methods.grouping.evaluate import Change, Standing
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import digest_of, require_lead, require_run
from ..models import Group, Seat, Workshop
from ..queries.people import (
    Participant,
    anonymous_by_group,
    group_reference,
    groups_of,
    id_in,
    participants,
    reference_of,
)
from ..queries.problems import METHOD, SUBJECT, assignment_of, problem_data, problem_from
from ..queries.rounds import former_rounds, reference_of_seat
from .rounds import end_round
from .stages import locked_workshop
from .teams import are_teams, fit

TIME_LIMIT = 10.0
SOURCES = ("registered", "present")
KEEP = ("present", "by_hand", "none")
DEFAULTS: Mapping[str, Any] = {"at_most": 2, "balance": ["region", "kind"]}


def propose(
    workshop: Workshop,
    *,
    by: Person | None,
    source: str = "registered",
    keep: str = "present",
    at_most: int | None = 2,
    balance: Sequence[str] = ("region", "kind"),
    seed: int = 0,
    time_limit: float = TIME_LIMIT,
) -> DecisionRun:
    """Form groups from everybody registered, or from those who really came; kept as a proposal.

    keep: who stays where they sit: those who are "present", only those placed "by_hand", or "none" (all are released).
    at_most: people of one organisation in one group, None for no limit. A run whose rules contradict each other comes
    back as failed and names them. Call it outside a transaction.
    """
    require_run(by, workshop)
    if source not in SOURCES or keep not in KEEP:
        raise Refusal(_("Groups cannot be formed so."), status=400)
    groups = groups_of(workshop)
    everybody = participants(workshop, groups)
    people = [person for person in everybody if source == "registered" or person.present]
    if not people:
        raise Refusal(
            _("Nobody is checked in yet.") if source == "present" else _("Nobody is registered yet."),
            advice=_("Groups are formed from registrations; from those present once they have been checked in."),
        )
    seated = {person.reference: group_reference(person.group_id) for person in everybody if person.group_id}
    fixed = {
        person.reference: group_reference(person.group_id)
        for person in people
        if person.group_id and (keep == "present" or (keep == "by_hand" and person.kept))
    }
    anonymous = anonymous_by_group(workshop)
    if are_teams(groups):
        with transaction.atomic():
            fit(groups, len(people) + sum(anonymous.values()))
    data = problem_data(workshop, people, groups, anonymous, at_most=at_most, balance=balance, fixed=fixed)
    data["seated"] = seated
    data["absent"] = [] if source == "registered" else sorted(set(seated) - {person.reference for person in people})

    def solve() -> Result:
        from talka.methods.grouping.solve import solve as solve_grouping  # the solver takes a while to load

        return solve_grouping(problem_from(data), seed=seed, time_limit=time_limit)

    run = decisions.run(
        METHOD,
        (SUBJECT, workshop.pk),
        data,
        solve,
        parameters={
            "source": source,
            "keep": keep,
            "at_most": at_most,
            "balance": list(balance),
            "seed": seed,
            "time_limit": time_limit,
        },
        by=by,
    )
    with transaction.atomic():
        append(workshop.stream, "groups-proposed", run=run.pk)
    return run


@transaction.atomic
def change_proposal(
    workshop: Workshop,
    run: DecisionRun,
    registration_id: int,
    group: Group,
    *,
    by: Person | None,
    exchange_with: int | None = None,
    reason: str = "",
) -> Change:
    """Move one person in a proposal, or exchange two (the other's registration in `exchange_with`). What it costs."""
    require_run(by, workshop)
    locked = decisions.open_proposal(run, METHOD, (SUBJECT, workshop.pk))
    assignment = assignment_of(locked)
    standing = Standing(problem_from(locked.input), assignment)
    person, to = reference_of(registration_id), group_reference(group.pk)
    if person not in standing.people or to not in standing.groups:
        raise Refusal(_("This person or group is not part of the proposal."), status=404)
    here = assignment.get(person)
    if here == to:
        return Change(delta=standing.terms() - standing.terms())
    moves = [{"person": person, "from": here, "to": to}]
    if exchange_with is None:
        change = standing.cost_of_move(person, to)
    else:
        other = reference_of(exchange_with)
        if assignment.get(other) != to:
            raise Refusal(
                _("The other person is no longer in that group."), advice=_("Look at the proposal again."), status=409
            )
        change = standing.cost_of_swap(person, other)
        moves.append({"person": other, "from": to, "to": here})
    _note(locked, moves, change, by, reason)
    append(workshop.stream, "proposal-changed", run=locked.pk)
    return change


@transaction.atomic
def accept(workshop: Workshop, run: DecisionRun, *, by: Person | None, reason: str = "") -> int:
    """Seat everybody as proposed; how many. Refused where people have been seated or moved since the proposal was made.

    People placed by hand in the proposal stay there when groups are formed anew. Who did not come gives up the place.
    """
    require_run(by, workshop)
    row = locked_workshop(workshop)
    locked = decisions.open_proposal(run, METHOD, (SUBJECT, workshop.pk))
    assignment = assignment_of(locked)
    seats = {
        reference_of_seat(seat): seat
        for seat in Seat.objects.select_for_update(no_key=True).filter(workshop=workshop).order_by("pk")
    }
    now = {who: group_reference(seat.group_id) for who, seat in seats.items() if seat.group_id}
    concerned = {*assignment, *locked.input.get("absent", ())}
    before = locked.input.get("seated", {})
    if any(now.get(who) != before.get(who) for who in concerned):
        raise _overtaken()
    standing = {person.reference for person in participants(workshop)}
    standing |= {who for who, seat in seats.items() if seat.registration_id is None}
    by_hand = {
        move["person"] for change in locked.hand_changes.all() for move in change.what.get("moves", ()) if move["to"]
    }
    made, changed = [], []
    for who, where in assignment.items():
        if who not in standing:
            continue  # cancelled or erased since
        seat = seats.get(who)
        if seat is None:
            seat = Seat(workshop=workshop, registration_id=id_in(who), digest=digest_of(secrets.token_urlsafe(24)))
            made.append(seat)
        else:
            changed.append(seat)
        seat.group_id, seat.kept = id_in(where), seat.kept or who in by_hand
    for who in locked.input.get("absent", ()):
        if who in seats and not seats[who].joined_at:
            seats[who].group = None
            changed.append(seats[who])
    round_after = locked.parameters.get("round")
    if round_after is not None:
        if round_after != row.round + 1:
            raise _overtaken()
        end_round(row)
    Seat.objects.bulk_create(made)
    Seat.objects.bulk_update(changed, ["group", "kept"], batch_size=500)
    decisions.accept(locked, by=by, reason=reason)
    append(workshop.stream, "groups-formed", run=locked.pk)
    return len(made) + len(changed)


@transaction.atomic
def reject(workshop: Workshop, run: DecisionRun, *, by: Person | None, reason: str = "") -> None:
    """Set the proposal aside; nobody was seated by it."""
    require_run(by, workshop)
    decisions.reject(decisions.open_proposal(run, METHOD, (SUBJECT, workshop.pk)), by=by, reason=reason)
    append(workshop.stream, "proposal-rejected", run=run.pk)


@transaction.atomic
def place(
    workshop: Workshop, registration_id: int, group: Group | None, *, by: Person | None, reason: str = ""
) -> tuple[Group, Change]:
    """Seat or move one person by hand among those seated now; a latecomer where they fit best when group is None.

    Returns the group and what it cost. The place is kept when groups are formed anew.
    """
    locked_workshop(workshop)
    groups = groups_of(workshop)
    if group is None:
        require_run(by, workshop)
    else:
        require_lead(by, [group])
    person, standing = standing_with(workshop, registration_id, groups)
    seat = (
        Seat.objects.select_for_update(no_key=True).filter(workshop=workshop, registration_id=registration_id).first()
    )
    if seat is not None and seat.group is not None:
        require_lead(by, [seat.group])
    if group is None:
        group = best_group(standing, person.reference, groups)
    to = group_reference(group.pk)
    here = standing.assignment.get(person.reference)
    if here == to:
        return group, Change(delta=standing.terms() - standing.terms())
    change = standing.cost_of_move(person.reference, to)
    if seat is None:
        seat = Seat(workshop=workshop, registration_id=registration_id, digest=digest_of(secrets.token_urlsafe(24)))
    seat.group, seat.kept = group, True
    seat.save()
    run = decided(METHOD, SUBJECT, workshop.pk)
    if run is not None:
        _note(run, [{"person": person.reference, "from": here, "to": to}], change, by, reason)
    append(workshop.stream, "seat-moved", group=group.pk, seat=seat.pk)
    return group, change


def standing_with(
    workshop: Workshop, registration_id: int, groups: tuple[Group, ...] | None = None
) -> tuple[Participant, Standing]:
    """Everybody who is seated now and one person more, as the method counts them; by the rules of the accepted run."""
    groups = groups_of(workshop) if groups is None else groups
    everybody = participants(workshop, groups)
    person = next((each for each in everybody if each.registration_id == registration_id), None)
    if person is None:
        raise Refusal(_("This person is not registered, or leads a group."), status=404)
    run = decided(METHOD, SUBJECT, workshop.pk)
    rules = {name: run.parameters.get(name, value) if run else value for name, value in DEFAULTS.items()}
    people = [each for each in everybody if each.group_id or each is person]
    data = problem_data(
        workshop,
        people,
        groups,
        anonymous_by_group(workshop),
        at_most=rules["at_most"],
        balance=rules["balance"],
        rounds=former_rounds(workshop),
    )
    seated = {each.reference: group_reference(each.group_id) for each in people if each.group_id}
    return person, Standing(problem_from(data), seated)


def best_group(standing: Standing, person: str, groups: Sequence[Group]) -> Group:
    """Where a person fits best: no rule broken if that can be, then the least cost, then the emptiest group."""

    def price(group: Group) -> tuple[int, int, int, int]:
        reference = group_reference(group.pk)
        change = standing.cost_of_move(person, reference)
        return len(change.breaks), change.delta.objective, standing.sizes[reference], group.number

    return min(groups, key=price)


def _overtaken() -> Refusal:
    return Refusal(
        _("People have been seated or moved since this proposal was made."),
        _("Nobody was moved."),
        _("Form the groups again: it takes a moment."),
    )


def _note(run: DecisionRun, moves: Sequence[Mapping[str, Any]], change: Change, by: Person | None, reason: str) -> None:
    decisions.note_hand_change(
        run,
        {"moves": list(moves), "terms": change.delta.to_json()},
        cost=change.delta.objective,
        breaks=[{"code": r.code, "parameters": dict(r.parameters), "words": r.words} for r in change.breaks],
        by=by,
        reason=reason,
    )
