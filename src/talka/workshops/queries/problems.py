"""People and groups as a problem of `talka.methods.grouping`, and back: plain data that a run keeps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from talka.decisions.models import DecisionRun
from talka.methods.grouping.problem import Group as MethodGroup
from talka.methods.grouping.problem import Person as MethodPerson
from talka.methods.grouping.problem import Problem, Rules

from ..models import Group, Workshop
from .people import Participant, group_reference

METHOD = "grouping"
SUBJECT = "workshop"
BALANCE = ("region", "kind", "area")


def problem_data(
    workshop: Workshop,
    people: Iterable[Participant],
    groups: Sequence[Group],
    anonymous: Mapping[int, int],
    *,
    at_most: int | None,
    balance: Sequence[str],
    fixed: Mapping[str, str] | None = None,
    rounds: Sequence[Mapping[str, str]] = (),
    nameless: Collection[str] = (),
) -> dict[str, Any]:
    """The problem as plain data. Seats without a name already fill places of their groups (`anonymous`), but those that
    are placed anew with all others (`nameless`: their references).

    rounds: who sat where in former rounds, the latest first. In a later round nobody's choices count: people are to
    meet others, and to sit elsewhere if that can be.
    """
    return {
        "people": [
            {
                "id": person.reference,
                "choices": [group_reference(choice) for choice in person.choices],
                "attributes": {
                    "region": f"area:{person.region_id}" if person.region_id else "",
                    "kind": person.kind,
                    "area": f"area:{person.area_id}" if person.area_id else "",
                    "organisation": f"organisation:{person.organisation_id}" if person.organisation_id else "",
                },
            }
            for person in sorted(people, key=lambda person: person.registration_id)
        ]
        + [{"id": seat, "choices": [], "attributes": {}} for seat in sorted(nameless)],
        "groups": [
            {
                "id": group_reference(group.pk),
                "min": max(0, group.capacity_min - anonymous.get(group.pk, 0)),
                "max": max(0, group.capacity - anonymous.get(group.pk, 0)),
            }
            for group in groups
        ],
        "ranks": max(1, min(workshop.event.choices_asked, len(groups))),
        "at_most": {"organisation": at_most} if at_most else {},
        "balance": [name for name in BALANCE if name in balance],
        "fixed": dict(fixed or {}),
        "rounds": [dict(former) for former in rounds],
    }


def problem_from(data: Mapping[str, Any]) -> Problem:
    """The problem that the plain data says; people who have been erased since are left out."""
    people = tuple(
        MethodPerson(person["id"], tuple(person["choices"]), dict(person["attributes"]))
        for person in data["people"]
        if "attributes" in person
    )
    here = {person.id for person in people}
    return Problem(
        people=people,
        groups=tuple(MethodGroup(group["id"], group["min"], group["max"]) for group in data["groups"]),
        rules=Rules(
            balance=tuple(data["balance"]),
            at_most=dict(data["at_most"]),
            fixed={person: group for person, group in data["fixed"].items() if person in here},
            **_of_rounds(data),
        ),
        ranks=max([int(data["ranks"]), *(len(person.choices) for person in people)]),
        attributes=(*BALANCE, "organisation"),
    )


def _of_rounds(data: Mapping[str, Any]) -> dict[str, Any]:
    """Coming back to a group costs as much as meeting everybody there: it happens only where it must."""
    rounds = data.get("rounds", ())
    if not rounds:
        return {}
    most = max((group["max"] for group in data["groups"]), default=1)
    return {"choices_weight": 0, "earlier": rounds[0], "before": tuple(rounds[1:]), "back": max(1, most)}


def assignment_of(run: DecisionRun) -> dict[str, str]:
    """The run's result as it stands after all changes by hand: reference of a person to reference of a group."""
    assignment = dict((run.result or {}).get("assignment", {}))
    for change in run.hand_changes.all():
        for move in change.what.get("moves", ()):
            if move["to"]:
                assignment[move["person"]] = move["to"]
            else:
                assignment.pop(move["person"], None)
    return assignment
