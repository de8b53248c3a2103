"""Initiatives of a programme, and what was asked and decided about them, as `load_initiatives` reads it."""

from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from talka.cooperation.models import JointProject
from talka.cooperation.trail import PROJECT
from talka.initiatives.access.initiatives import AUTHOR, SUPPORTER
from talka.initiatives.models import (
    Author,
    Consultation,
    Initiative,
    InitiativeStep,
    InitiativeText,
    Supporter,
)
from talka.initiatives.trail_of_initiatives import INITIATIVE
from talka.links.models import Link
from talka.programmes.models import Programme
from talka.territories.models import Area

from ..record_files import write_toml
from .dump_causes import Named as Sources
from .dump_causes import causes_of
from .dump_choosings import choosings_of, named_in_choosings, write_choosings
from .dump_consultations import named_in_consultations, write_consultations
from .dump_council import named_in_council, write_council
from .dump_deliberations import named_in_deliberations, write_deliberations
from .dump_initiative_parts import (
    PLURALS,
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
from .load_initiatives import STEP, SUPPORT, TEXT
from .naming import Keys, present


def initiatives_of(programme: Programme) -> QuerySet[Initiative]:
    """What was taken away is not written."""
    return Initiative.objects.filter(own(programme), retired_at=None).order_by("pk")


def named_in_initiatives(programme: Programme) -> tuple[set[int], set[int]]:
    """The row ids of the organisations and of the people that they and all about them name. Supporters are named where
    they are made up."""
    rows = initiatives_of(programme).order_by()
    organisations = set(rows.exclude(organisation=None).values_list("organisation_id", flat=True))
    people = people_in(rows, "by")
    people |= people_in(Author.objects.filter(initiative__in=rows), "person", "invited_by")
    people |= people_in(InitiativeStep.objects.filter(initiative__in=rows), "by")
    people |= people_in(InitiativeText.objects.filter(initiative__in=rows), "by")
    people |= moderators(INITIATIVE, rows)
    if programme.illustrative:
        people |= people_in(Supporter.objects.filter(initiative__in=rows), "person")
    for named in (named_in_deliberations, named_in_consultations, named_in_choosings, named_in_council):
        more, others = named(programme, rows)
        organisations, people = organisations | more, people | others
    return {pk for pk in organisations if pk is not None}, people


def areas_of_initiatives(programme: Programme) -> list[Area | None]:
    """Where they are, and where it is consulted and chosen."""
    rows = initiatives_of(programme)
    asked = Consultation.objects.filter(
        own(programme) | Q(initiative__in=rows.order_by().values("pk")), retired_at=None
    )
    found: list[Area | None] = [row.area for row in rows.select_related("area")]
    found += [row.area for row in asked.select_related("area")]
    return found + [row.area for row in choosings_of(programme, rows.order_by()).select_related("area")]


def write_initiatives(programme: Programme, folder: Path, keys: Keys, themes: Themes) -> None:
    rows = list(initiatives_of(programme).select_related("area", "organisation", "by"))
    names = file_names(rows)
    sources = sources_by_key(programme, themes, INITIATIVE, list(names))
    projects = dict(JointProject.objects.filter(programme=programme, retired_at=None).values_list("pk", "slug"))
    for row in rows:
        told = _initiative(row, keys, sources) | {"joint_projects": _led_to(row, projects)}
        write_toml(folder / "initiatives" / f"{names[row.pk]}.toml", told)
    asked = initiatives_of(programme).order_by()
    named = write_deliberations(programme, folder, keys, Named(initiatives=names), asked)
    named = write_consultations(programme, folder, keys, named, asked, themes)
    named = write_choosings(programme, folder, keys, named, asked)
    write_council(programme, folder, keys, named, asked)


def _initiative(row: Initiative, keys: Keys, sources: Sources) -> dict[str, Any]:
    made_up = row.illustrative
    authors = row.authors.filter(person__erased_at=None, person__merged_into=None).select_related(
        "person", "invited_by"
    )
    supporters = row.supporters.order_by("at", "pk").select_related("person")
    return {
        **{name: getattr(row, name) for name in TEXT},
        "needs_besides": row.needs,
        "cost": row.cost,
        "area": row.area.key,
        "organisation": keys.organisation(row.organisation),
        "outside": row.programme_id is None or None,
        "by": keys.person(present(row.by)),
        "begun_at": row.created_at,
        "published_at": row.published_at,
        **hidden_of(row),
        **causes_of(INITIATIVE, row.pk, sources, PLURALS),
        "author": [_author(one, keys, made_up=made_up) for one in authors.order_by("pk")],
        "supported_by": None if made_up else row.supporters.count() or None,
        "supporter": [_supporter(one, keys) for one in supporters] if made_up else [],
        "step": [
            {name: getattr(one, name) for name in STEP} | {"by": keys.person(present(one.by)), "at": one.at}
            for one in row.steps.select_related("by").order_by("at", "pk")
        ],
        "text": [
            {"content": one.content, "changed": one.changed, "by": keys.person(present(one.by)), "at": one.at}
            for one in row.texts.select_related("by").order_by("number")
        ],
        "moderation": moderation_of(INITIATIVE, row, keys),
    }


def _author(row: Author, keys: Keys, *, made_up: bool) -> dict[str, Any]:
    return {
        "person": keys.person(row.person),
        "state": row.state,
        "invited_by": keys.person(present(row.invited_by)),
        "since": row.created_at,
        "answered_at": row.answered_at,
        "named_at": named_at(row.person, AUTHOR, row.initiative_id) if made_up else "",
    }


def _supporter(row: Supporter, keys: Keys) -> dict[str, Any]:
    """by_link is told where it is so, as most came by their account."""
    told = {name: getattr(row, name) for name in SUPPORT}
    return {
        "person": keys.person(row.person),
        **told,
        "by_link": row.by_link or None,
        "at": row.at,
        "named_at": named_at(row.person, SUPPORTER, row.initiative_id),
    }


def _led_to(row: Initiative, projects: dict[int, str]) -> list[str]:
    links = Link.objects.filter(from_kind=INITIATIVE, from_id=str(row.pk), to_kind=PROJECT).order_by("pk")
    return [projects[int(pk)] for pk in links.values_list("to_id", flat=True) if int(pk) in projects]
