"""Places of a comparison as cells of its table: "3. (2.–5.)"."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from .compared import Column
from .ranks import Ranked, ranks
from .table import SIGNS, Shown


def rank_cells(column: Column) -> Sequence[Shown]:
    """What stands under a measure, in the order of the areas."""
    return [
        Shown(_words(ranked), SIGNS.get(cell.status, "") if ranked.rank else "")  # type: ignore[call-overload]
        for ranked, cell in zip(ranks(column), column.cells, strict=True)
    ]


def _words(ranked: Ranked) -> str:
    if ranked.rank is None:
        return "–"
    if ranked.sure:
        return str(ranked.rank)
    return _("%(rank)s (%(low)s–%(high)s)") % {"rank": ranked.rank, "low": ranked.low, "high": ranked.high}
