"""Requests for knowledge angels: their list, and one as a guided path on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from talka.links.models import Link
from talka.links.queries import came_from
from talka.links.registry import Shown
from talka.needs.models import Measure
from talka.people.models import Person
from talka.programmes.access import programmes_organised
from talka.programmes.models import Programme
from talka.ui.refusals import Words

from ..access import angels as access
from ..models import Advice, AngelRequest, MentorVisit, Proposal, Recommendation
from ..models.angel_requests import LIVE, MENTORED
from ..models.mentoring import HELD
from ..topics import house_competences, language_names, named
from ..trail_of_angels import ANGEL_REQUEST
from .angel_steps import NextStep, next_of, steps_of

State = AngelRequest.State


def requests_of(person: Person | None, *, state: str = "") -> QuerySet[AngelRequest]:
    """Those a person may know of, the most urgent of the newest first."""
    rows = access.requests_known_to(person).select_related("organisation", "programme")
    if state in State.values:
        rows = rows.filter(state=state)
    return rows.order_by("-created_at", "-pk")


def programmes_of_rounds(person: Person | None) -> list[Programme]:
    """The programmes in which somebody has angels proposed, each with `open_requests`: how many wait for an angel."""
    waiting = Count("angel_requests", filter=Q(angel_requests__state=State.OPEN), distinct=True)
    rows = programmes_organised(person).filter(archived_at=None).annotate(open_requests=waiting)
    return list(rows.order_by("code", "pk"))


@dataclass(frozen=True)
class ProposalRow:
    proposal: Proposal
    reasons: Sequence[Words]


@dataclass(frozen=True)
class RequestPage:
    """One request as its reader sees it. standing: who is proposed, as far as the reader may know; before: answers of
    others, for organisers; agreed: visits that are agreed and not held yet; advice: the version that counts, with its
    recommendations; own_advice: whether the angel who is at work gave it; next_: what is to be done, and where;
    writes_to: the other side, once both have agreed."""

    topics: Sequence[str]
    languages: Sequence[str]
    steps: Sequence[Mapping[str, Any]]
    causes: Sequence[Shown]
    standing: ProposalRow | None = None
    before: Sequence[Proposal] = ()
    visits: Sequence[MentorVisit] = ()
    agreed: Sequence[MentorVisit] = ()
    advice: Advice | None = None
    own_advice: bool = False
    recommendations: Sequence[Recommendation] = ()
    versions: Sequence[Advice] = ()
    next_: NextStep | None = None
    writes_to: Person | None = None
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def may_advise(self) -> bool:
        """Whoever helps gives advice, and other advice until something of theirs is answered."""
        return not (self.own_advice and any(row.answer for row in self.recommendations))


def page_of_request(request: AngelRequest, person: Person | None) -> RequestPage:
    """About eight queries, and those of what it comes from."""
    roles = roles_of(person, request)
    house = house_competences()
    proposals = list(Proposal.objects.filter(request=request).select_related("angel__person__organisation"))
    standing = next((row for row in proposals if row.state in (*LIVE, Proposal.State.AGREED)), None)
    if standing is not None and not _may_know(standing, roles):
        standing = None
    inside = bool(roles & {"organiser", "asker", "helper"})
    advice = list(Advice.objects.filter(request=request).order_by("-number")) if inside else []
    newest = advice[0] if advice else None
    visits: QuerySet[MentorVisit, Any] = MentorVisit.objects.filter(request=request, retired_at=None)
    if not inside:
        visits = visits.filter(HELD, angel__person=person) if "visited" in roles else visits.none()
    entered = list(visits.select_related("angel__person", "budget_line"))
    agreed = [row for row in entered if row.is_agreed]
    return RequestPage(
        topics=named(request.topics, request.words, house),
        languages=language_names(request.languages),
        steps=steps_of(request),
        causes=causes_of(request, person),
        standing=ProposalRow(standing, reasons_of(standing, house)) if standing is not None else None,
        before=[row for row in proposals if row.reason] if "organiser" in roles else [],
        visits=[row for row in entered if not row.is_agreed],
        agreed=agreed,
        advice=newest,
        own_advice=newest is not None and newest.angel_id == request.angel_id,
        recommendations=list(newest.recommendations.all()) if newest is not None else [],
        versions=advice[1:],
        next_=next_of(request, roles, standing, agreed=agreed, advice=newest),
        writes_to=_the_other_side(request, roles),
        roles=roles,
    )


def roles_of(person: Person | None, request: AngelRequest) -> frozenset[str]:
    """As what somebody reads a request: organiser, asker, asked (proposed and not agreed), helper, visited (helped
    before)."""
    own = access.angel_of(person)
    found = set()
    if access.organises_request(person, request):
        found.add("organiser")
    if access.asks(person, request):
        found.add("asker")
    if own is not None:
        found.add("helper" if request.angel_id == own.pk else "visited")
        if Proposal.objects.filter(request=request, angel=own, state__in=LIVE).exists():
            found.add("asked")
    return frozenset(found)


def _the_other_side(request: AngelRequest, roles: frozenset[str]) -> Person | None:
    """Whom the reader writes to, to settle a day: the angel, or who asked. Only between these two, and only while they
    work together."""
    if request.state not in MENTORED or request.angel is None:
        return None
    found = request.angel.person if "asker" in roles else request.asked_by if "helper" in roles else None
    return found if found is not None and found.erased_at is None and found.email else None


def _may_know(proposal: Proposal, roles: frozenset[str]) -> bool:
    if roles & {"organiser", "asked", "helper"}:
        return True
    return "asker" in roles and proposal.state != Proposal.State.PROPOSED


def reasons_of(proposal: Proposal, house: Sequence[Any]) -> list[Words]:
    """Why this angel, in words."""
    match = proposal.match or {}
    said: list[Words] = []
    topics = named(match.get("topics", []), [*proposal.request.words, *proposal.angel.words], house)
    if topics:
        said.append(
            _("Knows %(n)s of %(of)s topics asked about: %(topics)s")
            % {"n": len(topics), "of": match.get("asked", len(topics)), "topics": ", ".join(topics)}
        )
    languages = language_names(match.get("languages", []))
    if languages:
        said.append(_("Languages in common: %(languages)s") % {"languages": ", ".join(languages)})
    if match.get("km") is not None:
        said.append(_("%(n)s km away, as the crow flies") % {"n": match["km"]})
    if proposal.by_hand:
        said.append(_("Picked by hand: %(reason)s") % {"reason": proposal.by_hand})
    elif proposal.run_id:
        said.append(_("Proposed by a computation for all open requests of the programme together."))
    return said


def causes_of(request: AngelRequest, person: Person | None) -> Sequence[Shown]:
    """The needs and measures it comes from, as far as the reader may know of them. One to three queries."""
    return came_from(ANGEL_REQUEST, request.pk, person)


def waiting_measures(person: Person | None) -> list[Measure]:
    """Accepted visits of a mentor in programmes one organises, for which nobody has asked yet. Two queries."""
    rows = Measure.objects.filter(
        kind=Measure.Kind.MENTORING, state=Measure.State.ACCEPTED, merged_into=None,
        programme__in=programmes_organised(person),
    )  # fmt: skip
    asked = Link.objects.filter(from_kind="measure", to_kind=ANGEL_REQUEST).values_list("from_id", flat=True)
    taken = {int(pk) for pk in asked if pk.isdigit()}
    return [row for row in rows.select_related("programme").order_by("decided_day", "pk")[:200] if row.pk not in taken]
