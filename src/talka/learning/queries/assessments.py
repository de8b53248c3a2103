"""What a cohort's assessments say together, and what one person has said, for themselves alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from talka.links.models import Link
from talka.needs.access import known_to
from talka.needs.models import Need
from talka.people.models import Person
from talka.ui.charts import SmallBar
from talka.ui.few import shown
from talka.ui.numbers import number

from ..access.assessments import cohorts_told, rounds_known_to
from ..models import (
    AssessmentAnswer,
    AssessmentFigure,
    AssessmentItem,
    AssessmentRound,
    AssessmentScore,
    Cohort,
    Learner,
    SupervisorScore,
    SupervisorView,
)
from ..trail import ASSESSED, TRAINING

When, Told = AssessmentRound.When, AssessmentRound.Told


@dataclass(frozen=True)
class RoundState:
    """How far a round is. asked, answered: people; None where there are some, but fewer than five."""

    round: AssessmentRound
    asked: int | None
    answered: int | None


@dataclass(frozen=True)
class Reworded:
    """Other words for the same competence: those of an earlier round."""

    when: str
    title: str


@dataclass(frozen=True)
class Row:
    """One competence over the rounds. figures: by round that tells anything, None where it was not asked. need: what
    was made of it in the register."""

    key: str
    item: AssessmentItem
    figures: tuple[AssessmentFigure | None, ...]
    reworded: tuple[Reworded, ...]
    need: Need | None

    @property
    def latest(self) -> AssessmentFigure | None:
        return next((one for one in reversed(self.figures) if one is not None and one.mwds is not None), None)


@dataclass(frozen=True)
class Headline:
    """What comes first: one number, in words by the template. mwds: mean over `count` competences; before: the same in
    the first round, where it is compared; exact: of the very same people."""

    most: Row
    count: int
    people: int
    mwds: float
    before: float | None = None
    exact: bool = False
    when: str = ""

    @property
    def change(self) -> float | None:
        return None if self.before is None else self.mwds - self.before


@dataclass(frozen=True)
class Results:
    """told: closed rounds with figures, in their order; silent: closed ones without. rows: what is lacking most
    first."""

    told: tuple[AssessmentRound, ...]
    silent: tuple[AssessmentRound, ...]
    rows: tuple[Row, ...]
    headline: Headline | None

    @property
    def supervisors(self) -> bool:
        return any(one is not None and one.supervisors for row in self.rows for one in row.figures)


def states_of(cohort: Cohort, person: Person | None) -> list[RoundState]:
    """The rounds the reader may know of. Three queries."""
    rounds = list(rounds_known_to(person, cohort))
    present = Learner.objects.filter(team__cohort=cohort, left_on=None, team__left_on=None)
    asked = present.values("person").distinct().count()
    given: dict[int, int] = {}
    for pk in AssessmentAnswer.objects.filter(round__in=rounds).values_list("round", flat=True):
        given[pk] = given.get(pk, 0) + 1
    return [RoundState(one, shown(asked, asked), shown(given.get(one.pk, 0), given.get(one.pk, 0))) for one in rounds]


def results_of(cohort: Cohort, person: Person | None) -> Results:
    """Of closed rounds; figures of five people or more. Four or five queries."""
    figures = AssessmentItem.objects.select_related("figure")
    rounds = list(
        AssessmentRound.objects.filter(cohort=cohort)
        .exclude(closed_at=None)
        .order_by("opened_at", "pk")
        .prefetch_related(Prefetch("items", figures, to_attr="asked"))
    )
    told = tuple(one for one in rounds if any(_figure(item) for item in one.asked))
    silent = tuple(one for one in rounds if one.told == Told.FEW)
    rows = _rows(told, _needs(cohort, person))
    return Results(told, silent, rows, _headline(told, rows))


def _figure(item: AssessmentItem) -> AssessmentFigure | None:
    found: AssessmentFigure | None = getattr(item, "figure", None)
    return found


def _rows(told: Sequence[AssessmentRound], needs: dict[str, Need]) -> tuple[Row, ...]:
    by_key: dict[str, dict[int, AssessmentItem]] = {}
    for one in told:
        for item in one.asked:  # type: ignore[attr-defined]
            by_key.setdefault(item.key, {})[one.pk] = item
    rows = []
    for key, items in by_key.items():
        newest = list(items.values())[-1]
        former = tuple(
            Reworded(str(one), str(items[one.pk]))
            for one in told
            if one.pk in items and str(items[one.pk]) != str(newest)
        )
        figures = tuple(_figure(items[one.pk]) if one.pk in items else None for one in told)
        rows.append(Row(key, newest, figures, former, needs.get(key)))
    return tuple(sorted(rows, key=lambda row: (row.latest is None, -((row.latest and row.latest.mwds) or 0), row.key)))


def _headline(told: Sequence[AssessmentRound], rows: Sequence[Row]) -> Headline | None:
    """Of the last round that has gaps; compared with the first where it tells of people who answered that too."""
    with_gaps = [one for one in told if one.people]
    if not with_gaps:
        return None
    last = with_gaps[-1]
    place = told.index(last)
    now = {row.key: row.figures[place] for row in rows}
    gaps = {key: one.mwds for key, one in now.items() if one is not None and one.mwds is not None}
    most = next(row for row in rows if row.key in gaps and gaps[row.key] == max(gaps.values()))
    if last.told != Told.BOTH:
        return Headline(most, len(gaps), last.people, sum(gaps.values()) / len(gaps))
    exact = {key: one.before_mwds for key, one in now.items() if one is not None and one.before_mwds is not None}
    first = told.index(with_gaps[0])
    known = {row.key: one.mwds for row in rows if (one := row.figures[first]) is not None and one.mwds is not None}
    then = exact or {key: gap for key, gap in known.items() if key in gaps}
    if not then:
        return Headline(most, len(gaps), last.people, sum(gaps.values()) / len(gaps))
    return Headline(
        most,
        len(then),
        last.people,
        sum(gaps[key] for key in then) / len(then),
        sum(then.values()) / len(then),
        bool(exact),
        str(last),
    )


def bars_of(told: Sequence[AssessmentRound], rows: Iterable[Row]) -> list[SmallBar]:
    """The chart of these competences: how much each lacks now, and its way from round to round."""
    return [_bar(told, row) for row in rows if row.latest]


def _bar(told: Sequence[AssessmentRound], row: Row) -> SmallBar:
    gaps = [one.mwds if one is not None else None for one in row.figures]
    words = ", ".join(f"{one}: {number(gap, 1)}" for one, gap in zip(told, gaps, strict=True) if gap is not None)
    latest = row.latest.mwds if row.latest else None
    return SmallBar(str(row.item), latest, number(latest, 1) if latest is not None else "", "", gaps, words)


def _needs(cohort: Cohort, person: Person | None) -> dict[str, Need]:
    """By key of the competence: the needs that were made of this training programme's assessments."""
    rows = Link.objects.filter(from_kind=TRAINING, from_id=str(cohort.training_id), relation=ASSESSED, to_kind="need")
    ids = [int(pk) for pk in rows.values_list("to_id", flat=True)]
    if not ids:
        return {}
    needs = known_to(person, Need.objects.filter(pk__in=ids)).exclude(competence=None).select_related("competence")
    return {need.competence.key: need for need in needs if need.competence}


@dataclass(frozen=True)
class OwnRow:
    """One competence as the person rated it, by round; seen: as their supervisor sees it in this one."""

    item: AssessmentItem
    importance: int | None
    ability: int | None
    seen: int | None
    before: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Own:
    """answered: whether the person has. view: whom they asked."""

    rows: tuple[OwnRow, ...]
    answered: bool
    view: SupervisorView | None


def own_of(round_: AssessmentRound, person: Person) -> Own:
    """For the person alone. Four queries."""
    items = list(AssessmentItem.objects.filter(round=round_))
    scores = AssessmentScore.objects.filter(answer__person=person, answer__round__cohort=round_.cohort_id)
    mine: dict[str, tuple[int, int]] = {}
    earlier: dict[str, list[tuple[str, int, int]]] = {}
    for one in scores.select_related("item__round").order_by("item__round__opened_at"):
        if one.item.round_id == round_.pk:
            mine[one.item.key] = one.importance, one.ability
        else:
            earlier.setdefault(one.item.key, []).append((str(one.item.round), one.importance, one.ability))
    view = SupervisorView.objects.filter(round=round_, person=person).first()
    seen = {}
    if view is not None and view.answered:
        seen = dict(SupervisorScore.objects.filter(view=view).values_list("item__key", "ability"))
    return Own(
        tuple(
            OwnRow(one, rated[0], rated[1], seen.get(one.key), tuple(earlier.get(one.key, ())))
            for one in items
            for rated in [mine.get(one.key, (None, None))]
        ),
        bool(mine),
        view,
    )


def said_by(view: SupervisorView) -> dict[str, int]:
    """What a supervisor said, for themselves, when they come again."""
    return dict(SupervisorScore.objects.filter(view=view).values_list("item__key", "ability"))


def own_rounds(person: Person | None, cohort: Cohort) -> list[AssessmentRound]:
    """The open rounds in which a person can answer or has answered, newest first. One query."""
    if person is None:
        return []
    rows = AssessmentRound.objects.filter(cohort=cohort).exclude(opened_at=None)
    return list(rows.order_by("-opened_at"))


def assessed_of(need: Need, person: Person | None) -> list[AssessmentFigure]:
    """How a need's competence was assessed in cohorts whose figures the reader may see, the newest first. One query."""
    if need.competence is None or person is None:
        return []
    rows = AssessmentFigure.objects.filter(
        item__key=need.competence.key,
        mwds__isnull=False,
        item__round__cohort__in=cohorts_told(person),
        item__round__cohort__training__programme=need.programme_id,
    )
    return list(rows.select_related("item__round__cohort__training").order_by("-item__round__closed_at")[:20])
