"""The measures of a programme as its organisers work with them, and those of the catalogue with what they achieved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from talka.events.access import events_known_to
from talka.events.models import Attendance, Event
from talka.people.models import Person
from talka.programmes.access import ORGANISER, team_projects
from talka.programmes.models import BudgetLine, Programme
from talka.ui.few import FEW

from ..access import known_to, told_in
from ..models import Answering, CatalogueMeasure, Measure, MeasureDate, Need


@dataclass(frozen=True)
class MeasureRow:
    """A measure in a list. planned, spent: EUR, None where nobody has said it. lacks: what keeps it from being chosen
    by computing."""

    measure: Measure
    answers: tuple[Answering, ...]
    planned: Decimal | None
    spent: Decimal | None
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """The measures of a programme that a person may know of, the oldest first. told: the row ids of its events whose
    findings they may read."""

    programme: Programme
    person: Person | None
    told: Sequence[int]
    rows: QuerySet[Measure]

    def shown(self, some: Sequence[Measure]) -> list[MeasureRow]:
        """Some of them as the list shows them; five queries."""
        return measures_among(
            Measure.objects.filter(pk__in=[measure.pk for measure in some]), self._needs(), self.person
        )

    def incomplete(self) -> int:
        """How many are proposed and lack something (`MeasureRow.lacks`). One query."""
        dated = Exists(MeasureDate.objects.filter(measure=OuterRef("pk")))
        answering = Exists(Answering.objects.filter(measure=OuterRef("pk"), need__in=self._needs()))
        lacking = self.rows.filter(Q(planned_eur=None) | ~dated | ~answering, state=Measure.State.PROPOSED)
        return lacking.count()

    def _needs(self) -> QuerySet[Need]:
        return known_to(self.person, Need.objects.filter(programme=self.programme), self.told)


def measures_of(programme: Programme, person: Person | None, *, state: str = "", kind: str = "") -> Found:
    """Those of one state or kind where asked. One query, and those of the pages that are read of it."""
    told = told_in(programme, person)
    rows = known_to(person, Measure.objects.filter(programme=programme), told)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    return Found(programme, person, told, rows.order_by("pk"))


def measures_among(rows: QuerySet[Measure], needs: QuerySet[Need], person: Person | None) -> list[MeasureRow]:
    """needs: those of the answered ones that may be told."""
    answered = Answering.objects.filter(need__in=needs).select_related("need")
    rows = rows.select_related("expert", "event", "catalogue", "budget_line__project")
    held = Prefetch("held_as", events_known_to(person))
    found = list(rows.prefetch_related("dates", held, Prefetch("answerings", answered)).order_by("pk"))
    money = money_of(found)
    return [row_of(measure, money) for measure in found]


def measure_row(measure: Measure, person: Person | None) -> MeasureRow:
    """One measure as in the list, for its own page."""
    return measures_among(Measure.objects.filter(pk=measure.pk), known_to(person, Need.objects.all()), person)[0]


def row_of(measure: Measure, money: Mapping[int, tuple[Decimal | None, Decimal | None]]) -> MeasureRow:
    """No queries where dates and answerings were read before."""
    planned, spent = money[measure.pk]
    lacks = []
    if measure.planned_eur is None:
        lacks.append("cost")
    if not measure.dates.all():
        lacks.append("dates")
    if not measure.answerings.all():
        lacks.append("needs")
    return MeasureRow(measure, tuple(measure.answerings.all()), planned, spent, tuple(lacks))


def money_of(measures: Sequence[Measure]) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """What each is planned to cost and what was spent, in EUR: by the costs of its event where it has any. One
    query."""
    events = [measure.held_as_id for measure in measures if measure.held_as_id]
    held = {
        pk: (planned, spent)
        for pk, planned, spent in Event.objects.filter(pk__in=events, costs__isnull=False)
        .annotate(planned=Sum("costs__planned_eur"), spent=Sum("costs__spent_eur"))
        .values_list("pk", "planned", "spent")
    }
    told: dict[int, tuple[Decimal | None, Decimal | None]] = {}
    for measure in measures:
        planned, spent = held.get(measure.held_as_id, (None, None)) if measure.held_as_id else (None, None)
        told[measure.pk] = (
            measure.planned_eur if measure.planned_eur is not None else planned,
            spent if spent is not None else measure.spent_eur,
        )
    return told


def experts_of(programme: Programme, measure: Measure | None = None) -> QuerySet[Person]:
    """Who can be named as an expert: who spoke in the programme, whose expertise is entered, and who is named
    already."""
    spoke = Q(speaking__item__event__project__programme=programme)
    known = ~Q(expertise="") & Q(illustrative=programme.illustrative)
    wanted = spoke | known
    if measure is not None and measure.expert_id:
        wanted |= Q(pk=measure.expert_id)
    return Person.objects.filter(wanted, merged_into=None, erased_at=None).distinct().order_by("sort_key")


def lines_of(programme: Programme, person: Person | None, measure: Measure | None = None) -> QuerySet[BudgetLine]:
    """Budget lines of the projects that the person organises, and the one said already."""
    own = Q(project__in=team_projects(person, ORGANISER).filter(programme=programme))
    said = Q(pk=measure.budget_line_id) if measure is not None and measure.budget_line_id else Q(pk=None)
    return BudgetLine.objects.filter(own | said).select_related("project").order_by("project", "code")


def open_needs(programme: Programme, person: Person | None) -> list[Need]:
    """Needs that a measure can be said to answer: all that are not declined."""
    rows = known_to(person, Need.objects.filter(programme=programme)).exclude(state=Need.State.DECLINED)
    return list(rows.order_by("theme", "pk"))


@dataclass(frozen=True)
class Achieved:
    """What the measures made of one in the catalogue came to. people: who attended their events, nobody twice per
    event, None where fewer than five; needs: that they answer and that are called answered; eur: spent, None where
    unknown."""

    made: int
    held: int
    people: int | None
    needs: int
    eur: Decimal | None


@dataclass(frozen=True)
class Kept:
    entry: CatalogueMeasure
    achieved: Achieved


def catalogue(*, retired: bool = False) -> list[Kept]:
    """The catalogue with what came of each; four queries whatever its length."""
    entries = list(CatalogueMeasure.objects.filter(retired_at__isnull=not retired))
    measures = list(Measure.objects.filter(catalogue__in=entries, merged_into=None).select_related("held_as"))
    money = money_of(measures)
    done = [m for m in measures if m.held_as_id or m.state == Measure.State.DONE]
    attended = dict(
        Attendance.objects.filter(registration__event__in=[m.held_as_id for m in done if m.held_as_id])
        .values_list("registration__event")
        .annotate(people=Count("registration__person", distinct=True))
    )
    needs = dict(
        Answering.objects.filter(measure__in=done, need__state=Need.State.ANSWERED)
        .values_list("measure__catalogue")
        .annotate(number=Count("need", distinct=True))
    )
    told = []
    for entry in entries:
        own = [m for m in measures if m.catalogue_id == entry.pk]
        ended = [m for m in own if m in done]
        came = [attended.get(m.held_as_id, 0) for m in ended if m.held_as_id]
        # An event of few people adds nothing: what others came to is told elsewhere, and the rest would tell of them.
        people = sum(number for number in came if number >= FEW)
        spent = [amount for m in ended if (amount := money[m.pk][1]) is not None]
        told.append(
            Kept(
                entry,
                Achieved(
                    len(own),
                    len(ended),
                    people if people or not any(came) else None,
                    needs.get(entry.pk, 0),
                    sum(spent, Decimal(0)) if spent else None,
                ),
            )
        )
    return told


def made_of(entry: CatalogueMeasure, person: Person | None) -> list[Measure]:
    """The measures made of one in the catalogue that the person may know of, with their programmes. One query."""
    rows = known_to(person, Measure.objects.filter(catalogue=entry))
    return list(rows.select_related("programme", "held_as").order_by("pk"))
