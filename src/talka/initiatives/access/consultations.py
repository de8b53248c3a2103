"""Who may read a consultation, hold it, and comment in it."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.http import Http404

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Consent, Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import organises_anything, organises_in, programmes_organised
from talka.programmes.models import Programme

from ..models import Consultation, ConsultationComment, ConsultationPart
from .offices import acts_for

CONSENT = "consultation_comment"
"""The subject of the consent to be named, in `people.Consent`: its number is the comment's."""
NAMED = Consent.Kind.QUOTING
RELATED = ("organisation", "programme", "area", "event", "initiative")


def held_by(person: Person | None) -> Q:
    """The consultations that somebody may hold: of their organisation, of programmes they organise."""
    if person is None:
        return Q(pk=None)
    if is_administrator(person):
        return Q(pk__isnull=False)
    held = Q(pk=None)
    office = office_of(person)
    if office is not None:
        held |= Q(organisation=office)
    if organises_anything(person):
        held |= Q(programme__in=programmes_organised(person))
    return held


def consultations_known_to(person: Person | None) -> QuerySet[Consultation]:
    """Published ones, and drafts of those who hold them."""
    return Consultation.objects.filter(Q(published_at__isnull=False) | held_by(person), retired_at=None)


def holds(person: Person | None, row: Consultation) -> bool:
    """The people of its organisation, the organisers of its programme, administrators. At most two queries, once per
    request."""
    if person is None:
        return False
    return once(person, f"holds consultation {row.pk}", lambda: _holds(person, row))


def _holds(person: Person, row: Consultation) -> bool:
    if row.organisation is not None and acts_for(person, row.organisation):
        return True
    return row.programme_id is not None and organises_in(person, row.programme_id)


def may_begin(person: Person | None) -> bool:
    return person is not None and (
        is_administrator(person) or office_of(person) is not None or organises_anything(person)
    )


def may_begin_for(person: Person | None, organisation: Organisation | None, programme: Programme | None) -> bool:
    """For all that are named."""
    own = organisation is None or acts_for(person, organisation)
    return own and (programme is None or organises_in(person, programme.pk)) and bool(organisation or programme)


def beginners_only(person: Person | None) -> Person:
    """For the page on which one is begun: "not found" to everybody else."""
    if person is None or not may_begin(person):
        raise Http404
    return person


def consultation_for(person: Person | None, pk: int) -> Consultation:
    row = consultations_known_to(person).select_related(*RELATED).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def consultation_held(person: Person | None, pk: int) -> Consultation:
    """For pages of those who hold it: "not found" to everybody else."""
    row = consultation_for(person, pk)
    if not holds(person, row):
        raise Http404
    return row


def hearing_of(row: Consultation, person: Person | None) -> Event | None:
    """The event at which people speak about it, if the reader may know of it. One query where there is one."""
    return row.event if row.event_id and events_known_to(person).filter(pk=row.event_id).exists() else None


def part_for(row: Consultation, pk: int) -> ConsultationPart:
    """A part of a consultation whose door has been passed; a removed one, too: its comments stay."""
    part = ConsultationPart.objects.filter(consultation=row, pk=pk).first()
    if part is None:
        raise Http404
    return part


def comment_in(row: Consultation, pk: int) -> ConsultationComment:
    """A comment of a consultation whose door has been passed; none that was taken back."""
    rows = ConsultationComment.objects.select_related("part", "person", "organisation")
    comment = rows.filter(consultation=row, pk=pk, withdrawn_at=None).first()
    if comment is None:
        raise Http404
    comment.consultation = row
    return comment


def comment_of_ones_own(person: Person | None, row: Consultation, pk: int) -> ConsultationComment:
    comment = comment_in(row, pk)
    if person is None or comment.person_id != person.pk:
        raise Http404
    return comment


def report_for(person: Person | None, pk: int) -> Consultation:
    """The answers are everybody's once they are published; before that, of those who hold it."""
    row = consultation_for(person, pk)
    if row.reported_at is None and not holds(person, row):
        raise Http404
    return row


def named(comments: Collection[ConsultationComment]) -> set[int]:
    """Of which comments the writer's consent to be named stands. One query, none for none."""
    writers = {row.pk: row.person_id for row in comments if row.person_id and row.shown_as != "nobody"}
    if not writers:
        return set()
    found = Consent.objects.filter(
        subject_kind=CONSENT, subject_id__in=[str(pk) for pk in writers], withdrawn_at=None, kind=NAMED
    ).values_list("subject_id", "person_id")
    return {int(pk) for pk, person in found if writers[int(pk)] == person}


def check_holds(person: Person | None, row: Consultation) -> None:
    """Raises Refusal(403). For actions."""
    if not holds(person, row):
        raise not_allowed()


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
