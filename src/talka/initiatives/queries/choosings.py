"""Votes as their pages show them before there is a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.resources.queries.places import within
from talka.ui.few import shown

from ..access import choosings as access
from ..access.initiatives import initiatives_known_to
from ..actions.counting import waiting_papers
from ..actions.rolls import unsent
from ..actions.voting import Said
from ..models import Ballot, Choosing, ChoosingOption, Initiative, PaperEntry, Voter

MOST_OFFERED = 200


def listed(person: Person | None) -> QuerySet[Choosing]:
    """What the person may know of, the newest first. To be paged."""
    return access.choosings_known_to(person).select_related(*access.RELATED).order_by("-opens_at", "-pk")


def options_of(row: Choosing) -> list[ChoosingOption]:
    """By number, in a draft as they were entered. One query."""
    return list(ChoosingOption.objects.filter(choosing=row).select_related("initiative").order_by("number", "pk"))


def initiatives_to_add(row: Choosing, person: Person | None) -> QuerySet[Initiative]:
    """Of the place and all that lies in it, not yet among the options, with a cost."""
    rows = initiatives_known_to(person).filter(area__in=within([row.area_id]).values("pk"), cost__gt=0)
    rows = rows.filter(published_at__isnull=False, illustrative=row.illustrative)
    there = ChoosingOption.objects.filter(choosing=row, initiative__isnull=False).values("initiative")
    rows = rows.exclude(pk__in=there).exclude(state__in=(Initiative.State.DONE, Initiative.State.WITHDRAWN))
    return rows.select_related("area").order_by("title", "pk")


@dataclass(frozen=True)
class Turnout:
    """asked: lines of the roll, None where whoever belongs there may vote; ballots: None where fewer than five. papers:
    how many of the ballots came on paper, None where that would tell of few."""

    asked: int | None
    ballots: int | None
    papers: int | None


def turnout(row: Choosing) -> Turnout:
    """Two queries."""
    found = Ballot.objects.filter(choosing=row).aggregate(all=Count("pk"), paper=Count("paper"))
    asked = None
    if row.voters == Choosing.Voters.INVITED:
        asked = Voter.objects.filter(choosing=row, joined=None).count()
    ballots, papers = found["all"], found["paper"]
    few = shown(papers, papers) is None or shown(ballots - papers, ballots - papers) is None
    return Turnout(asked, shown(ballots, ballots), None if few else papers)


def roll_of(row: Choosing, words: Sequence[str] = ()) -> QuerySet[Voter]:
    """Lines of the roll by address, those that were joined with another too. To be paged."""
    rows = Voter.objects.filter(choosing=row)
    for word in words:
        rows = rows.filter(folded__contains=word)
    return rows.select_related("person", "joined__person", "area").order_by("email", "pk")


@dataclass(frozen=True)
class RollNumbers:
    """voted: None where fewer than five have; papers: paper ballots given out."""

    lines: int
    unsent: int
    voted: int | None
    papers: int


def roll_numbers(row: Choosing) -> RollNumbers:
    """Two queries."""
    lines = Voter.objects.filter(choosing=row).aggregate(
        all=Count("pk", filter=Q(joined=None)),
        voted=Count("pk", filter=Q(voted_on__isnull=False)),
        papers=Count("pk", filter=Q(how=Voter.How.PAPER)),
    )
    return RollNumbers(lines["all"], unsent(row).count(), shown(lines["voted"], lines["voted"]), lines["papers"])


@dataclass(frozen=True)
class Papers:
    """read: how many numbers are read to the end; once: numbers read by one person; differs: with both readings."""

    read: int
    once: Sequence[int]
    differs: Sequence[tuple[int, Sequence[PaperEntry]]]


def papers_of(row: Choosing) -> Papers:
    """Two or three queries."""
    waiting = waiting_papers(row)
    numbers = PaperEntry.objects.filter(choosing=row).values("number").distinct().count()
    pairs: dict[int, list[PaperEntry]] = {number: [] for number in waiting["differs"]}
    if pairs:
        for entry in PaperEntry.objects.filter(choosing=row, number__in=list(pairs)).order_by("number", "look"):
            pairs[entry.number].append(entry)
    return Papers(numbers - len(waiting["once"]) - len(pairs), waiting["once"], list(pairs.items()))


def stood_in(initiative: Initiative, person: Person | None) -> list[ChoosingOption]:
    """Where an initiative stood to be chosen, the newest first. One query, and those of access."""
    known = access.choosings_known_to(person).filter(published_at__isnull=False)
    rows = ChoosingOption.objects.filter(initiative=initiative, choosing__in=known)
    return list(rows.select_related("choosing").order_by("-choosing__opens_at", "-pk"))


def voted_line(voter: Voter) -> Voter | None:
    """The line by which the same person has voted; None where they have not. Two queries."""
    same = access.same_person(voter)
    return Voter.objects.filter(pk__in=same, voted_on__isnull=False).order_by("pk").first()


def named_of(said: Said, options: Sequence[ChoosingOption]) -> list[tuple[ChoosingOption, int]]:
    """What a ballot says, for its voter to look at: each with its points, without points with its place. No query."""
    known = {one.number: one for one in options}
    beside = said.points or range(1, len(said.named) + 1)
    return [(known[number], each) for number, each in zip(said.named, beside, strict=True) if each]


def read_as(entry: PaperEntry, names: Mapping[int | None, str]) -> str:
    """What somebody read on a paper ballot, in words. No query."""
    if entry.spoilt:
        return _("spoilt")
    beside = entry.points or [None] * len(entry.named)
    told = (
        f"{number:03d} {names.get(number, '')}" + ("" if points is None else f": {points}")
        for number, points in zip(entry.named, beside, strict=True)
    )
    return "; ".join(told)
