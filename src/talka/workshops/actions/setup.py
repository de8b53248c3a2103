"""Make a workshop from agenda items that run in parallel, and keep its groups as the agenda says."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from talka.documents.qr import new_code
from talka.events.access import may_run
from talka.events.models import AgendaItem, Event
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_run
from ..formats.reading import shipped_format
from ..formats.spec import FormatSpec
from ..formats.writing import format_table, stage_table
from ..models import Group, Stage, Workshop
from .stages import locked_workshop

DEFAULT_CAPACITY = 30


@transaction.atomic
def make_workshop(
    event: Event, block: str, *, spec: FormatSpec | None = None, by: Person | None, code: str = ""
) -> Workshop:
    """A workshop whose groups are the event's working groups of that block. Made twice it is made once.

    spec: the format, by default the working group's; its stages are copied, so that they may be changed for this one.
    code: the room's code, by default one made by chance. An item without capacity gets places for thirty.
    """
    if not may_run(by, event):
        raise Refusal(_("Group work is set up by the organiser."), status=403)
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    standing = Workshop.objects.filter(event=event, block=block).first()
    if standing:
        return standing
    items = items_of(event, block)
    if not items:
        raise Refusal(
            _("There are no working groups in this block of the agenda."),
            advice=_("Add agenda items of the kind “Working group” to the block first."),
        )
    workshop = with_code(event, block, code)
    take_format(workshop, spec or default_format())
    _write_groups(workshop, items)
    append(workshop.stream, "workshop-made", workshop=workshop.pk)
    return workshop


@transaction.atomic
def follow_agenda(workshop: Workshop, *, by: Person | None) -> Workshop:
    """Take over new working groups, names and capacities from the agenda. A group that left it stays: people may sit
    in it."""
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    _write_groups(locked, items_of(locked.event, locked.block))
    append(locked.stream, "groups-changed", workshop=locked.pk)
    return locked


@transaction.atomic
def change_audience(workshop: Workshop, audience: str, *, by: Person | None) -> Workshop:
    """Who will read the cards. Once there are cards, their readers cannot become more: people wrote for those they
    were told of."""
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    wider = _reach(audience) > _reach(locked.audience)
    if wider and locked.cards.exists():
        raise Refusal(
            _("Cards have already been written for fewer readers."),
            _("The people who wrote them were told who would read them."),
            _("Keep the readers as they are, or narrow them."),
        )
    locked.audience = audience
    locked.save(update_fields=["audience"])
    append(locked.stream, "settings-changed", workshop=locked.pk)
    return locked


def take_format(workshop: Workshop, spec: FormatSpec) -> None:
    """Copy the format's head and stages into a workshop that has none yet."""
    table = format_table(spec)
    table.pop("stages", None)
    workshop.format, workshop.head = spec.key, table
    workshop.save(update_fields=["format", "head"])
    Stage.objects.bulk_create(
        Stage(workshop=workshop, key=stage.key, order=order, kind=stage.kind, table=stage_table(stage))
        for order, stage in enumerate(spec.stages, start=1)
    )


def default_format() -> FormatSpec:
    spec = shipped_format("working-group")
    assert spec is not None
    return spec


def _reach(audience: str) -> int:
    return ["group", "hall", "ministry", "public"].index(audience)


def items_of(event: Event, block: str) -> list[AgendaItem]:
    rows = event.items.filter(kind=AgendaItem.Kind.GROUP, block=block, cancelled=False)
    return list(rows.order_by("order", "id"))


def with_code(event: Event, block: str, code: str) -> Workshop:
    slug = slugify(block) or "grupas"
    if Workshop.objects.filter(event=event, slug=slug).exists():
        slug = f"{slug}-{event.workshops.count() + 1}"
    for _attempt in range(20):
        try:
            with transaction.atomic():
                return Workshop.objects.create(event=event, block=block, slug=slug, code=code or new_code())
        except IntegrityError:
            if code:
                raise Refusal(_("Another room already has this code.")) from None
    raise Refusal(_("No free code was found."), advice=_("Please try again."))


def _write_groups(workshop: Workshop, items: Iterable[AgendaItem]) -> None:
    standing = {group.item_id: group for group in workshop.groups.all()}
    number = max((group.number for group in standing.values()), default=0)
    for item in items:
        with override(workshop.event.language):
            name = str(item.title)[:400]
        group = standing.get(item.pk)
        if group is None:
            number += 1
            group = Group(workshop=workshop, item=item, number=number)
        group.name = name
        group.capacity = item.capacity or DEFAULT_CAPACITY
        group.capacity_min = min(item.capacity_min, group.capacity)
        group.save()
