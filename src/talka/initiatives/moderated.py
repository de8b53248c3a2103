"""Words of people that stand on pages of this room and that others may report. Each part that shows such words says
here how they are found, whose they are and who looks after them; the moderation part reports, hides, answers, appeals.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.people.models import Organisation, Person
from talka.ui.refusals import Words


class Moderated(models.Model):
    """Hidden is a state: the words stay, those who may not see them are told that they are hidden, and why."""

    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(max_length=500, blank=True, help_text="shown in place of the words")

    class Meta:
        abstract = True


Kept = tuple[Organisation | None, int | None]


@dataclass(frozen=True)
class Kind:
    """One kind of words. model: a subclass of Moderated; known: the row if the person may read where it stands, else
    None; words, author, url: of a row; moderates: whether a person looks after it (those who run the page, never its
    author alone); related: what the latter four read beside the row, for `select_related`; kept_by: the organisation
    and the programme (its row id) among whose people those are looked for who hear of a first report."""

    name: str
    label: Words
    model: type[Moderated]
    known: Callable[[Person | None, int], Moderated | None]
    words: Callable[[Moderated], str]
    author: Callable[[Moderated], Person | None]
    url: Callable[[Moderated], str]
    moderates: Callable[[Person | None, Moderated], bool]
    related: tuple[str, ...] = ()
    kept_by: Callable[[Moderated], Kept] = lambda row: (None, None)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def kinds() -> list[Kind]:
    return list(_kinds.values())


HIDDEN = _("Hidden by those who look after this page")
