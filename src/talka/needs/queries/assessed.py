"""What those who took part assessed: how important each competence is in their work, and how well they master it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from i18nfield.strings import LazyI18nString

from talka.events.models import Event
from talka.ui.few import FEW
from talka.workshops.formats.spec import Kind, On, StageSpec, Way, say
from talka.workshops.models import Ballot, Stage, Workshop

IMPORTANCE, ABILITY = "importance", "ability"
"""Criteria of a format by which competences are assessed."""


@dataclass(frozen=True)
class Assessed:
    """One competence. people: who gave both scores. importance, ability: means on the format's scale; lacking: the mean
    weighted discrepancy score, (importance - ability) x importance (Borich 1980; METHODS, discrepancy). All three are
    None where fewer than five people stand behind them."""

    key: str
    name: LazyI18nString
    people: int
    importance: float | None
    ability: float | None
    lacking: float | None


def assessed_at(event: Event) -> tuple[Assessed, ...]:
    """Competences assessed in the group work of `event`, what is lacking most first, those without figures last.

    Answers of several group works to the same competence are taken together; late ones count where the facilitator has
    decided so; a table's device counts for all its people. At most two queries, rehearsals left out.
    """
    stages = {
        stage.pk: spec
        for stage in Stage.objects.filter(workshop__in=Workshop.objects.filter(event=event), kind=Kind.VOTE)
        if (spec := stage.spec) and _assesses(spec)
    }
    if not stages:
        return ()
    words = {item.key: say(item.words) for spec in stages.values() if spec.vote for item in spec.vote.items}
    given: defaultdict[tuple[str, int, int], dict[str, int]] = defaultdict(dict)
    people: dict[int, int] = {}
    rows = Ballot.objects.filter(stage__in=stages, counted=True, criterion__in=(IMPORTANCE, ABILITY))
    for item, seat, stage, criterion, value, many in rows.values_list(
        "item", "seat", "stage", "criterion", "value", "seat__people"
    ):
        given[item, seat, stage][criterion] = value
        people[seat] = many
    pairs: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for (item, seat, _stage), scores in given.items():
        if len(scores) == len((IMPORTANCE, ABILITY)):
            pairs[item].append((scores[IMPORTANCE], scores[ABILITY], people[seat]))
    found = [_assessed(key, name, pairs[key]) for key, name in words.items()]
    return tuple(sorted(found, key=lambda one: (one.lacking is None, -(one.lacking or 0))))


def _assesses(spec: StageSpec) -> bool:
    vote = spec.vote
    if vote is None or vote.way != Way.SCORES or vote.on != On.ITEMS:
        return False
    return {IMPORTANCE, ABILITY} <= {criterion.key for criterion in vote.criteria}


def _assessed(key: str, name: LazyI18nString, pairs: Iterable[tuple[int, int, int]]) -> Assessed:
    told = list(pairs)
    people = sum(many for _importance, _ability, many in told)
    if people < FEW:
        return Assessed(key, name, people, None, None, None)
    importance = sum(score * many for score, _ability, many in told) / people
    ability = sum(score * many for _importance, score, many in told) / people
    # the mean over persons of (I - A) x mean I, which does not depend on the person, is this product
    return Assessed(key, name, people, importance, ability, (importance - ability) * importance)
