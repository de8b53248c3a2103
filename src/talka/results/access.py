"""Reports are read by whoever may read the findings of their event; trails by whoever may know of their start;
open data by everybody, and of nothing else."""

from django.db.models import QuerySet

from talka.events.access import may_organise
from talka.needs.access import event_to_shape, event_with_findings, may_read_cards, may_read_inside
from talka.programmes.access import programme_for
from talka.programmes.models import Programme

__all__ = [
    "event_to_shape",
    "event_with_findings",
    "may_organise",
    "may_read_cards",
    "may_read_inside",
    "open_programme",
    "open_programmes",
]


def open_programme(slug: str) -> Programme:
    """A programme whose data are open: as anybody finds it, whoever asks."""
    return programme_for(None, slug)


def open_programmes() -> QuerySet[Programme]:
    """All of them, by the same rule."""
    return Programme.objects.filter(public=True, archived_at=None)
