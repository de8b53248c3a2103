"""Consultations as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.links import registry
from talka.links.models import Link
from talka.links.registry import Shown
from talka.people.models import Person
from talka.resources.queries.places import within
from talka.territories.models import Area
from talka.ui.folding import sought

from ..access import consultations as access
from ..models import Consultation, ConsultationPart
from ..splitting import Part, split_text
from ..text_changes import Pair, pairs
from ..trail_of_consultations import CONSULTATION, CONSULTED, PLANNED

MOST_IN_AREA = 10
MOST_CHOICES = 120
USUAL_DAYS = 28
"""Four weeks: what is usual for planning documents of municipalities as far as this project knows (field notes, 8; seen
in Rundāle, 30 June to 28 July 2014). Advice, no rule: nothing is refused for it."""
State = Consultation.State
STANDING = Q(comments__withdrawn_at=None, comments__hidden_at=None)


def listed(person: Person | None, *, words: str = "", state: str = "", mine: bool = False) -> QuerySet[Consultation]:
    """Those whose last day is not over first; then the others, the newest first. To be paged."""
    today = timezone.localdate()
    rows = access.consultations_known_to(person)
    if mine:
        rows = rows.filter(access.held_by(person))
    for word in sought(words):
        rows = rows.filter(folded__contains=word)
    public = rows.filter(published_at__isnull=False, reported_at=None)
    chosen = {
        State.OPEN: public.filter(opens_on__lte=today, closes_on__gte=today),
        State.COMING: public.filter(opens_on__gt=today),
        State.CLOSED: public.filter(closes_on__lt=today),
        State.REPORTED: rows.filter(reported_at__isnull=False),
    }
    if state in chosen:
        rows = chosen[State(state)]
    rows = rows.select_related("organisation", "programme", "area")
    return rows.annotate(over=Q(closes_on__lt=today)).order_by("over", "-closes_on", "-pk")


def in_area(area: Area) -> list[Consultation]:
    """Open and coming ones of the area and the places in it, the first to close first. One query."""
    rows = Consultation.objects.filter(
        retired_at=None, published_at__isnull=False, reported_at=None, closes_on__gte=timezone.localdate()
    )
    rows = rows.filter(area__in=within([area.pk]).values("pk")).select_related("organisation", "programme")
    return list(rows.order_by("closes_on", "pk")[:MOST_IN_AREA])


def of_initiative(initiative: int) -> list[Consultation]:
    """Published ones about an initiative, the newest first. One query."""
    rows = Consultation.objects.filter(initiative=initiative, retired_at=None, published_at__isnull=False)
    return list(rows.select_related("organisation", "programme")[:MOST_IN_AREA])


def parts_of(row: Consultation) -> QuerySet[ConsultationPart]:
    """In their order, with how many comments each has; a part taken out only where people have said something of it.
    To be paged."""
    rows = ConsultationPart.objects.filter(consultation=row).annotate(said=Count("comments", filter=STANDING))
    return rows.filter(Q(removed_at=None) | Q(said__gt=0)).order_by("order", "pk")


@dataclass(frozen=True)
class Neighbours:
    """The parts before and after one, and its place among all. number: 0 for one that was taken out."""

    before: ConsultationPart | None
    after: ConsultationPart | None
    number: int
    total: int


def beside(part: ConsultationPart) -> Neighbours:
    """One query."""
    standing = ConsultationPart.objects.filter(consultation=part.consultation_id, removed_at=None)
    rows = list(standing.only("pk", "heading", "order", "consultation_id").order_by("order", "pk"))
    place = next((at for at, each in enumerate(rows) if each.pk == part.pk), None)
    if place is None:
        return Neighbours(None, None, 0, len(rows))
    after = rows[place + 1] if place + 1 < len(rows) else None
    return Neighbours(rows[place - 1] if place else None, after, place + 1, len(rows))


def on_the_whole(row: Consultation) -> int:
    """How many comments there are on the text as a whole. One query."""
    return row.comments.filter(part=None, withdrawn_at=None, hidden_at=None).count()


def planned_of(row: Consultation, person: Person | None) -> list[Shown]:
    """The task or project of a planning document it is about, if the reader may know of it. At most two queries."""
    links = Link.objects.filter(to_kind=CONSULTATION, to_id=str(row.pk), relation=CONSULTED, from_kind__in=PLANNED)
    found: list[Shown] = []
    for link in links[:1]:
        kind = registry.kind_of(link.from_kind)
        if kind is not None:
            found += kind.show([link.from_id], person).values()
    return found


def planned_choices(areas: Sequence[int], person: Person | None) -> list[tuple[str, str]]:
    """What of planning documents of these areas a consultation can be about: "kind:id" and words. A query or two for
    each kind."""
    found: list[tuple[str, str]] = []
    for name in PLANNED:
        kind = registry.kind_of(name)
        if kind is not None and kind.choose is not None and areas:
            offered = kind.choose(areas, person)[: MOST_CHOICES // len(PLANNED)]
            found += [(f"{name}:{one.id}", f"{one.title} ({one.note})"[:110]) for one in offered]
    return found


def compared(row: Consultation) -> list[Pair]:
    """The text that was consulted on beside the text after it; nothing where that is not written yet. One query."""
    if not row.after:
        return []
    rows = ConsultationPart.objects.filter(consultation=row).order_by("order", "pk")
    before = [Part(part.heading, part.text) for part in rows]
    return pairs(before, split_text(row.after, _("Introduction")))
