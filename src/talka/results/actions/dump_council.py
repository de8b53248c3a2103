"""Questions to councils with decisions and what was done of them, as `load_council` reads them."""

from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from talka.initiatives.council_registry import KIND
from talka.initiatives.models import CouncilDecision, CouncilFigures, CouncilQuestion, DecisionEntry, Initiative
from talka.programmes.models import Programme

from ..record_files import write_toml
from .dump_initiative_parts import hidden_of, moderation_of, moderators, people_in
from .initiative_files import Files, Named, file_names
from .load_council import DECISION, ENTRY, QUESTION
from .naming import Keys, present


def questions_of(programme: Programme, initiatives: QuerySet[Initiative]) -> QuerySet[CouncilQuestion]:
    """Of the programme's initiatives; of a made-up one also those of none, to its made-up councils."""
    known = Q(initiative__in=initiatives.values("pk"))
    if programme.illustrative:
        known |= Q(initiative=None, illustrative=True)
    return CouncilQuestion.objects.filter(known).order_by("pk")


def named_in_council(programme: Programme, initiatives: QuerySet[Initiative]) -> tuple[set[int], set[int]]:
    """The row ids of the councils, and of the people who asked, answered and are responsible."""
    rows = questions_of(programme, initiatives).order_by()
    decisions = CouncilDecision.objects.filter(question__in=rows)
    people = people_in(rows, "by", "taken_up_by") | people_in(decisions, "by", "responsible_person")
    people |= people_in(DecisionEntry.objects.filter(decision__in=decisions), "by") | moderators(KIND, rows)
    return set(rows.values_list("council_id", flat=True)), people


def write_council(
    programme: Programme, folder: Path, keys: Keys, named: Named, initiatives: QuerySet[Initiative]
) -> None:
    rows = list(questions_of(programme, initiatives).select_related("council", "by", "taken_up_by"))
    names = file_names(rows)
    for row in rows:
        write_toml(folder / "council" / f"{names[row.pk]}.toml", _question(row, keys, named))
    councils = {row.council_id for row in rows}
    shown = CouncilFigures.objects.filter(council__in=councils).select_related("council").order_by("council__sort_key")
    told = [{"council": keys.organisation(one.council), "figures_shown": one.shown} for one in shown]
    if told:
        write_toml(folder / "councils.toml", {"council": told})


def _question(row: CouncilQuestion, keys: Keys, named: Named) -> dict[str, Any]:
    tables: dict[str, Files] = {
        "deliberation": named.deliberations,
        "consultation": named.consultations,
        "choosing": named.choosings,
    }
    about = tables.get(row.about_kind, {}).get(int(row.about_id), "") if row.about_id.isdigit() else ""
    decisions = row.decisions.select_related("by", "responsible_person").order_by("pk")
    return {
        "council": keys.organisation(row.council),
        "initiative": named.initiatives.get(row.initiative_id or 0, ""),
        **({row.about_kind: about} if about else {}),
        **{name: getattr(row, name) for name in QUESTION},
        "taken_up_by": keys.person(present(row.taken_up_by)),
        "by": keys.person(present(row.by)),
        "asked_at": row.created_at,
        **hidden_of(row),
        "decision": [_decision(one, keys) for one in decisions],
        "moderation": moderation_of(KIND, row, keys),
    }


def _decision(row: CouncilDecision, keys: Keys) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in DECISION},
        "money": row.money,
        "responsible_person": keys.person(present(row.responsible_person)),
        "by": keys.person(present(row.by)),
        "entered_at": row.created_at,
        "entry": [
            {name: getattr(one, name) for name in ENTRY}
            | {"last": one.last or None, "by": keys.person(present(one.by)), "at": one.at}
            for one in row.entries.select_related("by").order_by("on", "pk")
        ],
    }
