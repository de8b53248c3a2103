"""Who may know of a peer review, and who may do what in it.

Four come to it: the reviewed municipality's people, the team of peers, organisers of the programme, and whoever is
asked into the team and has not answered. Everybody else reads what the municipality published.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Person
from talka.people.office import office_of
from talka.programmes.access import organises_anything, organises_in, programmes_organised

from ..models import Peer, PeerReport, PeerReview, PositionStatement, ReviewMeeting, TeamNote

Stage = PeerReport.Stage
ORGANISER, REVIEWED, TEAM, ASKED = "organiser", "reviewed", "team", "asked"
INSIDE = frozenset({ORGANISER, REVIEWED, TEAM})
"""They read what the work is made of; whoever is only asked reads what is wanted and when."""


def public() -> QuerySet[PeerReview]:
    """Of which the municipality published something."""
    said = Q(report_public_at__isnull=False) | Q(plan_public_at__isnull=False) | Q(progress_public_at__isnull=False)
    rows = PeerReview.objects.filter(said, programme__public=True, programme__archived_at=None)
    return rows.exclude(state=PeerReview.State.WITHDRAWN)


def known_to(person: Person | None) -> QuerySet[PeerReview]:
    """What is public, those of one's own organisation, those one is on the team of or asked into, and all in
    programmes one organises."""
    if is_administrator(person):
        return PeerReview.objects.all()
    known = Q(pk__in=public().values("pk"))
    if person is not None:
        known |= Q(pk__in=inside(person).values("pk")) | Q(Exists(_own_places(person, Peer.State.INVITED)))
    return PeerReview.objects.filter(known)


def inside(person: Person | None) -> QuerySet[PeerReview]:
    """Those whose work somebody reads."""
    if person is None:
        return PeerReview.objects.none()
    if is_administrator(person):
        return PeerReview.objects.all()
    known = Q(Exists(_own_places(person, Peer.State.JOINED)))
    office = office_of(person)
    if office is not None:
        known |= Q(organisation=office)
    if organises_anything(person):
        known |= Q(programme__in=programmes_organised(person))
    return PeerReview.objects.filter(known)


def _own_places(person: Person, state: str) -> QuerySet[Peer]:
    return Peer.objects.filter(review=OuterRef("pk"), person=person, state=state)


def roles_of(person: Person | None, review: PeerReview) -> frozenset[str]:
    """As what somebody reads a review. Nobody of the reviewed municipality is on the team."""
    if person is None:
        return frozenset()
    found = set()
    if organises_in(person, review.programme_id):
        found.add(ORGANISER)
    if speaks_for_reviewed(person, review):
        found.add(REVIEWED)
    else:
        own = peer_of(person, review)
        if own is not None and own.state in (Peer.State.JOINED, Peer.State.INVITED):
            found.add(TEAM if own.state == Peer.State.JOINED else ASKED)
    return frozenset(found)


def speaks_for_reviewed(person: Person | None, review: PeerReview) -> bool:
    office = office_of(person)
    return office is not None and office.pk == review.organisation_id


def speaker_of(review: PeerReview) -> Person | None:
    """Who answers for the municipality: whoever began the review or was named since, as long as they work for it.
    None: nobody does, and organisers are to name somebody."""
    who = review.asked_by
    return who if who is not None and who.erased_at is None and speaks_for_reviewed(who, review) else None


def peer_of(person: Person | None, review: PeerReview) -> Peer | None:
    """The person's own place on the team, whatever they answered. One query, once per request."""
    if person is None:
        return None
    rows = Peer.objects.filter(review=review, person=person)
    return once(person, f"peer of review {review.pk}", rows.first)


def on_team(person: Person | None, review: PeerReview) -> bool:
    return TEAM in roles_of(person, review)


def organises(person: Person | None, review: PeerReview) -> bool:
    return ORGANISER in roles_of(person, review)


def may_change(person: Person | None, review: PeerReview) -> bool:
    """What the review is about, its days, the statement and the answers: the municipality, and organisers for it."""
    return bool(roles_of(person, review) & {REVIEWED, ORGANISER})


def may_plan(person: Person | None, review: PeerReview) -> bool:
    """The visit is planned by all who are inside: the municipality knows whom to meet, the team what to ask."""
    return bool(roles_of(person, review) & INSIDE)


def review_for(person: Person | None, pk: int) -> PeerReview:
    """A review that somebody may know of, if only by what is published."""
    rows = known_to(person).select_related("programme", "organisation", "asked_by")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def review_inside(person: Person | None, pk: int) -> PeerReview:
    row = review_for(person, pk)
    if not roles_of(person, row) & INSIDE:
        raise Http404
    return row


def review_to_change(person: Person | None, pk: int) -> PeerReview:
    row = review_inside(person, pk)
    if not may_change(person, row):
        raise Http404
    return row


def review_to_organise(person: Person | None, pk: int) -> PeerReview:
    row = review_inside(person, pk)
    if not organises(person, row):
        raise Http404
    return row


def review_of_team(person: Person | None, pk: int) -> PeerReview:
    row = review_inside(person, pk)
    if not on_team(person, row):
        raise Http404
    return row


def review_to_publish(person: Person | None, pk: int) -> PeerReview:
    """What everybody reads is the municipality's own word: no organiser says it for them."""
    row = review_inside(person, pk)
    if not speaks_for_reviewed(person, row):
        raise Http404
    return row


def peer_for(person: Person | None, pk: int) -> Peer:
    """A place on a team: for organisers, and for whom it is."""
    row = Peer.objects.select_related("review__programme", "review__organisation", "person").filter(pk=pk).first()
    own = row is not None and person is not None and row.person_id == person.pk
    live = row is not None and row.state in (Peer.State.INVITED, Peer.State.JOINED)
    if row is None or not (organises(person, row.review) or (own and live)):
        raise Http404
    return row


def peer_to_organise(person: Person | None, pk: int) -> Peer:
    row = peer_for(person, pk)
    if not organises(person, row.review):
        raise Http404
    return row


def own_invitation(person: Person | None, pk: int) -> Peer:
    """For whom it is, once they are asked: also where they have answered, so that twice is once."""
    row = Peer.objects.select_related("review__programme", "review__organisation", "person").filter(pk=pk).first()
    if row is None or person is None or row.person_id != person.pk or row.state == Peer.State.ENDED:
        raise Http404
    return row


def statement_for(person: Person | None, review: PeerReview, number: int) -> PositionStatement:
    """Inside alone: `review` was read by `review_inside`."""
    row = PositionStatement.objects.filter(review=review, number=number).first()
    if row is None or not roles_of(person, review) & INSIDE:
        raise Http404
    return row


def meeting_to_plan(person: Person | None, review: PeerReview, pk: int) -> ReviewMeeting:
    row = ReviewMeeting.objects.filter(review=review, pk=pk).first()
    if row is None or not may_plan(person, review):
        raise Http404
    row.review = review
    return row


def notes_known_to(person: Person | None, review: PeerReview) -> QuerySet[TeamNote]:
    """The team's own: neither organisers nor administrators read them."""
    rows = TeamNote.objects.filter(review=review)
    return rows if on_team(person, review) else rows.none()


def own_note(person: Person | None, review: PeerReview, pk: int) -> TeamNote:
    row = notes_known_to(person, review).select_related("peer").filter(pk=pk).first()
    if row is None or person is None or row.peer.person_id != person.pk:
        raise Http404
    return row


def reports_known_to(person: Person | None, review: PeerReview) -> QuerySet[PeerReport]:
    """The team reads all versions; the municipality and organisers those that were sent; everybody the final one, once
    it is published."""
    rows = PeerReport.objects.filter(review=review)
    roles = roles_of(person, review)
    if TEAM in roles:
        return rows
    if roles & {REVIEWED, ORGANISER}:
        return rows.exclude(stage=Stage.WORK)
    published = review.report_public_at is not None and review.state != PeerReview.State.WITHDRAWN
    return rows.filter(stage=Stage.FINAL) if published else rows.none()


def report_for(person: Person | None, review: PeerReview, number: int) -> PeerReport:
    row = reports_known_to(person, review).filter(number=number).first()
    if row is None:
        raise Http404
    row.review = review
    return row


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
