"""The columns of a table of indicators: what goes out comes in again."""

from django.utils.translation import gettext_lazy as _

from talka.documents.sheets import Column
from talka.events.models import Event

from .models import Indicator
from .queries.counting import choices
from .queries.facts import plain

INDICATORS: tuple[Column, ...] = (
    Column("number", _("Number"), aliases=("numurs", "nr", "no"), required=True, longest=20, example="1.2"),
    Column("kind", _("Kind"), aliases=("veids", "kind"), choices=dict(Indicator.Kind.choices)),
    Column("title_lv", _("Title (Latvian)"), aliases=("nosaukums", "rādītājs"), longest=300),
    Column("title_en", _("Title (English)"), aliases=("title", "indicator"), longest=300),
    Column("unit_lv", _("Unit (Latvian)"), aliases=("mērvienība",), longest=80),
    Column("unit_en", _("Unit (English)"), aliases=("unit",), longest=80),
    Column("baseline", _("Baseline"), aliases=("bāzes vērtība",), kind="decimal", example="0"),
    Column("target", _("Target"), aliases=("mērķis", "mērķa vērtība"), kind="decimal", example="24"),
    Column("counted", _("How it is counted"), choices={"": _("Entered by hand"), **dict(choices())}),
    Column("activity", _("Only of this activity"), longest=20, example="1"),
    Column("event_kind", _("Only events of this kind"), choices=dict(Event.Kind.choices)),
    Column("question", _("Key of the registration question"), longest=60),
    Column("answer", _("The answer that is counted"), longest=200),
    Column("remark_lv", _("What exactly is meant (Latvian)"), longest=5000),
    Column("remark_en", _("What exactly is meant (English)"), longest=5000),
    Column("source", _("Where the target stands"), longest=500),
    Column("public", _("Everybody may see this figure"), kind="boolean"),
)


def indicator_row(row: Indicator) -> dict[str, object]:
    """One row of the table, as it would be read."""
    cells: dict[str, object] = {
        name: getattr(row, name)
        for name in ("number", "kind", "baseline", "target", "event_kind", "question", "answer", "source", "public")
    }
    for name in ("title", "unit", "remark"):
        said = plain(getattr(row, name))
        cells |= {f"{name}_{code}": said.get(code, "") if isinstance(said, dict) else said for code in ("lv", "en")}
    return cells | {"counted": row.counted, "activity": row.activity.number if row.activity else ""}
