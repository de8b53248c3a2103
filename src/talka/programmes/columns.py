"""The columns of a budget: what goes out comes in again."""

from django.utils.translation import gettext_lazy as _

from talka.documents.sheets import Column

from .models import BudgetLine

BUDGET: tuple[Column, ...] = (
    Column("code", _("Code"), aliases=("kods", "nr", "no"), required=True, longest=30, example="2.1"),
    Column("title_lv", _("What for (Latvian)"), aliases=("nosaukums", "izmaksu pozīcija"), longest=200),
    Column("title_en", _("What for (English)"), aliases=("title", "cost item"), longest=200),
    Column(
        "planned_eur", _("Planned, EUR"), aliases=("plānots", "eur", "summa", "planned"), required=True, kind="decimal"
    ),
)


def budget_row(line: BudgetLine) -> dict[str, object]:
    texts = line.title.data if isinstance(line.title.data, dict) else {"lv": str(line.title)}
    return {
        "code": line.code,
        "title_lv": texts.get("lv", ""),
        "title_en": texts.get("en", ""),
        "planned_eur": line.planned_eur,
    }
