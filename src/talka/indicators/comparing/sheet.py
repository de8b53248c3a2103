"""A comparison as a table of one figure per row, as every file of figures is written; what comes out can be entered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.documents.sheets import Column, Sheet
from talka.indicators.models import Observation
from talka.territories.queries import name_of
from talka.territories.sources import source_in_words

from .compared import Compared

COLUMNS = (
    Column("area_code", gettext_lazy("Area (code)")),
    Column("area", gettext_lazy("Area")),
    Column("indicator_code", gettext_lazy("Indicator (code)")),
    Column("indicator", gettext_lazy("Indicator")),
    Column("category", gettext_lazy("Category")),
    Column("year", gettext_lazy("Year"), kind="integer"),
    Column("value", gettext_lazy("Value"), kind="decimal"),
    Column("status", gettext_lazy("Status")),
    Column("unit", gettext_lazy("Unit")),
    Column("source", gettext_lazy("Source")),
)
"""status: a letter of the list CL_OBS_STATUS of SDMX, nothing for a final figure."""


def sheet_of(shown: Compared) -> Sheet:
    """All years of all areas and indicators compared, those without a value too where something is said of them."""
    return Sheet(_("Comparison"), COLUMNS, list(_rows(shown)))


def _rows(shown: Compared) -> Iterator[dict[str, object]]:
    for column in shown.columns:
        indicator, category = column.indicator, column.measure.category
        for area in shown.areas:
            for year, cell in sorted(column.series[area.pk].items()):
                said = column.sources_of.get(year, ())
                yield {
                    "area_code": area.code,
                    "area": name_of(area),
                    "indicator_code": column.measure.key,
                    "indicator": str(indicator.title),
                    "category": str(category.title) if category else _("Total"),
                    "year": year,
                    "value": cell.value,
                    "status": "" if cell.status == Observation.Status.NORMAL else str(cell.status),
                    "unit": str(indicator.unit),
                    "source": "; ".join(source_in_words(source) for source in said),
                }
