"""Who may report words, hide them, see hidden ones and decide an appeal."""

from collections.abc import Collection

from django.http import Http404

from talka.people.access import is_administrator, not_allowed
from talka.people.models import Person

from ..models import ModerationStep
from ..moderated import Kind, Moderated, kind_of


def kind_or_none_such(name: str) -> Kind:
    """Raises Http404."""
    kind = kind_of(name)
    if kind is None:
        raise Http404
    return kind


def to_report(person: Person | None, name: str, pk: int) -> tuple[Kind, Moderated]:
    """Whatever somebody may read they may report. What is hidden already is "not found"."""
    kind = kind_or_none_such(name)
    row = kind.known(person, pk)
    if row is None or row.hidden_at is not None:
        raise Http404
    return kind, row


def moderates(person: Person | None, kind: Kind, row: Moderated) -> bool:
    """Those who look after the page, and administrators."""
    return person is not None and (is_administrator(person) or kind.moderates(person, row))


def is_author(person: Person | None, kind: Kind, row: Moderated) -> bool:
    author = kind.author(row)
    return person is not None and author is not None and author.pk == person.pk


def sees_hidden(person: Person | None, kind: str, row: Moderated) -> bool:
    """Whether somebody reads these words although they are hidden: their author, and who looks after the page."""
    found = kind_of(kind)
    return found is not None and (is_author(person, found, row) or moderates(person, found, row))


def rows_of(kind: Kind, ids: Collection[int]) -> dict[int, Moderated]:
    """The words by id. One query."""
    rows = kind.model._default_manager.select_related(*kind.related).filter(pk__in=ids)
    return {row.pk: row for row in rows}


def thing_for(person: Person | None, name: str, pk: int) -> tuple[Kind, Moderated]:
    """For the page on which words are decided about: their author and those who look after the page."""
    kind = kind_or_none_such(name)
    row = rows_of(kind, [pk]).get(pk)
    if row is None or not (is_author(person, kind, row) or moderates(person, kind, row)):
        raise Http404
    return kind, row


def may_decide(person: Person | None, kind: Kind, row: Moderated) -> bool:
    """Nobody decides about their own words."""
    return moderates(person, kind, row) and not is_author(person, kind, row)


def may_answer(person: Person | None, kind: Kind, row: Moderated, hidden: ModerationStep) -> bool:
    """An appeal is decided by somebody else than the one who hid the words."""
    return may_decide(person, kind, row) and person is not None and hidden.by_id != person.pk


def thing_to_decide(person: Person | None, name: str, pk: int) -> tuple[Kind, Moderated]:
    kind, row = thing_for(person, name, pk)
    if not may_decide(person, kind, row):
        raise Http404
    return kind, row


def thing_of_ones_own(person: Person | None, name: str, pk: int) -> tuple[Kind, Moderated]:
    kind, row = thing_for(person, name, pk)
    if not is_author(person, kind, row):
        raise Http404
    return kind, row


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
