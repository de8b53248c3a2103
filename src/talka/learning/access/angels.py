"""Who may know of a knowledge angel, of a request, of who is proposed, and of what the two sides do."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Consent, Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import (
    ORGANISER,
    organises_anything,
    organises_in,
    programmes_organised,
    team_projects,
)
from talka.programmes.models import Programme

from ..models import Advice, Angel, AngelRequest, MentorVisit, Proposal
from ..models.angel_requests import LIVE, MENTORED
from ..models.mentoring import AGREED, HELD

CONSENT = "angel"
"""The subject of the consent to be proposed, in `people.Consent`: its kind is CONTACT, its number the angel's."""


def consents_of(angel: Angel) -> QuerySet[Consent]:
    """Those that stand: somebody is an angel once only, so they are all about this."""
    return Consent.objects.filter(person=angel.person_id, subject_kind=CONSENT, withdrawn_at=None)


def consenting() -> QuerySet[Angel]:
    """Those whose consent stands: nobody else is listed or proposed."""
    given = Consent.objects.filter(person=OuterRef("person"), subject_kind=CONSENT, withdrawn_at=None)
    return Angel.objects.filter(Exists(given), person__erased_at=None, person__merged_into=None)


def listed(person: Person | None) -> QuerySet[Angel]:
    """Everybody sees those who agreed to be public; organisers of anything all whose consent stands."""
    rows = consenting()
    return rows if keeps_angels(person) else rows.filter(public=True)


def keeps_angels(person: Person | None) -> bool:
    """Organisers of anything invite angels and see those who are not public: they propose them."""
    return is_administrator(person) or (person is not None and organises_anything(person))


def angel_for(person: Person | None, pk: int) -> Angel:
    row = listed(person).select_related("person__organisation", "home").filter(pk=pk).first()
    own = angel_of(person)
    if row is None and own is not None and own.pk == pk:
        row = own
    if row is None:
        raise Http404
    return row


def angel_of(person: Person | None) -> Angel | None:
    """The person's own entry, whether or not their consent stands. One query per request."""
    if person is None:
        return None
    rows = Angel.objects.select_related("person__organisation__area", "home").filter(person=person)
    return once(person, "own angel", rows.first)


def signed_in(person: Person | None) -> Person:
    """For a person's own pages: "not found" to nobody."""
    if person is None:
        raise Http404
    return person


def keepers_of_angels_only(person: Person | None) -> None:
    if not keeps_angels(person):
        raise Http404


def may_ask(person: Person | None) -> bool:
    """Who works for an organisation of the register (somebody else said so), and organisers of anything."""
    return office_of(person) is not None or keeps_angels(person)


def may_ask_in(person: Person | None, programme: Programme, organisation: Organisation) -> bool:
    """For one's own organisation in a public programme; organisers of the programme for any."""
    if organises_in(person, programme.pk):
        return True
    own = office_of(person)
    return own is not None and own.pk == organisation.pk and programme.public and programme.archived_at is None


def programmes_to_ask_in(person: Person | None) -> QuerySet[Programme]:
    rows = Programme.objects.filter(archived_at=None)
    if is_administrator(person):
        return rows
    known = Q(pk__in=programmes_organised(person))
    if office_of(person) is not None:
        known |= Q(public=True)
    return rows.filter(known)


def askers_only(person: Person | None) -> Person:
    if person is None or not may_ask(person):
        raise Http404
    return person


def requests_known_to(person: Person | None) -> QuerySet[AngelRequest]:
    """Of one's own organisation, those one is asked to help with, and all in programmes one organises."""
    rows = AngelRequest.objects.all()
    if person is None:
        return rows.none()
    if is_administrator(person):
        return rows
    asked = Proposal.objects.filter(request=OuterRef("pk"), angel__person=person)
    known = Q(angel__person=person) | Q(Exists(asked.filter(state__in=[*LIVE, Proposal.State.AGREED])))
    # Who visited keeps reading what they wrote, also where the request was withdrawn afterwards.
    known |= Q(Exists(MentorVisit.objects.filter(HELD, request=OuterRef("pk"), angel__person=person)))
    office = office_of(person)
    if office is not None:
        known |= Q(organisation=office)
    if organises_anything(person):
        known |= Q(programme__in=programmes_organised(person))
    return rows.filter(known)


def organises_request(person: Person | None, row: AngelRequest) -> bool:
    return organises_in(person, row.programme_id)


def asks(person: Person | None, row: AngelRequest) -> bool:
    """Whether somebody speaks for those who ask."""
    office = office_of(person)
    return office is not None and office.pk == row.organisation_id


def may_change(person: Person | None, row: AngelRequest) -> bool:
    return asks(person, row) or organises_request(person, row)


def helps(person: Person | None, row: AngelRequest) -> bool:
    """Whether it is the angel who was agreed with."""
    own = angel_of(person)
    return own is not None and row.angel_id == own.pk


def gave(person: Person | None, advice: Advice) -> bool:
    """Whether it is their own advice, also where they help no more."""
    own = angel_of(person)
    return own is not None and advice.angel_id == own.pk


def may_write(person: Person | None, row: AngelRequest) -> bool:
    """Visits and advice are the angel's to enter; organisers help."""
    return helps(person, row) or organises_request(person, row)


def request_for(person: Person | None, pk: int) -> AngelRequest:
    rows = requests_known_to(person).select_related(
        "programme", "organisation", "area", "asked_by", "angel__person__organisation"
    )
    row = rows.defer("area__boundary", "area__outline").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def request_to_change(person: Person | None, pk: int) -> AngelRequest:
    """For those who ask, and organisers."""
    row = request_for(person, pk)
    if not may_change(person, row):
        raise Http404
    return row


def request_to_organise(person: Person | None, pk: int) -> AngelRequest:
    row = request_for(person, pk)
    if not organises_request(person, row):
        raise Http404
    return row


def request_to_write(person: Person | None, pk: int) -> AngelRequest:
    """For the angel and organisers, once there is one."""
    row = request_for(person, pk)
    if not may_write(person, row) or row.angel_id is None or row.is_over:
        raise Http404
    return row


def request_of_both(person: Person | None, pk: int) -> AngelRequest:
    """For the two sides and organisers, once they have agreed: their aims, and whether everybody reads the advice."""
    row = request_for(person, pk)
    if row.angel_id is None or not (may_change(person, row) or helps(person, row)):
        raise Http404
    return row


def request_at_work(person: Person | None, pk: int) -> AngelRequest:
    """For the two sides and organisers, while an angel is at it."""
    row = request_of_both(person, pk)
    if not is_taken(row):
        raise Http404
    return row


def request_of_helper(person: Person | None, pk: int) -> AngelRequest:
    """For the angel who was agreed with, and organisers: what they are thanked for."""
    row = request_for(person, pk)
    if row.angel_id is None or not may_write(person, row):
        raise Http404
    return row


def lines_of(person: Person | None, request: AngelRequest) -> Q:
    """The budget lines from which somebody may have a visit paid: of projects of the programme that they organise."""
    own = team_projects(person, ORGANISER).filter(programme=request.programme_id)
    return Q(project__in=own)


def proposal_for(person: Person | None, pk: int) -> Proposal:
    """For the angel who is asked; for organisers; for those who ask once the angel is willing."""
    rows = Proposal.objects.select_related("request__programme", "request__organisation", "angel__person")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    own = angel_of(person)
    known = own is not None and own.pk == row.angel_id and row.state in (*LIVE, Proposal.State.AGREED)
    told = asks(person, row.request) and row.state in (Proposal.State.ACCEPTED, Proposal.State.AGREED)
    if not known and not told and not organises_request(person, row.request):
        raise Http404
    return row


def agreed_visit_for(person: Person | None, pk: int, visit: int) -> MentorVisit:
    """One that is agreed and not held yet: for the two sides and organisers."""
    request = request_at_work(person, pk)
    row = MentorVisit.objects.filter(AGREED, request=request, pk=visit).first()
    if row is None:
        raise Http404
    row.request = request
    return row


def visit_to_retire(person: Person | None, pk: int, visit: int) -> MentorVisit:
    """Whoever entered it takes a visit away that was a mistake; either side calls off one that was agreed."""
    agreed = MentorVisit.objects.filter(AGREED, request=pk, pk=visit).exists()
    return agreed_visit_for(person, pk, visit) if agreed else visit_to_change(person, pk, visit)


def visit_to_change(person: Person | None, pk: int, visit: int) -> MentorVisit:
    request = request_for(person, pk)
    row = MentorVisit.objects.filter(request=request, pk=visit, retired_at=None).first()
    if row is None or not may_write(person, request):
        raise Http404
    row.request = request
    return row


def advice_known_to(person: Person | None) -> QuerySet[Advice]:
    """Of requests one knows from within, and one's own; and what both sides agreed that everybody reads, the newest
    version of it."""
    newer = Advice.objects.filter(request=OuterRef("request"), number__gt=OuterRef("number"))
    public = Q(angel_agrees_at__isnull=False, asker_agrees_at__isnull=False) & ~Q(Exists(newer))
    public &= Q(request__programme__public=True, request__programme__archived_at=None)
    known = public | Q(request__in=requests_inside(person))
    return Advice.objects.filter(known if person is None else known | Q(angel__person=person))


def requests_inside(person: Person | None) -> QuerySet[AngelRequest]:
    """Those whose work together somebody reads: who ask, the angel who was agreed with, organisers; nobody who was
    only proposed."""
    if person is None or is_administrator(person):
        return AngelRequest.objects.none() if person is None else AngelRequest.objects.all()
    known = Q(angel__person=person)
    office = office_of(person)
    if office is not None:
        known |= Q(organisation=office)
    if organises_anything(person):
        known |= Q(programme__in=programmes_organised(person))
    return AngelRequest.objects.filter(known)


def advice_for(person: Person | None, pk: int) -> Advice:
    rows = advice_known_to(person).select_related("request__programme", "request__organisation", "angel__person")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def programme_of_rounds(person: Person | None, slug: str) -> Programme:
    """For pages on which an organiser has angels proposed."""
    row = Programme.objects.filter(slug=slug).first()
    if row is None or not organises_in(person, row.pk):
        raise Http404
    return row


def is_taken(row: AngelRequest) -> bool:
    """Whether an angel is at it."""
    return row.state in MENTORED


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
