"""The columns of a document's tables: what goes out comes in again."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.documents.sheets import Column
from talka.ui.refusals import Words

from .models import Goal, PlanImport, PlanIndicator, PlanProject
from .models.projects import SOURCES

LANGUAGES = ("lv", "en")


def read_years(text: str) -> dict[int, Decimal]:
    """“2025: 120000; 2026: 80 000,50” as euro by year. Raises ValueError."""
    found: dict[int, Decimal] = {}
    for part in filter(None, (one.strip() for one in re.split(r"[;\n]", text))):
        year, colon, amount = part.partition(":")
        bare = re.sub(r"[\s€\u00a0\u202f]", "", amount).replace(",", ".")
        if not colon or not re.fullmatch(r"(19|20)\d\d|2100", year.strip()) or int(year) in found:
            raise ValueError(part)
        try:
            found[int(year)] = Decimal(bare)
        except InvalidOperation as fault:
            raise ValueError(part) from fault
        if not found[int(year)].is_finite() or found[int(year)] < 0:
            raise ValueError(part)
    return found


def write_years(by_year: Mapping[int, Decimal]) -> str:
    return "; ".join(f"{year}: {plain_decimal(by_year[year])}" for year in sorted(by_year))


def plain_decimal(value: Decimal) -> str:
    """Without nought behind the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bare(value: Decimal) -> Decimal:
    """The same figure as people write it: 45 instead of 45.0000."""
    return Decimal(plain_decimal(value))


def _years(value: object) -> Words | None:
    try:
        read_years(str(value))
    except ValueError:
        return _("Write years and euro like this: 2025: 120000; 2026: 80000.")
    return None


def _worded(name: str, lv: Words, en: Words, aliases: tuple[str, ...], longest: int) -> tuple[Column, Column]:
    return (
        Column(f"{name}_lv", lv, aliases=aliases, longest=longest),
        Column(f"{name}_en", en, longest=longest),
    )


GOALS: tuple[Column, ...] = (
    Column("number", _("Number"), aliases=("nr", "nr.", "no", "numurs"), required=True, longest=20, example="U1.2"),
    Column("kind", _("Kind"), aliases=("veids",), required=True, choices=dict(Goal.Kind.choices)),
    Column("parent", _("Hangs on (number)"), aliases=("augstāk", "pakārtots"), longest=20, example="M1"),
    *_worded("title", _("Title (Latvian)"), _("Title (English)"), ("nosaukums", "title"), 500),
)
INVESTMENT: tuple[Column, ...] = (
    Column("number", _("Number"), aliases=("nr", "nr.", "no", "numurs"), required=True, longest=20, example="P12"),
    *_worded("title", _("Project (Latvian)"), _("Project (English)"), ("projekts", "nosaukums", "project"), 500),
    Column("goal", _("Linked task"), aliases=("uzdevums", "saistītais uzdevums", "task"), longest=20, example="U1.2"),
    Column("eur", _("Indicative EUR in all"), aliases=("kopā", "total"), kind="decimal"),
    *(
        Column(f"eur_{key}", label, aliases=(), kind="decimal")
        for key, label in (
            ("own", _("Own budget, EUR")),
            ("eu", _("European Union funds, EUR")),
            ("state", _("State budget, EUR")),
            ("other", _("Other sources, EUR")),
        )
    ),
    Column("by_year", _("EUR by year"), aliases=("pa gadiem",), longest=1000, example="2025: 120000", check=_years),
    *_worded(
        "results",
        _("Planned results (Latvian)"),
        _("Planned results (English)"),
        ("rezultāti", "plānotie rezultāti"),
        5000,
    ),
    Column("starts", _("Begins in"), aliases=("sākums", "start"), kind="integer", example="2025"),
    Column("ends", _("To be done in"), aliases=("beigas", "pabeigšana", "end"), kind="integer", example="2027"),
    Column("responsible", _("Responsible"), aliases=("atbildīgais", "atbildīgie"), longest=2000),
    Column("partners", _("Partners"), aliases=("partneri", "sadarbības partneri"), longest=4000),
    Column(
        "state", _("State of the project"), aliases=("statuss", "stāvoklis"), choices=dict(PlanProject.State.choices)
    ),
    Column("done_in", _("Done in"), aliases=("pabeigts",), kind="integer"),
    *_worded("remark", _("Remark (Latvian)"), _("Remark (English)"), ("piezīmes",), 5000),
)
MONITORING: tuple[Column, ...] = (
    Column("number", _("Number"), aliases=("nr", "nr.", "no", "numurs"), required=True, longest=20, example="R3"),
    *_worded("title", _("Indicator (Latvian)"), _("Indicator (English)"), ("rādītājs", "nosaukums"), 300),
    *_worded("unit", _("Unit (Latvian)"), _("Unit (English)"), ("mērvienība", "unit"), 80),
    Column("goal", _("Goal it tells about"), aliases=("uzdevums", "goal"), longest=20, example="M1"),
    Column("project", _("Project it tells about"), aliases=("projekts",), longest=20, example="P12"),
    Column("indicator", _("Key in the catalogue"), longest=80, example="population"),
    Column("direction", _("Direction"), aliases=("tendence", "trend"), choices=dict(PlanIndicator.Direction.choices)),
    Column("baseline_year", _("Year of the baseline"), aliases=("bāzes gads",), kind="integer", example="2021"),
    Column("baseline", _("Baseline"), aliases=("bāzes vērtība",), kind="decimal", example="41,5"),
    Column("target_year", _("Year of the target"), aliases=("mērķa gads",), kind="integer", example="2027"),
    Column(
        "target",
        _("Target value"),
        aliases=("mērķa vērtība", "target", "plānotā vērtība"),
        kind="decimal",
        example="45",
    ),
    Column("source", _("Source of the figures"), aliases=("avots", "datu avots", "source"), longest=300),
    Column(
        "frequency", _("How often"), aliases=("biežums", "periodicitāte"), choices=dict(PlanIndicator.Frequency.choices)
    ),
    Column("value_year", _("Year of the newest figure"), aliases=("gads",), kind="integer", example="2024"),
    Column("value", _("Newest figure"), aliases=("vērtība", "faktiskā vērtība"), kind="decimal"),
    Column("value_source", _("Where the newest figure stands"), longest=300),
    Column("value_note", _("Note to the newest figure"), longest=500),
    Column("state", _("How it goes"), longest=60),
)
TABLES: Mapping[str, tuple[Column, ...]] = {
    PlanImport.Kind.GOALS: GOALS,
    PlanImport.Kind.INVESTMENT: INVESTMENT,
    PlanImport.Kind.MONITORING: MONITORING,
}
WRITTEN_ONLY: Mapping[str, tuple[str, ...]] = {
    PlanImport.Kind.INVESTMENT: ("eur",),
    PlanImport.Kind.MONITORING: ("state",),
}
"""Columns that follow from others: they go out, and are passed over when they come in."""


def said(value: LazyI18nString | str | None) -> dict[str, str]:
    """A text by language; one text for all languages stands under each."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {code: str(text) for code, text in data.items() if text}
    return {code: str(data) for code in LANGUAGES} if data else {}


def worded(values: Mapping[str, object], name: str) -> LazyI18nString | str:
    """The text in the languages of the columns `name_lv`, `name_en`; "" where it is in none."""
    told = {code: str(text) for code in LANGUAGES if (text := values.get(f"{name}_{code}"))}
    return LazyI18nString(told) if told else ""


def in_languages(value: LazyI18nString | str | None, name: str) -> dict[str, object]:
    told = said(value)
    return {f"{name}_{code}": told.get(code, "") for code in LANGUAGES}


def goal_row(row: Goal, numbers: Mapping[int, str]) -> dict[str, object]:
    """numbers: of the goals by their row id."""
    cells = {"number": row.number, "kind": row.kind, "parent": numbers.get(row.parent_id or 0, "")}
    return cells | in_languages(row.title, "title")


def project_row(row: PlanProject, numbers: Mapping[int, str]) -> dict[str, object]:
    """Parties and years must be read with it."""
    parties = sorted(row.parties.all(), key=lambda one: (one.order, one.pk))
    cells: dict[str, object] = {
        "number": row.number,
        "goal": numbers.get(row.goal_id or 0, ""),
        "eur": row.eur,
        "by_year": write_years({one.year: one.eur for one in row.years.all()}),
        "starts": row.starts,
        "ends": row.ends,
        "responsible": "; ".join(one.name for one in parties if one.role == one.Role.RESPONSIBLE),
        "partners": "; ".join(one.name for one in parties if one.role == one.Role.PARTNER),
        "state": row.state,
        "done_in": row.done_in,
    }
    cells |= {f"eur_{source}": getattr(row, f"eur_{source}") for source in SOURCES}
    for name in ("title", "results", "remark"):
        cells |= in_languages(getattr(row, name), name)
    return cells
