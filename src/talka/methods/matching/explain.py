"""Why each request has this angel or none, who else could take it, and what a change by hand would cost.

Everything is a Reason: a code with parameters, for pages in any language, and its English sentence. Nothing here
searches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from talka.methods import reasons
from talka.methods.contract import Rule
from talka.methods.matching.distance import FARTHEST_KM, km_between
from talka.methods.matching.evaluate import Evaluation, Judge, Pairs, fit_of
from talka.methods.matching.problem import Angel, Problem, Request
from talka.methods.matching.solve import Matching, Unmatched, unmatched
from talka.methods.matching.suitable import Suitable

ENGLISH: dict[str, str] = {
    # one match
    "knows_all": "Knows all that is asked about: {known}.",
    "knows_some": "Knows {covered} of {asked} topics: {known}; not: {missing}.",
    "knows_none": "Knows none of the topics asked about: {missing}.",
    "speaks": "Language in common: {languages}.",
    "away": "{km} away.",
    "away_unknown_request": "How far away is not known: the place of the request is missing.",
    "away_unknown_angel": "How far away is not known: the place of the angel is missing.",
    "away_unknown_both": "How far away is not known: the places of both are missing.",
    "agreed": "Agreed already.",
    "only_one": "Nobody else could take it.",
    "next": '"{other}" would come next: knows {covered} of {asked} topics, {distance}.',
    "better": '"{other}" would suit this request better (knows {covered} of {asked} topics, {distance}), '
    "but all places there are needed for others.",
    "better_free": '"{other}" would suit this request better (knows {covered} of {asked} topics, {distance}), '
    "and has a place left.",
    "others_full": "Others who could take it have no place left: {count}.",
    # a request without angel
    "no_angels": "No angel is named.",
    "no_topic": "Nobody knows any of the topics: {topics}.",
    "no_language": "Of those who know a topic ({count}) nobody speaks {languages}.",
    "only_own": "Those who know a topic and speak the language ({count}) are all of the own organisation, "
    "{organisation}.",
    "refused": "Those who could take it ({count}) have all declined or were declined.",
    "full": "Those who could take it ({count}) have no place left: {angels}. One more place with any of them would do.",
    "full_more": "Those who could take it ({count}) have no place left: {angels} and {more} others. One more place "
    "with any of them would do.",
    "time": "The time ran out before this was settled.",
    # a change by hand
    "change_urgency": "{change}: {urgency_step} of urgency is served.",
    "change_fit": "{change}: the fits add up to {fit_step}.",
    "change_travel": "{change}: {km_step} of travel.",
    "change_unknown": "{change}: matches whose distance is not known: {count_step}.",
    "change_free": "{change}: nothing else changes.",
    "change_breaks": "{change}: this would break a rule: {rule}.",
    # the whole
    "whole": "{served} of {requests} requests have an angel: {urgency} of {asked_urgency} of urgency.",
    "fit": "On average an angel knows {share} of what is asked about.",
    "travel": "{km} between them on average, {total} in all.",
    "unknown": "Matches whose distance is not known: {count}.",
    "ties": "Requests that could have another angel with all as good: {count}.",
    "waiting_no_angels": "Requests that wait, as no angel is named: {count}.",
    "waiting_no_topic": "Requests that wait, as nobody knows any of their topics: {count}.",
    "waiting_no_language": "Requests that wait, as nobody who knows a topic speaks their language: {count}.",
    "waiting_only_own": "Requests that wait, as only angels of their own organisation could take them: {count}.",
    "waiting_refused": "Requests that wait, as everybody who could take them has declined or was declined: {count}.",
    "waiting_full": "Requests that wait, as everybody who could take them has no place left: {count}.",
    "waiting_time": "Requests that wait, as the time ran out before they were settled: {count}.",
    # what would help (wanted.py)
    "topic_wanted": 'Wanted: somebody who knows "{topic}". Requests that wait for it: {count}, {urgency} of urgency.',
    "language_wanted": 'Wanted: somebody who speaks "{language}" and knows what is asked about. Requests that wait for '
    "it: {count}, {urgency} of urgency.",
    "place_wanted": 'One more place with "{angel}" would serve {urgency} more of urgency.',
}
MOST_NAMED = 5
_STEPS = {"urgency": "urgency_step", "fit": "fit_step", "travel": "km_step", "unknown": "count_step"}


def kilometres(km: float) -> str:
    """A distance as people read it."""
    return "less than 1 km" if 0 < km < 0.5 else f"{km:,.0f} km"


def distance(km: float | str) -> str:
    """A distance that may not be known: "" then."""
    return "distance not known" if isinstance(km, str) else f"{kilometres(km)} away"


def kilometres_step(km: float) -> str:
    return f"{kilometres(abs(km))} {_more(km)}"


def step(number: float) -> str:
    """By how much there is more or less of something."""
    return f"{amount(abs(number))} {_more(number)}"


def _more(number: float) -> str:
    return "more" if number > 0 else "less"


def amount(number: float) -> str:
    """A sum as people read it, three decimals at most."""
    return f"{float(number):,.3f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share as people read it, never rounded up to the whole."""
    return f"{int(share * 100 + 1e-9)} %"


class Reason(reasons.Reason):
    """Lists of names are joined by ", "; km in kilometres, urgency and fits in their own units, shares of 1.

    Steps are differences with their sign. `distance` is km, or "" where it is not known.
    """

    english = ENGLISH
    formats: ClassVar[Mapping[str, Callable[[Any], str]]] = {
        **dict.fromkeys(("km", "total"), kilometres),
        **dict.fromkeys(("urgency_step", "fit_step", "count_step"), step),
        **dict.fromkeys(("urgency", "asked_urgency"), amount),
        "km_step": kilometres_step,
        "distance": distance,
        "share": percent,
    }


@dataclass(frozen=True)
class Offer:
    """Somebody who could take a request: their fit (0 to 1), km (None where not known), and places left."""

    angel: str
    fit: float
    km: float | None
    places: int


@dataclass(frozen=True)
class Change:
    """A change by hand: by how much urgency served, fit and km (of known distances) change, rules newly broken."""

    pairs: Pairs
    urgency: Fraction
    fit: Fraction
    km: float
    breaks: tuple[Rule, ...]
    reasons: tuple[Reason, ...]


class Explanation:
    """Pairs with what they are worth, so that many questions about them are answered from one count."""

    def __init__(self, problem: Problem, pairs: Pairs) -> None:
        self.problem, self.pairs = problem, dict(pairs)
        self.judge, self.suitable = Judge(problem), Suitable(problem)
        self.now: Evaluation = self.judge.judge(pairs)
        self.held = Counter(self.pairs.values())
        self.agreed = {pair.request: pair.angel for pair in problem.fixed}

    @classmethod
    def of(cls, problem: Problem, result: Matching) -> Explanation:
        return cls(problem, {one.request: one.angel for one in result.matches})

    def offers(self, request: str) -> tuple[Offer, ...]:
        """Everybody who could take the request, the best first: by fit, then the nearest, then by id. The angel it has
        is among them, with the place they hold for it counted as taken. KeyError for a request that is unknown."""
        one = self.judge.request(request)
        offers = [self._offer(one, self.judge.angel(name)) for name in self.suitable.sieve(one).left]
        return tuple(sorted(offers, key=_best_first))

    def of_match(self, request: str) -> tuple[Reason, ...]:
        """Why a request has the angel it has, and who would come next. KeyError for one without angel."""
        return (*self.facts(request), *self._others(request))

    def facts(self, request: str) -> tuple[Reason, ...]:
        """What speaks for the angel a request has: topics, language, distance. KeyError for one without angel."""
        return tuple(self._facts(self.judge.request(request), self.judge.angel(self.pairs[request])))

    def of_unmatched(self, rest: Unmatched) -> tuple[Reason, ...]:
        """Why a request has no angel."""
        request = self.judge.request(rest.request)
        about: dict[str, str | int | float] = {"request": request.id, "count": rest.count}
        about |= {"topics": ", ".join(request.topics), "languages": " or ".join(request.languages)}
        about["organisation"] = request.organisation
        if rest.code != "full":
            return (Reason(rest.code, about),)
        names = sorted(self.suitable.sieve(request).left)
        more = len(names) - MOST_NAMED
        about |= {"angels": ", ".join(names[:MOST_NAMED]), "more": max(0, more)}
        return (Reason("full_more" if more > 0 else "full", about),)

    def assign(self, request: str, angel: str) -> Change:
        """The request with this angel, and everybody else as they are. KeyError for ids that are unknown."""
        self.judge.request(request), self.judge.angel(angel)
        about = {"change": f'"{request}" with "{angel}"', "request": request, "angel": angel}
        return self._change(about, {**self.pairs, request: angel})

    def release(self, request: str) -> Change:
        """The request without angel."""
        rest = {name: angel for name, angel in self.pairs.items() if name != request}
        return self._change({"change": f'"{request}" without angel', "request": request}, rest)

    def overview(self, result: Matching | None = None) -> tuple[Reason, ...]:
        """The whole, then how many requests wait and why; with the result its reasons and ties, else counted anew."""
        waiting = unmatched(self.problem, self.pairs) if result is None else list(result.unmatched)
        return tuple(self._overview(waiting, result))

    def _offer(self, request: Request, angel: Angel) -> Offer:
        places = max(0, angel.max_requests - angel.taken - self.held[angel.id])
        return Offer(angel.id, float(fit_of(request, angel)), km_between(request, angel), places)

    def _facts(self, request: Request, angel: Angel) -> Iterator[Reason]:
        known = [topic for topic in request.topics if topic in angel.expertise]
        missing = [topic for topic in request.topics if topic not in angel.expertise]
        about: dict[str, str | int | float] = {"request": request.id, "angel": angel.id}
        about |= {"covered": len(known), "asked": len(request.topics)}
        about |= {"known": ", ".join(known), "missing": ", ".join(missing)}
        yield Reason("knows_all" if not missing else "knows_some" if known else "knows_none", about)
        common = [language for language in request.languages if language in angel.languages]
        if common:
            yield Reason("speaks", {"languages": ", ".join(common)})
        km = km_between(request, angel)
        if km is None:
            whose = (
                "both" if request.lat is None and angel.lat is None else "request" if request.lat is None else "angel"
            )
            yield Reason(f"away_unknown_{whose}", {})
        else:
            yield Reason("away", {"km": km})
        if self.agreed.get(request.id) == angel.id:
            yield Reason("agreed", {})

    def _others(self, request: str) -> Iterator[Reason]:
        if request in self.agreed:
            return
        own = self._offer(self.judge.request(request), self.judge.angel(self.pairs[request]))
        others = [offer for offer in self.offers(request) if offer.angel != own.angel]
        if not others:
            yield Reason("only_one", {})
            return
        first, free = others[0], next((offer for offer in others if offer.places), None)
        taken = _best_first(first)[:2] < _best_first(own)[:2] and not first.places
        if taken:
            yield self._other("better", request, first)
        if free is None and not taken:
            yield Reason("others_full", {"count": len(others)})
        elif free is not None:
            # Somebody better with a place left there is only where the pairs were changed by hand, or not proven.
            better = _best_first(free)[:2] < _best_first(own)[:2]
            yield self._other("better_free" if better else "next", request, free)

    def _other(self, code: str, request: str, offer: Offer) -> Reason:
        asked = len(self.judge.request(request).topics)
        about: dict[str, str | int | float] = {
            "other": offer.angel,
            "covered": round(offer.fit * asked),
            "asked": asked,
        }
        return Reason(code, {**about, "distance": "" if offer.km is None else offer.km})

    def _change(self, about: dict[str, str], pairs: dict[str, str]) -> Change:
        after, now = self.judge.judge(pairs), self.now
        before = {rule.path for rule in now.broken}
        breaks = tuple(rule for rule in after.broken if rule.path not in before)
        urgency, fit, km = after.urgency - now.urgency, after.fit - now.fit, after.km - now.km
        steps = {"urgency": float(urgency), "fit": float(fit), "travel": 0.0 if abs(km) < 1e-9 else km}
        steps["unknown"] = after.unknown - now.unknown
        told = [
            Reason(f"change_{code}", {**about, _STEPS[code]: number}) for code, number in steps.items() if number
        ] or [Reason("change_free", {**about})]
        told += [Reason("change_breaks", {**about, "rule": rule.words}, rule) for rule in breaks]
        return Change(pairs, urgency, fit, km, breaks, tuple(told))

    def _overview(self, waiting: list[Unmatched], result: Matching | None) -> Iterator[Reason]:
        asked = sum(self.judge.urgency.values(), Fraction(0))
        about: dict[str, str | int | float] = {"served": len(self.pairs), "requests": len(self.problem.requests)}
        yield Reason("whole", {**about, "urgency": float(self.now.urgency), "asked_urgency": float(asked)})
        if self.pairs:
            yield Reason("fit", {"share": float(self.now.fit / len(self.pairs))})
            known = len(self.pairs) - self.now.unknown
            if known:
                yield Reason("travel", {"km": self.now.km / known, "total": self.now.km})
            if self.now.unknown:
                yield Reason("unknown", {"count": self.now.unknown})
        if result is not None and result.tied:
            yield Reason("ties", {"count": result.tied})
        for code, count in sorted(Counter(one.code for one in waiting).items(), key=lambda item: (-item[1], item[0])):
            yield Reason(f"waiting_{code}", {"count": count})


def words(told: tuple[Reason, ...]) -> str:
    """Reasons as one cell of a table."""
    return " ".join(reason.sentence() for reason in told)


def _best_first(offer: Offer) -> tuple[float, float, str]:
    return -offer.fit, FARTHEST_KM if offer.km is None else offer.km, offer.angel
