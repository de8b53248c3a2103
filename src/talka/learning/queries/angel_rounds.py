"""A round as its page shows it: who is proposed to whom, why, and why some requests stay without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.decisions.actions import ERASED
from talka.decisions.models import DecisionRun
from talka.decisions.queries import RunRow, latest, run_row
from talka.methods.matching.explain import Explanation, Reason
from talka.programmes.models import Programme
from talka.ui.refusals import Words

from ..access.angels import consenting
from ..models import Angel, AngelRequest, Proposal
from ..models.angel_requests import REFUSED
from ..topics import house_competences, language_names, named
from .angel_matching import METHOD, SUBJECT, Given, available, numbers, problem_of, taken_by, why_nobody


@dataclass(frozen=True)
class MatchRow:
    """One pair. reference: of the request, as the run names it; others: who would do as well; left_out: this angel is
    not asked; answer: what became of it once they were asked, and whether one of the two sides declined."""

    reference: str
    request: AngelRequest | None
    angel: Angel | None
    reasons: Sequence[Words]
    others: Sequence[str]
    left_out: bool
    answer: Words = ""
    refused: bool = False


@dataclass(frozen=True)
class AloneRow:
    request: AngelRequest | None
    why: Words


@dataclass(frozen=True)
class RoundPage:
    """open_: requests without anybody; free: angels who could be proposed now; matches, alone: those of this page."""

    open_: int
    free: int
    row: RunRow | None = None
    matches: Sequence[MatchRow] = ()
    alone: Sequence[AloneRow] = ()
    sentence: Words = ""


def latest_round(programme: Programme) -> DecisionRun | None:
    """The newest run, whatever became of it. One query."""
    return latest(METHOD, SUBJECT, programme.pk)


def pairs_of(run: DecisionRun | None) -> Sequence[Given]:
    return list((run.result or {}).get("matches", [])) if run is not None else []


def alone_of(run: DecisionRun | None) -> Sequence[Given]:
    return list((run.result or {}).get("unmatched", [])) if run is not None else []


def page_of_round(
    programme: Programme, run: DecisionRun | None, pairs: Sequence[Given], alone: Sequence[Given]
) -> RoundPage:
    """pairs, alone: those of the run that this page shows. About ten queries, however many."""
    open_ = AngelRequest.objects.filter(programme=programme, state=AngelRequest.State.OPEN).count()
    angels = available(illustrative=programme.illustrative)
    free = sum(taken_by(each) < each.most_requests for each in angels)
    if run is None:
        return RoundPage(open_, free)
    result = run.result or {}
    changes = list(run.hand_changes.all())
    ids = {each["request"] for each in pairs}
    others: dict[str, list[str]] = {}
    for tie in result.get("ties", []):
        if tie["request"] in ids:
            others.setdefault(tie["request"], []).append(tie["other"])
    changed = [change.what for change in changes]
    beside = _beside(run, [str(each["request"]) for each in pairs])
    requests = _requests([str(each.get("request", "")) for each in [*pairs, *alone, *changed]])
    named_too = [each for ties in others.values() for each in ties]
    named_too += [
        str(each.parameters["other"]) for told in beside.values() for each in told if each.parameters.get("other")
    ]
    shown = _angels([str(each.get("angel", "")) for each in [*pairs, *changed]])
    # Whoever took back their consent since stands where they were proposed, and is suggested no more.
    suggested = consenting().filter(pk__in=numbers(named_too, "angel")).select_related("person")
    instead = {f"angel:{row.pk}": row for row in suggested}
    house = house_competences()
    elsewhere = {each["request"] for each in run.input.get("elsewhere", [])}
    became = result.get("became", {})
    answers = _answers(run)
    return RoundPage(
        open_,
        free,
        run_row(run, words=lambda what: _left_out(what, requests, shown)),
        [
            MatchRow(
                each["request"],
                requests.get(each["request"]),
                shown.get(each["angel"]),
                [
                    *_reasons(each, requests.get(each["request"]), shown.get(each["angel"]), house),
                    *_beside_words(beside.get(str(each["request"]), ()), instead),
                ],
                [str(instead[other]) for other in others.get(each["request"], []) if other in instead],
                each["request"] in became,
                *answers.get((each["request"], each["angel"]), ("", False)),
            )
            for each in pairs
        ],
        [
            AloneRow(
                requests.get(each["request"]), why_nobody(each["code"], each["count"], each["request"] in elsewhere)
            )
            for each in alone
        ],
        _sentence(len(pairs_of(run)), len(pairs_of(run)) + len(alone_of(run))) if "matches" in result else "",
    )


BESIDE = ("only_one", "next", "better", "better_free", "others_full")
"""What the method says of others who could take a request; the rest is said in the room's own words."""


def _beside(run: DecisionRun, references: Sequence[str]) -> dict[str, list[Reason]]:
    """Who else could take each of these requests, as it stood when it was computed. Nothing where somebody of it was
    erased since: what is left does not tell."""
    given = run.input
    known = {each.get("id") for each in [*given.get("angels", []), *given.get("requests", [])]}
    if ERASED in known or not references:
        return {}
    explanation = Explanation(problem_of(given), {each["request"]: each["angel"] for each in pairs_of(run)})
    return {each: [told for told in explanation.of_match(each) if told.code in BESIDE] for each in references}


def _beside_words(told: Sequence[Reason], instead: Mapping[str, Angel]) -> list[Words]:
    said: dict[str, Words] = {
        "only_one": _("Nobody else could take it."),
        "next": _("%(other)s would come next: knows %(covered)s of %(asked)s topics."),
        "better": _("%(other)s would suit it better, but all places there are needed for others."),
        "better_free": _("%(other)s would suit it better, and has a place left."),
        "others_full": _("Others who could take it have no place left: %(count)s."),
    }
    found: list[Words] = []
    for each in told:
        other = each.parameters.get("other")
        if other is None or other in instead:
            found.append(str(said[each.code]) % {**each.parameters, "other": str(instead.get(str(other), ""))})
    return found


def _requests(references: Sequence[str]) -> dict[str, AngelRequest]:
    rows = AngelRequest.objects.filter(pk__in=numbers(references, "request")).select_related("organisation")
    return {f"request:{row.pk}": row for row in rows}


def _angels(references: Sequence[str]) -> dict[str, Angel]:
    rows = Angel.objects.filter(pk__in=numbers(references, "angel")).select_related("person__organisation")
    return {f"angel:{row.pk}": row for row in rows}


def _answers(run: DecisionRun) -> dict[tuple[str, str], tuple[Words, bool]]:
    """What became of the pairs that were asked, by the references of request and angel."""
    rows = Proposal.objects.filter(run=run).order_by("pk")
    return {
        (f"request:{row.request_id}", f"angel:{row.angel_id}"): (row.get_state_display(), row.state in REFUSED)
        for row in rows
    }


def _reasons(match: Mapping[str, Any], request: AngelRequest | None, angel: Angel | None, house: Any) -> list[Words]:
    if request is None or angel is None:
        return []
    topics = [topic for topic in request.topics if topic in angel.topics]
    names = ", ".join(named(topics, [*request.words, *angel.words], house))
    languages = language_names(code for code in request.languages if code in angel.languages)
    said: list[Words] = [
        _("Knows %(n)s of %(of)s topics asked about: %(topics)s")
        % {"n": len(topics), "of": len(request.topics), "topics": names},
        _("Languages in common: %(languages)s") % {"languages": ", ".join(languages)},
    ]
    if match.get("km") is not None:
        said.append(_("%(n)s km away, as the crow flies") % {"n": round(match["km"])})
    return said


def _left_out(what: Mapping[str, Any], requests: Mapping[str, Any], angels: Mapping[str, Any]) -> str:
    names = {
        "angel": angels.get(str(what.get("angel"))) or _("somebody who was erased"),
        "request": requests.get(str(what.get("request"))) or _("a request"),
    }
    return _("%(angel)s is not asked for “%(request)s”") % names


def _sentence(matched: int, of: int) -> Words:
    words = ngettext(
        "%(matched)s of %(of)s open request has an angel", "%(matched)s of %(of)s open requests have an angel", of
    )
    return words % {"matched": matched, "of": of}
