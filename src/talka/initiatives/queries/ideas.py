"""Ideas for the state's portal of participatory budgets: one table, to be copied or uploaded there."""

from django.utils.translation import gettext_lazy as _

from talka.documents.sheets import Column, Sheet, write_csv, write_xlsx

from ..models import Choosing, ChoosingOption

COLUMNS = (
    Column("title", _("Title"), required=True, longest=200),
    Column("description", _("Description")),
    Column("place", _("Place")),
    Column("cost", _("Cost, EUR"), kind="decimal"),
    Column("author", _("Author organisation")),
)


def ideas_file(row: Choosing, ending: str) -> bytes:
    """XLSX or CSV. One query. The author is an organisation, never a person."""
    options = ChoosingOption.objects.filter(choosing=row, withdrawn_at=None).select_related("initiative__organisation")
    rows = [
        {
            "title": one.title,
            "description": one.what,
            "place": one.where or str(row.area),
            "cost": one.cost,
            "author": str((one.initiative.organisation if one.initiative else None) or row.organisation or ""),
        }
        for one in options.order_by("number", "pk")
    ]
    sheet = Sheet(_("Ideas"), COLUMNS, rows)
    return write_xlsx(sheet) if ending == "xlsx" else write_csv(sheet)
