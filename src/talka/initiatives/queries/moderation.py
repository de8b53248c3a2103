"""Reported words as those see them who look after the page, who wrote them and who reported them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from talka.people.models import Person
from talka.ui.refusals import Words

from ..access import moderation as access
from ..models import ModerationStep, Report
from ..moderated import Kind, Moderated, kind_of

MOST_WAITING = 300
"""Words looked through for one person's queue, the oldest first."""
What = ModerationStep.What


@dataclass(frozen=True)
class Waiting:
    """Words that wait for a decision. reports: how many; appeal: the author asks to look again."""

    kind: Kind
    row: Moderated
    reports: int
    reasons: Sequence[str]
    appeal: bool = False

    @property
    def words(self) -> str:
        return self.kind.words(self.row)

    @property
    def url(self) -> str:
        return self.kind.url(self.row)


def waiting_for(person: Person | None) -> list[Waiting]:
    """What waits for the person's decision, appeals first. Two queries, one for each kind of words that has any, and
    those of access."""
    if person is None:
        return []
    appeals = ModerationStep.objects.filter(what=What.APPEALED, answer=None).select_related("answers")
    asked = {(one.kind, one.thing): one for one in appeals.order_by("at", "pk")[:MOST_WAITING]}
    reported: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for one in Report.objects.filter(decision=None).order_by("at", "pk")[:MOST_WAITING]:
        reported[one.kind, one.thing].append(one)
    rows = _rows([*asked, *reported])
    found = []
    for place, step in asked.items():
        kind, row = rows.get(place, (None, None))
        if kind and row and step.answers and access.may_answer(person, kind, row, step.answers):
            found.append(Waiting(kind, row, 0, (), appeal=True))
    for place, reports in reported.items():
        kind, row = rows.get(place, (None, None))
        if kind and row and access.may_decide(person, kind, row):
            reasons = list(dict.fromkeys(str(one.get_reason_display()) for one in reports))
            found.append(Waiting(kind, row, len(reports), reasons))
    return found


@dataclass(frozen=True)
class Told:
    """A report of one's own. url: where the words stand; step: what was decided, None while it waits."""

    label: Words
    url: str
    report: Report
    step: ModerationStep | None


def reported_by(person: Person | None) -> list[Told]:
    """The person's own reports, the newest first, with what came of each; the words themselves stand on their page."""
    if person is None:
        return []
    reports = list(Report.objects.filter(by=person).select_related("decision__answer__answer").order_by("-at")[:50])
    rows = _rows([(one.kind, one.thing) for one in reports])
    told = []
    for one in reports:
        kind, row = rows.get((one.kind, one.thing), (None, None))
        if kind and row:
            told.append(Told(kind.label, kind.url(row), one, _outcome(one)))
    return told


def _outcome(report: Report) -> ModerationStep | None:
    """What stands now: an appeal that brought the words back replaces the first decision."""
    step = report.decision
    appeal = getattr(step, "answer", None)
    final = getattr(appeal, "answer", None)
    return final or step


@dataclass(frozen=True)
class Page:
    """One thing with its reports and steps. last: number of the last step, 0 for none."""

    reports: Sequence[Report]
    steps: Sequence[ModerationStep]
    decides: bool
    answers: bool
    appeals: bool
    mine: bool

    @property
    def last(self) -> int:
        return self.steps[-1].pk if self.steps else 0


def page_of(kind: Kind, row: Moderated, person: Person | None) -> Page:
    """reports only for those who look after it: their names are not the author's to read. Two queries."""
    inside = access.moderates(person, kind, row) and not access.is_author(person, kind, row)
    steps = list(
        ModerationStep.objects.filter(kind=kind.name, thing=row.pk).select_related("by", "answers").order_by("at", "pk")
    )
    reports = Report.objects.filter(kind=kind.name, thing=row.pk).select_related("by", "decision")
    last = steps[-1] if steps else None
    asked = last is not None and last.what == What.APPEALED
    hiding = last.answers if last is not None and asked else None
    mine = access.is_author(person, kind, row)
    return Page(
        reports=list(reports) if inside else (),
        steps=steps,
        decides=inside and not asked,
        answers=hiding is not None and access.may_answer(person, kind, row, hiding),
        appeals=mine and row.hidden_at is not None and last is not None and last.what == What.HIDDEN,
        mine=mine,
    )


def _rows(places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], tuple[Kind, Moderated]]:
    """The words by kind and number. One query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for name, pk in places:
        wanted[name].add(pk)
    found: dict[tuple[str, int], tuple[Kind, Moderated]] = {}
    for name, ids in wanted.items():
        kind = kind_of(name)
        if kind is not None:
            found |= {(name, pk): (kind, row) for pk, row in access.rows_of(kind, ids).items()}
    return found
