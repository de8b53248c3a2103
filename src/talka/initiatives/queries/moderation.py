"""Reported words as those see them who look after the page, who wrote them and who reported them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Min

from talka.people.models import Person
from talka.ui.refusals import Words

from ..access import moderation as access
from ..models import ModerationStep, Report
from ..moderated import Kind, Moderated, kind_of

MOST_WAITING = 300
"""Words in one person's queue, the oldest first."""
AT_ONCE = 1000
"""So many are looked through at a time: what waits for others elsewhere does not fill the queue."""
What = ModerationStep.What
Place = tuple[str, int]
"""Words by their kind and number."""


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
    """What waits for the person's decision, appeals first. Three queries, one for each kind of words that has any, and
    those of access; where thousands of words wait those of the kinds again for each thousand."""
    if person is None:
        return []
    appeals = ModerationStep.objects.filter(what=What.APPEALED, answer=None).select_related("answers")
    asked = {(one.kind, one.thing): one for one in appeals.order_by("at", "pk")}
    places = Report.objects.filter(decision=None).values_list("kind", "thing").annotate(first=Min("at"))
    waits = [(kind, thing) for kind, thing, _first in places.order_by("first", "kind", "thing")]
    rows = _decided_by(person, dict.fromkeys([*asked, *waits]))
    found = []
    for place, step in asked.items():
        if place in rows and step.answers and access.may_answer(person, *rows[place], step.answers):
            found.append(Waiting(*rows[place], 0, (), appeal=True))
    reported: dict[Place, list[Report]] = {place: [] for place in waits if place in rows}
    of_them = {"kind__in": {kind for kind, _thing in reported}, "thing__in": {thing for _kind, thing in reported}}
    for one in Report.objects.filter(decision=None, **of_them).order_by("at", "pk") if reported else ():
        if (one.kind, one.thing) in reported:
            reported[one.kind, one.thing].append(one)
    for place, reports in reported.items():
        reasons = list(dict.fromkeys(str(one.get_reason_display()) for one in reports))
        found.append(Waiting(*rows[place], len(reports), reasons))
    return found


def _decided_by(person: Person, places: Collection[Place]) -> dict[Place, tuple[Kind, Moderated]]:
    """The words of these places about which the person may decide, the first ones."""
    found: dict[Place, tuple[Kind, Moderated]] = {}
    rest = iter(places)
    while chunk := list(islice(rest, AT_ONCE)):
        rows = _rows(chunk)
        found |= {place: rows[place] for place in chunk if place in rows and access.may_decide(person, *rows[place])}
        if len(found) >= MOST_WAITING:
            break
    return dict(islice(found.items(), MOST_WAITING))


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
    reports = list(Report.objects.filter(by=person).order_by("-at")[:50])
    rows = _rows([(one.kind, one.thing) for one in reports])
    steps = decided_last(reports)
    told = []
    for one in reports:
        kind, row = rows.get((one.kind, one.thing), (None, None))
        if kind and row:
            step = steps.get((one.kind, one.thing)) if one.decision_id else None
            told.append(Told(kind.label, kind.url(row), one, step))
    return told


def decided_last(reports: Collection[Report]) -> dict[Place, ModerationStep]:
    """What stands now of reported words: whatever was decided last of them. One query, none for none."""
    if not reports:
        return {}
    rows = ModerationStep.objects.filter(
        kind__in={one.kind for one in reports}, thing__in={one.thing for one in reports}
    )
    return {(one.kind, one.thing): one for one in rows.exclude(what=What.APPEALED).order_by("at", "pk")}


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


def _rows(places: Collection[Place]) -> dict[Place, tuple[Kind, Moderated]]:
    """The words by kind and number. One query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for name, pk in places:
        wanted[name].add(pk)
    found: dict[Place, tuple[Kind, Moderated]] = {}
    for name, ids in wanted.items():
        kind = kind_of(name)
        if kind is not None:
            found |= {(name, pk): (kind, row) for pk, row in access.rows_of(kind, ids).items()}
    return found
