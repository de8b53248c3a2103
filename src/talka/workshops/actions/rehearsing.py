"""A rehearsal: a twin of the group work with simulated people only, so that the day is seen before the day.

The twin has groups, stages and settings of its own; nothing in it is ever counted, and it goes after a day.
"""

import datetime as dt
import secrets
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.qr import new_code
from talka.documents.storage import delete_file
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import digest_of, require_run
from ..models import Group, Picture, Seat, Stage, Workshop
from .stages import locked_workshop

MOST_SEATS = 1000
KEPT = dt.timedelta(days=1)


@transaction.atomic
def begin_rehearsal(workshop: Workshop, seats: int, *, by: Person | None) -> Workshop:
    """Make the twin, in place of an earlier one, with so many simulated seats spread over its groups by their size."""
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    if locked.rehearsal:
        raise Refusal(_("This is a rehearsal itself."), advice=_("Rehearse the group work that it belongs to."))
    if not 1 <= seats <= MOST_SEATS:
        raise Refusal(_("A rehearsal has from 1 to %(n)s phones.") % {"n": MOST_SEATS}, status=422)
    groups = list(locked.groups.select_related("item").order_by("number"))
    if not groups:
        raise Refusal(_("This group work has no groups yet."), advice=_("Make the groups first."))
    for twin in twins_of(locked):
        _take_away(twin)
    twin = Workshop.with_rehearsals.create(
        event=locked.event,
        block=locked.block,
        slug=_slug(locked),
        title=locked.title,
        code=new_code(),
        format=locked.format,
        head=locked.head,
        audience=locked.audience,
        rehearsal=True,
    )
    Stage.objects.bulk_create(
        Stage(workshop=twin, key=stage.key, order=stage.order, kind=stage.kind, table=stage.table)
        for stage in locked.stages.order_by("order")
    )
    copies = Group.objects.bulk_create(
        Group(
            workshop=twin,
            number=group.number,
            name=str(group)[:400],
            capacity=group.capacity,
            capacity_min=group.capacity_min,
        )
        for group in groups
    )
    places = sum(max(1, group.capacity) for group in copies)
    Seat.objects.bulk_create(
        Seat(workshop=twin, group=_group_at(copies, at * places // seats), digest=digest_of(secrets.token_urlsafe(24)))
        for at in range(seats)
    )
    append(twin.stream, "workshop-made", workshop=twin.pk)
    return twin


@transaction.atomic
def take_seat(twin: Workshop, seat: Seat) -> None:
    """A simulated phone comes in."""
    Seat.objects.filter(pk=seat.pk).update(joined_at=timezone.now())
    append(twin.stream, "seat-taken", **({"group": seat.group_id} if seat.group_id else {}))


@transaction.atomic
def end_rehearsal(twin: Workshop, *, by: Person | None) -> None:
    """Take the twin away with everything that was simulated in it."""
    require_run(by, twin)
    locked = locked_workshop(twin)
    if not locked.rehearsal:
        raise Refusal(_("This is no rehearsal."), _("Nothing was taken away."), status=422)
    _take_away(locked)


@transaction.atomic
def forget_rehearsals(now: dt.datetime | None = None) -> int:
    """Take away every twin older than a day. How many there were."""
    old = (now or timezone.now()) - KEPT
    twins = list(Workshop.with_rehearsals.filter(rehearsal=True, created_at__lt=old))
    for twin in twins:
        _take_away(twin)
    return len(twins)


def twins_of(workshop: Workshop) -> list[Workshop]:
    """Rehearsals of this group work that still stand."""
    rows = Workshop.with_rehearsals.filter(rehearsal=True, event=workshop.event_id, block=workshop.block)
    return [twin for twin in rows if twin.slug.startswith(_stem(workshop))]


def original_of(twin: Workshop) -> Workshop | None:
    """The group work that a rehearsal belongs to."""
    rows = Workshop.objects.filter(event=twin.event_id, block=twin.block)
    return next((row for row in rows if twin.slug.startswith(_stem(row))), None)


def _take_away(twin: Workshop) -> None:
    """Rows that protect each other go in their order, and pictures that a real phone has sent go with their files."""
    for name in Picture.objects.filter(group__workshop=twin).values_list("file", flat=True):
        transaction.on_commit(partial(delete_file, name))
    Workshop.with_rehearsals.filter(pk=twin.pk).update(stage=None, speaking=None)
    twin.groups.update(stage=None)
    twin.cards.all().delete()
    Group.objects.filter(workshop=twin).delete()
    twin.delete()


def _group_at(groups: list[Group], place: int) -> Group:
    """The group that the n-th of all places lies in."""
    for group in groups:
        place -= max(1, group.capacity)
        if place < 0:
            return group
    return groups[-1]


def _stem(workshop: Workshop) -> str:
    return f"{workshop.slug[:40]}-reh-"


def _slug(workshop: Workshop) -> str:
    return f"{_stem(workshop)}{secrets.token_hex(3)}"
