"""Whether applications are open, what they are compared by, and the applications themselves as pages show them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.clock import HOUSE_ZONE
from talka.people.models import Person
from talka.ui import numbers
from talka.ui.refusals import Refusal, Words

from ..access.applications import own_in, told_outcome
from ..models import Application, ApplicationAnswer, Cohort, Criterion, SelectionDecision, Training


@dataclass(frozen=True)
class Door:
    """`open`, or why not, as a Refusal says it. until: in words, the last moment; empty where no end is set."""

    open: bool
    what: Words = ""
    meaning: Words = ""
    advice: Words = ""
    until: str = ""

    def refusal(self) -> Refusal:
        return Refusal(self.what, self.meaning, self.advice)


def door_of(cohort: Cohort, at: dt.datetime | None = None) -> Door:
    """Whether somebody can apply now, by the server's clock; in words that name the moment."""
    now = at or timezone.now()
    if cohort.apply_from is None:
        return Door(False, _("This cohort takes no applications."), "", _("Its coordinator enters the teams."))
    until = in_words(cohort.apply_until) if cohort.apply_until else ""
    if now < cohort.apply_from:
        return Door(
            False,
            _("Applications are not open yet: they open on %(moment)s.") % {"moment": in_words(cohort.apply_from)},
            "",
            _("Come back then; what is asked stands here already."),
            until,
        )
    if cohort.apply_until and now >= cohort.apply_until:
        return Door(
            False,
            _("Applications closed on %(moment)s.") % {"moment": until},
            _("Nothing can be sent or changed any more."),
            _("If something kept you from sending in time, write to the coordinator."),
            until,
        )
    if cohort.state == Cohort.State.ENDED or cohort.retired_at is not None:
        return Door(False, _("This cohort takes no applications any more."), "", "", until)
    return Door(True, until=until)


def open_now() -> Q:
    """Of cohorts: those that `door_of` finds open."""
    now = timezone.now()
    until = Q(apply_until=None) | Q(apply_until__gt=now)
    return until & Q(apply_from__lte=now, retired_at=None) & ~Q(state=Cohort.State.ENDED)


def in_words(moment: dt.datetime) -> str:
    """The day and the hour where the training is held, saying so."""
    there = timezone.localtime(moment, ZoneInfo(HOUSE_ZONE))
    told = {"day": numbers.date(there.date(), case="on"), "hour": numbers.time(there.time())}
    return _("%(day)s at %(hour)s (Riga time)") % told


def criteria_of(cohort: Cohort, at: dt.datetime | None = None) -> list[Criterion]:
    """Those that stood when applications closed, or stand now while they are open. One query."""
    now = at or timezone.now()
    moment = min(now, cohort.apply_until) if cohort.apply_until else now
    rows = Criterion.objects.filter(training=cohort.training_id, created_at__lte=moment)
    return list(rows.filter(Q(retired_at=None) | Q(retired_at__gt=moment)))


def criteria_listed(training: Training) -> tuple[list[Criterion], list[Criterion]]:
    """(those that are asked, those that were taken away). One query."""
    rows = list(Criterion.objects.filter(training=training))
    return [row for row in rows if row.retired_at is None], [row for row in rows if row.retired_at is not None]


@dataclass(frozen=True)
class PublicPart:
    """What everybody reads on the cohort's page. own: the reader's own applications. ahead: somebody can apply, now or
    later."""

    door: Door
    criteria: Sequence[Criterion]
    own: Sequence[Application]
    shown: bool
    ahead: bool = False


def public_part(cohort: Cohort, person: Person | None) -> PublicPart:
    """Nothing where the cohort never took applications. Two queries."""
    if cohort.apply_from is None:
        return PublicPart(Door(False), [], [], shown=False)
    door = door_of(cohort)
    ahead = door.open or timezone.now() < cohort.apply_from
    return PublicPart(door, criteria_of(cohort), own_in(person, cohort), shown=True, ahead=ahead)


@dataclass(frozen=True)
class OwnPage:
    """What an applicant sees of their own: no points, no notes, and a decision once it is told."""

    door: Door
    criteria: Sequence[Criterion]
    answers: Sequence[tuple[Criterion, str]]
    members: Sequence[str]
    decision: SelectionDecision | None
    may_withdraw: bool


def own_page(application: Application) -> OwnPage:
    """Four queries."""
    criteria = criteria_of(application.cohort)
    words = dict(ApplicationAnswer.objects.filter(application=application).values_list("criterion_id", "words"))
    told = application.decisions.exclude(told_at=None).order_by("-pk").first()
    ended = told is not None and told.outcome != Application.Outcome.RESERVE
    return OwnPage(
        door_of(application.cohort),
        criteria,
        [(one, words.get(one.pk, "")) for one in criteria],
        [_named(one.given_name, one.family_name, one.email) for one in application.members.all()],
        told,
        application.withdrawn_at is None and not ended,
    )


def _named(given: str, family: str, email: str) -> str:
    return f"{given} {family}, {email}" if email else f"{given} {family}"


def sent_in(cohort: Cohort) -> QuerySet[Application]:
    """Those that stand, by number."""
    rows = Application.objects.filter(cohort=cohort, withdrawn_at=None).exclude(sent_at=None)
    return rows.select_related("organisation", "person", "area", "team").defer("area__boundary", "area__outline")


def unsent_in(cohort: Cohort) -> QuerySet[Application]:
    """Who has begun and not sent: whom a coordinator may remind. Not a word of what they wrote."""
    rows = Application.objects.filter(cohort=cohort, sent_at=None, withdrawn_at=None).select_related("person")
    return rows.only("pk", "name", "saved_at", "person", "cohort").order_by("-saved_at", "-pk")


def withdrawn_in(cohort: Cohort) -> int:
    return Application.objects.filter(cohort=cohort).exclude(sent_at=None).exclude(withdrawn_at=None).count()


def of_applicant(person: Person) -> list[Application]:
    """What somebody applied for, for their own page. One query."""
    rows = Application.objects.filter(person=person, cohort__retired_at=None, cohort__training__retired_at=None)
    rows = rows.select_related("cohort__training").annotate(told_outcome=told_outcome())
    return list(rows.order_by("-pk")[:50])


def places_left(cohort: Cohort) -> int | None:
    """Teams there is room for; None where nothing limits them. One query."""
    if cohort.places is None:
        return None
    return max(0, cohort.places - cohort.teams.filter(left_on=None).count())
