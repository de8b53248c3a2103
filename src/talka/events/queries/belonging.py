"""Events as they belong to a project or a person, for panels on pages of rooms below."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from talka.events.access import events_known_to
from talka.events.models import Cost, Registration
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import BudgetLine, Project

from .listing import Row, row_of


def events_of_project(project: Project, person: Person | None, most: int) -> tuple[list[Row], int]:
    """The latest `most` events of a project that the person may know of, and how many more there are."""
    known = events_known_to(person).filter(project=project)
    rows = list(known.select_related("project__programme", "area").order_by("-first_day", "slug")[: most + 1])
    more = known.count() - most if len(rows) > most else 0
    return [row_of(event) for event in rows[:most]], more


def may_see_money(person: Person | None, project: Project) -> bool:
    """Costs are for organisers and auditors."""
    roles = programmes.roles_in(person, project)
    return programmes.is_administrator(person) or bool(roles & {programmes.ORGANISER, programmes.AUDITOR})


@dataclass(frozen=True)
class Money:
    """What a budget line was planned for, and what the project's events plan and have spent of it."""

    line: BudgetLine | None
    planned: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal | None:
        return self.line.planned_eur - self.spent if self.line else None


def money_by_line(project: Project) -> list[Money]:
    """By budget line, costs without a line last. Two queries."""
    sums = {
        line: (planned, spent)
        for line, planned, spent in Cost.objects.filter(event__project=project)
        .values_list("budget_line")
        .annotate(Sum("planned_eur"), Sum("spent_eur"))
        .order_by()
    }
    if not sums:
        return []
    nothing = (Decimal(0), Decimal(0))
    rows = [Money(line, *sums.get(line.pk, nothing)) for line in project.budget_lines.all()]
    return rows + ([Money(None, *sums[None])] if None in sums else [])


def registrations_of(person: Person, *, reader: Person | None = None) -> list[Registration]:
    """The person's registrations, latest event first; with `reader`, those whose lists the reader may read."""
    rows = Registration.objects.filter(person=person).select_related("event__project__programme")
    if reader is not None:
        readers = (programmes.ORGANISER, programmes.FACILITATOR, programmes.AUDITOR)
        rows = rows.filter(event__project__in=programmes.team_projects(reader, *readers))
    return list(rows.order_by("-event__first_day", "pk")[:50])
