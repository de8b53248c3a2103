"""The competences a programme asks about: its own, or those that come with the house."""

from dataclasses import dataclass

from django.db.models import Q

from talka.programmes.models import Programme

from ..models import Competence


@dataclass(frozen=True)
class Framework:
    """own: whether the programme has changed anything; asked: in their order; retired: no longer asked about."""

    own: bool
    asked: tuple[Competence, ...]
    retired: tuple[Competence, ...]

    def find(self, key: str) -> Competence | None:
        return next((one for one in (*self.asked, *self.retired) if one.key == key), None)


def framework_of(programme: Programme) -> Framework:
    """One query."""
    rows = list(Competence.objects.filter(Q(programme=programme) | Q(programme=None)))
    own = [row for row in rows if row.programme_id is not None]
    shown = own or rows
    return Framework(
        own=bool(own),
        asked=tuple(row for row in shown if row.retired_at is None),
        # what the house no longer ships was never this programme's to bring back
        retired=tuple(row for row in own if row.retired_at is not None),
    )
