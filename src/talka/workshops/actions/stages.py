"""The facilitator moves on or back, one group or all. A stage never forbids, and going back destroys nothing."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead, require_run
from ..models import Group, Stage, Workshop

GATHERING = ""
"""The key that stands for no stage yet."""


@transaction.atomic
def go_to(
    workshop: Workshop, key: str, *, by: Person | None, seen: str | None = None, group: Group | None = None
) -> Stage | None:
    """Put all groups, or one, at a stage; "" is gathering. The clock starts anew with the advised minutes.

    `seen`: the key that the facilitator's page showed; two who press "on" move it once. Moving all brings groups that
    went their own way along. A closed workshop is opened again.
    """
    if group is None:
        require_run(by, workshop)
    else:
        require_lead(by, [group])
    locked = locked_workshop(workshop)
    stage = stage_of(locked, key)
    place: Workshop | Group = locked
    if group is not None:
        place = Group.objects.select_for_update(of=("self",), no_key=True).select_related("stage").get(pk=group.pk)
        if place.workshop_id != locked.pk:
            raise Refusal(_("This group belongs to other group work."), status=404)
        place.workshop = locked
    now = place.now if isinstance(place, Group) else locked.stage
    standing = now.key if now else GATHERING
    if standing == key and locked.closed_at is None:
        return stage
    if seen is not None and standing != seen:
        raise Refusal(
            _("Somebody else has moved the group work meanwhile."),
            _("It is now at the step “%(step)s”.") % {"step": str(now) if now else _("Gathering")},
            _("Look at the page again and decide whether to move on."),
        )
    if group is None:
        locked.groups.exclude(stage=None).update(stage=None, stage_since=None, clock_ends_at=None, clock_left=None)
        locked.closed_at = None
        locked.speaking, locked.word_ends_at, locked.word_left = None, None, None
    begin(place, stage)
    place.save()
    append(locked.stream, "stage-changed", workshop=locked.pk, **({"group": group.pk} if group else {}))
    return stage


def begin(place: Workshop | Group, stage: Stage | None) -> None:
    """Set the stage and start its clock; the caller saves."""
    now = timezone.now()
    if stage is not None and stage.opened_at is None:
        stage.opened_at = now
        stage.save(update_fields=["opened_at"])
    place.stage, place.stage_since = stage, now
    minutes = stage.spec.minutes if stage is not None else None
    place.clock_left = None
    place.clock_ends_at = now + dt.timedelta(minutes=minutes) if minutes else None


@transaction.atomic
def bring_back(group: Group, *, by: Person | None) -> Group:
    """Let a group that went its own way be with the others again: their stage, their clock."""
    require_lead(by, [group])
    locked = locked_workshop(group.workshop)
    place = Group.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    place.workshop = locked
    if place.stage_id is not None:
        place.stage, place.stage_since, place.clock_ends_at, place.clock_left = None, None, None, None
        place.save(update_fields=["stage", "stage_since", "clock_ends_at", "clock_left"])
        append(locked.stream, "stage-changed", workshop=locked.pk, group=place.pk)
    return place


@transaction.atomic
def close(workshop: Workshop, *, by: Person | None) -> Workshop:
    """Fix the words as published: from now on nothing can be corrected or withdrawn. Moving to a stage opens again."""
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    if locked.closed_at is None:
        locked.closed_at, locked.clock_ends_at, locked.clock_left = timezone.now(), None, None
        locked.save()
        append(locked.stream, "workshop-closed", workshop=locked.pk)
    return locked


@transaction.atomic
def show_results(stage: Stage, *, shown: bool, by: Person | None) -> Stage:
    """Show what was hidden until all have answered, or hide it again."""
    workshop = locked_workshop(stage.workshop)
    require_run(by, workshop)
    fresh = Stage.objects.get(pk=stage.pk)
    if (fresh.shown_at is not None) != shown:
        fresh.shown_at = timezone.now() if shown else None
        fresh.save(update_fields=["shown_at"])
        append(workshop.stream, "results-shown", stage=fresh.pk)
    return fresh


def locked_workshop(workshop: Workshop) -> Workshop:
    """The row as it is now, held until the deed is done."""
    rows = Workshop.with_rehearsals.select_for_update(of=("self",), no_key=True)
    return rows.select_related("event__project", "stage").get(pk=workshop.pk)


def stage_of(workshop: Workshop, key: str) -> Stage | None:
    """The stage of this key; None for gathering. Raises Refusal(400) for none."""
    if key == GATHERING:
        return None
    stage = workshop.stages.filter(key=key).first()
    if stage is None:
        raise Refusal(_("There is no such step."), status=400)
    return stage
