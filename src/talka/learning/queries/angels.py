"""Knowledge angels as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from talka.people.models import Consent, Person
from talka.ui.folding import sought

from ..access import angels as access
from ..models import Advice, Angel, AngelRequest, MentorVisit, Proposal
from ..models.angel_requests import LIVE, MENTORED, OVER
from ..models.mentoring import HELD
from ..topics import house_competences, language_names, named
from .angel_matching import within


@dataclass(frozen=True)
class AngelRow:
    """One angel of the list. places: names of where they go to; none is everywhere."""

    angel: Angel
    topics: Sequence[str]
    languages: Sequence[str]
    places: Sequence[str]


def listed(
    person: Person | None, *, topic: str = "", language: str = "", area: int | None = None, words: str = ""
) -> QuerySet[Angel]:
    """Those the reader may see. topic: a key of topics.py; area: where they would have to go; words: of name, topics,
    organisation and what they say."""
    rows = access.listed(person).select_related("person__organisation", "home").prefetch_related("areas")
    if topic:
        rows = rows.filter(topics__contains=[topic])
    if language:
        rows = rows.filter(languages__contains=[language])
    if area is not None:
        goes = Q(areas__in=within([area]).get(area, {area}))
        everywhere = Angel.objects.annotate(n=Count("areas")).filter(n=0).values("pk")
        rows = rows.filter(goes | Q(pk__in=everywhere)).distinct()
    for word in sought(words):
        rows = rows.filter(
            Q(person__folded__contains=word)
            | Q(person__organisation__folded__contains=word)
            | Q(topics__icontains=word)
            | Q(about__icontains=word)
        )
    return rows.order_by("person__sort_key", "pk")


def rows_of(angels: Sequence[Angel]) -> list[AngelRow]:
    """Ready for the list. One query for the words of topics."""
    house = house_competences()
    return [
        AngelRow(
            angel,
            named(angel.topics, angel.words, house),
            language_names(angel.languages),
            [str(area) for area in angel.areas.all()],
        )
        for angel in angels
    ]


@dataclass(frozen=True)
class Done:
    """What an angel has done: how many visits, hours, kilometres and municipalities; advice with answers."""

    visits: int
    hours: Decimal
    km: int
    organisations: int
    accepted: int
    partly: int
    recommendations: int


@dataclass(frozen=True)
class OwnPage:
    """The angel's own page. waiting: proposals to be answered; helping: what they are at; before: what is over. Each
    request has `held`, how many visits, and `next_visit`, the day of the next one that is agreed."""

    row: AngelRow
    consent: Consent | None
    waiting: Sequence[Proposal]
    helping: Sequence[AngelRequest]
    before: Sequence[AngelRequest]
    done: Done


def own_page(angel: Angel) -> OwnPage:
    """About nine queries."""
    consent = access.consents_of(angel).order_by("-given_at").first()
    waiting = Proposal.objects.filter(angel=angel, state__in=LIVE).select_related("request__organisation")
    taken: QuerySet[AngelRequest, Any] = AngelRequest.objects.filter(angel=angel).select_related("organisation")
    stands = Q(visits__retired_at=None, visits__angel=angel)
    taken = taken.annotate(
        held=Count("visits", filter=stands & Q(visits__hours__isnull=False)),
        next_visit=Min("visits__day", filter=stands & Q(visits__hours__isnull=True)),
    )
    mine = list(taken.order_by("-agreed_at", "-pk")[:200])
    return OwnPage(
        rows_of([angel])[0],
        consent,
        list(waiting),
        [row for row in mine if row.state in MENTORED],
        [row for row in mine if row.state not in MENTORED],
        done_by(angel),
    )


@dataclass(frozen=True)
class Waiting:
    """asked: proposals the person has not answered; helping: requests they are at; own: those they entered that go
    on."""

    asked: Sequence[Proposal]
    helping: Sequence[AngelRequest]
    own: Sequence[AngelRequest]


MOST_SHOWN = 20


def waits_for(person: Person) -> Waiting:
    """For somebody's own page. Three queries."""
    asked = Proposal.objects.filter(angel__person=person, state=Proposal.State.PROPOSED)
    rows = AngelRequest.objects.select_related("organisation")
    helping = rows.filter(angel__person=person, state__in=MENTORED)
    # Who left the organisation knows of its requests no more.
    own = rows.filter(asked_by=person, pk__in=access.requests_known_to(person).values("pk")).exclude(state__in=OVER)
    return Waiting(
        list(asked.select_related("request__organisation")[:MOST_SHOWN]),
        list(helping.order_by("-agreed_at", "-pk")[:MOST_SHOWN]),
        list(own[:MOST_SHOWN]),
    )


def done_by(angel: Angel, request: AngelRequest | None = None) -> Done:
    """In all, or for one request. Two queries."""
    visits = MentorVisit.objects.filter(HELD, angel=angel)
    advice = AngelRequest.objects.filter(advice__angel=angel)
    if request is not None:
        visits, advice = visits.filter(request=request), advice.filter(pk=request.pk)
    of = Count("request__organisation", distinct=True)
    sums = visits.aggregate(n=Count("pk"), hours=Sum("hours"), km=Sum("km"), of=of)
    newest = newest_of(advice)
    said = newest.aggregate(
        n=Count("recommendations"),
        accepted=Count("recommendations", filter=Q(recommendations__answer="accepted")),
        partly=Count("recommendations", filter=Q(recommendations__answer="partly")),
    )
    return Done(
        sums["n"], sums["hours"] or Decimal(0), sums["km"] or 0, sums["of"], said["accepted"], said["partly"], said["n"]
    )


def newest_of(requests: QuerySet[AngelRequest]) -> QuerySet[Any]:
    """The version of the advice that counts, of each of these requests."""
    rows = Advice.objects.filter(request__in=requests.values("pk"))
    return Advice.objects.filter(pk__in=rows.order_by("request_id", "-number").distinct("request_id").values("pk"))
