"""What is kept for a time goes when that time is over."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from talka.documents.storage import delete_file
from talka.indicators.models import Chart, Comparison, FigureImport
from talka.indicators.queries.kept import UNDO_FOR

KEPT = dt.timedelta(days=30)


@transaction.atomic
def forget_imports() -> int:
    """Tables on their way in, thirty days after they were sent; what they entered stays."""
    old = FigureImport.objects.filter(created_at__lt=timezone.now() - KEPT)
    files = [name for name in old.values_list("file", flat=True) if name]
    number, _rows = old.delete()
    transaction.on_commit(lambda: _delete(files))
    return number


def forget_comparisons() -> int:
    """Comparisons that their owners deleted, when they can be brought back no more."""
    number, _rows = Comparison.objects.filter(deleted_at__lt=timezone.now() - UNDO_FOR).delete()
    return number


def forget_charts() -> int:
    """Charts that were drawn for figures that have changed since: of each name the newest stays."""
    newest = Chart.objects.order_by("name", "-drawn_at", "-pk").distinct("name").values("pk")
    number, _rows = Chart.objects.exclude(pk__in=newest).delete()
    return number


def _delete(files: list[str]) -> None:
    for name in files:
        delete_file(name)
