"""The stages of one workshop changed for it: their own settings, one more, one fewer, another order.

The same checks as for any format, all faults at once; and what people have already given is never broken.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_run
from ..formats.changing import (
    Table,
    beginning,
    faults_of_stage,
    place_of,
    seen_digest,
    with_new_stage,
    with_stage,
    with_stage_moved,
    without_stage,
)
from ..formats.reading import FormatFaults
from ..formats.spec import Kind, Phrase
from ..models import Stage, Workshop
from ..queries.given import broken_by, is_used
from .stages import locked_workshop


@transaction.atomic
def change_stage(workshop: Workshop, key: str, new: Mapping[str, Any], seen: str, *, by: Person | None) -> Stage:
    """Put this table in place of the stage's. seen: `seen_digest` of what the page showed.

    Raises FormatFaults with places within the stage ("vote.dots"): of what is not well-formed, else of what would break
    what people have given.
    """
    locked, stages = _locked(workshop, by)
    stage = _stage(stages, key)
    if seen != seen_digest(stage.table):
        raise Refusal(
            _("Somebody else has changed this step meanwhile."),
            _("Your change was not saved, so that theirs is not lost."),
            _("Open the page again and change what is still needed."),
        )
    before = stage.spec
    number = place_of(whole_table(locked, stages), key) + 1
    try:
        after = with_stage(whole_table(locked, stages), key, {**new, "key": key, "kind": stage.kind})
    except FormatFaults as faults:
        raise faults_of_stage(faults, number) from None
    table = after["stages"][number - 1]
    if table == stage.table:
        return stage
    stage.table = table
    stage.__dict__.pop("spec", None)
    if broken := tuple(broken_by(stage, before)):
        raise FormatFaults(broken)
    stage.save(update_fields=["table"])
    append(locked.stream, "settings-changed", stage=stage.pk)
    return stage


@transaction.atomic
def add_stage(workshop: Workshop, kind: Kind, title: Phrase, after: str, *, by: Person | None) -> Stage:
    """One step more, with just what its kind needs; its settings are changed then. after: key, "" for the first."""
    locked, stages = _locked(workshop, by)
    lanes = {lane.key for stage in stages for lane in stage.spec.lanes}
    new = beginning(kind, title, {stage.key for stage in stages}, lanes)
    try:
        table = with_new_stage(whole_table(locked, stages), after, new)
    except FormatFaults as faults:
        raise _refused(faults) from None
    made = Stage.objects.create(
        workshop=locked,
        key=new["key"],
        kind=kind,
        order=len(stages) + 1,
        table=table["stages"][place_of(table, new["key"])],
    )
    _put_in_order(table, [*stages, made])
    append(locked.stream, "settings-changed", stage=made.pk)
    return made


@transaction.atomic
def remove_stage(workshop: Workshop, key: str, *, by: Person | None) -> None:
    """One step fewer, as long as nobody has been at it and nothing was given in it."""
    locked, stages = _locked(workshop, by)
    stage = _stage(stages, key)
    _require_unused(stage)
    try:
        table = without_stage(whole_table(locked, stages), key)
    except FormatFaults as faults:
        raise _refused(faults) from None
    stage.delete()
    _put_in_order(table, [each for each in stages if each.key != key])
    append(locked.stream, "settings-changed", workshop=locked.pk)


@transaction.atomic
def move_stage(workshop: Workshop, key: str, places: int, *, by: Person | None) -> None:
    """The step one place earlier (-1) or later (+1); neither it nor the one it changes with may have been used."""
    locked, stages = _locked(workshop, by)
    place = stages.index(_stage(stages, key))
    other = place + (1 if places > 0 else -1)
    if not 0 <= other < len(stages):
        return
    _require_unused(stages[place])
    _require_unused(stages[other])
    try:
        table = with_stage_moved(whole_table(locked, stages), key, other - place)
    except FormatFaults as faults:
        raise _refused(faults) from None
    _put_in_order(table, stages)
    append(locked.stream, "settings-changed", workshop=locked.pk)


def whole_table(workshop: Workshop, stages: list[Stage]) -> Table:
    """The workshop's format as it is now, with its own stages."""
    head = {name: value for name, value in workshop.head.items() if name not in ("stages", "key")}
    return {**head, "stages": [stage.table for stage in stages]}


def _locked(workshop: Workshop, by: Person | None) -> tuple[Workshop, list[Stage]]:
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    if locked.closed:
        raise Refusal(_("The group work is closed."), advice=_("To change steps, go back to an earlier step first."))
    return locked, list(locked.stages.select_for_update(no_key=True).order_by("order"))


def _stage(stages: list[Stage], key: str) -> Stage:
    found = next((stage for stage in stages if stage.key == key), None)
    if found is None:
        raise Refusal(_("There is no such step."), status=404)
    return found


def _require_unused(stage: Stage) -> None:
    if is_used(stage):
        raise Refusal(
            _("The step “%(step)s” has been used already.") % {"step": stage},
            _("What people gave in it stays where it is."),
            _("Leave it where it is and do not go back to it, or add another step."),
        )


def _put_in_order(table: Table, stages: list[Stage]) -> None:
    places = {each["key"]: place for place, each in enumerate(table["stages"], start=1)}
    for stage in stages:
        stage.order = places[stage.key]
    Stage.objects.bulk_update(stages, ["order"])


def _refused(faults: FormatFaults) -> Refusal:
    return Refusal(
        _("The steps would contradict each other so."),
        " ".join(dict.fromkeys(said for _place, said in faults.faults)),
        _("Change first which steps the later ones work on."),
        status=422,
    )
