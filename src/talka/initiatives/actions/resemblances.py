"""How alike a published initiative is to others of its municipality: computed when its words change, read by pages."""

from ..models import Initiative, Resemblance
from ..queries.similar import alike_to

MOST = 5
"""So many are kept of each."""


def compare_anew(row: Initiative) -> None:
    """Write down which published ones are like it. The caller holds the row."""
    Resemblance.objects.filter(initiative=row).delete()
    Resemblance.objects.bulk_create(
        Resemblance(initiative=row, other_id=pk, permille=round(alike * 1000)) for pk, alike in alike_to(row)[:MOST]
    )
