"""Impressions as pages show them: with the name and the photographs while the writer's consents stand, else without."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.programmes.models import Programme
from talka.programmes.roles import ANGEL, role_label
from talka.ui.folding import sought

from ..access import impressions as access
from ..models import Impression, ImpressionPhoto, Training

BESIDE = 3
"""So many stand on the page of a training programme."""
Voice = Impression.Voice


@dataclass(frozen=True)
class Told:
    """A story as somebody reads it. who: a name and an organisation with consent, else as what they took part."""

    row: Impression
    who: str
    photos: Sequence[ImpressionPhoto]
    named: bool


RELATED = ("programme", "training", "team__organisation", "person__organisation")


def published_of(*, words: str = "", training: Training | None = None) -> QuerySet[Impression]:
    """What everybody reads, the newest first. To be paged, and then told by `told`."""
    rows = access.published()
    if training is not None:
        rows = rows.filter(training=training)
    for word in sought(words):
        rows = rows.filter(folded__contains=word)
    return _whole(rows)


def _whole(rows: QuerySet[Impression]) -> QuerySet[Impression]:
    """The newest first, with all that is told of them."""
    return rows.select_related(*RELATED).prefetch_related("photos").order_by("-published_at", "-pk")


def told(rows: Sequence[Impression]) -> list[Told]:
    """As everybody reads them. One query, where there are any."""
    standing = access.consents(rows) if rows else set()
    return [_told(row, standing) for row in rows]


def _told(row: Impression, standing: set[tuple[int, str]]) -> Told:
    named = (row.pk, access.QUOTING) in standing
    photos = list(row.photos.all()) if (row.pk, access.PHOTOS) in standing else []
    return Told(row, _who(row, named=named), photos, named)


def _who(row: Impression, *, named: bool) -> str:
    """A team stands with its own name, which is no person's; a participant without consent not even with it, because a
    team is two or three people."""
    if row.voice == Voice.TEAM:
        return str(row.team)
    if not named or row.person is None:
        return role_label(row.programme, ANGEL) if row.voice == Voice.ANGEL else _("Somebody who took part")
    where = row.team.organisation if row.team else row.person.organisation
    return f"{row.person.name}, {where}" if where else str(row.person.name)


def beside(training: Training) -> list[Told]:
    """The newest ones of a training programme, for its page. Two or three queries."""
    return told(list(published_of(training=training)[:BESIDE]))


def of_angels(programme: Programme) -> list[Told]:
    """The newest ones of knowledge angels in a programme, for its page. One query, or three."""
    rows = access.published().filter(programme=programme, training=None)
    return told(list(_whole(rows)[:BESIDE]))


@dataclass(frozen=True)
class Mine:
    """own: the person's, with where each stands; offered: what waits for their word."""

    own: Sequence[Impression]
    offered: Sequence[Impression]


def mine(person: Person | None) -> Mine:
    """Two queries, and those of access; none for nobody."""
    if person is None:
        return Mine((), ())
    own = access.own(person).select_related("programme", "training").order_by("-created_at", "-pk")[:50]
    offered = access.offered_to(person).select_related(*RELATED).order_by("created_at", "pk")[:100]
    return Mine(list(own), list(offered))


def page_of(row: Impression, person: Person | None) -> Told:
    """One story. Its writer and those who publish it see the photographs in any case. Two queries."""
    shown = told([row])[0]
    inside = access.may_decide(person, row) or (person is not None and row.person_id == person.pk)
    return Told(row, shown.who, list(row.photos.all()), shown.named) if inside else shown


def consents_standing(row: Impression) -> set[str]:
    """The kinds of consent that stand for one story. One query."""
    return {kind for _pk, kind in access.consents([row])}
