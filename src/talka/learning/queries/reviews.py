"""Peer reviews: their list, and one as a guided path on one page."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.links.queries import came_from
from talka.links.registry import Shown
from talka.people.models import Person
from talka.people.office import office_of
from talka.ui.folding import sought
from talka.ui.refusals import Words

from ..access import reviews as access
from ..models import (
    Peer,
    PeerFinding,
    PeerRecommendation,
    PeerReport,
    PeerReview,
    PositionStatement,
    ReviewMeeting,
    TeamNote,
)
from ..review_deadlines import Deadline, deadlines_of
from ..review_themes import name_of, names_of
from ..trail_of_reviews import PEER_REVIEW

Stage = PeerReport.Stage


def reviews_of(person: Person | None, *, state: str = "", words: str = "") -> QuerySet[PeerReview]:
    """Those a person may know of, the newest first. words: of the title and the organisation."""
    rows = access.known_to(person).select_related("organisation", "programme")
    if state in PeerReview.State.values:
        rows = rows.filter(state=state)
    for word in sought(words):
        rows = rows.filter(Q(organisation__folded__contains=word) | Q(folded__contains=word))
    return rows.order_by("-created_at", "-pk")


def mine(person: Person) -> list[PeerReview]:
    """Under way: those somebody is on the team of or asked into, and those of their own organisation. Two queries."""
    places = Peer.objects.filter(person=person, state__in=[Peer.State.INVITED, Peer.State.JOINED])
    known = Q(pk__in=places.values("review"))
    office = office_of(person)
    if office is not None:
        known |= Q(organisation=office)
    rows = PeerReview.objects.filter(known, state=PeerReview.State.OPEN).select_related("organisation", "programme")
    return list(rows.order_by("-created_at", "-pk")[:20])


@dataclass(frozen=True)
class FindingRow:
    """One theme of a report, by its key and in words: lines of strengths and of what to consider, and its
    recommendations."""

    key: str
    theme: Words
    strengths: Sequence[str]
    consider: Sequence[str]
    recommendations: Sequence[PeerRecommendation]


@dataclass(frozen=True)
class ReportPage:
    """A version of the report with all that stands in it."""

    report: PeerReport
    findings: Sequence[FindingRow]
    recommendations: Sequence[PeerRecommendation]

    @property
    def answered(self) -> int:
        return sum(1 for row in self.recommendations if row.answer)

    @property
    def unanswered(self) -> int:
        return len(self.recommendations) - self.answered


@dataclass(frozen=True)
class Day:
    """A day of the visit with its meetings. outside: the days of the visit were moved, and this one left behind."""

    day: dt.date
    meetings: Sequence[ReviewMeeting]
    outside: bool = False


@dataclass(frozen=True)
class Sums:
    """Of the whole visit: meetings, people met as far as it is said (None: of no meeting yet), hours of meetings, and
    those hours for each of the team who was there."""

    meetings: int
    met: int | None
    hours: Decimal
    team_hours: Decimal


@dataclass(frozen=True)
class ReviewPage:
    """One review as its reader sees it. report: the newest version the reader may read; final: the one that counts, for
    those inside; next_: what is to be done now, and by whom."""

    roles: frozenset[str]
    themes: Sequence[tuple[str, Words]]
    steps: Sequence[Mapping[str, Any]]
    next_: Words
    deadlines: Sequence[Deadline]
    causes: Sequence[Shown]
    team: Sequence[Peer]
    gone: Sequence[Peer]
    own: Peer | None
    speaker: Person | None
    statements: Sequence[PositionStatement]
    sums: Sums
    notes: Sequence[tuple[Words, TeamNote]]
    notes_in_all: int
    reports: Sequence[PeerReport]
    final: ReportPage | None

    @property
    def statement(self) -> PositionStatement | None:
        return self.statements[0] if self.statements else None

    @property
    def draft(self) -> PeerReport | None:
        """The newest version that is no final one, if it is newer than that."""
        newest = self.reports[0] if self.reports else None
        return newest if newest is not None and newest.stage != Stage.FINAL else None


def page_of_review(review: PeerReview, person: Person | None) -> ReviewPage:
    """For those inside. About twelve queries, and those of what it comes from."""
    roles = access.roles_of(person, review)
    peers = list(Peer.objects.filter(review=review).select_related("person__organisation").order_by("pk"))
    on_it = [row for row in peers if row.state in (Peer.State.JOINED, Peer.State.INVITED)]
    meetings = list(ReviewMeeting.objects.filter(review=review))
    statements = list(PositionStatement.objects.filter(review=review).order_by("-number"))
    reports = list(access.reports_known_to(person, review).order_by("-number"))
    final = next((row for row in reports if row.stage == Stage.FINAL), None)
    final_page = page_of_report(review, final) if final is not None else None
    notes = notes_of(review, person)
    done = _done(review, on_it, bool(statements), bool(meetings), final_page)
    return ReviewPage(
        roles=roles,
        themes=names_of(review.themes, review.own_theme),
        steps=_steps(done),
        next_=_next(review, roles, done, reports),
        deadlines=deadlines_of(review, timezone.localdate()),
        causes=came_from(PEER_REVIEW, review.pk, person),
        # Whoever is only asked is told to organisers and the team alone: they may still say no.
        team=[row for row in on_it if row.state == Peer.State.JOINED or roles & {access.ORGANISER, access.TEAM}],
        gone=[row for row in peers if row not in on_it] if access.ORGANISER in roles else [],
        own=next((row for row in on_it if person is not None and row.person_id == person.pk), None),
        speaker=access.speaker_of(review),
        statements=statements,
        sums=sums_of(meetings),
        notes=notes_with_themes(review, notes[:NOTES]),
        notes_in_all=notes.count(),
        reports=reports,
        final=final_page,
    )


@dataclass(frozen=True)
class PublicPage:
    """What the municipality published. roles: how many of the team had which part, with their organisations; no names.
    plan, progress: whether answers, and what became of them, are published."""

    themes: Sequence[tuple[str, Words]]
    parts: Sequence[tuple[Words, Words]]
    sums: Sums
    report: ReportPage | None
    recommendations: Sequence[PeerRecommendation]
    plan: bool
    progress: bool


def public_page(review: PeerReview) -> PublicPage:
    """For everybody. Five queries."""
    joined = Peer.objects.filter(review=review, state=Peer.State.JOINED).select_related("person__organisation")
    final = PeerReport.objects.filter(review=review, stage=Stage.FINAL).order_by("-number").first()
    page = page_of_report(review, final) if final is not None else None
    plan, progress = review.plan_public_at is not None, review.progress_public_at is not None
    recommendations = told_of(page.recommendations, plan=plan, progress=progress) if page is not None else []
    return PublicPage(
        themes=names_of(review.themes, review.own_theme),
        parts=[(row.get_role_display(), str(row.person.organisation or "")) for row in joined.order_by("pk")],
        sums=sums_of_review(review),
        report=page if review.report_public_at is not None else None,
        recommendations=recommendations,
        plan=plan,
        progress=progress,
    )


def told_of(rows: Sequence[PeerRecommendation], *, plan: bool, progress: bool) -> list[PeerRecommendation]:
    """Recommendations as everybody reads them: without what the municipality has not published. Not for saving."""
    for row in rows:
        if not plan:
            row.answer, row.why, row.what, row.who, row.until = "", "", "", "", None
        if not progress:
            row.progress, row.progress_words = "", ""
    return list(rows)


def page_of_report(review: PeerReview, report: PeerReport) -> ReportPage:
    """Two queries."""
    rows = list(PeerRecommendation.objects.filter(report=report).order_by("order"))
    findings = {row.theme: row for row in PeerFinding.objects.filter(report=report).order_by("order")}
    known = [key for key, _words in names_of(review.themes, review.own_theme)]
    # A theme that was taken out of the review afterwards still stands in what was written of it.
    themes = [*known, *(key for key in findings if key not in known)]
    return ReportPage(
        report,
        [
            FindingRow(
                theme,
                name_of(theme, review.own_theme),
                lines(findings[theme].strengths),
                lines(findings[theme].consider),
                [row for row in rows if row.theme == theme],
            )
            for theme in themes
            if theme in findings
        ],
        rows,
    )


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def days_of(review: PeerReview, meetings: Sequence[ReviewMeeting]) -> list[Day]:
    first, last = review.visit_from, review.visit_until
    return [
        Day(day, list(rows), first is not None and last is not None and not first <= day <= last)
        for day, rows in groupby(meetings, key=lambda row: row.day)
    ]


def sums_of(meetings: Sequence[ReviewMeeting]) -> Sums:
    return Sums(
        len(meetings),
        sum(said) if (said := [row.met for row in meetings if row.met is not None]) else None,
        sum((row.hours for row in meetings), Decimal(0)),
        sum((row.hours * row.peers for row in meetings), Decimal(0)),
    )


def sums_of_review(review: PeerReview) -> Sums:
    """One query."""
    return sums_of(list(ReviewMeeting.objects.filter(review=review)))


def plan_of_visit(review: PeerReview) -> tuple[list[Day], Sums]:
    """Each day with its meetings, and their sums. One query."""
    meetings = list(ReviewMeeting.objects.filter(review=review))
    return days_of(review, meetings), sums_of(meetings)


NOTES = 3
"""So many of the team's notes stand on the page of the review itself."""


def notes_of(review: PeerReview, person: Person | None) -> QuerySet[TeamNote]:
    """For the team, the newest first; for others none."""
    return access.notes_known_to(person, review).select_related("peer__person").order_by("-at", "-pk")


def notes_with_themes(review: PeerReview, rows: Iterable[TeamNote]) -> list[tuple[Words, TeamNote]]:
    return [(name_of(row.theme, review.own_theme), row) for row in rows]


STEPS = ("team", "statement", "plan", "visit", "report", "answers", "progress")


def _done(
    review: PeerReview, team: Sequence[Peer], stated: bool, planned: bool, final: ReportPage | None
) -> dict[str, bool]:
    last = review.visit_until
    return {
        "team": any(row.role == Peer.Role.LEAD and row.state == Peer.State.JOINED for row in team),
        "statement": stated,
        "plan": planned,
        "visit": last is not None and last < timezone.localdate(),
        "report": final is not None,
        "answers": review.plan_made_on is not None,
        "progress": review.progress_held_on is not None,
    }


def _steps(done: Mapping[str, bool]) -> list[dict[str, Any]]:
    """For c-steps: each leads to its part of the page, none is locked."""
    labels = {
        "team": pgettext("step of a peer review", "Team"),
        "statement": pgettext("step of a peer review", "Position statement"),
        "plan": pgettext("step of a peer review", "Plan of the visit"),
        "visit": pgettext("step of a peer review", "Visit"),
        "report": pgettext("step of a peer review", "Report"),
        "answers": pgettext("step of a peer review", "Action plan"),
        "progress": pgettext("step of a peer review", "Progress review"),
    }
    now = next((step for step in STEPS if not done[step]), "")
    return [
        {
            "label": labels[step],
            "state": "done" if done[step] else "current" if step == now else "ahead",
            "href": _place_of(step, done),
        }
        for step in STEPS
    ]


def _place_of(step: str, done: Mapping[str, bool]) -> str:
    """Where it stands on the page; what follows the report stands there once it is."""
    if step in ("answers", "progress") and not done["report"]:
        return ""
    return f"#{'plan' if step == 'visit' else step}"


def _next(review: PeerReview, roles: frozenset[str], done: Mapping[str, bool], reports: Sequence[PeerReport]) -> Words:
    """What is to be done now, said to whom it is to do."""
    reviewed, team = access.REVIEWED in roles, access.TEAM in roles
    if not review.is_open:
        return ""
    if access.ORGANISER in roles and access.speaker_of(review) is None:
        return _("Name who answers for the municipality: letters about the draft and the report go to them.")
    newest = reports[0] if reports else None
    if newest is not None and newest.stage == Stage.DRAFT and newest.remarked_at is None:
        if reviewed:
            return _("Check the facts of the draft: say which are wrong, or that all are right.")
        return _("The municipality checks the facts of the draft.")
    step = next((one for one in STEPS if not done[one]), "")
    if step == "team":
        if access.ORGANISER in roles:
            return _("Ask people of other municipalities into the team, one of them as its lead.")
        return _("The organisers put the team together; it needs a lead.")
    if step == "statement":
        return (
            _("Write how you see yourselves: the team reads it before it comes.")
            if reviewed
            else _("The municipality writes its position statement.")
        )
    if step == "plan":
        return _("Plan the visit: days, hours, whom the team meets and about what.")
    if step == "visit" and review.visit_until is None:
        return _("Set the days of the visit: the deadlines count from its last day.")
    if step == "visit":
        return _("The visit is ahead. Enter afterwards how many people came to each meeting.")
    if step == "report":
        return (
            _("Write the report; send a draft first, so that facts are right.")
            if team
            else _("The team writes its report.")
        )
    if step == "answers":
        return (
            _("Answer each recommendation: whether you accept it, what will be done, by whom and until when.")
            if reviewed
            else _("The municipality answers each recommendation: that is its action plan.")
        )
    if step == "progress":
        return _("Look together at what became of each recommendation, about ten months after the visit.")
    if reviewed and review.progress_public_at is None:
        return _("Say whether everybody reads what came of it; then close the review.")
    return _("Everything is done: close the review.")
