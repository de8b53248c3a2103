"""Materials of a cohort, visits of coaches, twin teams: as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from talka.events.access import events_known_to
from talka.people.models import Person

from ..access import between as access
from ..access import may_run, may_teach, roles_in
from ..models import Coaching, Cohort, Material, Module, Session, Team, TwinMeeting, Twinning


@dataclass(frozen=True)
class Shelf:
    """The materials of one module or session. may_change: the reader keeps them. taken_away: only for whoever does."""

    of: Module | Session
    materials: Sequence[Material]
    may_change: bool
    taken_away: Sequence[Material] = ()

    @property
    def title(self) -> str:
        return str(self.of.event.title if isinstance(self.of, Session) else self.of.title)

    @property
    def name(self) -> str:
        """As addresses name it."""
        return f"{'session' if isinstance(self.of, Session) else 'module'}-{self.of.pk}"


def shelves_of(cohort: Cohort, person: Person | None) -> list[Shelf]:
    """Modules in their order, then sessions by their day; those with nothing on them only for whoever may put
    something there. Four queries at most, and those of access."""
    teaches = may_teach(person, cohort)
    teaches_all = may_run(person, cohort.training) or bool(roles_in(person, cohort.training))
    known = list(access.materials_known_to(person, cohort))
    gone: list[Material] = []
    if teaches:
        rows = Material.objects.exclude(retired_at=None)
        gone = list(rows.filter(Q(session__cohort=cohort) | Q(module__training=cohort.training_id)))
    modules = Module.objects.filter(training=cohort.training_id)
    sessions = Session.objects.filter(cohort=cohort, event__in=events_known_to(person)).select_related("event")
    found = [
        Shelf(
            row,
            [one for one in known if one.module_id == row.pk],
            teaches_all and row.retired_at is None,
            [one for one in gone if one.module_id == row.pk] if teaches_all else [],
        )
        for row in modules
    ]
    found += [
        Shelf(
            row,
            [one for one in known if one.session_id == row.pk],
            teaches,
            [one for one in gone if one.session_id == row.pk],
        )
        for row in sessions
    ]
    return [shelf for shelf in found if shelf.materials or shelf.may_change or shelf.taken_away]


def visits_to(team: Team) -> QuerySet[Coaching]:
    """The newest first; to be paged."""
    return Coaching.objects.filter(team=team, retired_at=None).select_related("coach")


def visits_taken_back(team: Team) -> list[Coaching]:
    return list(Coaching.objects.filter(team=team).exclude(retired_at=None).select_related("coach")[:50])


def hours_coached(team: Team) -> Decimal:
    """All hours that coaches spent with a team. One query."""
    found = Coaching.objects.filter(team=team, retired_at=None).aggregate(hours=Sum("hours"))["hours"]
    return found or Decimal(0)


@dataclass(frozen=True)
class Twin:
    """A twin of a team: the row of the two, the other team, what either noted."""

    row: Twinning
    team: Team
    meetings: Sequence[TwinMeeting]


def twins_of(team: Team) -> list[Twin]:
    """Those it has first, then those it had. Two queries."""
    rows = list(_twinnings().filter(Q(first=team) | Q(second=team)))
    meetings = TwinMeeting.objects.filter(twinning__in=rows).select_related("by", "team__organisation")
    noted: dict[int, list[TwinMeeting]] = {}
    for one in meetings:
        noted.setdefault(one.twinning_id, []).append(one)
    found = [Twin(row, row.other(team), noted.get(row.pk, [])) for row in rows]
    return sorted(found, key=lambda one: one.row.ended_on is not None)


def twins_in(cohort: Cohort) -> QuerySet[Twinning]:
    """All twins of which one team is of the cohort; to be paged."""
    return _twinnings().filter(Q(first__cohort=cohort) | Q(second__cohort=cohort)).order_by("ended_on", "since", "pk")


def cohorts_beside(cohort: Cohort) -> list[Cohort]:
    """All cohorts of the training programme whose teams may be twins of this one's. One query."""
    return list(Cohort.objects.filter(training=cohort.training_id, retired_at=None))


def _twinnings() -> QuerySet[Twinning]:
    return Twinning.objects.select_related(
        "first__organisation", "first__cohort", "second__organisation", "second__cohort"
    )
