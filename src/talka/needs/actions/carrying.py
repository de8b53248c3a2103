"""From a measure that is accepted to what is held: an event, with those who voiced the need invited first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events.actions import agenda, costs, events, invitations
from talka.events.models import AgendaItem, Event
from talka.events.patterns import Pattern, pattern, patterns
from talka.people.access import not_allowed
from talka.people.models import Person
from talka.programmes.models import Project
from talka.ui.few import FEW
from talka.ui.refusals import Refusal

from ..access import may_shape
from ..models import Measure, NeedEvidence
from ..queries.became import groups_people, speakers


@transaction.atomic
def hold_as_event(measure: Measure, project: Project, *, by: Person | None) -> Event:
    """Make a draft of an event from an accepted measure: its ready agenda on the day decided on, its places, hours,
    cost and expert. It follows the event at which the measure was proposed, or that voiced a need it answers."""
    if not may_shape(by, measure):
        raise not_allowed()
    row = Measure.objects.select_for_update(of=("self",)).select_related("programme").get(pk=measure.pk)
    _can_be_held(row, project)
    first = row.decided_day or row.dates.values_list("day", flat=True).first()
    if first is None:
        raise Refusal(_("The measure has no day."), _("No event was made."), _("Say a possible day with the measure."))
    language = (get_language() or "lv").split("-")[0]
    ready = pattern_of(row)
    event = events.create_from_pattern(
        project,
        ready,
        title=LazyI18nString({language: row.words}),
        first_day=first,
        last_day=first + dt.timedelta(days=max(row.days, ready.days if ready else 1) - 1),
        by=by,
    )
    values: dict[str, object] = {"follows": voiced_at(row)}
    if row.description:
        values["summary"] = LazyI18nString({language: row.description})
    if row.capacity:
        values["capacity"] = row.capacity
    if row.hours:
        values["certificate_hours"] = row.hours
    event = events.edit_event(event, values, seen=event.version, by=by)
    if row.planned_eur:
        line = row.budget_line if row.budget_line and row.budget_line.project_id == project.pk else None
        costs.add_cost(
            event, costs.CostData(what=row.words[:200], planned_eur=row.planned_eur, budget_line=line), by=by
        )
    talk = event.items.filter(kind=AgendaItem.Kind.TALK).first()
    if row.expert is not None and talk is not None:
        agenda.add_speaker(talk, row.expert, introduced_as=LazyI18nString(""), by=by)
    row.held_as = event
    row.save(update_fields=["held_as"])
    return event


def _can_be_held(row: Measure, project: Project) -> None:
    if row.held_as_id:
        raise Refusal(
            _("An event has been made of this measure already."), _("No second one was made."), _("Open that event.")
        )
    if row.merged_into_id or row.state != Measure.State.ACCEPTED:
        raise Refusal(
            _("Only an accepted measure becomes an event."),
            _("No event was made."),
            _("Decide on a follow-up programme that holds it."),
        )
    if not row.is_event:
        raise Refusal(
            _("A measure of this kind is no event."),
            _("It waits as an accepted measure for whoever carries it out."),
            _("Change its kind if it is to be held as an event after all."),
        )
    if project.programme_id != row.programme_id:
        raise Refusal(_("The project belongs to another programme."), _("No event was made."), status=422)


def pattern_of(measure: Measure) -> Pattern | None:
    """The ready agenda said with the measure, else the one usual for its kind."""
    return pattern(measure.pattern) or next((each for each in patterns() if each.kind == measure.kind), None)


def voiced_at(measure: Measure) -> Event | None:
    """Where it comes from: the event that proposed it, else the latest at which a need that it answers was voiced."""
    if measure.event is not None:
        return measure.event
    voiced = Event.objects.filter(workshops__groups__clusters__needs__need__answerings__measure=measure)
    return voiced.order_by("-first_day", "-pk").first()


@transaction.atomic
def invite_those_who_spoke(event: Event, *, by: Person | None) -> int:
    """Put those on the event's list of invitations who voiced the needs that it answers, and let them register first.

    Where fewer than five people known by name spoke for one of the needs, everybody of those groups is invited, so that
    the list does not tell who said what. How many are new on it; sending is a deed of its own.
    """
    people = list(invited_by_their_words(event))
    if not people:
        raise Refusal(
            _("Nobody who is known by name voiced a need that this event answers."),
            _("Nobody was invited."),
            _("Say with the measure which needs it answers, or invite people from a list."),
        )
    new = len(invitations.invite_people(event, people, by=by))
    fresh = Event.objects.select_related("project__programme").get(pk=event.pk)
    if not fresh.invited_first:
        events.edit_event(fresh, {"invited_first": True}, seen=fresh.version, by=by)
    return new


def invited_by_their_words(event: Event) -> Iterable[Person]:
    """Whom `invite_those_who_spoke` would invite: need by need, because adding one need to a measure would else tell by
    one new name on the list who spoke for it."""
    themes: defaultdict[int, set[int]] = defaultdict(set)
    rows = NeedEvidence.objects.filter(
        need__answerings__measure__held_as=event, cluster__group__workshop__rehearsal=False
    )
    for need, theme in rows.order_by("need_id").values_list("need_id", "cluster_id"):
        themes[need].add(theme)
    people: dict[int, Person] = {}
    for said in themes.values():
        spoke = list(speakers(said))
        people |= {person.pk: person for person in (groups_people(said) if 0 < len(spoke) < FEW else spoke)}
    return people.values()
