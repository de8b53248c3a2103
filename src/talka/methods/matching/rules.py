"""The hard rules, each with a name by which a person finds it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talka.methods.contract import Rule
from talka.methods.matching.problem import Angel, Problem, Request


def topic_rule(row: int, angel: Angel) -> Rule:
    words = f'expertise: "{angel.id}" is only proposed where they know one of the topics'
    return Rule(("angels", row, "expertise"), "topic", {"angel": angel.id}, words)


def language_rule(row: int, angel: Angel) -> Rule:
    words = f'languages: "{angel.id}" and whoever asks share a language'
    return Rule(("angels", row, "languages"), "language", {"angel": angel.id}, words)


def own_rule(row: int, angel: Angel) -> Rule:
    words = f'organisation: "{angel.id}" takes no request of their own organisation, "{angel.organisation}"'
    return Rule(("angels", row, "organisation"), "own", {"angel": angel.id, "organisation": angel.organisation}, words)


def places_rule(row: int, angel: Angel) -> Rule:
    words = f'max_requests: "{angel.id}" takes at most {angel.max_requests} requests'
    if angel.taken:
        words += f", {angel.taken} of them taken already"
    parameters: dict[str, str | int | float] = {"angel": angel.id, "most": angel.max_requests, "taken": angel.taken}
    return Rule(("angels", row, "max_requests"), "places", parameters, words)


def refused_rule(row: int, request: str, angel: str) -> Rule:
    words = f'refused: "{angel}" is not proposed for "{request}" again'
    return Rule(("refused", row, "angel"), "refused", {"request": request, "angel": angel}, words)


def fixed_rule(row: int, request: str, angel: str) -> Rule:
    words = f'fixed: "{angel}" and "{request}" have agreed'
    return Rule(("fixed", row, "angel"), "fixed", {"request": request, "angel": angel}, words)


@dataclass(frozen=True)
class Book:
    """Angels, requests and pairs of one valid problem by their ids, each with its row."""

    angels: Mapping[str, tuple[int, Angel]]
    requests: Mapping[str, tuple[int, Request]]
    refused: Mapping[tuple[str, str], int]
    fixed: Mapping[str, tuple[int, str]]

    @classmethod
    def of(cls, problem: Problem) -> Book:
        refused: dict[tuple[str, str], int] = {}
        for row, pair in enumerate(problem.refused):
            refused.setdefault((pair.request, pair.angel), row)
        return cls(
            angels={angel.id: (row, angel) for row, angel in enumerate(problem.angels)},
            requests={request.id: (row, request) for row, request in enumerate(problem.requests)},
            refused=refused,
            fixed={pair.request: (row, pair.angel) for row, pair in enumerate(problem.fixed)},
        )

    def against(self, request: str, angel: str) -> tuple[Rule, ...]:
        """The rules that speak against the two by themselves: topic, language, organisation, a refusal.

        A pair that is agreed needs no topic in common: people knew why.
        """
        row, one = self.angels[angel]
        asked = self.requests[request][1]
        rules = []
        agreed = request in self.fixed and self.fixed[request][1] == angel
        if not agreed and not set(one.expertise) & set(asked.topics):
            rules.append(topic_rule(row, one))
        if not set(one.languages) & set(asked.languages):
            rules.append(language_rule(row, one))
        if one.organisation and one.organisation == asked.organisation:
            rules.append(own_rule(row, one))
        if (request, angel) in self.refused:
            rules.append(refused_rule(self.refused[request, angel], request, angel))
        return tuple(rules)
