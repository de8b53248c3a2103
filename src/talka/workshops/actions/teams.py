"""Teams that no agenda names: so many of about equal size, formed from who comes, called what they call themselves."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from talka.documents.printable import clean
from talka.events.access import may_run
from talka.events.models import Event, Registration
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead, require_run
from ..formats.spec import FormatSpec, say
from ..models import Group, Seat, Workshop
from .setup import take_format, with_code
from .stages import locked_workshop

MOST_TEAMS = 60
MOST_SIZE = 100
LONGEST_NAME = 80
USUAL = 5
"""So many teams where neither their number nor people are known."""


@transaction.atomic
def make_teams(
    event: Event,
    spec: FormatSpec,
    *,
    by: Person | None,
    number: int | None = None,
    size: int | None = None,
    code: str = "",
) -> Workshop:
    """Group work of this format in so many teams, or in as many as make teams of at most `size` from those registered.

    Without either the format's own size is taken. It seats nobody: `actions.forming` proposes who works with whom.
    """
    if not may_run(by, event):
        raise Refusal(_("Group work is set up by the organiser."), status=403)
    people = Registration.objects.filter(event=event, state=Registration.State.REGISTERED).count()
    most = size or spec.size_max
    teams = number or (-(-people // most) if people and most else USUAL)
    if not (1 <= teams <= MOST_TEAMS and (size is None or 1 <= size <= MOST_SIZE)):
        raise Refusal(
            _("Group work has from 1 to %(teams)s teams of at most %(size)s people.")
            % {"teams": MOST_TEAMS, "size": MOST_SIZE},
            _("That would make %(n)s teams.") % {"n": teams},
            status=422,
        )
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    workshop = with_code(event, _block(event, spec), code)
    take_format(workshop, spec)
    if size:
        head = dict(workshop.head)
        head["group_size"] = {"min": min(spec.size_min, size), "max": size}
        workshop.head = head
        workshop.save(update_fields=["head"])
    workshop.event = event
    for at in range(teams):
        _make(workshop, at + 1)
    fit(list(workshop.groups.all()), people)
    append(workshop.stream, "workshop-made", workshop=workshop.pk)
    return workshop


@transaction.atomic
def add_team(workshop: Workshop, *, by: Person | None) -> Group:
    """One more: more people came than the teams take."""
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    _require_teams(locked)
    numbers = list(locked.groups.values_list("number", flat=True))
    if len(numbers) >= MOST_TEAMS:
        raise Refusal(_("Group work has at most %(n)s teams.") % {"n": MOST_TEAMS}, status=422)
    team = _make(locked, max(numbers, default=0) + 1)
    append(locked.stream, "groups-changed", workshop=locked.pk)
    return team


@transaction.atomic
def take_away(group: Group, *, by: Person | None) -> None:
    """A team that nobody belongs to and that has done nothing; any other one stays."""
    require_run(by, group.workshop)
    locked = locked_workshop(group.workshop)
    _require_teams(locked)
    if not locked.groups.filter(pk=group.pk).exists() or _used(group):
        raise Refusal(
            _("Somebody belongs to this team, or it has done something already."),
            _("The team stays."),
            _("Move its people to other teams first. What it wrote is never taken away."),
        )
    Group.objects.filter(pk=group.pk).delete()
    append(locked.stream, "groups-changed", workshop=locked.pk)


@transaction.atomic
def rename(group: Group, name: str, *, seen: str, seat: Seat | None = None, by: Person | None = None) -> Group:
    """The team calls itself, from the phone of one of its people, or who leads it does. seen: the name that the page
    showed, so that two who name it at once do not overwrite each other. Groups of the agenda are called as it says."""
    locked = (
        Group.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workshop__event__project")
        .get(pk=group.pk)
    )
    if seat is None or seat.group_id != locked.pk:
        require_lead(by, [locked])
    if locked.item_id is not None:
        raise Refusal(_("This group is called as the agenda says."), advice=_("Change its title in the agenda."))
    if locked.workshop.closed:
        raise Refusal(_("The group work is closed."), _("The team is called as it was."))
    words = " ".join(clean(name).split())
    if not 0 < len(words) <= LONGEST_NAME:
        raise Refusal(
            _("A team's name has from 1 to %(n)s signs.") % {"n": LONGEST_NAME},
            _("The team is called as it was."),
            status=422,
        )
    if locked.name == words:
        return locked
    if locked.name != seen:
        raise Refusal(
            _("Somebody else has named the team meanwhile."),
            _("It is now called “%(name)s”. Yours was not saved: “%(yours)s”.") % {"name": locked.name, "yours": words},
            _("Agree in the team, and change the name again if you wish."),
        )
    if Group.objects.filter(workshop=locked.workshop_id, item=None, name__iexact=words).exclude(pk=locked.pk).exists():
        raise Refusal(_("Another team is called so already."), advice=_("Choose another name."))
    locked.name = words
    locked.save(update_fields=["name"])
    append(locked.workshop.stream, "group-renamed", group=locked.pk)
    return locked


def fit(groups: Sequence[Group], people: int) -> Sequence[Group]:
    """Give teams the sizes that so many people make in them: the format's where they are enough, more where more come,
    fewer where fewer do. Only for groups that no agenda gives places; call it in a transaction."""
    if not groups or not people:
        return groups
    size = groups[0].workshop.head.get("group_size", {})
    least, most = int(size.get("min", 0)), int(size.get("max", 30))
    for group in groups:
        group.capacity = max(most, -(-people // len(groups)))
        group.capacity_min = min(least, people // len(groups))
    Group.objects.bulk_update(groups, ["capacity", "capacity_min"])
    return groups


def are_teams(groups: Sequence[Group]) -> bool:
    """Whether the agenda names none of these groups."""
    return bool(groups) and all(group.item_id is None for group in groups)


def _make(workshop: Workshop, number: int) -> Group:
    size = workshop.head.get("group_size", {})
    return Group.objects.create(
        workshop=workshop,
        number=number,
        name=_name(workshop, number),
        capacity=int(size.get("max", 30)),
        capacity_min=int(size.get("min", 0)),
    )


def _name(workshop: Workshop, number: int) -> str:
    """What a team is called until it names itself: Team A, B, …, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    with override(workshop.event.language):
        word = str(say(workshop.head.get("group_word", {}))) or str(_("team"))
        return str(_("%(word)s %(letter)s") % {"word": word[:1].upper() + word[1:], "letter": letters})


def _block(event: Event, spec: FormatSpec) -> str:
    """A name that no other group work of the event has, nor a block of its agenda."""
    taken = {*Workshop.objects.filter(event=event).values_list("block", flat=True)}
    taken |= {*event.items.values_list("block", flat=True)}
    names = [spec.key, *(f"{spec.key}-{number}" for number in range(2, MOST_TEAMS))]
    free = next((name for name in names if name not in taken), None)
    if free is None:
        raise Refusal(_("This event has very much group work of this kind already."))
    return free


def _require_teams(workshop: Workshop) -> None:
    if workshop.groups.filter(item__isnull=False).exists():
        raise Refusal(
            _("These groups come from the agenda."), advice=_("Add or remove working groups there."), status=409
        )


def _used(group: Group) -> bool:
    rows = (group.seats, group.cards, group.clusters, group.sheets, group.awards, group.sittings, group.calls)
    return any(each.exists() for each in rows) or hasattr(group, "report")
