"""Who may know of a need or a measure: what was found at an event is the team's until its findings are published."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from talka.events import access as events
from talka.events.models import Event
from talka.people.access import once
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Programme, Project

from .models import CatalogueMeasure, Findings, FollowUp, Measure, MeasureEvidence, Need, NeedEvidence

Found = TypeVar("Found", Need, Measure)


def may_read_inside(person: Person | None, event: Event) -> bool:
    """The project's team, which sees what is not public."""
    return programmes.may_read_inside(person, event.project)


def may_read_cards(person: Person | None, event: Event) -> bool:
    """Cards that are not for everybody: who runs the event, as their writers were told; not who only looks on."""
    return events.may_run(person, event)


def may_read_findings(person: Person | None, event: Event) -> bool:
    """Everybody once they are published, the project's team before. At most one query more than the event's own."""
    if may_read_inside(person, event):
        return True
    said = Findings.of(event)
    return said is not None and said.public


def event_with_findings(person: Person | None, slug: str) -> Event:
    event = events.event_for(person, slug)
    if not may_read_findings(person, event):
        raise Http404
    return event


def event_to_shape(person: Person | None, slug: str) -> Event:
    """For turning clusters into needs and measures: the organisers."""
    return events.event_to_organise(person, slug)


def events_told(person: Person | None) -> QuerySet[Event]:
    """The events whose findings a person may read, as a subquery: published ones, and those of the team's projects."""
    published = Q(pk__in=events.events_known_to(person), findings__published_at__isnull=False)
    return Event.objects.filter(published | Q(project__in=programmes.team_projects(person)))


def told_in(programme: Programme, person: Person | None) -> list[int]:
    """The row ids of the events of one programme whose findings a person may read: for a page that asks `known_to`
    several times. One query."""
    return list(events_told(person).filter(project__programme=programme).order_by().values_list("pk", flat=True))


def known_to(person: Person | None, rows: QuerySet[Found], told: Collection[int] | None = None) -> QuerySet[Found]:
    """The needs or measures a person may know of, without those that went into another. told: see `readable`."""
    return readable(person, rows, told).filter(merged_into=None)


def readable(person: Person | None, rows: QuerySet[Found], told: Collection[int] | None = None) -> QuerySet[Found]:
    """What was voiced at an event whose findings the person may read; what no event voiced, with its programme. told:
    the row ids of `events_told` where the caller has read them; those of one programme are enough for its own rows."""
    events = events_told(person) if told is None else told
    evidence = NeedEvidence if rows.model is Need else MeasureEvidence
    owner = "need_id" if rows.model is Need else "measure_id"
    voiced = evidence.objects.filter(cluster__group__workshop__event__in=events).values(owner)
    team = Q(programme__in=programmes.team_projects(person).values("programme"))
    recorded = Q(event=None) & (Q(programme__public=True, programme__archived_at=None) | team)
    return rows.filter(Q(event__in=events) | Q(pk__in=voiced) | recorded)


def need_for(person: Person | None, pk: int) -> Need:
    rows = Need.objects.select_related("programme", "event__project", "merged_into", "competence")
    return _known(person, rows.filter(pk=pk))


def measure_for(person: Person | None, pk: int) -> Measure:
    """With the event it is held as only where the person may know of that."""
    rows = Measure.objects.select_related("programme", "event__project", "merged_into")
    held = Prefetch("held_as", events.events_known_to(person))
    return _known(person, rows.filter(pk=pk).prefetch_related(held))


def _known(person: Person | None, rows: QuerySet[Found]) -> Found:
    found = readable(person, rows).first()
    if found is None:
        raise Http404
    return found


def may_shape(person: Person | None, thing: Need | Measure) -> bool:
    """Whether a person may change it: who organises the event that voiced it, or, where none did, anything in the
    programme."""
    if thing.event is None:
        return may_keep_register(person, thing.programme)
    return events.may_organise(person, thing.event)


def is_on_team(person: Person | None, programme: Programme) -> bool:
    """Whether somebody has a role in any project of the programme."""
    rows = programmes.team_projects(person).filter(programme=programme)
    return person is not None and once(person, f"on the team of programme {programme.pk}", rows.exists)


def may_keep_register(person: Person | None, programme: Programme) -> bool:
    """Whether somebody organises anything in the programme, and so keeps its needs, measures and competences."""
    rows = programmes.team_projects(person, programmes.ORGANISER).filter(programme=programme)
    return person is not None and once(person, f"keeps the register of programme {programme.pk}", rows.exists)


def programme_with_framework(person: Person | None, slug: str) -> Programme:
    return programmes.programme_for(person, slug)


def may_keep_catalogue(person: Person | None) -> bool:
    """Whether somebody organises anything anywhere, and so keeps and uses the catalogue of measures."""
    return programmes.is_administrator(person) or (person is not None and programmes.organises_anything(person))


def may_change_entry(person: Person | None, entry: CatalogueMeasure) -> bool:
    """Whoever took a measure into the catalogue, and administrators; all others use it as it is."""
    own = person is not None and entry.created_by_id == person.pk and may_keep_catalogue(person)
    return programmes.is_administrator(person) or own


def catalogue_entry_for(person: Person | None, pk: int) -> CatalogueMeasure:
    """For those who keep the catalogue: "not found" to everybody else."""
    entry = CatalogueMeasure.objects.filter(pk=pk).first() if may_keep_catalogue(person) else None
    if entry is None:
        raise Http404
    return entry


def programme_to_keep(person: Person | None, slug: str) -> Programme:
    """For pages on which competences, measures and follow-up programmes are kept: "not found" to all but organisers."""
    programme = programmes.programme_for(person, slug)
    if not may_keep_register(person, programme):
        raise Http404
    return programme


def plan_told() -> Q:
    """Measures whose cost, days and effect are everybody's: they stand in a follow-up programme that is published."""
    return Q(planned__follow_up__published_at__isnull=False)


def may_read_plan(person: Person | None, measure: Measure) -> bool:
    return is_on_team(person, measure.programme) or Measure.objects.filter(plan_told(), pk=measure.pk).exists()


def follow_ups_known_to(person: Person | None) -> QuerySet[FollowUp]:
    """Published ones of public programmes, and all in programmes on whose team the person is."""
    team = Q(programme__in=programmes.team_projects(person).values("programme"))
    public = Q(published_at__isnull=False, programme__public=True, programme__archived_at=None)
    return FollowUp.objects.filter(public | team)


def follow_up_for(person: Person | None, pk: int) -> FollowUp:
    """One that is published, or, for those who may see inside the programme, any."""
    row = FollowUp.objects.select_related("programme", "run__created_by", "run__decided_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    programme = programmes.programme_for(person, row.programme.slug)
    if row.published_at is None and not is_on_team(person, programme):
        raise Http404
    return row


def follow_up_to_work_out(person: Person | None, pk: int) -> FollowUp:
    row = follow_up_for(person, pk)
    if not may_keep_register(person, row.programme):
        raise Http404
    return row


def measure_to_shape(person: Person | None, pk: int) -> Measure:
    measure = measure_for(person, pk)
    if not may_shape(person, measure):
        raise Http404
    return measure


def programmes_kept(person: Person | None) -> QuerySet[Programme]:
    """The programmes whose register somebody keeps."""
    own = programmes.team_projects(person, programmes.ORGANISER).values("programme")
    return Programme.objects.filter(pk__in=own, archived_at=None).order_by("code", "pk")


def projects_to_hold(person: Person | None, measure: Measure) -> list[Project]:
    """The projects in which somebody can make an event of an accepted measure; none where it is no event or held."""
    if measure.state != Measure.State.ACCEPTED or measure.held_as_id or not measure.is_event:
        return []
    own = programmes.team_projects(person, programmes.ORGANISER)
    return list(own.filter(programme=measure.programme, archived_at=None).order_by("number", "pk"))
