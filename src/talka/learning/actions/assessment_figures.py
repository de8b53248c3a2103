"""What a round's answers add up to when it closes.

Nothing is told of fewer than five people, and no two figures that stand may differ by fewer than five people's answers:
of each moment the answers of one set of people are told and of no part of it, unless those left out are none or five at
least. So a later round tells of those who had answered the first one too; what the same people said then is told beside
it only where the first round's figures, which are known, do not give away those who dropped out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from django.utils.translation import gettext as _

from talka.methods.discrepancy.change import Change, changes
from talka.methods.discrepancy.problem import Answer, Problem
from talka.methods.discrepancy.solve import Standing, solve
from talka.ui.few import FEW
from talka.ui.refusals import Refusal

from ..models import AssessmentFigure, AssessmentItem, AssessmentRound, AssessmentScore, SupervisorScore
from ..models.assessment import GREATEST, LEAST

Scores = Mapping[int, Mapping[str, tuple[int, int]]]
"""By person and key of a competence: importance and ability."""


def write_figures(round_: AssessmentRound) -> None:
    """Set `told` and `people` of the round, and write its figures. The caller saves the round and holds its row."""
    given = _scores_of(round_)
    base = first_told(round_)
    then: Scores = _scores_of(base) if base else {}
    both = set(given) & set(then)
    people = both if base and len(both) >= FEW else set(given)
    paired = base is not None and people == both
    round_.told = AssessmentRound.Told.BOTH if paired else AssessmentRound.Told.OWN
    round_.people = len(people)
    items = list(AssessmentItem.objects.filter(round=round_))
    figures = {item.key: AssessmentFigure(item=item) for item in items}
    if len(people) < FEW:
        round_.told, round_.people = AssessmentRound.Told.FEW, 0
    else:
        standing = {one.competence: one for one in solve(_problem(given, people)).competences}
        for key, figure in figures.items():
            _tell(figure, standing.get(key))
        if paired and base is not None and _may_tell_then(round_, base, people):
            _tell_then(figures, then, given, people)
    _tell_supervisors(round_, figures)
    AssessmentFigure.objects.bulk_create(
        figure for figure in figures.values() if figure.mwds is not None or figure.supervisors
    )


def first_told(round_: AssessmentRound) -> AssessmentRound | None:
    """The earliest closed round of the cohort with figures: later ones are compared with it and with no other. One that
    was opened before it and closes after it is no later one: what people could do afterwards is not their before."""
    rows = AssessmentRound.objects.filter(cohort=round_.cohort_id, people__gt=0, opened_at__lt=round_.opened_at)
    return rows.exclude(closed_at=None).order_by("opened_at", "pk").first()


def _may_tell_then(round_: AssessmentRound, base: AssessmentRound, people: Set[int]) -> bool:
    """What these people said in the first round gives nobody away: those who dropped out since are nobody or five at
    least, and of no other part of the first round anything is told. Of erased people the answers are gone; that they
    were counted is kept in `people`."""
    gone = base.people - len(people)
    if gone == 0:
        return True
    others = AssessmentRound.objects.filter(cohort=round_.cohort_id, items__figure__before_mwds__isnull=False)
    for other in others.exclude(pk=round_.pk).distinct():
        part = set(_scores_of(other)) & set(_scores_of(base))
        if other.people == base.people:
            continue  # it tells of the whole
        if part != people or other.people != len(people):
            return False
    return gone >= FEW


def _scores_of(round_: AssessmentRound) -> Scores:
    """Of those whose answer is whole. One query."""
    rows = AssessmentScore.objects.filter(answer__round=round_).values_list(
        "answer__person", "item__key", "importance", "ability"
    )
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for person, key, importance, ability in rows:
        found[person][key] = importance, ability
    return found


def _problem(scores: Scores, people: Iterable[int], only: Set[str] | None = None) -> Problem:
    return Problem(
        tuple(
            Answer(f"{person:012}", key, *pair)
            for person in sorted(people)
            for key, pair in sorted(scores[person].items())
            if only is None or key in only
        ),
        scale=(LEAST, GREATEST),
    )


def _tell(figure: AssessmentFigure, one: Standing | None) -> None:
    if one is None or one.n < FEW:
        return
    figure.importance, figure.ability, figure.mwds = one.importance, one.ability, one.mwds
    figure.low, figure.high = one.low, one.high


def _tell_then(figures: Mapping[str, AssessmentFigure], then: Scores, now: Scores, people: Set[int]) -> None:
    common = {key for person in people for key in then[person]} & set(figures)
    if not common:
        return
    before = _problem(then, people, common)
    means = {one.competence: one for one in solve(before).competences}
    found: tuple[Change, ...] = changes(before, _problem(now, people, common))
    for one in found:
        figure = figures[one.competence]
        figure.before_importance = means[one.competence].importance
        figure.before_ability = means[one.competence].ability
        figure.before_mwds = one.before
        figure.change, figure.change_low, figure.change_high = one.change, one.low, one.high


def _tell_supervisors(round_: AssessmentRound, figures: Mapping[str, AssessmentFigure]) -> None:
    """The mean of five supervisors or more for each competence; never beside the same people's own ratings."""
    rows = SupervisorScore.objects.filter(view__round=round_).values_list("item__key", "ability")
    found: dict[str, list[int]] = defaultdict(list)
    for key, ability in rows:
        found[key].append(ability)
    for key, abilities in found.items():
        if len(abilities) >= FEW:
            figures[key].supervisors, figures[key].seen = len(abilities), sum(abilities) / len(abilities)


def checked(round_: AssessmentRound, given: Mapping[str, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """By row id of the item: the scores of one person, every competence rated. Raises Refusal."""
    items = dict(AssessmentItem.objects.filter(round=round_).values_list("key", "pk"))
    if set(given) - set(items):
        raise Refusal(
            _("There is no such competence in this assessment."),
            _("Your answer was not saved."),
            _("Open the page again."),
            status=422,
        )
    if set(items) - set(given):
        raise Refusal(
            _("Please rate every competence."), _("Your answer was not saved; what you chose still stands."), status=422
        )
    if any(not LEAST <= score <= GREATEST for pair in given.values() for score in pair):
        raise out_of_scale()
    return {items[key]: pair for key, pair in given.items()}


def out_of_scale() -> Refusal:
    return Refusal(
        _("A rating is a whole number from %(least)s to %(most)s.") % {"least": LEAST, "most": GREATEST},
        _("Your answer was not saved."),
        status=422,
    )
