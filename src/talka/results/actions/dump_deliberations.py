"""Deliberations with statements, votes under numbers, and answers of officials, as `load_deliberations` reads them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from talka.decisions.models import DecisionRun
from talka.initiatives.actions.deliberation_results import METHOD, SUBJECT
from talka.initiatives.models import (
    Deliberation,
    DeliberationMember,
    DeliberationQuestion,
    Initiative,
    Statement,
    StatementVote,
)
from talka.initiatives.queries.deliberation_input import SIGNS, UNSEEN
from talka.programmes.models import Programme

from ..record_files import write_toml
from .dump_initiative_parts import hidden_of, moderation_of, moderators, own, people_in
from .initiative_files import Named, file_names
from .load_deliberations import DELIBERATION, QUESTION, STATEMENT, TIMES
from .naming import Keys, present


def deliberations_of(programme: Programme, initiatives: QuerySet[Initiative]) -> QuerySet[Deliberation]:
    """Of the programme, and about its initiatives."""
    known = own(programme) | Q(initiative__in=initiatives.values("pk"))
    return Deliberation.objects.filter(known, retired_at=None).order_by("pk")


def named_in_deliberations(programme: Programme, initiatives: QuerySet[Initiative]) -> tuple[set[int], set[int]]:
    """The row ids of whose they are, and of who runs them and answers. Who took part is nobody's to know."""
    rows = deliberations_of(programme, initiatives).order_by()
    statements = Statement.objects.filter(deliberation__in=rows)
    people = people_in(rows, "by") | people_in(statements, "decided_by") | moderators("statement", statements)
    asked = DeliberationQuestion.objects.filter(deliberation__in=rows)
    people |= people_in(asked, "official", "entered_by") | moderators("question", asked)
    return set(rows.exclude(organisation=None).values_list("organisation_id", flat=True)), people


def write_deliberations(
    programme: Programme, folder: Path, keys: Keys, named: Named, initiatives: QuerySet[Initiative]
) -> Named:
    """What the files may name from now on."""
    rows = list(deliberations_of(programme, initiatives).select_related("organisation", "by"))
    names = file_names(rows)
    for row in rows:
        write_toml(folder / "deliberations" / f"{names[row.pk]}.toml", _deliberation(row, keys, named))
    return replace(named, deliberations=names)


def _deliberation(row: Deliberation, keys: Keys, named: Named) -> dict[str, Any]:
    statements = list(row.statements.select_related("member", "decided_by").order_by("number"))
    asked = row.questions.select_related("member", "official", "entered_by").order_by("asked_at", "pk")
    runs = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(row.pk))
    return {
        **{name: getattr(row, name) for name in DELIBERATION},
        "initiative": named.initiatives.get(row.initiative_id or 0, ""),
        "organisation": keys.organisation(row.organisation),
        "by": keys.person(present(row.by)),
        "begun_at": row.created_at,
        **{name: getattr(row, name) for name in TIMES},
        "hearings": list(row.hearings.values_list("event__slug", flat=True)),
        "computed": runs.exists() or None,
        "statement": [_statement(one, keys) for one in statements],
        "participant": _votes(row, statements),
        "asked": [_asked(one, keys) for one in asked.prefetch_related("backers__member")],
    }


def _statement(row: Statement, keys: Keys) -> dict[str, Any]:
    return {
        "number": row.number,
        **{name: getattr(row, name) for name in STATEMENT},
        "seed": row.seed or None,
        "participant": row.member.number if row.member else "",
        "decided_by": keys.person(present(row.decided_by)),
        "decided_at": row.decided_at,
        "at": row.created_at,
        **hidden_of(row),
        "moderation": moderation_of("statement", row, keys),
    }


def _votes(row: Deliberation, statements: list[Statement]) -> list[dict[str, Any]]:
    """Those who voted, wrote, asked or would ask the same, by number: neither who they are nor when they came."""
    place = {one.pk: at for at, one in enumerate(statements)}
    took_part = Q(votes__isnull=False) | Q(statements__isnull=False) | Q(questions__isnull=False)
    took_part |= Q(backed__isnull=False)
    members = DeliberationMember.objects.filter(took_part, deliberation=row).distinct()
    signs = {number: [UNSEEN] * len(statements) for number in members.values_list("number", flat=True)}
    votes = StatementVote.objects.filter(statement__deliberation=row)
    for number, statement, side in votes.values_list("member__number", "statement", "side").iterator():
        signs[number][place[statement]] = SIGNS[side]
    return [{"number": number, "votes": "".join(signs[number])} for number in sorted(signs)]


def _asked(row: DeliberationQuestion, keys: Keys) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in QUESTION},
        "participant": row.member.number if row.member else "",
        "asked_at": row.asked_at,
        "official": keys.person(present(row.official)),
        "directed_at": row.directed_at,
        "answered_at": row.answered_at,
        "entered_by": keys.person(present(row.entered_by)),
        "backers": sorted(one.member.number for one in row.backers.all()),
        **hidden_of(row),
        "moderation": moderation_of("question", row, keys),
    }
