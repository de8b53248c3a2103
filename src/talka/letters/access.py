"""Who may see which letter. Rooms above say which of their objects a person may read the letters of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from .models import Letter
from .transport import server

Scope = Callable[[Any], Iterable[str]]
_scopes: dict[str, Scope] = {}
_private: set[str] = set()


def register_scope(kind: str, ids_for: Scope) -> None:
    """For letters about things of this kind: `ids_for(person)` gives the ids whose letters the person may read.

    Called from a room's AppConfig.ready; may return a queryset of ids. It is asked only for signed-in persons.
    """
    _scopes[kind] = ids_for


def unregister_scope(kind: str) -> None:
    _scopes.pop(kind, None)


def register_private(kind: str) -> None:
    """Letters of this kind hold a way in to what is the recipient's alone. Their words go once they are sent, and are
    shown to nobody before; where the installation sends no letters somebody has to hand the link over, and sees it.

    Called from a room's AppConfig.ready.
    """
    _private.add(kind)


def is_private(kind: str) -> bool:
    return kind in _private


def words_closed(letter: Letter) -> bool:
    """Whether nobody may read its words in the outbox or among what is kept of a person."""
    return letter.secret_over or (is_private(letter.kind) and server() is not None)


@dataclass(frozen=True)
class Reader:
    """Who is asking: an administrator, or a person known to rooms above."""

    administrator: bool
    person: Any = None


def reader_of(request: HttpRequest) -> Reader:
    """The reader behind a request."""
    user = request.user
    administrator = user.is_authenticated and user.is_active and bool(getattr(user, "is_staff", False))
    return Reader(administrator, getattr(request, "person", None))


def letters_for(reader: Reader) -> QuerySet[Letter]:
    """Every letter the reader may see."""
    if reader.administrator:
        return Letter.objects.all()
    seen = Q(pk__in=[])
    if reader.person is not None:
        for kind, ids_for in _scopes.items():
            seen |= Q(about_kind=kind, about_id__in=ids_for(reader.person))
    return Letter.objects.filter(seen)


def may_read_letters(reader: Reader) -> bool:
    """True for administrators and for those who run something letters are written about."""
    if reader.administrator:
        return True
    if reader.person is None:
        return False
    return any(True for ids_for in _scopes.values() for _id in ids_for(reader.person))


def letter_for(reader: Reader, key: str) -> Letter:
    """The letter, or Http404 for those who may not know of it."""
    letter = letters_for(reader).filter(key=key).prefetch_related("attachments").first()
    if letter is None:
        raise Http404
    return letter


def may_change(reader: Reader, letter: Letter) -> bool:
    """Whoever may see a letter may hold it, send it again and record that it came back."""
    return letters_for(reader).filter(pk=letter.pk).exists()
