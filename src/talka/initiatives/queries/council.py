"""Questions to councils as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from talka.links.registry import Shown, kind_of
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.folding import sought

from ..access import council as access
from ..models import AnswerTold, CouncilDecision, CouncilQuestion, DecisionEntry, Initiative

IN_PANEL = 5
"""So many of each stand on the page of an area."""
HEAVY = access.HEAVY
State = CouncilQuestion.State
OVER = (State.DECIDED, State.UNDER_WAY, State.DONE)


@dataclass(frozen=True)
class Asked:
    """What a list of questions is asked for; council: the row id of an organisation."""

    words: str = ""
    state: str = ""
    council: int | None = None


def questions(person: Person | None, asked: Asked) -> QuerySet[CouncilQuestion]:
    """Those that the reader may know of, the newest first. To be paged."""
    rows = access.questions_known_to(person).select_related("council__merged_into", "initiative")
    for word in sought(asked.words):
        rows = rows.filter(folded__contains=word, hidden_at=None)
    if asked.state in State.values:
        rows = rows.filter(state=asked.state)
    if asked.council is not None:
        rows = rows.filter(Q(council=asked.council) | Q(council__merged_into=asked.council))
    return rows.order_by("-asked_on", "-pk")


def councils_asked(person: Person | None) -> list[Organisation]:
    """Local governments to which a question stands, for the filter. One query."""
    asked = access.questions_known_to(person).values("council")
    rows = Organisation.objects.filter(Q(pk__in=asked) | Q(merged__in=asked), merged_into=None)
    return list(rows.distinct().order_by("sort_key"))


@dataclass(frozen=True)
class Decided:
    """A decision with what was done of it and how often it was told. overdue: days after the due day."""

    row: CouncilDecision
    entries: Sequence[DecisionEntry]
    told: Sequence[AnswerTold]
    overdue: int


@dataclass(frozen=True)
class QuestionPage:
    """One question with all that came of it. late: days after its deadline while it is open; told: of its return;
    initiative_url: "" where it has no page that the reader may open."""

    row: CouncilQuestion
    council: Organisation
    decisions: Sequence[Decided]
    told: Sequence[AnswerTold]
    late: int
    withdrawn: bool
    about: Shown | None
    initiative_url: str


def page(row: CouncilQuestion, person: Person | None) -> QuestionPage:
    """Three queries, and those of what else it is about."""
    today = timezone.localdate()
    rows = row.decisions.select_related("responsible_person").prefetch_related(
        "entries", Prefetch("told", AnswerTold.objects.order_by("pk"))
    )
    initiative = row.initiative
    return QuestionPage(
        row,
        access.council_now(row.council),
        [_decided(each) for each in rows.order_by("-decided_on", "-pk")],
        list(row.told.filter(decision=None)),
        max((today - row.deadline).days, 0) if row.open else 0,
        row.open
        and initiative is not None
        and (initiative.state == Initiative.State.WITHDRAWN or initiative.retired_at is not None),
        access.thing_of(person, row.about_kind, row.about_id) if row.about_kind else None,
        _url_of(initiative, person),
    )


def _url_of(initiative: Initiative | None, person: Person | None) -> str:
    known = kind_of("initiative") if initiative is not None else None
    if known is None or initiative is None:
        return ""
    shown = known.show([str(initiative.pk)], person).get(str(initiative.pk))
    return shown.url if shown is not None else ""


def _decided(row: CouncilDecision) -> Decided:
    late = 0
    if row.carried_out and row.done_on is None and row.due_on is not None:
        late = max((timezone.localdate() - row.due_on).days, 0)
    return Decided(row, list(row.entries.all()), list(row.told.all()), late)


def people_to_choose(question: CouncilQuestion) -> QuerySet[Person]:
    """Of whom a clerk chooses the responsible one: the people of the municipality in the register."""
    council = access.council_now(question.council)
    return Person.objects.filter(organisation=council, erased_at=None, merged_into=None).order_by("sort_key")


def of_initiative(initiative: Initiative, person: Person | None) -> list[CouncilQuestion]:
    """Its questions with their decisions, the newest first. Two queries, and those of access."""
    rows = access.questions_known_to(person).filter(initiative=initiative)
    rows = rows.select_related("council__merged_into").prefetch_related(
        Prefetch("decisions", CouncilDecision.objects.order_by("-decided_on", "-pk"))
    )
    return list(rows.order_by("-asked_on", "-pk"))


@dataclass(frozen=True)
class OfArea:
    """What waits for the local government of an area, and what it decided last."""

    council: Organisation
    open: Sequence[CouncilQuestion]
    decisions: Sequence[CouncilDecision]
    figures: bool

    def __bool__(self) -> bool:
        return bool(self.open or self.decisions or self.figures)


def of_area(area: Area, person: Person | None) -> OfArea | None:
    """None where the area has no local government of its own. At most four queries, and those of access."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, merged_into=None, area=area)
    council = rows.order_by("-pk").first()
    if council is None:
        return None
    known = access.questions_known_to(person).filter(access.of_council(council), hidden_at=None)
    waiting = known.filter(state__in=CouncilQuestion.OPEN).order_by("deadline", "pk")[:IN_PANEL]
    decided = CouncilDecision.objects.filter(question__in=known.values("pk"), annulled_on=None)
    decided = decided.select_related("question").order_by("-decided_on", "-pk")[:IN_PANEL]
    shown = OfArea(council, list(waiting), list(decided), False)
    if not shown:
        return None
    return OfArea(council, shown.open, shown.decisions, access.may_see_figures(person, council))
