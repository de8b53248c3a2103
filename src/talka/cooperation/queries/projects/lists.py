"""Lists of joint projects: the board, the table, those of an area or a case, what waits to become one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone

from talka.links.models import Link
from talka.needs.access import known_to
from talka.needs.models import Measure
from talka.people.models import Person
from talka.people.queries import areas_within
from talka.territories.models import Area
from talka.ui.folding import fold

from ...access import projects as access
from ...models import CooperationCase, Funding, JointBudgetLine, JointPartner, JointProject, Milestone
from ...trail import CASE, PROJECT

IN_A_COLUMN = 6
MOST_IN_AREA = 12
MOST_WAITING = 20
STATES = JointProject.State
NEXT = {
    state: STATES.values[place + 1] for place, state in enumerate(STATES.values) if state not in ("done", "given_up")
}
BEFORE = {later: earlier for earlier, later in NEXT.items()} | {"given_up": STATES.IDEA.value}
"""One that was given up goes back to being an idea."""


@dataclass(frozen=True)
class Asked:
    """What a list is asked for; all empty: everything. area: key of a municipality or region; funder: folded name."""

    words: str = ""
    state: str = ""
    service: str = ""
    area: str = ""
    funder: str = ""
    year: int | None = None
    level: str = ""

    def __bool__(self) -> bool:
        return any((self.words, self.state, self.service, self.area, self.funder, self.year, self.level))


@dataclass(frozen=True)
class Card:
    """A project on the board or in the table. eur: planned, None where there is no budget yet; late: milestones."""

    project: JointProject
    lead: str
    others: int
    eur: Decimal | None
    late: int
    near: "Near"


@dataclass(frozen=True)
class Near:
    """The states beside one in the pipeline; "" where there is none."""

    before: str
    next: str

    @property
    def before_words(self) -> str:
        return str(STATES(self.before).label) if self.before else ""

    @property
    def next_words(self) -> str:
        return str(STATES(self.next).label) if self.next else ""


def near(state: str) -> Near:
    """Where the buttons “back” and “on” lead."""
    return Near(BEFORE.get(state, ""), NEXT.get(state, ""))


@dataclass(frozen=True)
class Column:
    """One state of the pipeline: its first cards and how many there are."""

    state: str
    label: str
    cards: Sequence[Card]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


def projects_of(person: Person | None, asked: Asked, *, sort: str = "changed") -> QuerySet[JointProject]:
    """The projects a person may know of, as they were asked for. One query when read."""
    rows = access.projects_known_to(person)
    if asked.words:
        folded = fold(asked.words)
        named = JointPartner.objects.filter(project=OuterRef("pk"), organisation__folded__contains=folded)
        rows = rows.filter(Q(folded__contains=folded) | Exists(named))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.service:
        rows = rows.filter(service=asked.service)
    if asked.area:
        rows = rows.filter(Exists(_partners_in(areas_within(asked.area))))
    if asked.funder:
        rows = rows.filter(Exists(Funding.objects.filter(project=OuterRef("pk"), folded=asked.funder)))
    if asked.year:
        runs = (Q(starts__year__lte=asked.year) | Q(starts=None)) & (Q(ends__year__gte=asked.year) | Q(ends=None))
        money = JointBudgetLine.objects.filter(project=OuterRef("pk"), year=asked.year)
        rows = rows.filter((runs & ~Q(starts=None, ends=None)) | Exists(money))
    if asked.level:
        rows = rows.filter(Q(impact=asked.level) | Q(impact="", reach=asked.level))
    if sort == "eur":
        sums = JointBudgetLine.objects.filter(project=OuterRef("pk")).order_by().values("project")
        rows = rows.annotate(planned=Subquery(sums.annotate(all=Sum("eur")).values("all")))
        return rows.order_by(F("planned").desc(nulls_last=True), "-pk")
    if sort == "state":
        return rows.order_by(_place_of_state(), "-changed_at", "-pk")
    if sort in ("starts", "ends"):
        return rows.order_by(F(sort).asc(nulls_last=True), "-pk")
    return rows.order_by("-changed_at", "-pk")


def _place_of_state() -> Case:
    places = [When(state=state, then=Value(place)) for place, state in enumerate(STATES.values)]
    return Case(*places, output_field=IntegerField())


def _partners_in(areas: QuerySet[Area] | list[int]) -> QuerySet[JointPartner]:
    return JointPartner.objects.filter(project=OuterRef("pk"), left_on=None, organisation__area__in=areas)


def board_of(person: Person | None, asked: Asked) -> list[Column]:
    """The pipeline, a column for each state, in each the projects that changed last. Five queries."""
    rows = projects_of(person, asked)
    totals = dict(rows.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))
    place = Window(RowNumber(), partition_by=F("state"), order_by=[F("changed_at").desc(), F("pk").desc()])
    short = rows.defer("about", "folded")
    first = list(short.annotate(place=place).filter(place__lte=IN_A_COLUMN).order_by("place"))
    cards = cards_of(first)
    return [
        Column(
            state,
            str(label),
            [card for card in cards if card.project.state == state],
            totals.get(state, 0),
        )
        for state, label in STATES.choices
    ]


def cards_of(rows: Sequence[JointProject]) -> list[Card]:
    """With lead, money and milestones that are late. Three queries."""
    pks = [row.pk for row in rows]
    partners: dict[int, list[JointPartner]] = {}
    found = JointPartner.objects.filter(project__in=pks, left_on=None).select_related("organisation")
    for one in found.only("project_id", "role", "order", "organisation__name", "organisation__short_name"):
        partners.setdefault(one.project_id, []).append(one)
    sums = sums_of(pks)
    late = late_of(pks, timezone.localdate())
    cards = []
    for row in rows:
        mine = partners.get(row.pk, [])
        lead = next((one for one in mine if one.role == JointPartner.Role.LEAD), None)
        cards.append(
            Card(
                row,
                str(lead.organisation) if lead else "",
                len(mine) - (lead is not None),
                sums.get(row.pk),
                late.get(row.pk, 0),
                near(row.state),
            )
        )
    return cards


def sums_of(projects: Collection[int]) -> dict[int, Decimal]:
    """Euro planned, by project. One query."""
    rows = JointBudgetLine.objects.filter(project__in=projects).order_by().values("project").annotate(eur=Sum("eur"))
    return dict(rows.values_list("project", "eur"))


def late_of(projects: Collection[int], today: date) -> dict[int, int]:
    """How many milestones are late, by project. One query."""
    rows = Milestone.objects.filter(project__in=projects, retired_at=None, done_on=None, due__lt=today)
    return dict(rows.order_by().values("project").annotate(n=Count("pk")).values_list("project", "n"))


def funders_of(person: Person | None) -> list[tuple[str, str]]:
    """Folded name and name of every funder of a project the person may know of. One query."""
    rows = Funding.objects.filter(project__in=access.projects_known_to(person)).order_by("folded")
    return list(dict(rows.values_list("folded", "funder").distinct()).items())


def years_of(person: Person | None) -> list[int]:
    """The years in which projects run that the person may know of. One query."""
    found = access.projects_known_to(person).aggregate(first=Min("starts"), last=Max("ends"))
    first, last = found["first"], found["last"]
    return list(range(first.year, last.year + 1)) if first and last else []


def retired_of(person: Person | None) -> list[JointProject]:
    """Projects that were taken away and that the person may bring back."""
    rows = JointProject.objects.exclude(retired_at=None).select_related("programme").order_by("-retired_at")[:100]
    return [row for row in rows if access.may_change(person, row)]


def projects_in(area: Area, person: Person | None) -> list[JointProject]:
    """The projects in which an organisation of the area takes part, those under way first. One query."""
    here = _partners_in([area.pk])
    rows = access.projects_known_to(person).filter(Exists(here)).exclude(state=STATES.GIVEN_UP)
    partners = Prefetch(
        "partners",
        JointPartner.objects.filter(left_on=None, role=JointPartner.Role.LEAD).select_related("organisation"),
        to_attr="leads",
    )
    return list(rows.prefetch_related(partners).order_by("-changed_at", "-pk")[:MOST_IN_AREA])


def projects_of_case(case: CooperationCase, person: Person | None) -> list[JointProject]:
    """The projects that came of a case, as far as the person may know of them. Two queries."""
    links = Link.objects.filter(from_kind=CASE, from_id=str(case.pk), to_kind=PROJECT)
    rows = access.projects_known_to(person).filter(pk__in=list(links.values_list("to_id", flat=True)))
    return list(rows.order_by("-changed_at", "-pk"))


def waiting_measures(person: Person | None) -> list[Measure]:
    """Accepted measures that are to become a joint project and of which none came yet. One query."""
    begun = Link.objects.filter(from_kind="measure", to_kind=PROJECT, from_id=Cast(OuterRef("pk"), CharField()))
    rows = Measure.objects.filter(kind=Measure.Kind.JOINT_PROJECT, state=Measure.State.ACCEPTED)
    return list(known_to(person, rows.filter(~Exists(begun))).order_by("-pk")[:MOST_WAITING])
