"""Public consultations with their parts, comments and answers, as `load_consultations` reads them.

Who commented is written of made-up people only: what true ones said stands without their names.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet

from talka.initiatives.access.consultations import CONSENT
from talka.initiatives.consultations_registry import COMMENT
from talka.initiatives.models import Consultation, ConsultationComment, Initiative
from talka.initiatives.trail_of_consultations import CONSULTATION
from talka.programmes.models import Programme

from ..record_files import write_toml
from .dump_causes import Named as Sources
from .dump_causes import causes_of
from .dump_initiative_parts import (
    Themes,
    hidden_of,
    moderation_of,
    moderators,
    named_at,
    own,
    people_in,
    sources_by_key,
)
from .initiative_files import Named, file_names
from .load_consultations import COMMENT_WORDS, CONSULTED_ON, PART
from .load_initiative_folder import PLANNED
from .naming import Keys, present


def consultations_of(programme: Programme, initiatives: QuerySet[Initiative]) -> QuerySet[Consultation]:
    """Of the programme, and about its initiatives."""
    known = own(programme) | Q(initiative__in=initiatives.values("pk"))
    return Consultation.objects.filter(known, retired_at=None).order_by("pk")


def named_in_consultations(programme: Programme, initiatives: QuerySet[Initiative]) -> tuple[set[int], set[int]]:
    """The row ids of who holds them and in whose name was commented, and of the people they name."""
    rows = consultations_of(programme, initiatives).order_by()
    comments = ConsultationComment.objects.filter(consultation__in=rows)
    people = people_in(rows, "by") | people_in(comments, "answered_by") | moderators(COMMENT, comments)
    if programme.illustrative:
        people |= people_in(comments, "person")
    organisations = set(rows.exclude(organisation=None).values_list("organisation_id", flat=True))
    return organisations | set(
        comments.exclude(organisation=None).order_by().values_list("organisation_id", flat=True)
    ), people


def write_consultations(
    programme: Programme, folder: Path, keys: Keys, named: Named, initiatives: QuerySet[Initiative], themes: Themes
) -> Named:
    """What the files may name from now on."""
    rows = list(consultations_of(programme, initiatives).select_related("area", "organisation", "event", "by"))
    names = file_names(rows)
    sources = sources_by_key(programme, themes, CONSULTATION, list(names))
    for row in rows:
        write_toml(folder / "consultations" / f"{names[row.pk]}.toml", _consultation(row, keys, named, sources))
    return replace(named, consultations=names)


def _consultation(row: Consultation, keys: Keys, named: Named, sources: Sources) -> dict[str, Any]:
    parts = list(row.parts.order_by("order", "pk"))
    numbers = {part.pk: number for number, part in enumerate(parts, start=1)}
    comments = row.comments.select_related("person", "organisation", "answered_by").annotate(same=Count("supports"))
    own_event = row.event if row.event and row.event.project.programme_id == row.programme_id else None
    return {
        **{name: getattr(row, name) for name in CONSULTED_ON},
        "organisation": keys.organisation(row.organisation),
        "outside": row.programme_id is None or None,
        "area": row.area.key,
        "initiative": named.initiatives.get(row.initiative_id or 0, ""),
        "event": own_event.slug if own_event else "",
        "by": keys.person(present(row.by)),
        "begun_at": row.created_at,
        "published_at": row.published_at,
        "reported_at": row.reported_at,
        **causes_of(CONSULTATION, row.pk, sources, {kind: name for name, kind in PLANNED.items()}),
        "part": [{name: getattr(part, name) for name in PART} | {"removed_at": part.removed_at} for part in parts],
        "comment": [_comment(one, keys, numbers, made_up=row.illustrative) for one in comments.order_by("at", "pk")],
    }


def _comment(row: Any, keys: Keys, numbers: dict[int, int], *, made_up: bool) -> dict[str, Any]:
    person = present(row.person) if made_up else None
    shown = row.shown_as if made_up or row.shown_as != ConsultationComment.ShownAs.NAME else "nobody"
    return {
        "part": numbers.get(row.part_id or 0, ""),
        "person": keys.person(person),
        **{name: getattr(row, name) for name in COMMENT_WORDS},
        "shown_as": shown,
        "organisation": keys.organisation(row.organisation),
        "at": row.at,
        "named_at": named_at(person, CONSENT, row.pk) if person else "",
        "withdrawn_at": row.withdrawn_at,
        "supports": row.same or None,
        "answered_by": keys.person(present(row.answered_by)),
        "answered_at": row.answered_at,
        **hidden_of(row),
        "moderation": moderation_of(COMMENT, row, keys),
    }
