"""What the page of results shows: one sentence and one number, what unites, what divides, groups, all statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.decisions.models import DecisionRun
from talka.methods.opinion.explain import percent
from talka.methods.opinion.problem import FEWEST
from talka.ui.numbers import number

from ..models import Deliberation, Statement, StatementVote
from ..opinion_words import sentence
from .statements import hidden_of, votable

METHOD, SUBJECT = "opinion", "deliberation"
SHARED, DIVIDES = "shared", "divides"


@dataclass(frozen=True)
class Part:
    """How a group, or all, voted on a statement: whole percent of `n` votes; None where fewer than five voted."""

    name: str
    n: int
    agree: int | None
    disagree: int | None
    passed: int | None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Line:
    """A statement with its votes. kind: "shared", "divides" or ""; side: 1 where they agree, -1 where they disagree."""

    number: str
    text: str
    everyone: Part
    groups: tuple[Part, ...]
    kind: str
    side: int
    rank: float


@dataclass(frozen=True)
class StandsFor:
    """What a group says more than others: agrees or not; share and elsewhere in whole percent."""

    number: str
    text: str
    agrees: bool
    share: int
    elsewhere: int


@dataclass(frozen=True)
class Camp:
    name: str
    size: int
    stands_for: tuple[StandsFor, ...]


@dataclass(frozen=True)
class Results:
    """number and headline: the one number and its sentence; run None: nothing may be told, or nothing is there yet."""

    headline: str
    number: int | None
    people: int
    unites: tuple[Line, ...] = ()
    divides: tuple[Line, ...] = ()
    camps: tuple[Camp, ...] = ()
    lines: tuple[Line, ...] = ()
    sentences: tuple[str, ...] = ()
    hidden: tuple[Statement, ...] = ()
    run: DecisionRun | None = None


def run_of(row: Deliberation) -> DecisionRun | None:
    """The newest one that is done. One query."""
    rows = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(row.pk))
    return rows.filter(state=DecisionRun.State.PROPOSED).defer("input").order_by("-pk").first()


def results_of(row: Deliberation) -> Results:
    """Three queries."""
    run = run_of(row)
    if run is None or run.result is None:
        return _none_yet(row)
    hidden = tuple(hidden_of(row))
    gone = {str(each.number) for each in hidden}
    result: Mapping[str, Any] = run.result
    names = [str(group["name"]) for group in result["groups"]] if len(result["groups"]) > 1 else []
    lines = tuple(_line(each, names) for each in result["statements"] if each["statement"] not in gone)
    unites = sorted((each for each in lines if each.kind == SHARED), key=lambda each: -each.rank)
    divides = sorted((each for each in lines if each.kind == DIVIDES), key=lambda each: -each.rank)
    sentences = [sentence(each["code"], each["parameters"]) for each in result["overview"]]
    return Results(
        _headline(len(unites), len(lines), result["people"], grouped=bool(names)),
        len(unites),
        result["people"],
        tuple(unites),
        tuple(divides),
        _camps(result, lines) if names else (),
        lines,
        tuple(each for each in sentences if each),
        hidden,
        run,
    )


def _none_yet(row: Deliberation) -> Results:
    """Too few voted, or it is not computed yet, or could not be."""
    runs = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(row.pk))
    counted = StatementVote.objects.filter(member=OuterRef("pk"), statement__in=votable(row))
    voted = list(row.members.filter(Exists(counted)).values_list("pk", flat=True)[:FEWEST])
    if runs.filter(state=DecisionRun.State.FAILED).exists():
        said = _("The results could not be computed. Those who run the deliberation can have it done again.")
    elif len(voted) >= FEWEST:
        said = _("The results are being computed.")
    else:
        said = _("Fewer than %(fewest)s people have voted; nothing is told of so few.") % {"fewest": FEWEST}
    return Results(said, None, 0, hidden=tuple(hidden_of(row)))


def _headline(shared: int, whole: int, people: int, *, grouped: bool) -> str:
    told = {"whole": number(whole), "people": number(people)}
    if grouped:
        return (
            ngettext(
                "statement of %(whole)s on which most people of every group are of one mind; %(people)s people voted.",
                "statements of %(whole)s on which most people of every group are of one mind; %(people)s people voted.",
                shared,
            )
            % told
        )
    return (
        ngettext(
            "statement of %(whole)s on which most people are of one mind; %(people)s people voted.",
            "statements of %(whole)s on which most people are of one mind; %(people)s people voted.",
            shared,
        )
        % told
    )


def _part(name: str, share: Mapping[str, Any]) -> Part:
    n, agree, disagree = int(share["n"]), int(share["agree"]), int(share["disagree"])
    if share["agreement"] is None:
        return Part(name, n, None, None, None)
    return Part(
        name,
        n,
        percent(agree, n),
        percent(disagree, n),
        percent(n - agree - disagree, n),
        round(100 * share["low"]),
        round(100 * share["high"]),
    )


def _line(one: Mapping[str, Any], names: list[str]) -> Line:
    everyone = _part("", one["everyone"])
    groups = tuple(_part(name, share) for name, share in zip(names, one["groups"], strict=False))
    if one["kind"] == SHARED:
        rank = max(one["consensus"], one["consensus_against"])
    elif one["spread"] is not None:
        rank = one["spread"]
    else:
        rank = min(everyone.agree or 0, everyone.disagree or 0)
    return Line(one["statement"], one["text"], everyone, groups, one["kind"], one["side"], float(rank))


def _camps(result: Mapping[str, Any], lines: tuple[Line, ...]) -> tuple[Camp, ...]:
    by_number = {each.number: each for each in lines}

    def told(at: int, held: Mapping[str, Any]) -> bool:
        """Of fewer than five votes of the group nothing is said."""
        line = by_number.get(held["statement"])
        return line is not None and line.groups[at].agree is not None

    return tuple(
        Camp(
            group["name"],
            group["size"],
            tuple(
                StandsFor(
                    held["statement"],
                    by_number[held["statement"]].text,
                    held["side"] == 1,
                    round(100 * held["share"]),
                    round(100 * held["elsewhere"]),
                )
                for held in group["stands_for"]
                if told(at, held)
            ),
        )
        for at, group in enumerate(result["groups"])
    )
