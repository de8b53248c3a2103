"""Counting: ballots that no longer come are written anew in the order of their keys, frozen as a question for the rule
chosen beforehand, computed, and announced by a person."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import Result
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import jobs
from ..access import choosings as access
from ..counting_rules import VERSION, counted
from ..models import Ballot, Choosing, PaperEntry, Voter
from ..models.choosings import code_of
from .choosings import AT_ONCE, held, tell_and_forget
from .paper_ballots import same
from .voting import alone, mix

METHOD, SUBJECT = "choosing", "choosing"
SMALL = 3000
"""So many ballots are counted within a breath; with more the worker does it."""
QUICK, LONG = 20.0, 600.0


def count(row: Choosing, *, by: Person | None) -> DecisionRun:
    """What came of it, as a proposal that a person announces; counted again, the one before is set aside. by None: the
    house. Raises Refusal."""
    access.check_runs(by, row)
    with deed(by):
        alone(row)
        now = held(row)
        if now.phase != "closed":
            raise Refusal(
                _("Votes are counted once voting is closed, and until the result is announced."),
                _("Nothing was counted."),
            )
        _check_papers(now, _("Nothing was counted."))
        mix(now)
        given = question_of(now)
        waiting = DecisionRun.objects.filter(
            method=METHOD, subject_kind=SUBJECT, subject_id=str(now.pk), state=DecisionRun.State.PROPOSED
        )
        for before in waiting:
            decisions.reject(before, by=by, reason=_("It was counted again."))
        small = given["ballots"] <= SMALL
        parameters = {"seconds": QUICK if small else LONG}
        run = decisions.begin(METHOD, (SUBJECT, now.pk), given, by=by, version=VERSION, parameters=parameters)
        if not small:
            jobs.choosing.compute_result.defer(run=run.pk)
    return finish_computing(run) if small else run


def finish_computing(run: DecisionRun) -> DecisionRun:
    """Compute what was frozen; a run that is not waiting stays as it is."""

    def solved() -> Result:
        return counted(run.input, time_limit=float(run.parameters["seconds"]))

    return decisions.finish(run, solved)


def count_closed() -> None:
    """Votes that closed and were not counted yet; those with paper ballots wait for those who read them."""
    closed = Choosing.objects.filter(
        published_at__isnull=False, called_off_at=None, announced_at=None, paper=False, closes_at__lte=timezone.now()
    )
    known = set(DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT).values_list("subject_id", flat=True))
    for row in closed.select_related(*access.RELATED).order_by("pk"):
        if str(row.pk) not in known:
            count(row, by=None)


def announce(row: Choosing, run: DecisionRun, *, seen: str = "", by: Person | None) -> None:
    """Everybody reads the result and the ballots; those on the roll are written to, and then their addresses are
    forgotten. seen: the id of the count that was on the page, "" where none was. Twice is once. Raises Refusal where
    ballots were read since it was counted, or it was counted again since it was seen."""
    access.check_runs(by, row)
    with deed(by):
        alone(row)
        now = held(row)
        if now.announced_at is not None:
            return
        if now.phase != "closed":
            raise Refusal(_("There is no result to announce."), _("Nothing was changed."))
        if seen and seen != str(run.pk):
            raise Refusal(
                _("It was counted again meanwhile."),
                _("The result was not announced."),
                _("Open the page again, look at the result, then announce it."),
            )
        _check_papers(now, _("The result was not announced."))
        proposal = decisions.open_proposal(run, METHOD, (SUBJECT, now.pk))
        if proposal.input != question_of(now):
            raise Refusal(
                _("Ballots were read since it was counted."),
                _("The result was not announced."),
                _("Count again, and announce what comes of it."),
            )
        decisions.accept(proposal, by=by)
        now.announced_at = timezone.now()
        now.version += 1
        now.save(update_fields=["announced_at", "version"])
        if Voter.objects.filter(choosing=now).count() <= AT_ONCE:
            tell_and_forget(now)
        else:
            jobs.choosing.tell_end.defer(choosing=now.pk)


def question_of(row: Choosing) -> dict[str, Any]:
    """What the rule is asked: plain data, ballots that say the same told once with how many they are. Two queries."""
    ballots: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter(
        (tuple(named), tuple(points))
        for named, points in Ballot.objects.filter(choosing=row).values_list("named", "points").iterator()
    )
    options = list(row.options.exclude(number=None).order_by("number"))
    return {
        "form": row.form,
        "rule": row.rule,
        "completion": row.completion,
        "budget": str(row.budget),
        "options": [{"id": one.code, "cost": str(one.cost)} for one in options if one.withdrawn_at is None],
        "withdrawn": [one.code for one in options if one.withdrawn_at is not None],
        "ballots": sum(ballots.values()),
        "kinds": [
            {"named": [code_of(number) for number in named], "points": list(points), "count": count}
            for (named, points), count in sorted(ballots.items())
        ],
    }


def waiting_papers(row: Choosing) -> Mapping[str, list[int]]:
    """Numbers of paper ballots that are not read to the end: "once": by one person only; "differs". One query."""
    found: dict[int, list[PaperEntry]] = {}
    for entry in PaperEntry.objects.filter(choosing=row).order_by("number", "look"):
        found.setdefault(entry.number, []).append(entry)
    return {
        "once": [number for number, looks in found.items() if len(looks) == 1],
        "differs": [number for number, looks in found.items() if len(looks) == 2 and not same(*looks)],
    }


def _check_papers(row: Choosing, meaning: str) -> None:
    waiting = waiting_papers(row)
    numbers = sorted([*waiting["once"], *waiting["differs"]])
    if numbers:
        shown = ", ".join(map(str, numbers[:20]))
        raise Refusal(
            _("Paper ballots wait to be read by another person: %(numbers)s.") % {"numbers": shown},
            meaning,
            _("Have them read; then count."),
        )
