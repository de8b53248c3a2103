"""Who may read an impression, and whether its writer's name and the photographs stand with it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed
from talka.people.models import Consent, Person
from talka.programmes.access import organises_anything, organises_in, programmes_organised
from talka.programmes.models import Programme

from ..models import AngelRequest, Impression, ImpressionPhoto, Learner, Staff
from . import may_run_cohort

CONSENT = "impression"
"""The subject of the consents to be named and to be shown in photographs, in `people.Consent`: its number is the
impression's."""
QUOTING, PHOTOS = Consent.Kind.QUOTING, Consent.Kind.PHOTOS


def consents(rows: Collection[Impression]) -> set[tuple[int, str]]:
    """(impression, kind of consent) that stand, of the one who wrote it. One query."""
    writers = {row.pk: row.person_id for row in rows if row.person_id is not None}
    found = Consent.objects.filter(
        subject_kind=CONSENT, subject_id__in=[str(pk) for pk in writers], withdrawn_at=None, kind__in=(QUOTING, PHOTOS)
    ).values_list("subject_id", "kind", "person_id")
    return {(int(pk), kind) for pk, kind, person in found if writers[int(pk)] == person}


def stands(row: Impression, kind: str) -> bool:
    """Whether one consent to it stands. One query."""
    return (row.pk, str(kind)) in consents([row])


def published() -> QuerySet[Impression]:
    """What everybody reads."""
    shown = Q(training=None) | Q(training__published_at__isnull=False, training__retired_at=None)
    open_to_all = Q(programme__public=True, programme__archived_at=None)
    return Impression.objects.filter(shown, open_to_all, state=Impression.State.PUBLISHED)


def open_to_all(row: Impression) -> bool:
    """Whether everybody reads it once it is published: its training programme may be a draft, its programme closed."""
    training, programme = row.training, row.programme
    shown = training is None or (training.published_at is not None and training.retired_at is None)
    return shown and programme.public and programme.archived_at is None


def to_publish(person: Person | None) -> Q:
    """What a coordinator may be offered: of trainings and cohorts they coordinate, of programmes they organise."""
    if person is None:
        return Q(pk=None)
    if is_administrator(person):
        return Q(pk__isnull=False)
    staff = Staff.objects.filter(training=OuterRef("training"), person=person, role=Staff.Role.COORDINATOR)
    staff = staff.filter(Q(cohort=None) | Q(cohort=OuterRef("team__cohort")))
    known = Q(Exists(staff))
    if organises_anything(person):
        known |= Q(programme__in=programmes_organised(person))
    return known


def offered_to(person: Person | None) -> QuerySet[Impression]:
    """What waits for the person's word."""
    return Impression.objects.filter(to_publish(person), state=Impression.State.OFFERED)


def own(person: Person | None) -> QuerySet[Impression]:
    return Impression.objects.none() if person is None else Impression.objects.filter(person=person)


def may_decide(person: Person | None, row: Impression) -> bool:
    """Those who run the training programme, or organise the programme of an angel's story."""
    if row.team is not None:
        return may_run_cohort(person, row.team.cohort)
    return organises_in(person, row.programme_id)


def impression_for(person: Person | None, pk: int) -> Impression:
    """A draft is its writer's alone."""
    rows = Impression.objects.select_related(
        "programme", "training", "team__organisation", "team__cohort__training__programme", "person__organisation"
    )
    known = Q(pk__in=published().values("pk")) | Q(pk__in=own(person).values("pk"))
    known |= to_publish(person) & ~Q(state=Impression.State.DRAFT)
    row = rows.filter(known, pk=pk).first()
    if row is None:
        raise Http404
    return row


def impression_of_ones_own(person: Person | None, pk: int) -> Impression:
    row = impression_for(person, pk)
    if person is None or row.person_id != person.pk:
        raise Http404
    return row


def impression_to_decide(person: Person | None, pk: int) -> Impression:
    row = impression_for(person, pk)
    if row.state == Impression.State.DRAFT or not may_decide(person, row):
        raise Http404
    return row


def may_remove(person: Person | None, row: Impression) -> bool:
    """The writer; of a story whose writer was erased, those who publish."""
    if row.person_id is None:
        return may_decide(person, row)
    return person is not None and row.person_id == person.pk


def impression_to_remove(person: Person | None, pk: int) -> Impression:
    row = impression_for(person, pk)
    if not may_remove(person, row):
        raise Http404
    return row


def impression_to_give_back(person: Person | None, pk: int) -> Impression:
    """There is nobody to give it back to where the writer was erased."""
    row = impression_to_decide(person, pk)
    if row.person_id is None:
        raise Http404
    return row


def photo_for(person: Person | None, pk: int, token: str) -> ImpressionPhoto:
    """Everybody sees it only while the writer's consent stands; the writer and who decides, in any case."""
    impression = impression_for(person, pk)
    row = ImpressionPhoto.objects.filter(impression=impression, token=token).first()
    if row is None:
        raise Http404
    mine = person is not None and impression.person_id == person.pk
    if not mine and not may_decide(person, impression) and not stands(impression, PHOTOS):
        raise Http404
    row.impression = impression
    return row


def photo_to_remove(person: Person | None, pk: int, token: str) -> ImpressionPhoto:
    """For the writer, and for those who publish."""
    row = photo_for(person, pk, token)
    mine = person is not None and row.impression.person_id == person.pk
    if not mine and not may_decide(person, row.impression):
        raise Http404
    return row


def places_to_write(person: Person | None) -> list[Learner]:
    """The person's places in teams, of which they may tell; also of those they have left."""
    if person is None:
        return []
    rows = Learner.objects.filter(person=person, team__cohort__training__retired_at=None)
    rows = rows.select_related("team__organisation", "team__cohort__training__programme").order_by("-pk")
    return list(rows)


def in_team(place: Learner) -> bool:
    """Whether they are still in it: only those speak for the team."""
    return place.left_on is None and place.team.left_on is None


def programmes_helped(person: Person | None) -> list[Programme]:
    """Where the person was at work as a knowledge angel."""
    if person is None:
        return []
    agreed = AngelRequest.objects.filter(programme=OuterRef("pk"), angel__person=person)
    return list(Programme.objects.filter(Exists(agreed), archived_at=None).order_by("code", "pk"))


def may_write(person: Person | None) -> bool:
    return bool(places_to_write(person) or programmes_helped(person))


def writers_only(person: Person | None) -> Person:
    """For the page on which one is begun: "not found" to whoever has taken no part."""
    if person is None or not may_write(person):
        raise Http404
    return person


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
