"""The only door to events and what hangs on them."""

from dataclasses import dataclass

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Project, TeamMember
from talka.ui.refusals import Refusal

from .models import AgendaItem, Cost, Event, Invitation, Photo, Presentation, Registration, SheetImport


def event_for(person: Person | None, slug: str) -> Event:
    """The event as one may know of it: published ones are public where their project is, drafts are the team's."""
    event = Event.objects.select_related("project__programme", "activity", "area", "follows").filter(slug=slug).first()
    if event is None:
        raise Http404
    project = event.project
    if event.state != Event.State.DRAFT and project.public and project.programme.public:
        return event
    if programmes.may_read_inside(person, project):
        return event
    raise Http404


def event_to_organise(person: Person | None, slug: str) -> Event:
    """For pages of the organiser: "not found" to everybody else."""
    event = event_for(person, slug)
    if not may_organise(person, event):
        raise Http404
    return event


def event_inside(person: Person | None, slug: str) -> Event:
    """For what is not public yet, like the draft agenda: anybody on the team."""
    event = event_for(person, slug)
    if not may_read_inside(person, event):
        raise Http404
    return event


def event_with_costs(person: Person | None, slug: str) -> Event:
    """For money: organisers and auditors."""
    event = event_for(person, slug)
    if not may_read_costs(person, event):
        raise Http404
    return event


def event_to_run(person: Person | None, slug: str) -> Event:
    """For pages of the day: check-in, groups. Organisers and facilitators."""
    event = event_for(person, slug)
    if not may_run(person, event):
        raise Http404
    return event


def event_with_people(person: Person | None, slug: str) -> Event:
    """For lists with names: organisers, facilitators and auditors."""
    event = event_for(person, slug)
    if not may_read_people(person, event):
        raise Http404
    return event


def registration_for(token: str) -> Registration:
    """The holder of a registration's own link is who may see and change it."""
    registration = (
        Registration.objects.select_related("event__project__programme", "person", "organisation")
        .filter(token=token)
        .first()
    )
    if registration is None:
        raise Http404
    return registration


def registration_by_link(token: str) -> Registration:
    """As `registration_for`, but a link that opens nothing gets an answer one can act on."""
    try:
        registration = registration_for(token)
    except Http404:
        raise Refusal(
            _("This link opens no registration."),
            _("It may have been shortened on its way, or the registration was erased."),
            _("Open the link from the letter once more, or ask for it again on the event's page."),
            status=404,
        ) from None
    if registration.event.state == Event.State.DRAFT:
        raise Refusal(_("This event is not public at the moment."), advice=_("Try again later."), status=404)
    return registration


def event_by_name_card(slug: str) -> Event:
    """The event of a name card that somebody holds in their hands, public or not; drafts have no name cards yet."""
    event = Event.objects.select_related("project__programme", "area").filter(slug=slug).first()
    if event is None or event.state == Event.State.DRAFT:
        raise Http404
    return event


def registration_in(event: Event, code: str) -> Registration:
    """A registration of this event by its short code, for pages of those who run it."""
    registration = (
        Registration.objects.select_related("person", "organisation").filter(event=event, code=code.upper()).first()
    )
    if registration is None:
        raise Http404
    registration.event = event
    return registration


def may_organise(person: Person | None, event: Event) -> bool:
    return programmes.may_organise(person, event.project)


def may_run(person: Person | None, event: Event) -> bool:
    return programmes.is_administrator(person) or bool(
        programmes.roles_in(person, event.project) & {programmes.ORGANISER, programmes.FACILITATOR}
    )


def may_read_people(person: Person | None, event: Event) -> bool:
    return programmes.may_read_people(person, event.project)


def events_known_to(person: Person | None) -> QuerySet[Event]:
    """The events a person may know of, by the same rule as `event_for`."""
    own = Q(project__in=programmes.team_projects(person))
    public = Q(project__public=True, project__programme__public=True) & ~Q(state=Event.State.DRAFT)
    return Event.objects.filter(own | public)


def may_read_inside(person: Person | None, event: Event) -> bool:
    return programmes.may_read_inside(person, event.project)


def may_read_costs(person: Person | None, event: Event) -> bool:
    return programmes.is_administrator(person) or bool(
        programmes.roles_in(person, event.project) & {programmes.ORGANISER, programmes.AUDITOR}
    )


def projects_to_organise(person: Person | None) -> QuerySet[Project]:
    """Projects in which the person may create events."""
    rows = Project.objects.select_related("programme")
    if programmes.is_administrator(person):
        return rows
    if person is None:
        return rows.none()
    own = TeamMember.objects.filter(person=person, role=programmes.ORGANISER)
    return rows.filter(
        Q(pk__in=own.exclude(project=None).values("project"))
        | Q(programme__in=own.filter(project=None).values("programme"))
    )


def item_for(event: Event, key: str) -> AgendaItem:
    """An agenda item of an event whose door has been passed already."""
    item = event.items.select_related("edited_by").filter(key=key).first()
    if item is None:
        raise Http404
    item.event = event
    return item


def presentation_for(person: Person | None, slug: str, token: str) -> Presentation:
    """A file of the event: published ones for whoever may know of the event, others for its team and its uploader."""
    event = event_for(person, slug)
    row = Presentation.objects.select_related("item").filter(token=token, item__event=event).first()
    if row is None:
        raise Http404
    row.item.event = event
    if row.published or may_read_inside(person, event):
        return row
    if person is not None and row.uploaded_by_id == person.pk:
        return row
    raise Http404


def photo_for(person: Person | None, slug: str, token: str) -> Photo:
    event = event_for(person, slug)
    row = event.photos.filter(token=token).first()
    if row is None or not (row.published or may_read_inside(person, event)):
        raise Http404
    row.event = event
    return row


def cost_for(event: Event, number: int) -> Cost:
    """A cost of an event whose door for money has been passed already."""
    row = event.costs.filter(pk=number).first()
    if row is None:
        raise Http404
    row.event = event
    return row


def invitation_for(token: str) -> Invitation:
    """The holder of an invitation's own link is who may answer it."""
    row = (
        Invitation.objects.select_related("event__project__programme", "event__area", "person__organisation")
        .filter(token=token, person__erased_at=None)
        .exclude(event__state=Event.State.DRAFT)
        .first()
    )
    if row is None:
        raise Http404
    return row


def invitation_of(event: Event, number: int) -> Invitation:
    """One line of an event's list, whose door has been passed already."""
    row = event.invitations.select_related("person").filter(pk=number).first()
    if row is None:
        raise Http404
    row.event = event
    return row


def list_of(event: Event, number: int) -> SheetImport:
    """An address list of an event whose door has been passed already."""
    row = event.imports.filter(pk=number, kind=SheetImport.Kind.INVITATIONS).first()
    if row is None:
        raise Http404
    row.event = event
    return row


def ids_to_organise(person: Person) -> QuerySet[Event, str]:
    """Ids of the events whose letters the person may read, as texts."""
    rows = Event.objects.filter(project__in=projects_to_organise(person))
    return rows.annotate(as_text=Cast("pk", CharField())).values_list("as_text", flat=True)


@dataclass(frozen=True)
class Standing:
    """What a person may do with one event, found out at once. One query."""

    organises: bool
    inside: bool
    reads_people: bool
    reads_costs: bool


def standing_of(person: Person | None, event: Event) -> Standing:
    if programmes.is_administrator(person):
        return Standing(True, True, True, True)
    roles = programmes.roles_in(person, event.project)
    organises, auditor = programmes.ORGANISER in roles, programmes.AUDITOR in roles
    return Standing(
        organises=organises,
        inside=bool(roles),
        reads_people=organises or auditor or programmes.FACILITATOR in roles,
        reads_costs=organises or auditor,
    )
