"""The templates of parts: the same files as the page's own, filled with what all phones see alike."""

from functools import cache
from typing import Any

from django.template import Context, loader
from django.template.base import Template

from ..formats.spec import Kind, Way
from ..forms import CardForm
from ..models import Group, Seat, Stage
from ..queries.ballot import figures
from ..queries.board import CardRow
from ..queries.phone import Personal, Shared, SoftClock, context_of, shared_of_hall
from ..queries.phone import shared as shared_of
from ..queries.reflecting import question_rows
from ..queries.telling import Told
from .scene import Scene

Seen = Shared


def seen(here: Scene, group: Group | None) -> Seen:
    """What a group sees, or who belongs to none."""
    return shared_of(group, here.stages) if group is not None else shared_of_hall(here.workshop, here.stages)


def card(row: CardRow) -> str:
    """A list of one."""
    return _filled("cards", {"cards": [row], "own_ids": frozenset()})


def shared(shown: Seen) -> str:
    return _filled("shared", context_of(shown))


def clock(row: SoftClock | None) -> str:
    return _filled("clock", {"clock": row}) if row is not None else ""


def told(stage: Stage, telling: Told) -> str:
    """How many have voted, answered or written."""
    seen = {"told": telling, "kind": stage.kind, "vote": stage.spec.vote, "key": stage.key}
    return _filled("told", {"shared": seen})


def results(stage: Stage, group: Group | None, telling: Told) -> dict[str, str]:
    """What each thing got, in words, by the thing's name; empty where it may not be told."""
    vote = stage.spec.vote
    if vote is None or not telling.shown:
        return {}
    ways = {"scores": vote.way == Way.SCORES, "dots": vote.way == Way.DOTS}
    return {name: _filled("result", {"result": figure, **ways}) for name, figure in figures(stage, group).items()}


def personal(shown: Seen) -> str:
    """The forms as somebody finds them who has given nothing yet; a phone puts in what is its own."""
    vote = shown.vote.spec if shown.vote is not None else None
    in_all = vote.in_all(1) if vote is not None else None
    limit = shown.asked.spec.limit if shown.asked is not None else 0
    seat = Seat(workshop=shown.workshop, group=shown.group)
    context: dict[str, Any] = {
        **context_of(shown),
        "workshop": shown.workshop,
        "group": shown.group,
        "own": Personal(seat=seat, limit=limit, left=in_all, in_all=in_all),
        "own_name": "",
        "form": _form(shown),
        "may_vote": True,
        "questions": question_rows(shown.stage, {}) if shown.stage and shown.kind == Kind.REFLECT else [],
    }
    return _filled("personal", context)


def _form(shown: Seen) -> CardForm | None:
    if shown.group is None or not shown.lanes:
        return None
    about = [(each.number, f"{each.number}. {each}") for each in shown.groups if each.pk != shown.group.pk]
    return CardForm.fresh(shown.lanes, about=about if shown.kind == Kind.REPORT and shown.writes else [])


def _filled(name: str, context: dict[str, Any]) -> str:
    return str(_template(name).render(Context(context)))


@cache
def _template(name: str) -> Template:
    found: Template = loader.get_template(f"workshops/phone/{name}.html").template  # type: ignore[attr-defined]
    return found
